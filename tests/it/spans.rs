//! spans: a table with merged cells gives the same items as its text, whether the page says what each cell spans or lost it.

use crate::made::Made;
use crate::placement::generate::draft::{Draft, Part, Row};
use crate::placement::generate::render::render;
use crate::placement::generate::{Dialect, Directory, Half, Item, Wanted};
use crate::twins::{differences, without_evidence};
use serde_json::Value as Json;
use std::fmt::Write as _;

const DIRECTORIES: u64 = 40;
const ITEMS: usize = 14;

#[test]
fn pages_have_the_items_of_the_text_with_spans_and_without() {
    let folder = tempfile::tempdir().unwrap();
    for seed in 0..DIRECTORIES {
        let directory = Directory::new(seed, &Wanted { half: Half::Tuning, habits: None, most_columns: usize::MAX });
        let items: Vec<Item> = directory.items().take(ITEMS).collect();
        let draft = Draft::new(&directory, &items);
        let write = |ending: &str, text: &str| std::fs::write(folder.path().join(format!("{seed:02}-{ending}")), text).unwrap();
        write("text.txt", &render(&draft, Dialect::Pipes).text);
        write("spans.html", &page(&draft, true));
        write("gone.html", &page(&draft, false));
    }
    let made = Made::of(folder.path()).unwrap();
    let (mut wrong, mut open) = (Vec::new(), 0);
    for seed in 0..DIRECTORIES {
        let items = |ending: &str| -> Vec<Json> { made.of_source(&format!("{seed:02}-{ending}")).map(without_evidence).collect() };
        let of_text = items("text.txt");
        assert_eq!(of_text.len(), ITEMS, "{seed}");
        for form in ["spans.html", "gone.html"] {
            let of_page = items(form);
            if of_page.len() != ITEMS {
                wrong.push(format!("{seed:02}-{form}: {} items", of_page.len()));
            }
            for (number, (page, text)) in (1..).zip(of_page.iter().zip(&of_text)).filter(|(_, (page, text))| page != text) {
                match form == "gone.html" && page.to_string().contains("\"readings\":[") && is_open(page, text) {
                    true => open += 1,
                    false => wrong.push(format!("{seed:02}-{form}, item {number}: {}", differences(page, text))),
                }
            }
        }
    }
    wrong.truncate(20);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let all = DIRECTORIES * ITEMS as u64;
    assert!(open * 50 <= all, "{open} of {all} items are open in part");
}

/// Whether `page` says what `text` says but for values that it leaves open, with the right one among the readings.
fn is_open(page: &Json, text: &Json) -> bool {
    match (page, text) {
        (Json::Object(page), Json::Object(text)) => match &page.get("readings") {
            Some(Json::Array(readings)) => readings.contains(&text["value"]),
            // What kind of item it is follows from its name.
            _ => page.iter().all(|(key, page)| key == "type" && page == "unknown" || text.get(key).is_some_and(|text| is_open(page, text))),
        },
        // A list whose cell is open has no entries of its own, and a tick no value.
        (Json::Array(page), Json::Array(text)) if page.len() == text.len() => page.iter().zip(text).all(|(page, text)| is_open(page, text)),
        (Json::Array(_) | Json::Null, _) => true,
        _ => page == text,
    }
}

/// A cell of a page: its text, its columns and its rows; a cell of no row is left out, for one above it reaches here.
struct Cell<'d> {
    text: &'d str,
    columns: usize,
    rows: usize,
}

/// The page of `draft`: what is blank below a level or a number is merged with the row above, and a heading with the columns below it. `stated`: whether the
/// page says so; else it has the same cells, and nothing that tells what they span.
fn page(draft: &Draft, stated: bool) -> String {
    let rows: Vec<&Row> = draft.parts.iter().filter_map(|part| if let Part::Row(row) = part { Some(row) } else { None }).collect();
    let (head, body): (Vec<&Row>, Vec<&Row>) = rows.into_iter().partition(|row| row.of.is_none());
    let levels = draft.columns.iter().take_while(|(_, column)| column.level.is_some()).count();
    let mut page = format!("<!DOCTYPE html><meta charset=\"utf-8\"><title>{0}</title><h1>{0}</h1><table>\n", draft.title);
    for (number, cells) in header(&head).iter().chain(&merged(&body, levels)).enumerate() {
        write!(page, "<tr id=\"r{number}\">").unwrap();
        for cell in cells.iter().filter(|cell| cell.rows > 0) {
            let spans = if stated { format!(" colspan=\"{}\" rowspan=\"{}\"", cell.columns, cell.rows) } else { String::new() };
            write!(page, "<td{spans}>{}</td>", cell.text).unwrap();
        }
        page.push_str("</tr>\n");
    }
    page + "</table>\n"
}

/// The cells of the header rows `rows`, one or two: a heading spans the columns that have words below it, other words both rows.
fn header<'d>(rows: &[&'d Row]) -> Vec<Vec<Cell<'d>>> {
    let [first, second] = rows else { return rows.iter().map(|row| plain(row)).collect() };
    let has_word = |index: usize| second.cells.get(index).is_some_and(|word| !word.is_empty());
    let (mut above, mut index) = (Vec::new(), 0);
    while index < first.cells.len() {
        let behind = first.cells[index + 1..].iter().take_while(|text| text.is_empty()).count();
        let columns = if has_word(index) { 1 + behind } else { 1 };
        above.push(Cell { text: &first.cells[index], columns, rows: if has_word(index) { 1 } else { 2 } });
        index += columns;
    }
    vec![above, plain(second).into_iter().filter(|cell| !cell.text.is_empty()).collect()]
}

fn plain(row: &Row) -> Vec<Cell<'_>> {
    row.cells.iter().map(|text| Cell { text, columns: 1, rows: 1 }).collect()
}

/// The cells of `rows`, of which those in the first `levels` columns reach over the blank ones below them.
fn merged<'d>(rows: &[&'d Row], levels: usize) -> Vec<Vec<Cell<'d>>> {
    let mut all: Vec<Vec<Cell>> = rows.iter().map(|row| plain(row)).collect();
    for column in 0..levels {
        let mut above = 0;
        for row in 1..all.len() {
            if all[row][column].text.is_empty() {
                all[row][column].rows = 0;
                all[above][column].rows += 1;
            } else {
                above = row;
            }
        }
    }
    all
}
