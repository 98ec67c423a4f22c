//! Lists of materials.

use super::super::random::Random;
use super::super::vocabulary::Half;
use super::{Said, chinese, of};

/// An entry with those below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) number: Option<String>,
    pub(crate) text: String,
    pub(crate) items: Vec<Node>,
}

const ENTRIES: &[&str] = &[
    "有效身份证件",
    "《基本医疗保险参保登记表》（加盖公章）",
    "近2、3年的缴费凭证",
    "医院收费票据",
    "第二十条第（三）项规定的证明",
    "满2.5年的劳动合同",
    "银行卡复印件1份",
];
const ENTRIES_HELD_OUT: &[&str] = &[
    "户口簿原件及复印件",
    "一、二级医院诊断证明",
    "国务院令第711号规定的材料",
    "不超过1.5万元的发票",
    "申请书（一式两份）",
    "12月31日前的病历资料",
    "社会保障卡或医保电子凭证",
];

/// How entries are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Dot,
    WideDot,
    Enumeration,
    Paren,
    ChineseParen,
    Chinese,
    Circle,
    Half,
    Whole,
}

const STYLES: &[Style] = &[Style::Dot, Style::WideDot, Style::Enumeration, Style::Paren, Style::ChineseParen, Style::Circle];
const STYLES_HELD_OUT: &[Style] = &[Style::Chinese, Style::Half, Style::Whole, Style::Dot, Style::ChineseParen, Style::Circle];

/// The list of a cell. It may begin at 3, be nested, or be no list at all.
pub(crate) fn list(half: Half, random: &mut Random) -> Said<Node> {
    let style = *of(half, random, STYLES, STYLES_HELD_OUT);
    if random.chance(12) {
        let text = entry(half, random);
        return Said { truth: vec![Node { number: None, text: text.clone(), items: Vec::new() }], text };
    }
    let first = if random.chance(10) { 3 } else { 1 };
    let count = random.within(2, 5) as u32;
    let between = *of(half, random, &["；", ";", "。"], &["； ", "，", "；"]);
    let inner = *of(half, random, &[Style::Circle, Style::Paren], &[Style::Circle, Style::Half]);
    let nested = first == 1 && inner != style;
    let mut text = String::new();
    let mut truth = Vec::new();
    for index in first..first + count {
        let (mark, number) = style.number(index);
        let own = entry(half, random);
        text += &mark;
        text += &own;
        let mut items = Vec::new();
        if nested && random.chance(20) {
            text += "：";
            for inner_index in 1..=random.within(2, 3) as u32 {
                let (mark, number) = inner.number(inner_index);
                let own = entry(half, random);
                text += &format!("{mark}{own}；");
                items.push(Node { number: Some(number), text: own, items: Vec::new() });
            }
        } else {
            text += between;
        }
        let own = if items.is_empty() { own } else { format!("{own}：") };
        truth.push(Node { number: Some(number), text: own, items });
    }
    Said { text, truth }
}

fn entry(half: Half, random: &mut Random) -> String {
    (*of(half, random, ENTRIES, ENTRIES_HELD_OUT)).to_owned()
}

impl Style {
    /// The number as printed with its punctuation, and alone.
    fn number(self, index: u32) -> (String, String) {
        let (arabic, word) = (index.to_string(), chinese(index));
        let from = |first: char| char::from_u32(u32::from(first) + index - 1).unwrap().to_string();
        match self {
            Style::Dot => (format!("{arabic}."), arabic),
            Style::WideDot => (format!("{arabic}．"), arabic),
            Style::Enumeration => (format!("{arabic}、"), arabic),
            Style::Paren => (format!("（{arabic}）"), arabic),
            Style::ChineseParen => (format!("（{word}）"), word),
            Style::Chinese => (format!("{word}、"), word),
            Style::Circle => (from('①'), from('①')),
            Style::Half => (format!("{arabic})"), arabic),
            Style::Whole => (from('⑴'), from('⑴')),
        }
    }
}
