//! A page of 500 places and 3,000 services, one in fifty filled: made of one document that was read, copied with other names.

use crate::made::root;
use mulu::align::{Alignment, Concept, Dataset, ItemRef};
use mulu::check::Checked;
use mulu::finding::Finding;
use mulu::ingest::ingest;
use mulu::item::{Kind, Relation};
use mulu::output::in_memory;
use mulu::pipeline;
use mulu::report::page as rendered;
use mulu::result::DocumentResult;
use mulu::tables::Tables;
use mulu::tables::findings::Language;
use std::fs;
use std::path::{Path, PathBuf};

const PLACES: u32 = 500;
const SERVICES: u32 = 3_000;
const ITEMS: u32 = 60;
const LIST: &str = "medical-insurance";

/// Writes the page into `out`.
pub(super) fn page(out: &Path) -> PathBuf {
    let tables = Tables::embedded().unwrap();
    let dataset = dataset(&tables);
    let files = in_memory(|files| rendered(&dataset, &checked(), &tables, Language::English, files)).unwrap();
    assert!(files.len() > 2, "the texts stand in files beside the page");
    for file in &files {
        let path = out.join(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &file.bytes).unwrap();
    }
    out.join("reports/gap.html")
}

fn dataset(tables: &Tables) -> Dataset {
    let input = ingest(&root().join("raw")).unwrap();
    let read = pipeline::run(&input, tables, &mulu::decode::decode, &|_| ()).unwrap().dataset;
    let base = read.documents.iter().find(|document| document.source.path.starts_with("000")).unwrap();
    let service = |number: u32| Concept {
        id: format!("{LIST}/{number:04}").into(),
        name: format!("{}参保登记第{number}项", ["职工", "居民", "单位"][number as usize % 3]).into(),
        category: Some(format!("类别{}", number / 50).into()),
        list: Some(LIST.into()),
        members: Vec::new(),
    };
    let concepts: Vec<Concept> = (0..SERVICES).map(service).collect();
    let documents = (0..PLACES).map(|place| document(base, place, &concepts)).collect();
    let alignment = |place: u32, item: u32| Alignment {
        item: ItemRef { document: place, item },
        concept: Some(service_of(place, item)),
        relation: Some(if item.is_multiple_of(9) { Relation::Narrower } else { Relation::Exact }),
        asserted: true,
        score: 100,
        method: "facets".into(),
        reasons: vec!["made".into()],
    };
    let alignments = (0..PLACES).flat_map(|place| (0..ITEMS).map(move |item| alignment(place, item))).collect();
    Dataset { documents, concepts, alignments, ..read }
}

/// Which service an item is: spread over the list, another set for every place.
fn service_of(place: u32, item: u32) -> u32 {
    (item * (SERVICES / ITEMS) + place * 7) % SERVICES
}

fn document(base: &DocumentResult, place: u32, concepts: &[Concept]) -> DocumentResult {
    let mut document = base.clone();
    let path = format!("place-{place}.txt");
    (document.source.id, document.source.path) = (path.as_str().into(), path.as_str().into());
    document.source.kind = Some(Kind::Directory);
    document.source.domain = Some(LIST.into());
    document.source.jurisdiction.name = Some(format!("第{place}县").into());
    document.source.jurisdiction.code = Some(format!("{}", 100_000 + place).into());
    let item = |number: u32| {
        let mut item = base.items[number as usize % base.items.len()].clone();
        item.id = format!("{place:04}-{number:04}").into();
        item.name.value = Some(concepts[service_of(place, number) as usize].name.clone());
        item
    };
    document.items = (0..ITEMS).map(item).collect();
    document
}

/// One finding for every third item.
fn checked() -> Checked {
    let all = (0..PLACES).flat_map(|place| (0..ITEMS).step_by(3).map(move |item| (place, item)));
    let finding = |(place, item): (u32, u32)| {
        let code = ["marks-ambiguous", "channel-none-selected", "value-missing"][(item / 3 % 3) as usize];
        Finding { source: Some(place), ..Finding::new(code).item(item as usize).with("field", "公开时限") }
    };
    Checked { findings: all.map(finding).collect(), results: Vec::new(), ..Checked::default() }
}
