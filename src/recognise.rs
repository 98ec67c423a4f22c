//! recognise: what kind of text a cell may hold. One list of recognisers, used to place cells and to read fields.

use crate::tables::Tables;
use crate::tables::columns::Header;
use crate::tables::known::Reading;
use crate::text::{is_blank, is_bullet};
use regex::Regex;
use std::sync::LazyLock;

/// What a text looks like. Blanks do not matter: a text broken by line wraps looks the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Traits {
    /// Characters, blanks aside.
    pub length: u32,
    /// A number in front of a row (7, 1.2, 十三, （三）).
    pub serial: bool,
    /// Mostly the digits of a telephone number.
    pub phone: bool,
    /// Nothing but a tick, or what says no in its place.
    pub tick: bool,
    /// Nothing but a figure: digits, and the signs of amounts, shares, times and dates.
    pub figure: bool,
    /// A word that says in a cell what a tick says elsewhere (全社会, 依申请公开).
    pub word: bool,
    /// How many check boxes and names of channels it holds.
    pub channels: u32,
    /// Nothing but the name of one channel.
    pub channel: bool,
    /// Nothing but one 《title》 or more, or a title without marks.
    pub citation: bool,
    /// Holds a 《title》.
    pub has_title: bool,
    /// An amount of time, or a word that marks a deadline.
    pub deadline: bool,
    /// Ends as names of authorities do.
    pub organisation: bool,
    /// Ends as names of parts of authorities do.
    pub department: bool,
    /// Begins with the number of a list (1. （一） ①), or with a bullet.
    pub numbered: bool,
    /// Has the separators or numbers of a list, or is a known element.
    pub list: bool,
    /// Several parts, mostly known elements of 公开内容.
    pub elements: bool,
    /// One known element, which may be a name as well.
    pub element: bool,
    /// Has punctuation that names do not have.
    pub sentence: bool,
    /// Holds a check box.
    pub boxed: bool,
    /// Ends with a sign after which more is to come.
    pub unfinished: bool,
    /// Ends within brackets.
    pub open: bool,
    /// Begins with a sign that only goes on with something, or closes a bracket that it does not open.
    pub goes_on: bool,
    /// Says nothing but 同上: it may stand in any column.
    pub ditto: bool,
    /// Nothing but names of kinds of documents (政策法规文件).
    pub documents: bool,
    /// Laws behind the name of their kind: they may be what is published. Told of a text beside its neighbour alone.
    pub published: bool,
    /// Two texts, of which the first one ends as a whole citation or deadline does. Told of two texts taken for one alone.
    pub parted: bool,
    /// Begins as the text before it does, and goes on otherwise: both may be entries of one list. Told of a text beside its neighbour alone.
    pub alike: bool,
}

impl Traits {
    /// The same with lengths and counts as coarse as placement asks for them; texts with equal rough looks are placed alike.
    pub fn rough(self) -> Self {
        let length = match self.length {
            0 => 0,
            1..=30 => 30,
            31..=60 => 60,
            _ => 61,
        };
        Traits { length, channels: self.channels.min(2), ..self }
    }
}

impl Traits {
    /// The same behind a text that looks like `before`.
    pub fn behind(self, before: &Traits) -> Self {
        let may_be_published = self.citation && (self.has_title || before.published && self.documents);
        Traits { published: may_be_published && (before.documents || before.published), ..self }
    }

    /// Whether more of the text is to come.
    pub fn is_cut_off(&self) -> bool {
        self.unfinished || self.open
    }

    /// Whether both texts are of kinds that can be told, and of different ones. A part of a word may end as a law or an office does by chance (行政处).
    pub fn is_other_than(&self, other: &Traits) -> bool {
        const LEAST_TELLING: u32 = 4;
        let kinds = |look: &Traits| {
            let (channels, list) = (look.boxed || look.channels > 1, look.elements || look.list && !look.has_title);
            let (citation, organisation) = (look.citation && look.has_title, look.organisation && look.length >= LEAST_TELLING);
            [look.serial, look.tick, citation, look.deadline, organisation, channels, list]
        };
        let (own, others) = (kinds(self), kinds(other));
        own.contains(&true) && others.contains(&true) && own.iter().zip(&others).all(|(own, other)| !(*own && *other))
    }
}

static SERIAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:\d{1,5}(?:[.．-]\d{1,3})*[.．、]?|[(（]?(?:\d{1,4}|[一二三四五六七八九十百]{1,4})[)）]?[、.．]?)$").ok()
});
static AMOUNT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:\d|[一二三四五六七八九十百两])(?:个)?(?:工作日|日内|天内|个月|年内|日前|小时|分钟|日公开|日起)|月\d{1,2}日(?:之前|前)|(?:^|[^月\d一二三四五六七八九十])(?:\d{1,3}|[一二三四五六七八九十]{1,3})[日天]$")
        .ok()
});
static NUMBERED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:\d{1,2}[.．、](?:\D|$)|[(（](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|[①-⑳]|[一二三四五六七八九十]{1,3}、|【)").ok()
});
static NUMBER_OF_ACT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"》[（(]?[^《》]{0,20}\d{1,5}号").ok());
static TITLES: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"《[^《》]*(?:《[^》]*》[^《》]*)*》?").ok());

/// What `text` looks like.
pub fn traits(text: &str, tables: &Tables) -> Traits {
    *tables.known.once(Reading::Traits, text, || traits_of_part(text, tables))
}

/// As [`traits`], of a part of a text, which is not remembered: there are many more parts than texts.
pub fn traits_of_part(text: &str, tables: &Tables) -> Traits {
    let squeezed: String = text.chars().filter(|c| !is_blank(*c)).collect();
    let length = squeezed.chars().count() as u32;
    if length == 0 {
        return Traits::default();
    }
    let matches = |regex: &LazyLock<Option<Regex>>| regex.as_ref().is_some_and(|regex| regex.is_match(&squeezed));
    let numbered = is_entry(&squeezed);
    let (parts, elements) = elements(&squeezed, tables);
    let channels = channels(&squeezed, tables);
    let has_title = squeezed.contains('《');
    let (closes, open) = brackets(&squeezed);
    let are_elements = parts > 1 && elements * 2 >= parts && elements > 0;
    Traits {
        length,
        serial: matches(&SERIAL),
        phone: is_phone(&squeezed),
        tick: is_tick(&squeezed, tables) || tables.marks.is_no(&squeezed),
        figure: squeezed.contains(is_digit) && squeezed.chars().all(|c| is_digit(c) || FIGURE_SIGNS.contains(&c)),
        word: matches!(tables.columns.header(&squeezed), Some(Header::Mark { .. })),
        channels,
        channel: channels == 1 && tables.channels.at_start(&squeezed).is_some_and(|(_, taken)| taken as u32 == length),
        // An element may end as a title does (收费依据及标准).
        citation: is_citation(&squeezed, tables) && (has_title || elements * 2 < parts),
        has_title,
        deadline: channels < 2 && (matches(&AMOUNT) || tables.words.has_deadline_word(&squeezed)),
        organisation: tables.words.is_organisation(&squeezed)
            && !names_no_office(&squeezed, tables)
            && !squeezed.contains(|c: char| !c.is_alphanumeric() && (tables.marks.is_tick_sign(c) || tables.marks.sign(c).is_some())),
        department: tables.words.is_department(&squeezed),
        numbered,
        list: numbered || parts > 2 || elements > 0 || is_pair(&squeezed, tables) || names_office(&squeezed, tables),
        elements: are_elements,
        element: parts == 1 && elements == 1,
        boxed: squeezed.contains(['☑', '☐']),
        unfinished: squeezed.ends_with(['、', '；', ';', '，', ',', '：', ':', '（', '(', '《', '/']),
        open,
        goes_on: closes
            || squeezed.starts_with(['、', '；', ';', '，', ',', '。', '）', ')', '》', '：', ':'])
            || tables.words.joints.never_first.says.iter().any(|word| squeezed.starts_with(word.as_str())),
        ditto: tables.citations.words.is_ditto(&squeezed) || tables.citations.words.ditto_of_row(&squeezed).is_some(),
        documents: tables.citations.words.are_kinds(&squeezed),
        published: false,
        parted: false,
        alike: false,
        sentence: squeezed.chars().any(|c| matches!(c, '。' | '；' | ';' | '：' | ':' | '，' | ',')),
    }
}

