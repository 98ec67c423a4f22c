//! fields: cells written in many ways, read by the whole pipeline and compared with what they say. A cell is right where all that it says is told and
//! nothing else; wrong where anything is told that it does not say; open where something is missing or left open.
//!
//! `MULU_FIELDS=phones cargo test fields_examples -- --ignored --nocapture` prints cells that are not read rightly (`MULU_SEED` for other ones).
//! `cargo test --release fields_rate -- --ignored --nocapture` says how much distinct text of cells is read in a second.

use crate::placement::generate::phrasings::{self, Limit, Listed, Node, Phone, Said};
use crate::placement::generate::random::Random;
use crate::placement::generate::vocabulary::Half;
use crate::placement::generate::{self, Dialect, Wanted};
use mulu::document;
use mulu::evidence::Value;
use mulu::fields::{Context, fields};
use mulu::ingest::{Manifest, raw_document};
use mulu::item::{self, Deadline, Item};
use mulu::structure::{Cells, structure};
use mulu::tables::Tables;
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables::embedded().unwrap());

/// The seed of all runs but those asked for by hand.
pub(crate) const SEED: u64 = 1;

/// So many cells of each kind are read.
const CELLS: usize = 600;

/// The kinds of cells, with the least number of right ones among [`CELLS`], in words for tuning and in words held out. None may be wrong.
const KINDS: [(&str, [usize; 2]); 5] = [
    ("deadlines", [600, 600]),
    ("time limits", [600, 600]),
    ("telephone numbers", [600, 600]),
    ("channels", [600, 600]),
    ("lists", [600, 600]),
];

/// How the cells of one kind came out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scored {
    pub(crate) right: usize,
    pub(crate) wrong: Vec<String>,
    pub(crate) open: Vec<String>,
}

#[test]
fn cells_are_read_or_left_open() {
    let mut below = Vec::new();
    for (kind, half, scored) in measure(SEED) {
        let (_, floors) = KINDS.iter().find(|(known, _)| *known == kind).unwrap();
        let floor = floors[usize::from(half == Half::HeldOut)];
        if !scored.wrong.is_empty() || scored.right < floor {
            below.push(format!(
                "{kind}, {half:?}: {} right (at least {floor}), {} wrong, {} open\n{}",
                scored.right,
                scored.wrong.len(),
                scored.open.len(),
                scored.wrong.iter().chain(&scored.open).take(12).cloned().collect::<Vec<_>>().join("\n")
            ));
        }
    }
    assert!(below.is_empty(), "{}", below.join("\n\n"));
}

