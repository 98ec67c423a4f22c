//! fields/citation/number: document numbers in a text: 国务院令第711号, 2006年国务院令第466号, 主席第35号令, 医保发〔2020〕40号.

use super::titles::is_bracket;
use crate::item::DocumentNumber;
use crate::tables::citations::{Citations, ORDERS, Words};
use crate::text::{is_blank, is_han, number};
use regex::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

/// A document number and where it stands, issuer and year included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Numbered {
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    /// What is numbered, under the name that is kept; empty where nothing says.
    pub(super) series: String,
    /// The number as written, without blanks.
    pub(super) digits: String,
    /// The number; `None` where it mixes scripts or hides digits.
    pub(super) value: Option<u32>,
    /// The year, where given.
    pub(super) year: Option<u32>,
    /// The day that is told behind the number, as `YYYY-MM-DD`: 国务院令第488号，2007年2月25日公布.
    pub(super) dated: Option<String>,
}

/// Every document number of `text`, from left to right.
pub(super) fn numbers(text: &str, table: &Citations) -> Vec<Numbered> {
    let (mut found, mut floor) = (Vec::new(), 0);
    // Asking for the signs of which every number has one is quicker than looking for numbers.
    if !text.contains(['号', '令', '〔', '﹝', '[', '【', '［', '{', '｛']) {
        return found;
    }
    for core in CORE.captures_iter(text) {
        let Some(numbered) = numbered(text, floor, &core, table) else { continue };
        floor = numbered.range.end;
        found.push(numbered);
        floor = further(text, floor, &mut found);
    }
    found
}

impl Numbered {
    /// What a number of mixed scripts probably means: 七11 is 711.
    pub(super) fn probable(&self) -> Option<u32> {
        let digits: Option<String> = self.digits.chars().map(|c| number(c.encode_utf8(&mut [0; 4]))).map(one_digit).collect();
        digits?.parse().ok()
    }
}

/// The number in the form in which it is cited: 财税〔2026〕15号, 国务院令第711号; `None` where it cannot be read.
pub fn printed(number: &DocumentNumber) -> Option<String> {
    let count = number.number?;
    let is_order = ORDERS.iter().any(|kind| number.series.ends_with(kind));
    Some(match (is_order, number.year) {
        (false, Some(year)) => format!("{}〔{year}〕{count}号", number.series),
        (true, Some(year)) => format!("{}{year}年第{count}号", number.series),
        (_, None) => format!("{}第{count}号", number.series),
    })
}

/// A constant pattern; `_` in it stands for any blanks, `N` for a number, `M` for one that may be
/// damaged (look-alike letters, boxes), and `Y` for a year.
#[expect(clippy::unwrap_used, reason = "the patterns are constant, and every test compiles them")]
pub(super) fn pattern(text: &str) -> Regex {
    let digits = r"[0-9０-９〇○零一二三四五六七八九十百千两*＊×xX]";
    let damaged = r"[0-9０-９〇○零一二三四五六七八九十百千两*＊×xXＸlIOo□？?]";
    let number = |digit: &str| format!("{digit}(?:_{digit})*");
    let text = text.replace('Y', r"[12１２]_[0-9０-９]_[0-9０-９]_[0-9０-９]").replace('N', &number(digits)).replace('M', &number(damaged));
    Regex::new(&text.replace('_', r"[\s\u{2800}\u{2802}\u{200b}-\u{200f}\u{2060}\u{feff}]*")).unwrap()
}

