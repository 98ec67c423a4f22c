//! report/sample: a small dataset made by hand, for the tests of the report.
//!
//! 甲市 has a directory (its marks are ambiguous in one item) and a guide, 乙县 a directory without legal basis and no guide, one document
//! belongs to no known place and could not be read, and one is about something for which there is no list. One text is hostile.

use crate::align::{Alignment, Concept, Dataset, ItemRef};
use crate::check::Checked;
use crate::evidence::{Alike, At, Places, State, Text, Value};
use crate::field::Field;
use crate::finding::{CheckResult, Finding};
use crate::item::Relation;
use crate::item::{Content, Item, Jurisdiction, Kind, Mark, MarkGroup, Marks};
use crate::lines::Lines;
use crate::result::{Accounting, DocumentResult, Source};
use crate::tables::Tables;
use crate::tables::findings::FindingKinds;

pub(super) const HOSTILE: &str = "</script><script>alert(1)</script><!--";

const KINDS: &str = r#"
[[finding]]
code = "unknown-channel"
title = { en = "unknown-channel in short", zh = "unknown-channel简称" }
severity = "warning"
says = { en = "`{channel}` is not a known channel", zh = "“{channel}”不是已知渠道" }
why = { en = "It cannot be compared.", zh = "无法比较。" }
action = { en = "Add the word.", zh = "补充该词。" }

[[finding]]
code = "cut-off"
title = { en = "cut-off in short", zh = "cut-off简称" }
severity = "error"
says = { en = "the text breaks off", zh = "文字中断" }
why = { en = "Something is lost.", zh = "内容缺失。" }
action = { en = "Look at the original.", zh = "核对原件。" }

[[finding]]
code = "read-so"
title = { en = "read-so in short", zh = "read-so简称" }
severity = "info"
says = { en = "read as a table", zh = "按表格读取" }
why = { en = "For the record.", zh = "备查。" }
action = { en = "Nothing.", zh = "无需处理。" }
"#;

/// The tables with a small catalogue of findings.
pub(super) fn tables() -> Tables {
    let mut tables = Tables::embedded().unwrap();
    tables.findings = FindingKinds::parse("kinds", KINDS).unwrap();
    tables
}

/// A document at `path` of which nothing is known.
pub(super) fn document(path: &str) -> DocumentResult {
    let source = Source {
        id: path.into(),
        path: path.into(),
        sha256: "".into(),
        bytes: 0,
        media_type: "text/plain".into(),
        media_evidence: "".into(),
        encoding: None,
        encoding_evidence: None,
        title: Value::missing(),
        published: Value::missing(),
        url: None,
        retrieved: None,
        supersedes: None,
        same_as: None,
        kind: None,
        domain: None,
        dialect: None,
        jurisdiction: Jurisdiction::unresolved(),
    };
    DocumentResult {
        source,
        items: Vec::new(),
        findings: Vec::new(),
        headers: Vec::new(),
        rows: 0,
        accounting: Accounting::default(),
        lines: Lines::default(),
        sheets: Vec::new(),
    }
}

/// The dataset described above.
pub(super) fn dataset() -> Dataset {
    let documents = vec![
        listed("a-directory.txt", "甲市", Kind::Directory, &["参保登记", "费用报销", "本地特色服务"]),
        listed("b-directory.txt", "乙县", Kind::Directory, &["参保登记", HOSTILE]),
        listed("c-guide.txt", "甲市", Kind::Guide, &["参保和变更登记"]),
        unread("d-broken.txt"),
        elsewhere("e-other.txt"),
    ];
    let concepts = [("list/01", "参保登记"), ("list/02", "变更登记"), ("list/03", "费用报销")];
    let mut dataset = Dataset {
        documents,
        concepts: concepts.iter().map(|(id, name)| concept(id, name)).collect(),
        alignments: Vec::new(),
        unread: std::collections::BTreeMap::new(),
        as_of: Some("2026-01-02".into()),
        decided: Vec::new(),
    };
    dataset.alignments = vec![
        aligned(0, 0, Some((0, Relation::Exact)), true),
        aligned(0, 1, Some((2, Relation::Exact)), true),
        aligned(0, 2, None, false),
        aligned(1, 0, Some((0, Relation::Exact)), false),
        aligned(1, 1, None, false),
        aligned(2, 0, Some((0, Relation::Narrower)), true),
        aligned(2, 0, Some((1, Relation::Broader)), true),
        aligned(4, 0, None, false),
    ];
    if let Some(item) = dataset.documents[0].items.get_mut(1) {
        item.contents = vec![ambiguous_marks()];
    }
    dataset
}

