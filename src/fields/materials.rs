//! fields/materials: the materials that a guide asks for in one line (户口簿、身份证), and those on lines without number beside numbered ones.

use super::list::{self, List, Node};
use crate::evidence::Cell;
use crate::finding::Finding;
use crate::item::Entry;
use crate::recognise::is_numbered;
use crate::tables::Tables;
use crate::text::{is_blank, is_han, number};
use std::ops::Range;

/// Programs break no lines of running text at a narrower border, in characters.
const NARROWEST: usize = 16;
/// What parts materials in a line.
const SEPARATORS: [char; 5] = ['、', '；', ';', '，', ','];

/// The materials in `cell`, whose numbered list is `list`: its entries, those of lines that are nothing but names of materials, and other lines as they are.
pub(super) fn entries(cell: &Cell, list: &List, tables: &Tables, findings: &mut Vec<Finding>) -> Vec<Entry> {
    if let Some(entries) = by_heads(cell, tables, findings) {
        return entries;
    }
    if !list.nodes.is_empty() {
        return list::entries(cell, &by_lines(cell.text(), list, tables), findings);
    }
    let entries = list::entries(cell, list, findings);
    let starts = lines(cell.text());
    if starts.len() != entries.len() {
        return entries;
    }
    starts.into_iter().zip(entries).flat_map(|(line, entry)| of_line(cell, line, entry, tables)).collect()
}

/// The materials in `cell` below what heads them (本人申请：, 【首次注册】), each with its own below it; `None` where not several heads, of which the first
/// begins the text, stand in front of all of them.
fn by_heads(cell: &Cell, tables: &Tables, findings: &mut Vec<Finding>) -> Option<Vec<Entry>> {
    let text = cell.text();
    let heads = heads(text);
    let begins = heads.first().is_some_and(|first| text.get(..first.start).is_some_and(|before| crate::text::trim(before).is_empty()));
    let ends = heads.iter().skip(1).map(|head| head.start).chain([text.len()]);
    let groups: Vec<(Range<usize>, Range<usize>)> =
        heads.iter().zip(ends).filter_map(|(head, end)| Some((head.clone(), list::trimmed(text, head.end..end)?))).collect();
    if heads.len() < 2 || !begins || groups.len() < heads.len() {
        return None;
    }
    let mut last = 0;
    let group = |(head, below): (Range<usize>, Range<usize>)| {
        let below = cell.sub(below);
        let mut own = list::list(below.text());
        let number = |node: Option<&Node>| node.and_then(|node| number(below.text().get(node.number.clone()?)?));
        // The numbers may go on from case to case.
        own.late = own.late.filter(|_| number(own.nodes.first()) != Some(last + 1));
        last = number(own.nodes.last()).unwrap_or(last);
        // The colon may stand for the border of a cell.
        let is_printed = cell.source(head.clone()).0.ends_with(['：', ':']);
        let said = text.get(head.clone()).unwrap_or_default();
        let name = if is_printed { head.clone() } else { head.start..head.start + said.trim_end_matches('：').len() };
        Entry { number: None, text: list::part(cell, head, name), items: entries(&below, &own, tables, findings) }
    };
    Some(groups.into_iter().map(group).collect())
}

/// What heads materials in `text`: lines that end with a colon or stand in 【】, and short words before a colon and the number 1 (村民提交：1.…).
fn heads(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for line in lines(text) {
        let said = text.get(line.clone()).unwrap_or_default();
        let in_brackets = said.strip_prefix('【').and_then(|inner| inner.strip_suffix('】'));
        if said.ends_with(['：', ':']) && !is_numbered(said) || in_brackets.is_some_and(|inner| !inner.contains(['【', '】'])) {
            found.push(line);
        } else {
            found.extend(heads_in_line(said).into_iter().map(|head| line.start + head.start..line.start + head.end));
        }
    }
    found
}

