//! law: directories whose legal bases are made of acts of the register, some with a fault put in on purpose, and the truth about every citation.
//!
//! What is right is taken from the facts of the register (orders, dates, status) by [`facts`]; nothing here asks the reader or the judge.

pub(crate) mod facts;
mod faults;
mod forms;

use super::random::Random;
use facts::{Act, Facts};
use forms::Written;

/// What is wrong with a citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// The number of another act, or of a decision older than the act.
    OtherAct,
    /// The numbers of two neighbours are exchanged.
    Swapped,
    /// The number of an appointment.
    NoAct,
    /// The number that the act had before it was issued anew.
    Superseded,
    /// The number of a decision that amended the act among others.
    Amending,
    /// A number of two scripts, with letters among its digits, or with digits hidden.
    Malformed,
    /// A title with a slip of one or two characters.
    Misspelt,
    /// A title with characters that only look like the right ones.
    Alike,
    /// An act that is repealed.
    Repealed,
    /// The right number with a year that is neither that of its order nor that in which the act came into force.
    WrongYear,
    /// 同上 or 同法 with nothing before it.
    Alone,
}

impl Fault {
    /// Every kind, in the order of the table.
    pub(crate) const ALL: [Fault; 11] = [
        Fault::OtherAct,
        Fault::Swapped,
        Fault::NoAct,
        Fault::Superseded,
        Fault::Amending,
        Fault::Malformed,
        Fault::Misspelt,
        Fault::Alike,
        Fault::Repealed,
        Fault::WrongYear,
        Fault::Alone,
    ];
}

/// A citation as it was written, and what is true of it.
#[derive(Clone, Debug)]
pub(crate) struct Planted {
    /// The line, from 1.
    pub(crate) line: u32,
    /// First and last character in the line, from 1.
    pub(crate) span: (u32, u32),
    /// The title as printed, without marks; for a ditto that of the act it stands for.
    pub(crate) title: Option<String>,
    /// The number, where one is given that can be read.
    pub(crate) number: Option<u32>,
    /// The articles as printed.
    pub(crate) articles: Vec<String>,
    /// What is wrong with it.
    pub(crate) fault: Option<Fault>,
    /// The right title, where the one printed is misspelt.
    pub(crate) right_title: Option<String>,
}

/// A directory with its truth.
#[derive(Clone, Debug)]
pub(crate) struct LawDocument {
    pub(crate) text: String,
    /// Its date, where it has one.
    pub(crate) published: Option<&'static str>,
    pub(crate) planted: Vec<Planted>,
}

const HEADER: &str = "序号\t公开事项\t公开内容\t公开依据\t公开主体\n";
const DATES: &[&str] = &["2012-06-01", "2015-03-01", "2017-10-01", "2021-01-10", "2024-05-20"];
const OBJECTS: &[&str] =
    &["临时救助", "殡葬补助", "高龄津贴", "读者证", "居住证", "校车使用", "取水许可", "公租房", "工伤认定", "生育津贴"];
const ACTIONS: &[&str] = &["申请", "登记", "变更", "查询", "发放", "注销", "备案", "复核"];
const SEPARATORS: &[&str] = &["、", "；", "；", "，", "", " ", ";", "\u{3000}"];

/// The directory of `seed` with `rows` items. `percent`: how many citations of a hundred are to be given a fault.
pub(crate) fn document(seed: u64, facts: &Facts, rows: usize, percent: usize) -> LawDocument {
    let mut random = Random::new(seed).fork("law");
    let published = random.chance(40).then(|| *random.pick(DATES));
    let mut document = LawDocument { text: HEADER.to_owned(), published, planted: Vec::new() };
    for row in 0..rows {
        let head = format!("{}\t{}{}\t办理材料\t", row + 1, OBJECTS[row % OBJECTS.len()], ACTIONS[row / OBJECTS.len() % ACTIONS.len()]);
        document.text += &head;
        let mut cell = Cell { line: row as u32 + 2, text: String::new(), column: head.chars().count() as u32, planted: Vec::new() };
        let mut writer = Writer { facts, random: &mut random, published, percent };
        writer.cell(&mut cell);
        document.text += &cell.text;
        document.text += "\t青山县民政局\n";
        document.planted.append(&mut cell.planted);
    }
    document
}

