//! structure/guide/marked: labels that no table knows, told by the elements of the page: where the known labels are all of one kind (words of a list, the left
//! one of two boxes, bold words), other elements of that kind are labels, too.

use super::lines::{EXTRA, Labelled, Line, whole_label, word};
use super::unknown::said_alone;
use crate::decode::{Beginning, Headings, Kind};
use crate::tables::Tables;
use crate::tables::columns::Label;
use crate::text::is_blank;
use std::collections::{BTreeMap, BTreeSet};

/// So many known labels are of a kind at least.
const LEAST: usize = 3;

/// A line, and an element with which it begins.
struct Marked {
    index: usize,
    kind: Kind,
    /// Bytes of the line in it.
    end: usize,
    /// Whether it is the whole line.
    is_whole: bool,
    /// What it means, where it is a known label.
    known: Option<Label>,
}

/// Gives the lines that begin with elements of the kinds of labels these labels.
pub(super) fn mark(lines: &mut [Line], headings: &Headings, tables: &Tables) {
    if headings.beginnings.is_empty() {
        return;
    }
    let marked = marked(lines, headings, tables);
    let kinds = kinds(&marked);
    for own in marked.iter().filter(|own| kinds.contains(&own.kind)) {
        label(lines, own);
    }
    // The first line behind such a word is its value, whatever it says (办理方式, below it 网上办理).
    let heads: BTreeSet<usize> = marked.iter().filter(|own| own.is_whole && kinds.contains(&own.kind)).map(|own| own.index).collect();
    for own in marked.iter().filter(|own| own.kind == Kind::Meaning && own.is_whole && kinds.contains(&Kind::Word)) {
        if let Some(line) = lines.get_mut(own.index).filter(|_| own.index > 0 && heads.contains(&(own.index - 1))) {
            line.label.take_if(|label| !label.has_value(line.cell));
        }
    }
}

/// The elements with which `lines` begin.
fn marked(lines: &[Line], headings: &Headings, tables: &Tables) -> Vec<Marked> {
    let mut found = Vec::new();
    let mut last = None;
    for (index, line) in lines.iter().enumerate() {
        let own = line.cell.at.first().and_then(|at| at.line());
        // Of a line that was taken apart the first piece begins it.
        let is_first = own.is_some() && own != last;
        last = own;
        if line.in_table || line.is_row || !is_first || line.level.is_some() {
            continue;
        }
        let beginnings = own.and_then(|own| headings.beginnings.get(&own)).into_iter().flatten();
        found.extend(beginnings.filter_map(|beginning| element(line, index, *beginning, tables)));
    }
    found
}

/// What `beginning` is in `line`; `None` where it can be no label.
fn element(line: &Line, index: usize, beginning: Beginning, tables: &Tables) -> Option<Marked> {
    let text = line.cell.text();
    let end = text.char_indices().nth(beginning.length as usize).map_or(text.len(), |(at, _)| at);
    let said = text.get(..end)?;
    let known = whole_label(said, tables).map(|(label, _)| label);
    let may_be = known.is_some() || said_alone(said.trim_end_matches(['：', ':'])).is_some();
    let is_whole = crate::text::trim(text.get(end..)?).is_empty();
    (may_be || beginning.kind == Kind::Meaning).then_some(Marked { index, kind: beginning.kind, end, is_whole, known })
}

/// The kinds of labels: most of their elements are known ones, of the words of a list a third, and values stand between them.
fn kinds(marked: &[Marked]) -> BTreeSet<Kind> {
    let mut by_kind: BTreeMap<Kind, Vec<&Marked>> = BTreeMap::new();
    marked.iter().for_each(|own| by_kind.entry(own.kind).or_default().push(own));
    let are_labels = |(kind, own): &(Kind, Vec<&Marked>)| {
        let known = own.iter().filter(|own| own.known.is_some()).count();
        let enough = if *kind == Kind::Word { 3 * known >= own.len() } else { 2 * known >= own.len() };
        let meets = |pair: &&[&Marked]| matches!(pair, [above, below] if above.is_whole && above.index + 1 == below.index);
        let side_by_side = own.windows(2).filter(meets).count();
        *kind != Kind::Meaning && known >= LEAST && enough && 3 * side_by_side <= own.len()
    };
    by_kind.into_iter().filter(are_labels).map(|(kind, _)| kind).collect()
}

/// Makes what stands in the element `own` the label of its line.
fn label(lines: &mut [Line], own: &Marked) {
    let is_below = |line: &Line| line.label.is_some();
    let ends = lines.get(own.index + 1).is_none_or(is_below);
    let Some(line) = lines.get_mut(own.index).filter(|line| line.label.is_none() && line.role.is_none() && line.numbering.is_none()) else {
        return;
    };
    let text = line.cell.text();
    // A word alone in front of a label may head what stands below it.
    if own.is_whole && own.kind != Kind::Word && ends {
        return;
    }
    let behind = text.get(own.end..).unwrap_or_default();
    let blanks = |text: &str| text.len() - text.trim_start_matches(|c| is_blank(c) || matches!(c, '：' | ':')).len();
    let (said, head) = (word(text.get(..own.end).unwrap_or_default()), own.end + blanks(behind));
    let meaning = own.known.unwrap_or(EXTRA);
    line.label = Some(Labelled { meaning, word: said, number: None, of_all: false, head, apart: None });
}
