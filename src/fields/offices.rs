//! fields/offices: offices and their addresses on several lines: which line ends stand between two, which within one, and which nobody can tell.

use super::joined;
use super::publisher;
use crate::recognise::is_numbered;
use crate::tables::Tables;
use regex::Regex;
use std::sync::LazyLock;

/// A floor, a room or a window at the end of an address.
static ROOM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:[一二三四五六七八九十\d]{1,4}(?:[-、～~][一二三四五六七八九十\d]{1,3})?(?:楼|层|室|号窗口|号))+$").ok()
});
/// The name of an office has so many characters at least.
const LEAST_OFFICE: usize = 3;

/// What a line ends with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// An office, or a floor or room in one.
    Office,
    /// The number of a house, which stands behind its office or in front of it.
    House,
    /// Nothing of this.
    Other,
}

/// What a line end stands between.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Border {
    /// Two parts of one.
    Within,
    /// Two, each whole.
    Between,
    /// Either.
    Unclear,
}

/// Whether each line of `text` names an office of its own.
pub(super) fn are_apart(text: &str, tables: &Tables) -> bool {
    borders(text, tables).all(|border| border == Border::Between)
}

/// `text` as one line for each office, each made readable by `join`. A line end that may stand between two stays.
pub(super) fn lines(text: &str, join: impl Fn(&str) -> String, tables: &Tables) -> String {
    let mut found: Vec<String> = Vec::new();
    let above = std::iter::once(Border::Between).chain(borders(text, tables));
    for (line, border) in text.split('\n').zip(above) {
        match found.last_mut().filter(|_| border == Border::Within) {
            Some(last) => *last = format!("{last}\n{line}"),
            None => found.push(line.to_owned()),
        }
    }
    found.iter().map(|office| join(office)).collect::<Vec<_>>().join("\n")
}

/// The same as one text, where every line end is a wrap.
pub(super) fn address(text: &str, tables: &Tables) -> String {
    lines(text, joined::one_line, tables)
}

/// The text of a list of offices: each line that names one, with what is said of it behind a colon perhaps, is an entry.
pub(super) fn entries(text: &str, tables: &Tables) -> String {
    let is_office = |line: &str| {
        let said = line.split_once(['：', ':']).filter(|(_, said)| !crate::text::trim(said).is_empty());
        said.is_some_and(|(name, _)| name.chars().all(crate::text::is_han) && tables.words.is_organisation(name))
    };
    if text.contains('\n') && are_apart(text, tables) { text.to_owned() } else { joined::entries(text, is_office) }
}

fn borders<'a>(text: &'a str, tables: &'a Tables) -> impl Iterator<Item = Border> + 'a {
    text.split('\n').zip(text.split('\n').skip(1)).map(|(above, below)| border(above, below, tables))
}

/// Whether an office ends with the line `above`, and another one begins with the line `below`: that has a place or a level of its own (各镇林业站), while a
/// department has none (出入境管理大队).
fn border(above: &str, below: &str, tables: &Tables) -> Border {
    let (ends, next) = (end(above, tables), end(below, tables));
    let office = publisher::read(below, tables);
    let begins = is_numbered(below) || office.level.is_some() || office.jurisdiction.is_some();
    match (ends, next) {
        (End::Office, End::Office) if begins => Border::Between,
        (End::Office, End::Office | End::Other) if !begins && belongs(below, tables) => Border::Within,
        (End::Office, End::Office | End::Other) => Border::Unclear,
        (End::Office | End::House, _) if begins => Border::Unclear,
        // 项目法人 above 县发改局; the place above is that of the office below.
        (End::Other, End::Office) if begins && !goes_on(above, tables) => Border::Unclear,
        _ => Border::Within,
    }
}

/// Whether `below` is a part of the office above it, or a remark on it.
fn belongs(below: &str, tables: &Tables) -> bool {
    crate::text::trim(below).starts_with(['（', '(', '、', '，', '）', ')']) || tables.words.is_department(name(below))
}

/// Whether `above` ends with a separator, or is nothing but a place.
fn goes_on(above: &str, tables: &Tables) -> bool {
    let above = crate::text::trim(above);
    let is_place = || tables.divisions.leading(above).iter().any(|mention| mention.range.end == above.len());
    above.ends_with(['、', '，', ',', '（', '(', '/', '和', '及', '与', '或']) || is_place()
}

/// What `line` ends with: 县政务服务中心一楼（建设路77号） with an office.
fn end(line: &str, tables: &Tables) -> End {
    let (line, words) = (name(line), &tables.words);
    let room = ROOM.as_ref().and_then(|room| room.find(line)).map(|room| room.as_str());
    let is_office = words.is_organisation(line) || words.is_department(line) || words.is_way(line);
    match room {
        _ if line.chars().count() < LEAST_OFFICE => End::Other,
        Some(room) if room.ends_with('号') => End::House,
        Some(_) => End::Office,
        None if is_office => End::Office,
        None => End::Other,
    }
}

/// `line` without a remark in brackets and signs at its end.
fn name(line: &str) -> &str {
    let line = crate::text::trim(line).trim_end_matches(['；', ';', '。', '，']);
    match line.ends_with(['）', ')']) {
        true => line.find(['（', '(']).and_then(|open| line.get(..open)).unwrap_or(line),
        false => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_stand_between_offices_or_within_them() {
        let tables = Tables::embedded().unwrap();
        for (text, expected, apart) in [
            ("大冶市公安局\n出入境管理大队", "大冶市公安局出入境管理大队", false),
            ("团风县民政局\n儿童福利股", "团风县民政局儿童福利股", false),
            ("团风县政务服务中心\n民政窗口", "团风县政务服务中心民政窗口", false),
            ("大冶市医疗\n保障局", "大冶市医疗保障局", false),
            ("县残联\n各乡镇残联", "县残联\n各乡镇残联", true),
            ("县政务服务中心林业窗口\n各镇林业站", "县政务服务中心林业窗口\n各镇林业站", true),
            ("大冶市市民之家二楼\n各乡镇便民服务中心", "大冶市市民之家二楼\n各乡镇便民服务中心", true),
            ("户籍派出所\n县政务服务中心公安窗口", "户籍派出所\n县政务服务中心公安窗口", true),
            ("大冶市人社局\n大冶大道35号", "大冶市人社局大冶大道35号", false),
            ("新冶大道25号\n大冶市政务服务中心", "新冶大道25号\n大冶市政务服务中心", false),
            ("大冶市建设路77号\n政务服务中心二楼", "大冶市建设路77号政务服务中心二楼", false),
            ("县住建局\n供热企业", "县住建局\n供热企业", false),
            ("项目法人\n县发改局", "项目法人\n县发改局", false),
            ("咸宁市\n通山县民政局", "咸宁市通山县民政局", false),
            ("县民政局、\n县财政局", "县民政局、县财政局", false),
            ("县教育局\n（基础教育股）", "县教育局（基础教育股）", false),
            ("县政务服务中心\n建设路77号", "县政务服务中心建设路77号", false),
            ("大冶市人民医院\n体检中心", "大冶市人民医院\n体检中心", false),
            ("县殡仪馆\n县残联", "县殡仪馆\n县残联", true),
            ("县民政局\n儿童福利股\n各镇民政所", "县民政局儿童福利股\n各镇民政所", false),
            ("1.黄梅县港航事业发展中心\n2.小池镇港航所", "1.黄梅县港航事业发展中心\n2.小池镇港航所", true),
        ] {
            assert_eq!((address(text, &tables).as_str(), are_apart(text, &tables)), (expected, apart), "{text}");
        }
    }
}
