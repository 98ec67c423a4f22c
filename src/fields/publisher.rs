//! fields/publisher: an authority, its level, and the place that its name begins with; branches of an authority of the state name it behind that one's.

use super::offices;
use super::place::Branch;
use crate::evidence::Text;
use crate::item::{Level, Publisher};
use crate::tables::Tables;
use crate::text::outside_brackets;
use regex::Regex;
use std::sync::LazyLock;

static TOWN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(\p{Han}{1,5}?(?:镇|乡|街道))(?:人民政府|政府|办事处|党委|综合|便民|社会|$)").ok());

/// How the name of several of one sort begins.
const ALL_OF: char = '各';

/// The authority that `text` names. One that names several has the level and the place that all of them share, or none.
pub(super) fn read(text: &str, tables: &Tables) -> Publisher {
    let name: Text = match text.contains('\n') {
        true => offices::lines(text, |office| office.replace('\n', ""), tables).into(),
        false => text.into(),
    };
    let parts = outside_brackets(&name, |c| matches!(c, '、' | '，' | ',' | '；' | ';' | '/' | '\\' | ' ' | '\n'));
    let parts: Vec<String> = parts.into_iter().filter_map(|part| name.get(part)).map(bare).filter(|part| !part.is_empty()).collect();
    let has_levels = tables.words.joints.several_levels.says.iter().any(|word| name.contains(word.as_str()));
    let is_of_levels = |part: &String| names_two_levels(part, tables);
    if has_levels || parts.iter().any(is_of_levels) || parts.len() > 1 && parts.first().is_some_and(|first| is_level(first)) {
        return Publisher { level: None, jurisdiction: None, name };
    }
    let offices: Vec<String> = parts.iter().flat_map(|part| conjoined(part, tables)).map(str::to_owned).collect();
    // 各中小学 are several besides the office in front of them, whatever they are.
    let is_one = |office: &String| tables.words.is_organisation(office) || offices.len() > 1 && office.starts_with(ALL_OF);
    let offices = if offices.iter().all(is_one) { offices } else { vec![name.to_string()] };
    let level = shared(offices.iter().map(|office| level(office, tables)));
    let jurisdiction = shared(offices.iter().map(|office| jurisdiction(office, tables).map(str::to_owned))).map(Text::from);
    Publisher { level, jurisdiction, name }
}

/// Whether `part` begins with two levels that share what follows: 县乡人民政府.
fn names_two_levels(part: &str, tables: &Tables) -> bool {
    let joints = &tables.words.joints;
    let behind = joints.level_pairs.says.iter().find_map(|levels| part.strip_prefix(levels.as_str()));
    behind.is_some_and(|rest| joints.shared_by_levels.says.iter().any(|shared| rest.starts_with(shared.as_str())))
}

/// Whether `part` names a level alone, as the first of several that share what follows: 省、市、县农业农村主管部门.
fn is_level(part: &str) -> bool {
    let level = part.strip_prefix('各').unwrap_or(part);
    let level = level.strip_suffix('级').unwrap_or(level);
    let mut characters = level.chars();
    matches!(characters.next(), Some('省' | '市' | '县' | '区' | '旗' | '州' | '乡' | '镇' | '村')) && characters.next().is_none()
}

/// The authorities of `part`, which a conjunction joins, or all of it where that is a part of a name (人力资源和社会保障局).
fn conjoined<'p>(part: &'p str, tables: &Tables) -> Vec<&'p str> {
    let is_office = |name: &str| tables.words.is_organisation(name) || name.starts_with(ALL_OF);
    let joins = tables.words.joints.offices.says.iter().flat_map(|joins| part.match_indices(joins.as_str()));
    let sides = joins.filter_map(|(at, joins)| Some((part.get(..at)?, part.get(at + joins.len()..)?)));
    match sides.filter(|(left, right)| is_office(left) && is_office(right)).min_by_key(|(left, _)| left.len()) {
        Some((left, right)) => std::iter::once(left).chain(conjoined(right, tables)).collect(),
        None => vec![part],
    }
}

/// `office` without what stands in brackets: 各乡镇人民政府（街道办事处）, 村（居）委会.
fn bare(office: &str) -> String {
    let mut depth = 0usize;
    let mut kept = String::with_capacity(office.len());
    for c in office.chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

fn shared<T: PartialEq>(mut all: impl Iterator<Item = Option<T>>) -> Option<T> {
    let first = all.next().flatten()?;
    all.all(|other| other.as_ref() == Some(&first)).then_some(first)
}

/// The place of a branch or of a town behind the divisions that the authority's name begins with, or the last of these; else a town before
/// 人民政府 and the like.
fn jurisdiction<'n>(name: &'n str, tables: &'n Tables) -> Option<&'n str> {
    let name = tables.divisions.words.branch(name).unwrap_or(name);
    let (listed, rest) = beginning(name, tables);
    let within = || match branch(listed?, rest, tables)? {
        Branch::Of(division) => Some(division.name),
        Branch::Unlisted(name) => Some(name),
        Branch::Unknown => None,
    };
    within().or_else(|| town(rest, tables)).or(listed)
}

/// The level that the name itself tells: a listed place, or a level word at its start (县医保局). 市 alone may be three levels and tells none, and
/// neither does a branch whose place is in no list.
fn level(name: &str, tables: &Tables) -> Option<Level> {
    let name = tables.divisions.words.branch(name).unwrap_or(name);
    let (place, rest) = beginning(name, tables);
    if is_town(rest) {
        return Some(Level::Town);
    }
    match place.and_then(|place| branch(place, rest, tables)) {
        Some(Branch::Of(division)) => return Some(tables.divisions.level(division)),
        Some(_) => return None,
        None => {}
    }
    let mut levels = listed(name, tables);
    match levels.next() {
        Some(first) => levels.all(|level| level == first).then_some(first),
        None => tables.divisions.words.authority_level(name),
    }
}

/// The longest name of a division that `name` begins with, and what follows it.
fn beginning<'t>(name: &'t str, tables: &Tables) -> (Option<&'t str>, &'t str) {
    let end = tables.divisions.leading(name).into_iter().map(|mention| mention.range.end).max();
    match end.and_then(|end| name.split_at_checked(end)) {
        Some((listed, rest)) => (Some(listed), rest),
        None => (None, name),
    }
}

