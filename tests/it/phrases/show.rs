//! show: one cell of a directory or one label of a guide, read by the whole pipeline, as a line of text.

use mulu::document;
use mulu::evidence::{State, Value};
use mulu::finding::Finding;
use mulu::ingest::{Manifest, raw_document};
use mulu::item::{Channel, Citation, Deadline, Entry, Item, NumberVerdict, Phone, TitleVerdict};
use mulu::tables::Tables;
use std::fmt::Debug;

/// Findings that say that something in the cell was not read, or is wrong; they are shown behind the values.
const TOLD: &[&str] = &[
    "deadline-unread",
    "channel-unknown",
    "phone-malformed",
    "citation-vague",
    "citation-unread",
    "citation-without-antecedent",
    "citation-title-near",
    "citation-number-malformed",
    "citation-number-of-another-act",
    "citation-number-no-act",
    "citation-number-superseded",
    "citation-number-amending",
    "citation-year-differs",
    "citation-act-repealed",
];

/// Line, label, cell, what is expected and what is read, for every line `label<TAB>cell<TAB>expected` of `rows`.
pub(crate) fn read_all(rows: &str, tables: &Tables) -> Vec<(usize, String, String, String, String)> {
    let rows = rows.lines().enumerate().filter(|(_, row)| !row.is_empty() && !row.starts_with('#'));
    let read = |(index, row): (usize, &str)| {
        let mut parts = row.split('\t').map(|part| part.replace("\\n", "\n"));
        let (label, cell, expected) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap_or_default());
        let read = shown(&label, &cell, tables);
        (index + 1, label, cell, expected, read)
    };
    rows.map(read).collect()
}

/// What the program reads in `cell` under `label`, and what it says about it.
fn shown(label: &str, cell: &str, tables: &Tables) -> String {
    let text = if label.starts_with("公开") { directory(label, cell) } else { guide(label, cell) };
    let raw = raw_document("a.txt", text.into_bytes(), &Manifest::default());
    let today = "2026-11-01".into();
    let result = document::read(&raw, Some(&today), tables, &mulu::decode::decode).result;
    let Some(item) = result.items.get(1).filter(|_| result.items.len() == 3) else {
        return format!("{} items: {:?}", result.items.len(), result.items.iter().map(|item| item.title()).collect::<Vec<_>>());
    };
    let values = values(item);
    let told = result.findings.iter().filter(|finding| finding.item == Some(1)).filter_map(told);
    values.into_iter().chain(told).collect::<Vec<_>>().join(" ; ")
}

/// A directory of three rows; the cell stands in the second.
fn directory(label: &str, cell: &str) -> String {
    let cell = cell.replace('\n', " ");
    let row = |number: usize, name: &str, cell: &str| format!("{number}\t医疗保险\t{name}\t办事指南\t{cell}\t青山县医保局\n");
    let plain = match label {
        "公开依据" => "《社会保险法》",
        "公开时限" => "长期",
        _ => "政府网站",
    };
    let rows = [row(1, "职工参保登记", plain), row(2, "单位参保登记", &cell), row(3, "居民参保登记", plain)];
    format!("序号\t一级事项\t二级事项\t公开内容\t{label}\t公开主体\n{}", rows.concat())
}

/// A guide of three entries; the label stands in the second.
fn guide(label: &str, cell: &str) -> String {
    let entry = |number: &str, name: &str, own: &str| format!("（{number}）{name}\n服务对象：参保人员\n{own}办理机构：青山县医保局\n");
    let own = format!("{label}：{cell}\n");
    let entries = [entry("一", "职工参保登记", ""), entry("二", "单位参保登记", &own), entry("三", "居民参保登记", "")];
    format!("医疗保障服务指南\n{}", entries.concat())
}

/// What the item says in the fields that are looked at here, in the order of the contract.
fn values(item: &Item) -> Vec<String> {
    let channels = item.contents.iter().flat_map(|content| content.channels.said()).map(channel);
    let plain = [
        ("", item.deadlines.said().iter().map(|value| one(value, limit)).collect()),
        ("", item.guide.time_limits.iter().map(|value| one(value, limit)).collect()),
        ("level ", texts(&item.guide.handling_levels)),
        ("online ", texts(&item.guide.online)),
        ("offline ", texts(&item.guide.offline)),
        ("", item.guide.phones.iter().map(|value| one(value, phone)).collect()),
        ("fee ", texts(&item.guide.fees)),
        ("hours ", texts(&item.guide.hours)),
        ("address ", texts(&item.guide.addresses)),
        ("", entries("material", &item.guide.materials)),
        ("", entries("note", &item.guide.notes)),
    ];
    let named = plain
        .into_iter()
        .flat_map(|(name, values): (&str, Vec<String>)| values.into_iter().map(|value| format!("{name}{value}")).collect::<Vec<_>>());
    let extra = item.extra.iter().map(|extra| format!("extra {}={}", extra.header, extra.value.value.as_deref().unwrap_or("?")));
    let channels = Some(channels.collect::<Vec<_>>().join(" ")).filter(|channels| !channels.is_empty());
    channels.into_iter().chain(item.legal_basis.said().iter().map(citation)).chain(named).chain(extra).collect()
}

