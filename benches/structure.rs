//! How fast a table is decoded and put into its columns on one core: `cargo bench --bench structure [FORM]` (`tabs`, `pipes`, `tight`, `lines`).
//!
//! Each form is measured on two generated directories (tests/generate), one whose rows come back as those of real directories do, and one in which every
//! long text is its own. Beside them stands a plain split of the same text into lines and cells, in the same run. Times are the shortest of five runs.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "it prints what it measured, and ends where it cannot")]
#![expect(clippy::disallowed_methods, reason = "it measures time")]
#![allow(
    dead_code,
    unused_imports,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    missing_docs,
    reason = "the generator is shared with the tests"
)]

#[path = "shared/distinct.rs"]
mod distinct;
#[path = "shared/fastest.rs"]
mod fastest;
#[path = "../tests/generate/mod.rs"]
mod generate;

use distinct::make_distinct;
use fastest::fastest;
use generate::draft::Draft;
use generate::{Dialect, Directory, Half, Item, Wanted, render};
use mulu::decode::{Decoded, decode};
use mulu::ingest::{Manifest, raw_document};
use mulu::structure::{Cells, structure};
use mulu::tables::Tables;
use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::Duration;

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const FORMS: [(&str, Dialect, char); 4] =
    [("tabs", Dialect::Tabs, '\t'), ("pipes", Dialect::Pipes, '|'), ("tight", Dialect::Tight, '|'), ("lines", Dialect::Lines, '\n')];
const ITEMS: usize = 4000;
/// So many items differ where rows come back.
const DIFFERENT: usize = 100;

fn main() {
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    let tables = Tables::embedded().unwrap();
    for (form, dialect, separator) in FORMS.into_iter().filter(|(form, ..)| form.contains(&*wanted)) {
        for is_distinct in [false, true] {
            let (text, share) = corpus(dialect, is_distinct);
            measure(form, share, &text, separator, &tables);
        }
    }
}

fn measure(form: &str, share: f64, text: &str, separator: char, tables: &Tables) {
    let raw = raw_document("a.txt", text.as_bytes().to_vec(), &Manifest::default());
    let decoded = || {
        // What the run before has read must be read again.
        tables.known.forget();
        decode(&raw, tables).output
    };
    let decoding = fastest(|| tables.known.forget(), |()| decode(&raw, tables).output.lines.len());
    let placing = fastest(decoded, |decoded: Decoded| structure(decoded, None, Cells::Forgotten, tables).output.records.len());
    let splitting =
        fastest(|| (), |()| text.lines().map(|line| line.split(separator).map(|cell| black_box(cell.trim()).len()).sum::<usize>()).sum());
    let rate = |time: Duration| text.len() as f64 / 1e6 / time.as_secs_f64();
    println!(
        "{form}, {share:.1} % of the texts distinct, {:.2} MB: decoded {:.1} MB/s, placed {:.1} MB/s, both {:.1} MB/s; split {:.0} MB/s, {:.0} times as fast",
        text.len() as f64 / 1e6,
        rate(decoding),
        rate(placing),
        rate(decoding + placing),
        rate(splitting),
        (decoding + placing).as_secs_f64() / splitting.as_secs_f64()
    );
}

/// A directory as text, and the share of its cells' texts that are distinct, in hundredths.
fn corpus(dialect: Dialect, is_distinct: bool) -> (String, f64) {
    let directory = Directory::new(1, &Wanted { half: Half::Tuning, habits: None, most_columns: usize::MAX });
    let made: Vec<Item> = directory.items().take(if is_distinct { ITEMS } else { DIFFERENT }).collect();
    let mut items: Vec<Item> = made.iter().cycle().take(ITEMS).cloned().collect();
    for (index, item) in items.iter_mut().enumerate() {
        number(item, index + 1);
        if is_distinct {
            make_distinct(item, &format!("第{index}项"));
        }
    }
    let texts = || items.iter().flat_map(|item| &item.rows).flatten().filter(|text| !text.is_empty());
    let share = 100.0 * texts().collect::<BTreeSet<_>>().len() as f64 / texts().count() as f64;
    (render::render(&Draft::new(&directory, &items), dialect).text, share)
}

/// Gives `item` the number `number`, where it has one.
fn number(item: &mut Item, number: usize) {
    let Some(serial) = &item.serial else { return };
    if let Some(cell) = item.rows.iter_mut().flatten().find(|text| *text == serial) {
        *cell = number.to_string();
    }
}