/// What may stand in a figure besides digits.
const FIGURE_SIGNS: [char; 12] = ['.', ',', ':', '：', '%', '％', '-', '+', '/', '¥', '￥', '$'];

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// Whether `left`, which looks like `look`, is a whole citation or deadline with which `right` does not go on.
pub fn ends_before(left: &str, look: &Traits, right: &str, tables: &Tables) -> bool {
    let is_whole = look.has_title && left.ends_with(['》', '）', ')']) || look.deadline && left.ends_with(['内', '开']);
    is_whole && !tables.words.joints.goes_on.says.iter().any(|more| right.starts_with(more.as_str()))
}

/// Whether two texts, neither of which is a list, begin alike, go on otherwise for as long and are about as long: they may be entries of one list. A name and
/// its content differ in less (补偿情况, 补偿结果).
pub fn are_alike(one: &str, other: &str) -> bool {
    const LEAST_SHARED: usize = 4;
    const MOST_LONGER: usize = 4;
    let (long, longer) = (one.chars().count(), other.chars().count());
    let shared = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let own = long.min(longer).saturating_sub(shared);
    let is_list = |text: &str| text.contains(['、', '；', ';', '，', ',', '《', '。']);
    shared >= LEAST_SHARED && own >= shared && long.abs_diff(longer) <= MOST_LONGER && !is_list(one) && !is_list(other)
}

/// Whether `text` begins with the number of a list, or with a bullet.
pub fn is_numbered(text: &str) -> bool {
    let squeezed: String = text.chars().filter(|c| !is_blank(*c)).take(8).collect();
    is_entry(&squeezed)
}

/// Whether `text`, which has no blanks, begins with the number of a list or with a bullet.
fn is_entry(text: &str) -> bool {
    let has_bullet = || text.starts_with(is_bullet) && text.chars().nth(1).is_some_and(|c| !is_bullet(c));
    NUMBERED.as_ref().is_some_and(|numbered| numbered.is_match(text)) || has_bullet()
}

/// As many digits as a telephone number has, and at least half of all characters, with signs and words of numbers between them.
pub fn is_phone(text: &str) -> bool {
    const LEAST_DIGITS: usize = 7;
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= LEAST_DIGITS && 2 * digits >= text.chars().filter(|c| !is_blank(*c)).count() && !text.contains(['年', '月', '《', '〔'])
}

/// Whether `text` closes a bracket that it does not open, and whether it leaves one open. Brackets of two sorts may be a pair (〔2016]); one behind the
/// number of a list (1）) closes nothing.
fn brackets(text: &str) -> (bool, bool) {
    const LONGEST_NUMBER: usize = 2;
    let (mut depth, mut digits, mut closes) = (0_usize, 0, false);
    for c in text.chars() {
        match c {
            '（' | '(' | '《' | '〔' | '﹝' | '[' | '【' => depth += 1,
            '）' | ')' | '》' | '〕' | '﹞' | ']' | '】' if depth > 0 => depth -= 1,
            '）' | ')' => closes |= !(1..=LONGEST_NUMBER).contains(&digits),
            '》' | '〕' | '﹞' | ']' | '】' => closes = true,
            _ => {}
        }
        let is_digit = c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
        digits = if is_digit { digits + 1 } else { 0 };
    }
    (closes, depth > 0)
}

