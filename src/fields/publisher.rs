//! fields/publisher: an authority, its level, and the place that its name begins with.

use crate::evidence::{Cell, Text, Value};
use crate::item::{Level, Publisher};
use crate::tables::Tables;
use regex::Regex;
use std::sync::LazyLock;

static TOWN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(\p{Han}{1,5}?(?:镇|乡|街道))(?:人民政府|政府|办事处|党委|综合|便民|社会|$)").ok());

/// Reads one authority.
pub(super) fn publisher(cell: &Cell, tables: &Tables) -> Value<Publisher> {
    let name: Text = cell.text().replace('\n', "").into();
    let value = Publisher { level: level(&name, tables), jurisdiction: jurisdiction(&name, tables), name };
    cell.part(0..cell.text().len(), value)
}

/// The longest name of a division that the authority's name begins with; else a town before 人民政府 and the like.
fn jurisdiction(name: &str, tables: &Tables) -> Option<Text> {
    let leading = tables.divisions.leading(name).into_iter().map(|mention| mention.range.end).max();
    let listed = leading.and_then(|end| name.get(..end)).map(Text::from);
    listed.or_else(|| TOWN.as_ref()?.captures(name)?.get(1).map(|town| town.as_str().into()))
}

/// The level that the name itself tells: a listed place, or a level word at its start (县医保局). 市 alone may be three levels and tells none.
fn level(name: &str, tables: &Tables) -> Option<Level> {
    let mut levels = listed(name, tables);
    if let Some(first) = levels.next() {
        return levels.all(|level| level == first).then_some(first);
    }
    if TOWN.as_ref().is_some_and(|town| town.is_match(name)) {
        return Some(Level::Town);
    }
    let first = name.chars().next()?;
    match first {
        '省' => Some(Level::Province),
        '县' | '旗' => Some(Level::County),
        '区' => Some(Level::District),
        '镇' | '乡' => Some(Level::Town),
        '村' => Some(Level::Village),
        _ => None,
    }
}

/// The levels of the divisions whose name is the longest that the authority's name begins with.
fn listed<'a>(name: &'a str, tables: &'a Tables) -> impl Iterator<Item = Level> + 'a {
    let longest = tables.divisions.leading(name).into_iter().max_by_key(|mention| mention.range.end);
    let divisions = longest.into_iter().flat_map(|mention| tables.divisions.named(mention.name));
    divisions.map(|division| tables.divisions.level(division))
}