/// The part of a document number that holds its digits. Brackets need not be a pair; 号 may be missing behind the brackets of codes.
static CORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:(?<y1>Y)_年_)?第_(?<n1>M)_号_(?<k1>令|公_告|通_告)",
        r"|(?<k2>令|公_告|通_告|通_报)_[（(]?_(?:[〔﹝\[（(]?_(?<y2>Y)_[年〕﹝﹞\])）]+_)?(?:第_)?(?<twice>第_)?(?<n2>M)_号",
        r"|(?<y3>Y)_年_第?_(?<n3>N)_号(?:_(?<k3>令))?",
        r"|[〔﹝\[【［{｛]_(?<y4>Y)_年?_[〕﹞\]）)】］〔﹝}｝]?_第?_(?<n4>N)(?:_号)?",
        r"|[（(]_(?<y5>Y)_年?_[〕﹞\]）)】］}｝]_第?_(?<n5>N)_号",
        r"|(?<y6>Y)_(?:[〕﹞\]］}｝]_第?|第)_(?<n6>N)_号",
        // The numbers of presidents begin anew with every congress, and some say with which: 主席令（11届）第35号.
        r"|(?<k9>令)_[（(〔\[【]?_第?_N_届_[）)〕\]】]?_第?_(?<n9>M)_号",
        r"|(?<k7>令)_第_(?<n7>N)",
        r"|(?<k8>令)_[（(]?_第(?<n8>_)号",
        r"|(?<n10>N)_号_(?<k10>令)",
        r"|(?<k11>令)_(?<n11>[0-9]{2,3})",
        // The number may stand first: 第649号国务院令. Of the State Council alone only orders have numbers without a year: 国务院第649号.
        r"|第_(?<n12>M)_号_(?<k12>(?:中_华_人_民_共_和_国_)?(?:国_务_院|国_家_主_席|主_席)_令)",
        r"|(?<k13>国_务_院)_第_(?<n13>M)_号(?:_(?<t13>令|公_告|通_告))?",
    ))
});

/// The next number of a list whose series stands once: 国务院令第711号、第722号.
static FURTHER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^_[、，,和及与]_(?<whole>第_(?<n>N)_号)"));

/// `2006年`, or a full date, or the congress (第十一届), at the end of a text.
static YEAR_BEFORE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:(?<y>Y)_年_(?:N_月_(?:N_日_)?)?|第?_N_届_)$"));

/// The day of the order behind its number; that of a revision or of its coming into force is another.
static DATED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^_[，,、]?_(?<y>Y)_年_(?<m>N)_月_(?<d>N)_日_(?:公_布|发_布|颁_布)?_(?:[）)\]〕，,；;。]|$)"));

fn day(dated: &Captures) -> Option<String> {
    let part = |name: &str| number(&without_blanks(dated.name(name)?.as_str()));
    Some(format!("{}-{:02}-{:02}", part("y")?, part("m")?, part("d")?))
}

/// Adds the further numbers of a list to the one in `found` that ends at `end`; where the list ends.
fn further(text: &str, end: usize, found: &mut Vec<Numbered>) -> usize {
    let Some(last) = found.last().filter(|last| ORDERS.iter().any(|kind| last.series.ends_with(kind))).cloned() else { return end };
    let mut end = end;
    while let Some(next) = text.get(end..).and_then(|rest| FURTHER.captures(rest))
        && let (Some(whole), Some(digits)) = (next.name("whole"), next.name("n"))
    {
        let range = end + whole.start()..end + whole.end();
        let after = text.get(range.end..).unwrap_or("").trim_start_matches(is_blank);
        if ORDERS.iter().any(|kind| after.starts_with(kind)) {
            break;
        }
        end = range.end;
        let digits = without_blanks(digits.as_str());
        found.push(Numbered { range, value: number(&digits), digits, year: None, dated: None, ..last.clone() });
    }
    end
}

