//! How time and memory grow with the number of items. Long; run with `cargo test --test it growth -- --ignored --nocapture`.

use super::{aligned, document};
use crate::placement::generate::names::{VARIATIONS, Variation, services};
use crate::placement::generate::random::Random;
use mulu::result::DocumentResult;
use mulu::tables::{Overlay, Tables};
use std::time::Instant;

const SERVICES: usize = 3_000;

/// Documents of 100 services each, half of a domain with a list, half of none.
fn documents(items: usize, names: &[crate::placement::generate::names::Service]) -> Vec<DocumentResult> {
    let mut random = Random::new(items as u64);
    let document_of = |index: usize| {
        let names: Vec<String> = (0..100)
            .map(|_| {
                let variation = *random.pick(&VARIATIONS);
                let name = random.pick(names).name(variation, &mut random);
                // Every tenth is found in one place alone.
                if random.chance(10) { format!("{name}{}", random.next() % 100_000) } else { name }
            })
            .collect();
        let names: Vec<(&str, &str)> = names.iter().map(|name| ("", name.as_str())).collect();
        document(&format!("{index:05}"), if index.is_multiple_of(2) { Some("made") } else { None }, &names)
    };
    (0..items / 100).map(document_of).collect()
}

fn tables(names: &[crate::placement::generate::names::Service]) -> Tables {
    let mut random = Random::new(1);
    let rows: String = names
        .iter()
        .enumerate()
        .map(|(index, service)| format!("made/{index},,{},made\n", service.name(Variation::Nothing, &mut random)))
        .collect();
    let list = "[[list]]\nid = \"made\"\nname = \"made\"\nwords = [\"no such word\"]\nimplied = []\n";
    let file = |name: &str, text: String| Overlay { name: name.to_owned(), text };
    Tables::with_overlay(&[
        file("services.toml", list.to_owned()),
        file("services/made.csv", format!("code,category,service,basis\n{rows}")),
    ])
    .unwrap()
}

/// The most memory this process has had, in MiB; `None` where the system does not tell.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kibibytes| kibibytes / 1024)
}

#[test]
#[ignore = "takes minutes"]
fn growth_is_no_square() {
    let names = services(9, SERVICES, &Tables::embedded().unwrap().facets, |_| true);
    let tables = tables(&names);
    let mut before: Option<(usize, f64)> = None;
    for items in [10_000, 30_000, 100_000] {
        let documents = documents(items, &names);
        let start = Instant::now();
        let dataset = aligned(documents, &tables);
        let seconds = start.elapsed().as_secs_f64();
        println!("{items} items: {seconds:.1} s, {} alignments, at most {:?} MiB", dataset.alignments.len(), most_memory());
        if let Some((fewer, faster)) = before {
            let (more, slower) = (items as f64 / fewer as f64, seconds / faster);
            assert!(slower < more * 1.8, "{slower:.1} times as long for {more:.1} times as many items");
        }
        before = Some((items, seconds));
    }
}