/// A tick alone, or beside the words of its own column (√全社会).
fn is_tick(text: &str, tables: &Tables) -> bool {
    if tables.marks.is_tick(text) {
        return true;
    }
    let label = text.trim_matches(|c| tables.marks.is_tick_sign(c));
    label.len() < text.len() && matches!(tables.columns.header(label), Some(Header::Mark { .. }))
}

/// The parts of `text` as a list, without their numbers.
pub fn list_parts(text: &str) -> impl Iterator<Item = &str> {
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '．' | '、' | '（' | '）' | '(' | ')');
    text.split(['、', '；', ';', '，', '。', '\n']).map(move |part| part.trim_start_matches(is_number)).filter(|part| !part.is_empty())
}

/// How many parts `text` has as a list, and how many of them are known elements.
fn elements(text: &str, tables: &Tables) -> (u32, u32) {
    let (mut count, mut known) = (0, 0);
    for part in list_parts(text) {
        count += 1;
        known += u32::from(tables.words.is_element(part));
    }
    (count, known)
}

/// Whether semicolons divide `text` into parts that are not all names of authorities.
fn is_pair(text: &str, tables: &Tables) -> bool {
    let parts = || text.split(['；', ';']).filter(|part| !part.is_empty());
    text.contains(['；', ';']) && parts().count() > 1 && parts().any(|part| !tables.words.is_organisation(part))
}

/// Whether one of several parts of `text` ends as elements do, and as no authority (许可证编号、机关).
fn names_no_office(text: &str, tables: &Tables) -> bool {
    text.contains('、') && list_parts(text).any(|part| tables.words.has_element_head(part) && !tables.words.is_organisation(part))
}

/// Whether `text` may name an office as well as say whose name is published (施工单位, 责任部门).
fn names_office(text: &str, tables: &Tables) -> bool {
    const LENGTH: usize = 4;
    text.chars().count() == LENGTH && tables.words.has_element_head(text) && tables.words.is_organisation(text)
}

/// Boxes, and names of channels at the start of the parts.
fn channels(text: &str, tables: &Tables) -> u32 {
    let boxes = text.chars().filter(|c| matches!(c, '☑' | '☐')).count() as u32;
    if boxes > 0 {
        return boxes;
    }
    let parts = text.split(['、', '；', ';', '，', ',', '\n']).filter(|part| !part.is_empty());
    let names_one = |part: &str| tables.channels.at_start(part).is_some() || ends_with_channel(part, tables);
    parts.filter(|part| names_one(part.trim_start_matches(['■', '□', '√']))).count() as u32
}

/// Whether `part` is the channel of a place or an office, and nothing else (大冶市政府网站, 县医保局公示栏).
fn ends_with_channel(part: &str, tables: &Tables) -> bool {
    const SHORTEST: usize = 3;
    if !tables.channels.may_end(part) {
        return false;
    }
    let folded = crate::text::fold(part);
    let mentions = tables.channels.mentions(&folded);
    let Some((range, _)) = mentions.last().filter(|(range, known)| range.end == folded.len() && !known.takes_note) else { return false };
    let owner = folded.get(..range.start).unwrap_or_default();
    let is_long = folded.get(range.clone()).is_some_and(|word| word.chars().count() >= SHORTEST);
    is_long && mentions.len() == 1 && (tables.citations.words.place_endings.end(owner) || tables.words.is_organisation(owner))
}