/// What a branch is for whose name ends where `rest` does.
fn branch<'t>(place: &str, rest: &'t str, tables: &Tables) -> Option<Branch<'t>> {
    let (branch, behind) = super::place::branch(place, rest, &tables.divisions)?;
    behind.is_empty().then_some(branch)
}

fn is_town(rest: &str) -> bool {
    TOWN.as_ref().is_some_and(|town| town.is_match(rest))
}

/// The town that `rest` begins with; 乡镇政府 names none.
fn town<'t>(rest: &'t str, tables: &Tables) -> Option<&'t str> {
    let town = TOWN.as_ref()?.captures(rest)?.get(1)?.as_str();
    let stem = town.strip_suffix("街道").or_else(|| town.strip_suffix(['镇', '乡']))?;
    (!tables.divisions.words.is_general_stem(stem)).then_some(town)
}

/// The levels of the divisions whose name is the longest that the authority's name begins with.
fn listed<'a>(name: &'a str, tables: &'a Tables) -> impl Iterator<Item = Level> + 'a {
    let longest = tables.divisions.leading(name).into_iter().max_by_key(|mention| mention.range.end);
    let divisions = longest.into_iter().flat_map(|mention| tables.divisions.named(mention.name));
    divisions.map(|division| tables.divisions.level(division))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authorities_with_level_and_place() {
        let tables = Tables::embedded().unwrap();
        for (text, expected) in [
            ("大冶市医疗保障局", (Some(Level::County), Some("大冶市"))),
            ("上海市医疗保障局", (Some(Level::Province), Some("上海市"))),
            ("市医保局", (None, None)),
            ("县医保局", (Some(Level::County), None)),
            ("会议镇人民政府", (Some(Level::Town), Some("会议镇"))),
            ("国家医疗保障局", (Some(Level::Nation), None)),
            ("国家税务总局桐梓县税务局", (Some(Level::County), Some("桐梓县"))),
            ("国家税务总局贵州省税务局", (Some(Level::Province), Some("贵州省"))),
            ("中国人民银行遵义市分行", (Some(Level::City), Some("遵义市"))),
            ("国家统计局桐梓调查队", (None, None)),
            ("国家税务总局", (Some(Level::Nation), None)),
            ("国家税务总局办公厅", (Some(Level::Nation), None)),
            ("桐梓县民政局、国家税务总局桐梓县税务局", (Some(Level::County), Some("桐梓县"))),
            ("县医保局、各乡镇人民政府", (None, None)),
            ("县民政局、各乡镇人民政府（街道办事处）", (None, None)),
            ("县住建局、各镇人民政府、村（居）委会", (None, None)),
            ("大冶市民政局（市残联）", (Some(Level::County), Some("大冶市"))),
            ("乡镇政府", (Some(Level::Town), None)),
            ("县农业农村局和各乡镇人民政府", (None, None)),
            ("县统计局会同县财政局", (Some(Level::County), None)),
            ("县人力资源和社会保障局", (Some(Level::County), None)),
            ("县、乡（镇）人民政府", (None, None)),
            ("县乡两级政府", (None, None)),
            ("县乡（镇）人民政府", (None, None)),
            ("县级以上人民政府", (None, None)),
            ("县民政局或乡镇人民政府", (None, None)),
            ("县教体局及各中小学", (None, None)),
            ("县民政局\\各镇", (None, None)),
            ("县乡村振兴局", (Some(Level::County), None)),
            ("乡镇人民政府或者街道办事处", (Some(Level::Town), None)),
            ("省、市、县农业农村主管部门", (None, None)),
            ("大冶市金湖街道办事处", (Some(Level::Town), Some("金湖街道"))),
            ("东莞市长安镇人民政府", (Some(Level::Town), Some("长安镇"))),
            ("北京市公安局朝阳分局", (Some(Level::District), Some("朝阳区"))),
            ("大冶市公安局高新区分局", (None, Some("大冶市"))),
            ("重庆市公安局巴南区分局", (Some(Level::District), Some("巴南区"))),
            ("重庆市公安局甲乙区分局", (None, Some("甲乙区"))),
            ("上海市公安局浦东分局", (Some(Level::District), Some("浦东新区"))),
            ("深圳市市场监督管理局南山监管局", (Some(Level::District), Some("南山区"))),
            ("黄石市公安局", (Some(Level::City), Some("黄石市"))),
            ("大冶市医疗保障局、大冶市税务局", (Some(Level::County), Some("大冶市"))),
            ("大冶市医疗保障局、阳新县医疗保障局", (Some(Level::County), None)),
        ] {
            let read = read(text, &tables);
            assert_eq!((read.level, read.jurisdiction.as_deref()), expected, "{text}");
        }
    }
}
