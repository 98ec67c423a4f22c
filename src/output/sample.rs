//! output/sample: a small dataset for tests, with every state and every kind of place.

use crate::align::{Alignment, Concept, Dataset, ItemRef};
use crate::check::Checked;
use crate::evidence::{At, Places, Rare, State, Text, Value};
use crate::field::Field;
use crate::finding::{CheckResult, Evidence, Finding};
use crate::item::Relation;
use crate::item::*;
use crate::lines::Lines;
use crate::result::{Accounting, DocumentResult, Shares, Source};
use crate::tables::findings::FindingKinds;

/// Three documents: a directory in lines, one in a workbook, a guide in HTML.
pub(super) fn dataset() -> Dataset {
    let documents = vec![
        document("a.txt", Kind::Directory, vec![directory_item()]),
        document("b.xlsx", Kind::Directory, vec![workbook_item()]),
        document("c.html", Kind::Guide, vec![guide_item()]),
    ];
    let concept = Concept {
        id: "medical-insurance/02".into(),
        name: "职工参保登记".into(),
        category: Some("登记".into()),
        list: Some("medical-insurance".into()),
        members: vec![reference(0), reference(2)],
    };
    let alignments = vec![
        alignment(0, Some(Relation::Exact), 100),
        alignment(1, None, 5),
        alignment(2, Some(Relation::Broader), 90),
        alignment(2, Some(Relation::Close), 70),
    ];
    Dataset {
        documents,
        concepts: vec![concept],
        alignments,
        unread: std::collections::BTreeMap::new(),
        as_of: Some("2026-01-31".into()),
        decided: Vec::new(),
    }
}

/// Two equal findings in one document, one over two documents, one about the whole dataset; results with and without a source.
pub(super) fn checked() -> Checked {
    let mut in_line = Finding::new("serial-repeated").with("serial", 7).item(0).field(Field::Serial).shown_at("7", text_at(2));
    in_line.source = Some(0);
    let mut across = Finding::new("names-differ").expected("职工参保登记").actual("=参保").shown_at("x", sheet_at());
    across.source = Some(1);
    across.evidence.push(Evidence { source: Some(2), at: table_at(), text: "y".into() });
    let findings = vec![in_line.clone(), in_line, across, Finding::new("nothing-aligned")];
    let result = |source| CheckResult {
        code: "serial-repeated".into(),
        version: 3,
        source,
        passed: 5,
        failed: 2,
        not_applicable: 1,
        could_not_check: 0,
    };
    Checked { findings, results: vec![result(Some(0)), result(None)], ..Checked::default() }
}

/// Wording for one of the codes of [`checked`].
pub(super) fn kinds() -> FindingKinds {
    let text = r#"
        [[finding]]
        code = "serial-repeated"
        title = { en = "serial-repeated in short", zh = "serial-repeated简称" }
        severity = "warning"
        says = { en = "serial {serial} is repeated", zh = "序号{serial}重复" }
        why = { en = "w", zh = "w" }
        action = { en = "a", zh = "a" }
    "#;
    FindingKinds::parse("sample", text).unwrap()
}

pub(super) fn document(path: &str, kind: Kind, items: Vec<Item>) -> DocumentResult {
    let shares = Shares { total: 10, value: 6, label: 2, left_out: [("page number".into(), 1)].into(), unplaced: 1 };
    DocumentResult {
        source: source(path, kind),
        items,
        findings: Vec::new(),
        headers: Vec::new(),
        rows: 1,
        accounting: Accounting { characters: shares, cells: Shares::default() },
        lines: Lines::default(),
        sheets: vec!["封面".into(), "目录".into()],
    }
}

