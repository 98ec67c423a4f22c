//! pace: how fast citations are read, beside a plain pass over the same text in the same run, so that a busy machine changes little.

use super::{PERCENT, ROWS, TABLES};
use crate::placement::generate::Half;
use crate::placement::generate::law::document;
use crate::placement::generate::law::facts::{Facts, TODAY};
use mulu::evidence::{At, Cell, Passage};
use mulu::fields::citation::Reader;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// So many times the time of folding the text may reading its citations take, in the profile that tests have.
const MOST: u32 = 80;
/// And so many times faster, at least, is a text that was read before.
const AGAIN: u32 = 2;

#[test]
fn citations_keep_pace_with_a_plain_pass_over_the_text() {
    let facts = Facts::new(&TABLES.laws, Half::HeldOut);
    let documents: Vec<String> = (0..6).map(|seed| document(seed, &facts, ROWS, PERCENT).text).collect();
    let texts: BTreeSet<&str> = documents.iter().flat_map(|text| text.lines().skip(1)).filter_map(|line| line.split('\t').nth(3)).collect();
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    let cells: Vec<Cell> = texts.iter().map(|text| cell(text)).collect();

    let known = Reader::new(&TABLES, None, Some(TODAY));
    read(&known, &cells);
    let [plain, first, again] = fastest([
        &|| cells.iter().map(|cell| mulu::text::fold(cell.text()).len()).sum(),
        &|| read(&Reader::new(&TABLES, None, Some(TODAY)), &cells),
        &|| read(&known, &cells),
    ]);

    let pace = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    println!("{} texts: {:.2} MB/s, known ones {:.2} MB/s; folded {:.2} MB/s", cells.len(), pace(first), pace(again), pace(plain));
    assert!(first <= plain * MOST, "{first:?} beside {plain:?}");
    assert!(again * AGAIN <= first, "{again:?} beside {first:?}");
}

fn read(reader: &Reader, cells: &[Cell]) -> usize {
    cells.iter().map(|cell| reader.read(cell).output.len()).sum()
}

/// The shortest time of each of `runs`. They take turns, so that whatever else the machine does in some of the rounds slows them all.
fn fastest<const N: usize>(runs: [&dyn Fn() -> usize; N]) -> [Duration; N] {
    const ROUNDS: usize = 9;
    let time = |run: &dyn Fn() -> usize| {
        let start = Instant::now();
        assert!(run() > 0);
        start.elapsed()
    };
    (0..ROUNDS).map(|_| runs.map(time)).reduce(|best, round| std::array::from_fn(|at| best[at].min(round[at]))).unwrap()
}

fn cell(text: &str) -> Cell {
    let at = At::Text { line: 1, from: 1, to: text.chars().count() as u32 };
    Cell { passage: Arc::new(Passage::plain(text.into())), at: [at].into_iter().collect() }
}