fn numbered(text: &str, floor: usize, core: &Captures, table: &Citations) -> Option<Numbered> {
    let whole = core.get(0)?;
    let group = |names: &[&str]| names.iter().find_map(|name| core.name(name)).map(|found| without_blanks(found.as_str()));
    let of_council = || Some(group(&["k13"])? + &group(&["t13"]).unwrap_or(ORDER.into()));
    let kind = group(&["k1", "k2", "k3", "k7", "k8", "k9", "k10", "k11", "k12"]).or_else(of_council).unwrap_or_default();
    // [1994年5月23日国务院令…] opens with a date.
    if core.name("n4").is_some() && text.get(whole.end()..).is_some_and(|rest| rest.trim_start_matches(is_blank).starts_with('月')) {
        return None;
    }
    let run = run_before(text, floor, whole.start());
    let (start, series) = series(&run, &kind, table);
    // 2016年115号 alone is no number of anything, nor is 3号令 behind anything but an authority.
    let has_series = !series.is_empty() && series != kind;
    if !has_series
        && (core.name("y3").is_some() && !whole.as_str().contains('第')
            || core.name("y6").is_some() && !whole.as_str().contains(is_bracket))
    {
        return None;
    }
    let is_bare = core.name("n10").is_some() || core.name("n11").is_some();
    let is_part = || {
        core.name("n11").is_some()
            && text.get(whole.end()..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '年' | '届')))
    };
    if is_bare && (!follows_authority(&run, &table.words) || is_part()) {
        return None;
    }
    let start = start.unwrap_or(whole.start());
    let mut year = group(&["y1", "y2", "y3", "y4", "y5", "y6"]);
    let mut from = start;
    if year.is_none()
        && let Some(before) = text.get(floor..start).and_then(|before| YEAR_BEFORE.captures(before))
    {
        year = before.name("y").map(|found| without_blanks(found.as_str()));
        from = floor + before.get(0).map_or(start - floor, |found| found.start());
    }
    let digits = group(&["n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9", "n10", "n11", "n12", "n13"])?;
    let year = year.and_then(|year| number(&year));
    let dated = DATED.captures(text.get(whole.end()..).unwrap_or("")).and_then(|dated| day(&dated));
    // 第711条 behind an authority is the misprint of its number.
    let is_article =
        (core.name("k7").is_some() && has_series).then(|| text.get(whole.end()..)).flatten().is_some_and(|rest| rest.starts_with('条'));
    let end = if is_article { whole.end() + '条'.len_utf8() } else { whole.end() };
    // 第第711号 is no number either.
    let value = number(&digits).filter(|_| !is_article && core.name("twice").is_none());
    Some(Numbered { range: from..end, series, value, digits, year, dated })
}

/// Whether an authority (国务院) stands at the end of `run`.
fn follows_authority(run: &[(usize, char, bool)], words: &Words) -> bool {
    words.ends_issuer(&run.iter().map(|(_, c, _)| *c).collect::<String>())
}

/// The Chinese characters before `end`, each with its place and whether a blank stands before it; dates are not part of it.
fn run_before(text: &str, floor: usize, end: usize) -> Vec<(usize, char, bool)> {
    let mut run: Vec<(usize, char, bool)> = Vec::new();
    for (at, c) in text.get(floor..end).unwrap_or("").char_indices().rev() {
        let of_date = matches!(c, '年' | '月' | '日') && text.get(floor..floor + at).is_some_and(ends_with_digit);
        // 住房城乡建设部、国家卫生计生委令第31号 has two issuers.
        if is_blank(c) || c == '、' {
            if let Some(last) = run.last_mut() {
                last.2 = true;
            }
        } else if is_han(c) && !of_date && run.len() < LONGEST_RUN {
            run.push((floor + at, c, false));
        } else {
            break;
        }
    }
    run.reverse();
    run
}

/// What an authority's orders are called behind its name.
const ORDER: &str = "令";
/// No issuer with all its partners is longer.
const LONGEST_RUN: usize = 120;

/// The name of the series at the end of `run`, and where it starts; `kind` is what stands in the core (令, 公告) and belongs to the name.
fn series(run: &[(usize, char, bool)], kind: &str, table: &Citations) -> (Option<usize>, String) {
    let joined: String = run.iter().map(|(_, c, _)| *c).chain(kind.chars()).collect();
    let known = if kind.is_empty() { None } else { table.series_at_end(&joined) };
    if let Some((series, says)) = known {
        let length = says.chars().count().saturating_sub(kind.chars().count());
        let start = run.len().checked_sub(length).and_then(|at| run.get(at)).map(|first| first.0);
        return (start, series.name.to_string());
    }
    let from = if kind.is_empty() { code_start(run, table) } else { issuers_start(run, table) };
    let named = run.get(from..).unwrap_or_default();
    (named.first().map(|first| first.0), named.iter().map(|(_, c, _)| *c).chain(kind.chars()).collect())
}