/// What was noticed in it.
pub(super) fn checked() -> Checked {
    let about = |code: &str, source: u32, item: usize| Finding { source: Some(source), ..Finding::new(code).item(item) };
    let place = |line, from, to| At::Text { line, from, to };
    let channel = |item: usize| {
        about("unknown-channel", 0, item).with("channel", "大喇叭").field(Field::Channels).shown_at("事项", place(item as u32 + 1, 3, 4))
    };
    let cut =
        about("cut-off", 1, 1).expected("完整").actual("一半 ```").shown_at(HOSTILE, place(2, 8, 8 + HOSTILE.chars().count() as u32 - 1));
    let results = [(Some(0), 5, 3, 0), (Some(1), 4, 0, 7), (None, 0, 0, 1)];
    let result = |(source, passed, failed, could_not_check)| CheckResult {
        code: "unknown-channel".into(),
        version: 1,
        source,
        passed,
        failed,
        not_applicable: 2,
        could_not_check,
    };
    Checked {
        findings: vec![about("read-so", 0, 0), channel(0), channel(1), channel(2), cut],
        results: results.into_iter().map(result).collect(),
        ..Checked::default()
    }
}

fn listed(path: &str, place: &str, kind: Kind, names: &[&str]) -> DocumentResult {
    let mut result = document(path);
    result.source.kind = Some(kind);
    result.source.domain = Some("list".into());
    result.source.jurisdiction.name = Some(place.into());
    result.source.title = Value::stated(format!("{place}目录").into(), "".into(), Places::new());
    result.lines = names.iter().map(|name| format!("1 事项 | {name} | 政府网站").into()).collect();
    result.items = names.iter().enumerate().map(|(index, name)| item(path, kind, index, name)).collect();
    result
}

fn item(path: &str, kind: Kind, index: usize, name: &str) -> Item {
    let at = At::Text { line: index as u32 + 1, from: 8, to: 7 + name.chars().count() as u32 };
    let mut item = Item::new(kind);
    item.id = format!("{path}-{index}").into();
    item.name = Value::stated(name.into(), name.into(), [at].into_iter().collect());
    item.states.insert(Field::Name, State::Stated);
    item.states.insert(Field::Marks, State::Stated);
    item.states.insert(Field::Publisher, if index == 0 { State::Stated } else { State::Missing });
    if path.starts_with('a') {
        item.states.insert(Field::LegalBasis, State::Carried);
    }
    item
}

fn unread(path: &str) -> DocumentResult {
    let mut result = document(path);
    result.source.kind = Some(Kind::Directory);
    result.source.domain = Some("list".into());
    result
}

fn elsewhere(path: &str) -> DocumentResult {
    let mut result = listed(path, "丙区", Kind::Directory, &["机关简介"]);
    result.source.domain = Some("other".into());
    result
}

fn concept(id: &str, name: &str) -> Concept {
    Concept { id: id.into(), name: name.into(), category: Some("登记".into()), list: Some("list".into()), members: Vec::new() }
}

fn aligned(document: u32, item: u32, to: Option<(u32, Relation)>, asserted: bool) -> Alignment {
    Alignment {
        item: ItemRef { document, item },
        concept: to.map(|(concept, _)| concept),
        relation: to.map(|(_, relation)| relation),
        asserted,
        score: 90,
        method: "facets".into(),
        reasons: vec![Text::from("the list has no such object")],
    }
}

/// One tick that may stand under 县级 or under 乡级.
fn ambiguous_marks() -> Content {
    let tick: Places = [At::Text { line: 2, from: 1, to: 1 }].into_iter().collect();
    let column = |label: &str| Mark {
        group: MarkGroup::Level,
        keys: Default::default(),
        label: label.into(),
        value: None,
        state: State::Ambiguous,
        at: tick.clone(),
    };
    Content {
        text: Value::missing(),
        elements: Alike::default(),
        channels: Alike::default(),
        ticks: vec![Marks {
            columns: vec![column("县级"), column("乡级")],
            ticks: 1,
            readings_count: 2,
            readings: Some(vec![vec![0], vec![1]]),
            worded: 0,
        }]
        .into(),
        membership: State::Stated,
    }
}