fn source(path: &str, kind: Kind) -> Source {
    Source {
        id: path.into(),
        path: path.into(),
        sha256: "00".into(),
        bytes: 12,
        media_type: "text/plain".into(),
        media_evidence: "no other format's signature".into(),
        encoding: Some("UTF-8".into()),
        encoding_evidence: None,
        title: Value::stated("标题".into(), "标题".into(), at(text_at(1))),
        published: Value::missing(),
        url: None,
        retrieved: None,
        supersedes: None,
        same_as: None,
        kind: Some(kind),
        domain: Some("medical-insurance".into()),
        dialect: None,
        jurisdiction: place(),
    }
}

fn place() -> Jurisdiction {
    Jurisdiction {
        name: Some("大冶市".into()),
        code: Some("420281".into()),
        code_list: Some("GB/T 2260".into()),
        level: Some(Level::County),
        parents: vec![PlaceRef { name: "湖北省".into(), code: Some("420000".into()) }],
        state: State::Inferred,
        rule: Some("most-named".into()),
        evidence: at(text_at(1)),
        candidates: vec![PlaceRef { name: "大治市".into(), code: None }],
    }
}

fn directory_item() -> Item {
    let mut item = Item::new(Kind::Directory);
    item.id = "0123456789ab".into();
    item.nature = Nature::Service;
    item.serials = vec![stated("一"), stated("7")];
    item.category = Value { state: State::Carried, ..stated("参保登记") };
    let readings = Rare { readings: Some(vec!["甲".into(), "乙".into()]), readings_capped: true, ..Rare::default() };
    item.primary_item = Value { state: State::Moved, ..stated("登记") }.with_moved_from(Some(text_at(9)));
    item.secondary_item = Value { confidence: Some(95), ..Value::inferred("职工".into(), None, Places::new(), "from-parent") };
    item.tertiary_item = Value { rare: Some(Box::new(readings)), ..Value::empty(State::Ambiguous) };
    item.name = Value { state: State::Reviewed, confidence: Some(100), ..stated("=职工\n登记") }.with_reviewed_by("王".into());
    item.contents = vec![content("政策文件"), Content { membership: State::Inferred, ..content("办事指南") }];
    item.legal_basis = vec![citation(), Citation { title: Value::missing(), number: None, law: None, ..citation() }].into();
    item.deadlines = vec![Value::stated(deadline(), "20个工作日".into(), at(text_at(5)))].into();
    let publisher =
        Publisher { name: "大冶市医疗保障局".into(), level: Some(Level::County), jurisdiction: Some("大冶市".into()) };
    item.publisher = Value::stated(publisher, "大冶市医疗保障局".into(), at(text_at(6)));
    item.extra = vec![Extra { header: "备注".into(), value: stated("-无") }];
    let directory = Field::ALL.iter().filter(|field| **field <= Field::Marks || **field == Field::Extra);
    item.states = directory.map(|field| (*field, State::Stated)).collect();
    let others = [(Field::Category, State::Carried), (Field::TertiaryItem, State::Ambiguous), (Field::Phones, State::Missing)];
    item.states.extend(others);
    item
}

fn workbook_item() -> Item {
    let mut item = Item::new(Kind::Directory);
    item.id = "b".into();
    item.nature = Nature::Policy;
    item.name = Value::stated("政策".into(), "政策".into(), at(sheet_at()));
    item.serials = vec![Value::missing()];
    item.states = [(Field::Serial, State::Missing), (Field::Name, State::Stated)].into_iter().collect();
    item
}