/// A cell being written.
struct Cell {
    line: u32,
    text: String,
    /// How many characters of the line stand before it.
    column: u32,
    planted: Vec<Planted>,
}

impl Cell {
    fn put(&mut self, written: Written) {
        let from = self.column + self.text.chars().count() as u32 + 1;
        self.text += &written.text;
        let to = self.column + self.text.chars().count() as u32;
        self.planted.push(Planted { line: self.line, span: (from, to), ..written.planted });
    }
}

struct Writer<'a> {
    facts: &'a Facts,
    random: &'a mut Random,
    published: Option<&'static str>,
    percent: usize,
}

impl Writer<'_> {
    /// One to four citations, with one kind of separator or in a numbered list.
    fn cell(&mut self, cell: &mut Cell) {
        let count = self.random.within(1, 4);
        let numbered = self.random.chance(15);
        let separator = *self.random.pick(SEPARATORS);
        if self.random.chance(self.percent / 6) {
            cell.put(self.alone());
            cell.text += "；";
        }
        let mut index = 0;
        while index < count {
            if index > 0 {
                cell.text += if numbered { " " } else { separator };
            }
            if numbered {
                cell.text += &format!("{}.", index + 1);
            }
            // Where nothing strong separates two citations, a number before its title would be anyone's.
            let number_first = index == 0 || numbered || matches!(separator, "、" | "；" | ";");
            let pair = (self.random.chance(self.percent / 6) && index + 1 < count).then(|| self.swapped()).flatten();
            match pair {
                Some((first, second)) => {
                    cell.put(first);
                    cell.text += if numbered { "、" } else { separator };
                    cell.put(second);
                    index += 2;
                }
                None => {
                    let written = self.citation(number_first);
                    cell.put(written);
                    index += 1;
                }
            }
            self.maybe_ditto(cell);
        }
    }

    fn citation(&mut self, number_first: bool) -> Written {
        if self.random.chance(self.percent)
            && let Some(written) = self.faulty(number_first)
        {
            return written;
        }
        self.clean(number_first)
    }

    /// 同上第五条 behind a citation, or 同法 where its title ends so.
    fn maybe_ditto(&mut self, cell: &mut Cell) {
        let Some(title) = cell.planted.last().and_then(|last| last.title.clone()).filter(|_| self.random.chance(4)) else { return };
        let kind = ["条例", "办法", "法"].into_iter().find(|kind| title.ends_with(kind));
        let said = match kind {
            Some("法") if title.ends_with("办法") => "同上".to_owned(),
            Some(kind) if self.random.chance(60) => format!("{}{kind}", self.random.pick(&["同", "该"])),
            _ => "同上".to_owned(),
        };
        let article = forms::article(self.random);
        let fault = cell.planted.last().and_then(|last| last.fault);
        cell.text += "，";
        let text = format!("{said}{article}");
        // What is said of a citation is said once; a ditto repeats it without a finding of its own.
        let planted = Planted { title: Some(title), articles: vec![article], ..Planted::clean() };
        if fault.is_none() {
            cell.put(Written { text, planted });
        } else {
            cell.text.pop();
        }
    }

    /// The day by which its citations are judged.
    fn day(&self) -> &'static str {
        self.published.unwrap_or(facts::TODAY)
    }

    /// An act in force on the day, whose number is known and is its own alone.
    fn numbered_act(&mut self) -> &'static Act {
        let day = self.day();
        let acts = self.facts.numbered();
        loop {
            let act = *self.random.pick(acts);
            if act.in_force(day) && act.number_on(day).is_some() {
                return act;
            }
        }
    }
}

impl Planted {
    fn clean() -> Self {
        Planted { line: 0, span: (0, 0), title: None, number: None, articles: Vec::new(), fault: None, right_title: None }
    }
}
