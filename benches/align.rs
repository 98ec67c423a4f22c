//! How time and memory of alignment grow: services of many documents to a list of 3,000 and among themselves.
//!
//! `cargo bench --bench align` measures 10,000, 30,000 and 100,000 items; other sizes can be given: `cargo bench --bench align -- 500000`.
#![expect(clippy::print_stdout, reason = "it prints what it measures")]
#![expect(clippy::disallowed_methods, reason = "it measures time, and asks the system about memory")]
#![allow(dead_code, clippy::unwrap_used, clippy::indexing_slicing, reason = "the generator of the tests")]

#[path = "../tests/generate/names.rs"]
mod names;
#[path = "../tests/generate/random.rs"]
mod random;

use mulu::align::{align, pairs};
use mulu::result::DocumentResult;
use mulu::tables::decisions::Decisions;
use mulu::tables::{Overlay, Tables};
use names::{Service, VARIATIONS, Variation, document, services};
use random::Random;
use std::time::Instant;

const SERVICES: usize = 3_000;
const SIZES: [usize; 3] = [10_000, 30_000, 100_000];
const IN_ONE_DOCUMENT: usize = 100;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --benches` asks for nothing.
    if !arguments.iter().any(|argument| argument == "--bench") {
        return;
    }
    let given: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let made = services(9, SERVICES, &Tables::embedded().unwrap().facets, |_| true);
    let tables = with_list(&made);
    println!("items      seconds  alignments  seconds for pairs  most MiB so far");
    for items in if given.is_empty() { SIZES.to_vec() } else { given } {
        let documents = documents(items, &made);
        let start = Instant::now();
        let dataset = align(documents, &Decisions::default(), &tables, None).output;
        let aligned = start.elapsed().as_secs_f64();
        let start = Instant::now();
        let pairs = pairs(&dataset, &tables).len();
        let paired = start.elapsed().as_secs_f64();
        let count = dataset.alignments.len();
        println!("{items:<9}  {aligned:>7.1}  {count:>10}  {paired:>10.1} ({pairs})  {:>15}", most_memory().unwrap_or_default());
    }
}

/// Documents of a hundred services each, half of a domain with a list, half of none.
fn documents(items: usize, made: &[Service]) -> Vec<DocumentResult> {
    let mut random = Random::new(items as u64);
    let document_of = |index: usize| {
        let name = |random: &mut Random| {
            let variation = *random.pick(&VARIATIONS);
            let name = random.pick(made).name(variation, random);
            // Every tenth is found in one place alone.
            if random.chance(10) { format!("{name}{}", random.next() % 100_000) } else { name }
        };
        let names: Vec<String> = (0..IN_ONE_DOCUMENT).map(|_| name(&mut random)).collect();
        let names: Vec<(&str, &str)> = names.iter().map(|name| ("", name.as_str())).collect();
        document(&format!("{index:05}"), index.is_multiple_of(2).then_some("made"), &names)
    };
    (0..items / IN_ONE_DOCUMENT).map(document_of).collect()
}

/// The tables with the services as a list of their own.
fn with_list(made: &[Service]) -> Tables {
    let mut random = Random::new(1);
    let row = |(index, service): (usize, &Service)| format!("made/{index},,{},made\n", service.name(Variation::Nothing, &mut random));
    let rows: String = made.iter().enumerate().map(row).collect();
    let list = "[[list]]\nid = \"made\"\nname = \"made\"\nwords = [\"no such word\"]\nimplied = []\n";
    let file = |name: &str, text: String| Overlay { name: name.to_owned(), text };
    let csv = format!("code,category,service,basis\n{rows}");
    Tables::with_overlay(&[file("services.toml", list.to_owned()), file("services/made.csv", csv)]).unwrap()
}

/// The most memory this process has had, in MiB; `None` where the system does not tell.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kibibytes| kibibytes / 1024)
}