fn guide_item() -> Item {
    let mut item = Item::new(Kind::Guide);
    item.id = "c".into();
    item.name = Value::stated("职工参保登记".into(), "职工参保登记".into(), at(table_at()));
    item.guide.service_target = stated("单位");
    let inner = Entry { number: Some("1".into()), text: stated("身份证"), items: Vec::new() };
    item.guide.materials = vec![Entry { number: None, text: stated("申请表"), items: vec![inner] }];
    let immediate = Deadline { amount: None, unit: None, kind: DeadlineKind::Immediate, trigger: None, condition: None, basis: None };
    item.guide.time_limits = vec![Value { confidence: Some(5), ..Value::stated(immediate, "即时办结".into(), at(table_at())) }];
    item.guide.handling_levels = vec![stated("县级")];
    item.guide.online = vec![stated("网上")];
    item.guide.offline = vec![stated("窗口"), stated("邮寄")];
    let phone = Phone { number: "0714-8736756".into(), extension: Some("801".into()), note: Some("人寿保险公司".into()) };
    item.guide.phones = vec![Value::stated(phone, "0714-8736756".into(), at(table_at()))];
    item.guide.fees = vec![stated("不收费")];
    let stated = Field::ALL.iter().filter(|field| (Field::ServiceTarget..=Field::Fees).contains(*field) || **field == Field::Name);
    item.states = stated.map(|field| (*field, State::Stated)).collect();
    item.states.insert(Field::Notes, State::Missing);
    item
}

fn content(text: &str) -> Content {
    let mark = |group, key: &str, label: &str, value: Option<bool>, state| Mark {
        group,
        keys: [key.into()].into(),
        label: label.into(),
        value,
        state,
        at: at(text_at(4)),
    };
    let channel = |id: Option<&str>, label: &str, selected, note: Option<&str>| Channel {
        id: id.map(Text::from),
        label: label.into(),
        selected,
        note: note.map(Text::from),
        state: State::Stated,
        at: at(text_at(3)),
    };
    Content {
        text: stated(text),
        elements: vec![stated("要素一"), stated("要素二")].into(),
        channels: vec![
            channel(Some("government_website"), "政府网站", Some(true), None),
            channel(None, "其他", Some(true), Some("公示牌")),
        ]
        .into(),
        ticks: vec![Marks {
            columns: vec![
                mark(MarkGroup::Audience, "all", "全社会", Some(true), State::Stated),
                mark(MarkGroup::Mode, "proactive", "主动", None, State::Ambiguous),
                mark(MarkGroup::Level, "town", "乡、村级", None, State::Missing),
            ],
            ticks: 1,
            readings_count: 2,
            readings: Some(vec![vec![0], vec![1]]),
            worded: 0,
        }]
        .into(),
        membership: State::Stated,
    }
}

fn citation() -> Citation {
    let number = DocumentNumber { series: "国务院令".into(), number: Some(711), year: None, raw: "国务院令第711号".into() };
    Citation {
        title: stated("政府信息公开条例"),
        law: Some(LawRef { id: "open-government".into(), title: "中华人民共和国政府信息公开条例".into() }),
        number: Some(number),
        articles: vec!["第十条".into()],
        at: at(text_at(4)),
        verdict: Verdict {
            title: TitleVerdict::Short,
            number: NumberVerdict::Consistent,
            force: ForceVerdict::InForce,
            as_of_document: None,
            as_of_register: Some("2026-01-01".into()),
        },
    }
}

fn deadline() -> Deadline {
    Deadline {
        amount: Some(20),
        unit: Some(Unit::WorkingDay),
        kind: DeadlineKind::Within,
        trigger: Some("信息形成或变更".into()),
        condition: Some("承诺制".into()),
        basis: Some(Basis::Promised),
    }
}

fn alignment(document: u32, relation: Option<Relation>, score: u8) -> Alignment {
    Alignment {
        item: reference(document),
        concept: relation.map(|_| 0),
        relation,
        asserted: relation == Some(Relation::Exact),
        score,
        method: "facets".into(),
        reasons: vec!["equal".into()],
    }
}

fn reference(document: u32) -> ItemRef {
    ItemRef { document, item: 0 }
}

fn stated(text: &str) -> Value<Text> {
    Value::stated(text.into(), text.into(), at(text_at(2)))
}

fn at(place: At) -> Places {
    [place].into_iter().collect()
}

fn text_at(line: u32) -> At {
    At::Text { line, from: 5, to: 9 }
}

fn sheet_at() -> At {
    At::Sheet { sheet: 1, row: 6, column: 1 }
}

fn table_at() -> At {
    At::Table { table: 1, row: 3, column: 2 }
}
