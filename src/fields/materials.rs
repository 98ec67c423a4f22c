//! fields/materials: the materials that a guide asks for in one line: 户口簿、身份证.

use super::list::{self, List};
use crate::evidence::Cell;
use crate::finding::Finding;
use crate::item::Entry;
use crate::tables::Tables;
use std::ops::Range;

/// What parts materials in a line.
const SEPARATORS: [char; 5] = ['、', '；', ';', '，', ','];

/// The materials in `cell`, whose numbered list is `list`: its entries, those of lines that are nothing but names of materials, and other lines as they are.
pub(super) fn entries(cell: &Cell, list: &List, tables: &Tables, findings: &mut Vec<Finding>) -> Vec<Entry> {
    if !list.nodes.is_empty() {
        return list::entries(cell, list, findings);
    }
    let entries = list::entries(cell, list, findings);
    let starts = lines(cell.text());
    if starts.len() != entries.len() {
        return entries;
    }
    starts.into_iter().zip(entries).flat_map(|(line, entry)| of_line(cell, line, entry, tables)).collect()
}

/// The lines of `text` that have words.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let range = |line: &str| {
        start += line.len();
        list::trimmed(text, start - line.len()..start)
    };
    text.split_inclusive('\n').filter_map(range).collect()
}

/// The materials of the bytes `line` of `cell`; `entry`, all of it, where nothing shows that it is a list.
fn of_line(cell: &Cell, line: Range<usize>, entry: Entry, tables: &Tables) -> Vec<Entry> {
    let Some(text) = cell.text().get(line.clone()) else { return vec![entry] };
    let Some(parts) = materials(text, tables) else { return vec![entry] };
    let one = |part: Range<usize>| {
        let part = line.start + part.start..line.start + part.end;
        Entry { number: None, text: list::part(cell, part.clone(), part), items: Vec::new() }
    };
    parts.into_iter().map(one).collect()
}

/// The materials in `text`, where it is a list of nothing but their names: 户口簿、身份证. A form that only the last one has (户口簿、身份证复印件) may be
/// meant for all, so that such a text is kept as it is.
fn materials(text: &str, tables: &Tables) -> Option<Vec<Range<usize>>> {
    let parts: Vec<Range<usize>> = list::parted(text, &SEPARATORS)?.into_iter().map(|(part, _)| part).collect();
    let words: Vec<&str> = parts.iter().filter_map(|part| text.get(part.clone())).collect();
    let (last, others) = words.split_last()?;
    let is_shared = tables.words.tells_form(last) && !others.iter().any(|other| tables.words.tells_form(other));
    (!is_shared && words.iter().all(|word| tables.words.is_material(word))).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_materials_prove_themselves() {
        let tables = Tables::embedded().unwrap();
        let (lists, wholes) = tables.words.lists_of_materials();
        for text in lists {
            let parts = text.split(['|']).collect::<Vec<_>>();
            let text = text.replace('|', "");
            let found = materials(&text, &tables).unwrap_or_default();
            let found: Vec<&str> = found.into_iter().map(|part| text.get(part).unwrap()).collect();
            let said: Vec<&str> = parts.iter().map(|part| part.trim_end_matches(|c| SEPARATORS.contains(&c) || c == '。')).collect();
            assert_eq!(found, said, "{text}");
        }
        for text in wholes {
            assert_eq!(materials(text, &tables), None, "{text}");
        }
    }
}