/// Whether titles in 《》 and what goes with them are most of `text`, or it ends as a title does.
fn is_citation(text: &str, tables: &Tables) -> bool {
    const LONGEST_ELEMENT: usize = 6;
    let Some(regex) = TITLES.as_ref() else { return false };
    let titled: usize = regex.find_iter(text).map(|title| title.as_str().chars().count()).sum();
    if titled > 0 {
        let starts = text.starts_with(['《', '【']) || text.starts_with("1.");
        let is_law = |title: regex::Match| tables.words.is_law(title.as_str().trim_matches(['《', '》']));
        return starts && (regex.find_iter(text).any(is_law) || NUMBER_OF_ACT.as_ref().is_some_and(|number| number.is_match(text)));
    }
    let length = text.chars().count();
    // Short words that end as elements do name no act (补贴标准).
    tables.words.is_law(text) && length >= 4 && !(length <= LONGEST_ELEMENT && tables.words.has_element_head(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_are_cut_within_brackets() {
        for (text, expected) in [
            ("《户口登记办法》（国发〔2019〕31", (false, true)),
            ("号）、《土地管理办法》", (true, false)),
            ("《社会保险法》（国务院令第1号）", (false, false)),
            ("〔2016]5号", (false, false)),
            ("1）身份证2）户口簿", (false, false)),
            ("12345）", (true, false)),
        ] {
            assert_eq!(brackets(text), expected, "{text}");
        }
    }

    #[test]
    fn lines_that_may_be_entries_of_one_list() {
        for (one, other, expected) in [
            ("社会救助信访通讯地址", "社会救助投诉举报电话", true),
            ("分户补偿情况", "分户补偿结果", false),
            ("社会稳定风险评估", "社会稳定风险评估结果", false),
            ("教育事业发展主要情况", "教育事业发展规划、年度计划", false),
        ] {
            assert_eq!(are_alike(one, other), expected, "{one} {other}");
        }
    }

    #[test]
    fn laws_behind_the_name_of_their_kind_may_be_published() {
        let tables = Tables::embedded().unwrap();
        let of = |text: &str| traits(text, &tables);
        let law = of("《国家自然灾害救助应急预案》（国办函〔2016〕25号）");
        assert!(law.citation && law.behind(&of("政策法规文件")).published && !law.behind(&of("应急预案")).published);
        assert!(of("各地配套政策法规文件").behind(&law.behind(&of("政策法规文件"))).published);
        assert!(!of("《居民身份证》复印件").citation);
    }

    #[test]
    fn kinds_of_text() {
        let tables = Tables::embedded().unwrap();
        let of = |text: &str| traits(text, &tables);
        for text in ["7", "12", "1.2", "（十三）", "三", "3、"] {
            assert!(of(text).serial, "{text}");
        }
        for text in ["公开事项信 息形成或变 更之日起20 个工作日内 公开", "及时公开", "制定或获取之日起10个工作日内", "1月31日之前", "长期"]
        {
            assert!(of(text).deadline, "{text}");
        }
        for text in ["《中华人民共和国政府信息公开条例》、《社会保险法》", "中华人民共和国政府信息公开条例"]
        {
            assert!(of(text).citation, "{text}");
        }
        assert!(!of("出具《参保凭证》").citation);
        assert!(!of("办理《上海社区医疗互助卡》制卡").citation);
        assert!(of("2. 事项简述").numbered && of("2. 事项简述").element);
        assert!(of("事项名称、事项简 述、办理材料").elements);
        assert!(!of("办理材料、办理流程、收费依据及标准").citation);
        assert!(!of("5.收费依据及标准").citation && of("5.收费依据及标准").element);
        assert!(of("社会救助暂行办法、失业保险条例").citation);
        assert!(!of("养老保险补办").organisation && !of("违法行为查处").organisation && of("政府办").organisation);
        assert!(of("县医保局").organisation && of("会议镇人 民政府").organisation);
        assert!(of("文件名称；部门").list && !of("县民政局；各乡镇人民政府").list);
        assert!(of("动态更新").deadline && !of("临时救助工作动态").deadline);
        assert!(of("0558-4412345").phone && of("12393、0531-88161234转801").phone && !of("2019年12月31日").phone && !of("12").phone);
        assert!(of("√").tick && of("√√").tick && of("否").tick && of("√ 全社会").tick && !of("√ 登记").tick);
        assert_eq!(of("☑政府网站 ☐政府公报").channels, 2);
        assert_eq!(of("政府网站、两微一端").channels, 2);
        assert_eq!(of("大冶市政府门户网站、县医保局公示栏").channels, 2);
        assert_eq!(of("办理依据、政策文件公开栏目").channels, 0);
    }
}