fn texts(values: &[Value<mulu::evidence::Text>]) -> Vec<String> {
    values.iter().map(|value| one(value, |text| text.to_string())).collect()
}

fn entries(name: &str, entries: &[Entry]) -> Vec<String> {
    entries.iter().map(|entry| format!("{name} {}", entry.text.value.as_deref().unwrap_or("?"))).collect()
}

/// A value; `?` where it is left open, all readings where it is ambiguous, `~` before what is inferred.
fn one<T>(value: &Value<T>, show: impl Fn(&T) -> String) -> String {
    match (&value.value, value.readings()) {
        (Some(known), _) if value.state == State::Inferred => format!("~{}", show(known)),
        (Some(known), _) => show(known),
        (None, Some(readings)) => readings.iter().map(show).collect::<Vec<_>>().join(" | "),
        (None, None) => "?".to_owned(),
    }
}

fn word(word: impl Debug) -> String {
    let mut shown = String::new();
    for c in format!("{word:?}").chars() {
        if c.is_uppercase() && !shown.is_empty() {
            shown.push('_');
        }
        shown.extend(c.to_lowercase());
    }
    shown
}

fn limit(deadline: &Deadline) -> String {
    let amount = deadline.amount.map(|amount| format!(" {amount}")).unwrap_or_default();
    let unit = deadline.unit.map(|unit| format!(" {}", word(unit))).unwrap_or_default();
    let trigger = deadline.trigger.as_ref().map(|trigger| format!(" of {trigger}")).unwrap_or_default();
    let condition = deadline.condition.as_ref().map(|condition| format!(" [{condition}]")).unwrap_or_default();
    let basis = deadline.basis.map(|basis| format!(" ={}", word(basis))).unwrap_or_default();
    format!("{}{amount}{unit}{trigger}{condition}{basis}", word(deadline.kind))
}

fn phone(phone: &Phone) -> String {
    let extension = phone.extension.as_ref().map(|extension| format!("+{extension}")).unwrap_or_default();
    let note = phone.note.as_ref().map(|note| format!("/{note}")).unwrap_or_default();
    format!("{}{extension}{note}", phone.number)
}

/// `+` selected, `-` not selected, `?` not said; the key of the channel, `!` where the table does not know it, and its label.
fn channel(channel: &Channel) -> String {
    let sign = channel.selected.map_or("?", |selected| if selected { "+" } else { "-" });
    let note = channel.note.as_ref().map(|note| format!("[{note}]")).unwrap_or_default();
    format!("{sign}{}:{}{note}", channel.id.as_deref().unwrap_or("!"), channel.label)
}

/// Title, number and articles; then the verdicts that are not usual.
fn citation(citation: &Citation) -> String {
    let title = one(&citation.title, |title| title.to_string());
    let number = citation.number.as_ref().map(|number| {
        let year = number.year.map(|year| format!("{year}-")).unwrap_or_default();
        let digits = number.number.map_or("?".to_owned(), |digits| digits.to_string());
        format!(" #{}{year}{digits}", number.series)
    });
    let articles = citation.articles.iter().map(|article| format!(" @{article}")).collect::<String>();
    let title_verdict = match citation.verdict.title {
        TitleVerdict::Unknown => String::new(),
        known => format!(" {}", word(known)),
    };
    let number_verdict = match citation.verdict.number {
        NumberVerdict::NotGiven | NumberVerdict::Unchecked => String::new(),
        known => format!(" {}", word(known)),
    };
    format!("{title}{}{articles}{title_verdict}{number_verdict}", number.unwrap_or_default())
}

fn told(finding: &Finding) -> Option<String> {
    if !TOLD.contains(&finding.code.as_str()) {
        return None;
    }
    let about = finding.arguments.first().map(|(_, value)| value.as_str()).unwrap_or_default();
    Some(format!("!{} {about}", finding.code))
}