/// The words of `line` before a colon and the number 1, at its beginning and behind its stops.
fn heads_in_line(line: &str) -> Vec<Range<usize>> {
    const LONGEST: usize = 20;
    let (mut found, mut start) = (Vec::new(), 0);
    for (at, c) in line.char_indices() {
        let end = at + c.len_utf8();
        match c {
            '。' | '；' | ';' => start = end,
            '：' | ':' => {
                let own = list::trimmed(line, start..at).map_or(end..end, |own| own.start..end);
                let said = line.get(own.clone()).unwrap_or_default();
                // A number in another style (1)户口簿：①…) is one of a list all the same.
                let is_short = said.chars().count() <= LONGEST && said.starts_with(is_han) && !said.contains([')', '）']);
                if is_short && !is_numbered(said) && begins_with_first(line.get(end..).unwrap_or_default()) {
                    found.push(own);
                }
                // What stands behind a colon heads nothing.
                start = line.len();
            }
            _ => {}
        }
    }
    found
}

/// Whether `text` begins with the number 1 of a list.
fn begins_with_first(text: &str) -> bool {
    let digits: String = text.chars().filter(|c| !is_blank(*c) && !matches!(c, '(' | '（')).take(2).collect();
    is_numbered(text)
        && matches!(digits.chars().next(), Some('1' | '一' | '①' | '⑴' | '⒈' | '㈠'))
        && !digits.ends_with(|c: char| c.is_ascii_digit())
}

/// `list` with the lines without number that are materials of their own: in front of the numbers, of which the last
/// heads them if it names several, and behind an entry.
fn by_lines(text: &str, list: &List, tables: &Tables) -> List {
    let own = |range: &Range<usize>| own_lines(text, range, tables);
    let plain = |range: Range<usize>, items| Node { number: None, whole: range.clone(), text: range, items };
    let mut nodes = parted(&list.nodes, &own);
    let mut before = list.before.clone();
    if let Some((last, others)) =
        before.as_ref().map(&own).as_deref().and_then(|lines| lines.split_last()).filter(|(_, others)| !others.is_empty())
    {
        let heads = text.get(last.clone()).is_some_and(|last| last.ends_with(['：', ':']) || tables.words.is_sort_of_materials(last));
        let below = if heads { std::mem::take(&mut nodes) } else { Vec::new() };
        let head = plain(last.clone(), below);
        nodes = others.iter().map(|line| plain(line.clone(), Vec::new())).chain([head]).chain(nodes).collect();
        before = None;
    }
    List { before, nodes, ..list.clone() }
}

/// `nodes`, each with the materials on lines of their own behind it.
fn parted(nodes: &[Node], own: &impl Fn(&Range<usize>) -> Vec<Range<usize>>) -> Vec<Node> {
    let mut found = Vec::new();
    for node in nodes {
        let lines = if node.items.is_empty() { own(&node.text) } else { Vec::new() };
        let end = lines.first().map_or(node.text.end, |line| line.end);
        let items = parted(&node.items, own);
        let whole = if node.items.is_empty() { node.whole.start..end } else { node.whole.clone() };
        found.push(Node { number: node.number.clone(), whole, text: node.text.start..end, items });
        let others = lines.into_iter().skip(1);
        found.extend(others.map(|line| Node { number: None, whole: line.clone(), text: line, items: Vec::new() }));
    }
    found
}

/// The lines of `range` of `text`, those that only go on with the one above joined to it: a line begins a material where it is the name of one and the one
/// above is one, too, and too short to be broken by a program. What may be the end of a name (证明书) is one of its own only behind a name that surely ends.
fn own_lines(text: &str, range: &Range<usize>, tables: &Tables) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let said = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
    for line in lines(said(range)) {
        let line = range.start + line.start..range.start + line.end;
        let begins = |above: &Range<usize>| {
            let is_stopped = text.get(above.end..).is_some_and(|behind| behind.starts_with(['；', ';', '。', '，', ',', '、']));
            let (above, own) = (said(above), said(&line));
            let ends = is_stopped || above.ends_with(['）', ')']) || tables.words.tells_form(above);
            let is_short = length(above) < NARROWEST && (ends || !tables.words.may_end_material(own));
            is_short && tables.words.is_material(above) && tables.words.is_material(own)
        };
        match found.last_mut() {
            Some(above) if !begins(above) => above.end = line.end,
            _ => found.push(line),
        }
    }
    found
}

fn length(line: &str) -> usize {
    crate::text::trim(line).chars().count()
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
