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

fn borders<'a>(text: &'a str, tables: &'a Tables) -> impl Iterator<Item = Border> + 'a {
    text.split('\n').zip(text.split('\n').skip(1)).map(|(above, below)| border(above, below, tables))
}

/// Whether an office ends with the line `above`, and another one begins with the line `below`: that has a place or a level of its own (各镇林业站), while a
/// department has none (出入境管理大队).
fn border(above: &str, below: &str, tables: &Tables) -> Border {
    let (ends, next) = (end(above, tables), end(below, tables));
    if ends == End::Other {
        return Border::Within;
    }
    let office = publisher::read(below, tables);
    let begins = is_numbered(below) || office.level.is_some() || office.jurisdiction.is_some();
    let both = ends == End::Office && next == End::Office;
    match begins {
        true if both => Border::Between,
        true => Border::Unclear,
        false if both && !tables.words.is_department(name(below)) => Border::Unclear,
        false => Border::Within,
    }
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
            ("大冶市人民医院\n体检中心", "大冶市人民医院\n体检中心", false),
            ("县殡仪馆\n县残联", "县殡仪馆\n县残联", true),
            ("县民政局\n儿童福利股\n各镇民政所", "县民政局儿童福利股\n各镇民政所", false),
            ("1.黄梅县港航事业发展中心\n2.小池镇港航所", "1.黄梅县港航事业发展中心\n2.小池镇港航所", true),
        ] {
            assert_eq!((address(text, &tables).as_str(), are_apart(text, &tables)), (expected, apart), "{text}");
        }
    }
}