#[test]
#[ignore = "a tool: prints where the reader fails"]
fn fields_examples() {
    let wanted = std::env::var("MULU_FIELDS").unwrap_or_default();
    let seed = std::env::var("MULU_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(SEED);
    for (kind, half, scored) in measure(seed).into_iter().filter(|(kind, ..)| kind.contains(&wanted)) {
        println!("{kind}, {half:?}: {} right, {} wrong, {} open", scored.right, scored.wrong.len(), scored.open.len());
        scored.wrong.iter().take(40).for_each(|one| println!("  wrong  {one}"));
        scored.open.iter().take(40).for_each(|one| println!("  open   {one}"));
    }
}

#[test]
#[ignore = "a tool: measures time"]
fn fields_rate() {
    let wanted = Wanted { half: Half::HeldOut, habits: None, most_columns: usize::MAX };
    let (mut bytes, mut reading, mut folding) = (0, Duration::ZERO, Duration::ZERO);
    for seed in 0..20 {
        let text = generate::document(seed, &wanted, 1000, &[], Dialect::Tabs).rendered.text;
        let raw = raw_document("a.txt", text.into_bytes(), &Manifest::default());
        let decoded = mulu::decode::decode(&raw, &TABLES).output;
        let lines = decoded.lines.clone();
        let records = structure(decoded, None, Cells::Kept, &TABLES).output;
        let cells = records.records.iter().flat_map(|record| {
            let parts = record.contents.iter().flat_map(|part| [&part.text, &part.channels]);
            record.fields.values().flatten().chain(parts).filter_map(|slot| slot.cell.as_ref()).map(|cell| cell.text().to_owned())
        });
        let distinct: BTreeSet<String> = cells.collect();
        bytes += distinct.iter().map(String::len).sum::<usize>();
        let context = Context { source: "a", place: None, folder: None, published: None, as_of: None, lines: &lines };
        let start = Instant::now();
        let items = fields(records, context, &TABLES).output.items.len();
        // The first document also pays for what is made once (automata, the list of divisions).
        reading += if seed == 0 { Duration::ZERO } else { start.elapsed() };
        let start = Instant::now();
        let folded: usize = distinct.iter().map(|text| mulu::text::fold(text).len()).sum();
        folding += if seed == 0 { Duration::ZERO } else { start.elapsed() };
        assert!(items > 0 && folded > 0);
        bytes = if seed == 0 { 0 } else { bytes };
    }
    let rate = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    println!("{bytes} bytes of distinct text: fields {:.2} MB/s, folding alone {:.2} MB/s", rate(reading), rate(folding));
}

/// Every kind in both halves.
pub(crate) fn measure(seed: u64) -> Vec<(&'static str, Half, Scored)> {
    let mut all = Vec::new();
    for half in [Half::Tuning, Half::HeldOut] {
        let mut random = Random::new(seed).fork("fields");
        all.push((
            "deadlines",
            half,
            scored(cells(half, &mut random, phrasings::deadline), "公开时限", |item| told(item.deadlines.said(), limit)),
        ));
        all.push((
            "time limits",
            half,
            scored(cells(half, &mut random, phrasings::time_limit), "办理时限", |item| told(&item.guide.time_limits, limit)),
        ));
        all.push((
            "telephone numbers",
            half,
            scored(cells(half, &mut random, phrasings::phones), "联系电话", |item| told(&item.guide.phones, phone)),
        ));
        all.push(("channels", half, scored(cells(half, &mut random, phrasings::channels), "公开渠道", channels)));
        all.push((
            "lists",
            half,
            scored(cells(half, &mut random, phrasings::list), "办理材料", |item| {
                item.guide.materials.iter().map(node).map(Some).collect()
            }),
        ));
    }
    all
}

fn cells<T>(half: Half, random: &mut Random, make: fn(Half, &mut Random) -> Said<T>) -> Vec<Said<T>> {
    (0..CELLS).map(|_| make(half, random)).collect()
}

/// Reads every cell under `label`, and compares what is told with what it says.
fn scored<T: Clone + Debug + PartialEq>(cells: Vec<Said<T>>, label: &str, told: impl Fn(&Item) -> Vec<Option<T>>) -> Scored {
    let mut scored = Scored::default();
    let items = items(&cells, label);
    assert_eq!(items.len(), cells.len(), "{label}");
    for (cell, item) in cells.iter().zip(&items) {
        let told = told(item);
        let given: Vec<T> = told.iter().flatten().cloned().collect();
        let shown = || format!("{:?}: {told:?}, not {:?}", cell.text, cell.truth);
        if given == cell.truth {
            scored.right += 1;
        } else if given.iter().any(|one| !cell.truth.contains(one)) || given.len() > cell.truth.len() {
            scored.wrong.push(shown());
        } else {
            scored.open.push(shown());
        }
    }
    scored
}

/// The items of a document with one cell in each: a row of a directory, or an entry of a guide.
fn items<T>(cells: &[Said<T>], label: &str) -> Vec<Item> {
    let is_directory = label.starts_with("公开");
    let rows = cells.iter().enumerate().map(|(index, cell)| match is_directory {
        true => format!("{}\t医疗保险\t第{}类登记\t办事指南\t{}\t县医保局\n", index + 1, index + 1, cell.text),
        false => format!("（{}）第{}类登记\n服务对象：参保人员\n{label}：{}\n办公地点：政务大厅\n", index + 1, index + 1, cell.text),
    });
    let head = if is_directory {
        format!("序号\t一级事项\t二级事项\t公开内容\t{label}\t公开主体\n")
    } else {
        "医疗保障服务指南\n".to_owned()
    };
    let text: String = std::iter::once(head).chain(rows).collect();
    let raw = raw_document("a.txt", text.into_bytes(), &Manifest::default());
    document::read(&raw, None, &TABLES, &mulu::decode::decode).result.items
}

fn told<T, U>(values: &[Value<T>], shown: impl Fn(&T) -> U) -> Vec<Option<U>> {
    values.iter().map(|value| value.value.as_ref().map(&shown)).collect()
}

fn limit(deadline: &Deadline) -> Limit {
    let key = |word: &dyn Debug| match format!("{word:?}").as_str() {
        "WorkingDay" => "working_day",
        "Day" => "day",
        "Week" => "week",
        "Month" => "month",
        "Year" => "year",
        "Hour" => "hour",
        "Minute" => "minute",
        "Within" => "within",
        "Immediate" => "immediate",
        "Periodic" => "periodic",
        "ByDate" => "by_date",
        "Duration" => "duration",
        "Legal" => "legal",
        "Promised" => "promised",
        other => panic!("{other}"),
    };
    Limit {
        amount: deadline.amount,
        unit: deadline.unit.as_ref().map(|unit| key(unit)),
        kind: key(&deadline.kind),
        trigger: deadline.trigger.as_ref().map(ToString::to_string),
        condition: deadline.condition.as_ref().map(ToString::to_string),
        basis: deadline.basis.as_ref().map(|basis| key(basis)),
    }
}

fn phone(phone: &item::Phone) -> Phone {
    let text = |text: &Option<mulu::evidence::Text>| text.as_ref().map(ToString::to_string);
    Phone { number: phone.number.to_string(), extension: text(&phone.extension), note: text(&phone.note) }
}

/// What is told of channels; one of which it is not said whether it is meant tells nothing, unless the text says nothing either.
fn channels(item: &Item) -> Vec<Option<Listed>> {
    let all = item.contents.iter().flat_map(|content| &content.channels);
    let listed = all.map(|channel| {
        let id = channel.id.as_ref().map(ToString::to_string);
        Some(Listed {
            id,
            selected: channel.selected,
            note: channel.note.as_ref().map(|note| note.chars().filter(|c| !c.is_whitespace()).collect()),
        })
    });
    listed.collect()
}

fn node(entry: &item::Entry) -> Node {
    Node {
        number: entry.number.as_ref().map(ToString::to_string),
        text: entry.text.value.as_ref().map(ToString::to_string).unwrap_or_default(),
        items: entry.items.iter().map(node).collect(),
    }
}
