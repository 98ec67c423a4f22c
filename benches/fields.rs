//! How much distinct text of cells is read in a second on one core, with the whole register and all vocabularies: `cargo bench --bench fields [KIND]`.
//!
//! Each kind is a generated document (tests/generate) that is decoded and put into columns beforehand; only the reading of its fields is timed, the
//! shortest of five runs. Beside it stands a plain pass over the same text (`text::fold`).
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

#[path = "shared/fastest.rs"]
mod fastest;
#[path = "."]
mod placement {
    #[path = "../tests/generate/mod.rs"]
    pub(crate) mod generate;
}

use fastest::fastest;
use mulu::fields::{Context, fields};
use mulu::ingest::{Manifest, raw_document};
use mulu::structure::{Cells, Records, structure};
use mulu::tables::Tables;
use placement::generate::law::facts::Facts;
use placement::generate::phrasings::{self, Said};
use placement::generate::random::Random;
use placement::generate::{self, Dialect, Half, Wanted, law};
use std::collections::BTreeSet;
use std::time::Duration;

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const CELLS: usize = 3000;

fn main() {
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    let tables = Tables::embedded().unwrap();
    let directory = Wanted { half: Half::HeldOut, habits: None, most_columns: usize::MAX };
    let facts = Facts::new(&tables.laws, Half::HeldOut);
    let kinds: [(&str, &dyn Fn() -> String); 7] = [
        ("directories", &|| generate::document(1, &directory, 3000, &[], Dialect::Tabs).rendered.text),
        ("citations", &|| law::document(1, &facts, CELLS, 30).text),
        ("deadlines", &|| made(phrasings::deadline, "公开时限")),
        ("channels", &|| made(phrasings::channels, "公开渠道")),
        ("time limits", &|| made(phrasings::time_limit, "办理时限")),
        ("telephone numbers", &|| made(phrasings::phones, "联系电话")),
        ("lists", &|| made(phrasings::list, "办理材料")),
    ];
    let texts: Vec<(&str, String)> = kinds.iter().filter(|(kind, _)| kind.contains(&*wanted)).map(|(kind, text)| (*kind, text())).collect();
    for (kind, text) in texts {
        measure(kind, text, &tables);
    }
}

fn measure(kind: &str, text: String, tables: &Tables) {
    let raw = raw_document("a.txt", text.into_bytes(), &Manifest::default());
    let decoded = mulu::decode::decode(&raw, tables).output;
    let lines = decoded.lines.clone();
    let records = structure(decoded, None, Cells::Forgotten, tables).output;
    let texts = distinct(&records);
    let bytes: usize = texts.iter().map(String::len).sum();
    let context = Context { source: "a", place: None, folder: None, published: None, as_of: Some("2026-11-01"), lines: &lines };
    let again = || {
        // What the run before has read must be read again.
        tables.known.forget();
        records.clone()
    };
    let reading = fastest(again, |records| fields(records, context, tables).output.items.len());
    let folding = fastest(|| (), |()| texts.iter().map(|text| mulu::text::fold(text).len()).sum());
    let rate = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    println!(
        "{kind}: {} records, {} distinct texts, {bytes} bytes: {:.1} MB/s; folded {:.1} MB/s",
        records.records.len(),
        texts.len(),
        rate(reading),
        rate(folding)
    );
}

/// The texts of all cells, each once.
fn distinct(records: &Records) -> BTreeSet<String> {
    let slots = records.records.iter().flat_map(|record| {
        let parts = record.contents.iter().flat_map(|part| [&part.text, &part.channels]);
        record.fields.values().flatten().chain(record.extra.iter().map(|(_, slot)| slot)).chain(parts)
    });
    slots.filter_map(|slot| slot.cell.as_ref()).map(|cell| cell.text().to_owned()).collect()
}

/// A directory or a guide with a cell of this kind in each item.
fn made<T>(make: fn(Half, &mut Random) -> Said<T>, label: &str) -> String {
    let mut random = Random::new(1).fork("bench");
    let is_directory = label.starts_with("公开");
    let head = if is_directory {
        format!("序号\t一级事项\t二级事项\t公开内容\t{label}\t公开主体\n")
    } else {
        "医疗保障服务指南\n".to_owned()
    };
    let rows = (1..=CELLS).map(|index| {
        let text = make(Half::HeldOut, &mut random).text;
        match is_directory {
            true => format!("{index}\t医疗保险\t第{index}类登记\t办事指南\t{text}\t县医保局\n"),
            false => format!("（{index}）第{index}类登记\n服务对象：参保人员\n{label}：{text}\n办公地点：政务大厅\n"),
        }
    });
    std::iter::once(head).chain(rows).collect()
}