/// Where the issuers at the end of `run` start: the last word, and the words before it that end as names of authorities do.
fn issuers_start(run: &[(usize, char, bool)], table: &Citations) -> usize {
    let words = &table.words;
    let mut start = word_start(run, run.len());
    while start > 0 {
        let before = word_start(run, start);
        let word: String = run.get(before..start).unwrap_or_default().iter().map(|(_, c, _)| *c).collect();
        if !words.ends_issuer(&word) || words.ends_title(&word) {
            break;
        }
        start = before;
    }
    start + own_start(run.get(start..).unwrap_or_default(), table)
}

/// Where the code (医保发, 财税) at the end of `run` starts: the last word; a single character belongs to the word before it.
fn code_start(run: &[(usize, char, bool)], table: &Citations) -> usize {
    let mut start = word_start(run, run.len());
    if run.len() - start == 1 {
        start = word_start(run, start);
    }
    start + own_start(run.get(start..).unwrap_or_default(), table)
}

fn word_start(run: &[(usize, char, bool)], end: usize) -> usize {
    let before = run.get(..end).unwrap_or_default();
    before.iter().rposition(|(_, _, blank_before)| *blank_before).unwrap_or(0)
}

/// How many characters at the start of `run` belong to something else: a title without marks, or a lead (根据, 和).
fn own_start(run: &[(usize, char, bool)], table: &Citations) -> usize {
    let text: String = run.iter().map(|(_, c, _)| *c).collect();
    let mut cut = table.series_start(&text);
    while let Some(rest) = text.get(cut..)
        && let Some(lead) = table.words.leads.longest(rest).filter(|lead| rest.len() > lead.len())
    {
        cut += lead.len();
    }
    text.get(..cut).map_or(0, |before| before.chars().count())
}

fn one_digit(value: Option<u32>) -> Option<char> {
    value.filter(|value| *value < 10).and_then(|value| char::from_digit(value, 10))
}

fn ends_with_digit(text: &str) -> bool {
    text.chars().rev().find(|c| !is_blank(*c)).is_some_and(|c| number(c.encode_utf8(&mut [0; 4])).is_some())
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !is_blank(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Tables;

    /// Range, series, digits, year of every number, as one text.
    fn read(text: &str) -> String {
        let table = Tables::embedded().unwrap().citations;
        let show = |n: Numbered| {
            format!("{}|{}|{}|{}", text.get(n.range).unwrap(), n.series, n.digits, n.year.map_or(String::new(), |y| y.to_string()))
        };
        numbers(text, &table).into_iter().map(show).collect::<Vec<_>>().join(" ; ")
    }

    #[test]
    fn orders() {
        for (text, expected) in [
            ("国务院令第711号", "国务院令第711号|国务院令|711|"),
            ("国令第711号", "国令第711号|国务院令|711|"),
            ("（国务 院令第711 号）", "国务 院令第711 号|国务院令|711|"),
            ("中华人民共和国国务院令第492号", "中华人民共和国国务院令第492号|国务院令|492|"),
            ("主席令第十六号", "主席令第十六号|主席令|十六|"),
            ("主席第35号令", "主席第35号令|主席令|35|"),
            ("国家发展改革委令2017年第2号", "国家发展改革委令2017年第2号|国家发展改革委令|2|2017"),
            ("部委第15号令", "部委第15号令|部委令|15|"),
            ("2006年国务院令第466号", "2006年国务院令第466号|国务院令|466|2006"),
            ("主席令11届第35号", "主席令11届第35号|主席令|35|"),
            ("主席令（十一届）第三十五号", "主席令（十一届）第三十五号|主席令|三十五|"),
            ("第十一届主席令第35号", "第十一届主席令第35号|主席令|35|"),
            ("2014年令第14号", "2014年令第14号|令|14|2014"),
            ("1999年1月22日国务院令第259号发布", "1999年1月22日国务院令第259号|国务院令|259|1999"),
            ("国家发展改革委2014年第14号令", "国家发展改革委2014年第14号令|国家发展改革委令|14|2014"),
            ("失业保险条例国务院令第258号", "国务院令第258号|国务院令|258|"),
            ("国务院令第七11号", "国务院令第七11号|国务院令|七11|"),
            ("国务院711号令", "国务院711号令|国务院令|711|"),
            ("国务院令第第711号", "国务院令第第711号|国务院令|711|"),
            ("（第711号国务院令）", "第711号国务院令|国务院令|711|"),
            ("社会保险法第三十五号主席令", "第三十五号主席令|主席令|三十五|"),
            ("（国务院第711号）", "国务院第711号|国务院令|711|"),
            ("中华人民共和国国务院第711号令", "中华人民共和国国务院第711号令|国务院令|711|"),
            ("国务院第七11号令", "国务院第七11号令|国务院令|七11|"),
            ("国务院第3号公告", "国务院第3号公告|国务院公告|3|"),
            ("第711号、国务院令第722号", "国务院令第722号|国务院令|722|"),
            ("国家发展改革委2014年14号令", "国家发展改革委2014年14号令|国家发展改革委令|14|2014"),
            ("国务院令711）", "国务院令711|国务院令|711|"),
            ("口令123", ""),
            ("便民服务3号令牌", ""),
            ("国务院令第***号", "国务院令第***号|国务院令|***|"),
            ("令第23号", "令第23号|令|23|"),
            ("（住房城乡建设部、国家卫生计生委令第31号）", "住房城乡建设部、国家卫生计生委令第31号|住房城乡建设部国家卫生计生委令|31|"),
            ("失业保险条例、国务院令第258号", "国务院令第258号|国务院令|258|"),
            ("申领办法、财政部令第8号", "财政部令第8号|财政部令|8|"),
            ("社会保险费申报缴纳管理规定 人力资源和社会保障部令第20号", "人力资源和社会保障部令第20号|人力资源和社会保障部令|20|"),
            ("海关总署 税务总局公告2025年第256号", "海关总署 税务总局公告2025年第256号|海关总署税务总局公告|256|2025"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn codes_with_whole_and_broken_brackets() {
        for (text, expected) in [
            ("医保发〔2020〕40号", "医保发〔2020〕40号|医保发|40|2020"),
            ("民发﹝2016﹞115号", "民发﹝2016﹞115号|民发|115|2016"),
            ("民发〔2016 )115", "民发〔2016 )115|民发|115|2016"),
            ("国办发〔2018)23号〕", "国办发〔2018)23号|国办发|23|2018"),
            ("国发[2008]3号", "国发[2008]3号|国发|3|2008"),
            ("财税（2026）15号", "财税（2026）15号|财税|15|2026"),
            ("财税 〔2026〕 15 号", "财税 〔2026〕 15 号|财税|15|2026"),
            ("医保 发〔2020〕40号", "医保 发〔2020〕40号|医保发|40|2020"),
            ("食药监办2017〕125号", "食药监办2017〕125号|食药监办|125|2017"),
            ("国发{2014}47号", "国发{2014}47号|国发|47|2014"),
            ("国发2014第47号", "国发2014第47号|国发|47|2014"),
            ("2014第47号", ""),
            ("[1994年5月23日国务院令第362号]", "1994年5月23日国务院令第362号|国务院令|362|1994"),
            ("〔2017〕125号", "〔2017〕125号||125|2017"),
            (
                "根据财税〔2026〕15号和国家税务总局公告2025年第8号的规定，废止国税发〔2003〕67号。",
                "财税〔2026〕15号|财税|15|2026 ; 国家税务总局公告2025年第8号|国家税务总局公告|8|2025 ; 国税发〔2003〕67号|国税发|67|2003",
            ),
            ("金额为2026元，共15项", ""),
            ("本条自第3款起适用", ""),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn a_number_of_mixed_scripts_has_a_probable_reading_only() {
        let table = Tables::embedded().unwrap().citations;
        for (digits, probable) in [("七11", Some(711)), ("七19", Some(719)), ("***", None), ("七百11", None), ("7l1", None)] {
            let found = numbers(&format!("国务院令第{digits}号"), &table);
            assert_eq!((found[0].value, found[0].probable()), (None, probable), "{digits}");
        }
    }

    #[test]
    fn every_series_reads_its_examples() {
        let table = Tables::embedded().unwrap().citations;
        for series in &table.series {
            for example in &series.examples {
                assert_eq!(numbers(example, &table)[0].series, series.name.as_str(), "{example}");
            }
        }
    }
}
