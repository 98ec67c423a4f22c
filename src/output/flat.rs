//! output/flat: items.parquet and items.csv, one row an item. Renaming a column here is a change that users see.
//!
//! Six columns say which item it is; then each field of the contract has two, its text and its state. Lists are joined by `；`.

use super::words::{Basis, DeadlineKind, Kind, Nature, State, Unit};
use crate::align::Dataset;
use crate::evidence::{self, Text, Value};
use crate::field::Field;
use crate::item::{Channel, Citation, Content, Deadline, Entry, Item, Mark, Phone};
use crate::result::DocumentResult;
use std::borrow::Cow;

/// A column of the table.
pub(super) struct Column {
    /// Its name.
    pub(super) name: Cow<'static, str>,
    /// What Chinese documents call it.
    pub(super) title: Cow<'static, str>,
    /// What is in it.
    pub(super) description: Cow<'static, str>,
    /// Whether it has a state (one of the words of the contract) or free text.
    pub(super) is_state: bool,
}

/// One row, in the order of [`columns`].
pub(super) type Row<'a> = Vec<Option<Cow<'a, str>>>;

/// Between the entries of a list.
const BETWEEN: &str = "；";

/// How a field becomes one text.
struct Flat {
    field: Field,
    title: &'static str,
    description: &'static str,
    text: fn(&Item) -> Option<Cow<'_, str>>,
}

const IDENTITY: [(&str, &str, &str); 6] = [
    ("id", "事项标识", "Id of the item, as in items.jsonl"),
    ("source", "来源标识", "Id of its source, as in sources.jsonl"),
    ("kind", "文件种类", "directory or guide"),
    ("type", "事项类型", "What the item is about"),
    ("jurisdiction", "地区", "Name of the place its document is about"),
    ("jurisdiction_code", "地区代码", "Code of that place"),
];

/// Every field, in the order of the contract.
const FIELDS: [Flat; 23] = [
    Flat { field: Field::Serial, title: "序号", description: "序号, the deepest number", text: |item| text(item.serial()) },
    Flat { field: Field::Category, title: "类别", description: "类别", text: |item| text(&item.category) },
    Flat { field: Field::PrimaryItem, title: "一级事项", description: "一级事项", text: |item| text(&item.primary_item) },
    Flat { field: Field::SecondaryItem, title: "二级事项", description: "二级事项", text: |item| text(&item.secondary_item) },
    Flat { field: Field::TertiaryItem, title: "三级事项", description: "三级事项", text: |item| text(&item.tertiary_item) },
    Flat { field: Field::Name, title: "事项名称", description: "The deepest level stated", text: |item| text(&item.name) },
    Flat {
        field: Field::Contents,
        title: "公开内容（要素）",
        description: "公开内容（要素）",
        text: |item| list(item.contents.iter().map(|content| text(&content.text))),
    },
    Flat {
        field: Field::LegalBasis,
        title: "公开依据",
        description: "Titles cited, each with its number",
        text: |item| list(item.legal_basis.said().iter().map(citation)),
    },
    Flat {
        field: Field::Deadlines,
        title: "公开时限",
        description: "公开时限, in the words of the contract",
        text: |item| deadlines(item.deadlines.said()),
    },
    Flat {
        field: Field::Publisher,
        title: "公开主体",
        description: "公开主体",
        text: |item| Some(Cow::from(item.publisher.value.as_ref()?.name.as_str())),
    },
    Flat {
        field: Field::Channels,
        title: "公开渠道和载体",
        description: "Channels whose box is checked",
        text: |item| channels(&item.contents),
    },
    Flat {
        field: Field::Marks,
        title: "公开对象、方式、层级",
        description: "Mark columns that are ticked",
        text: |item| marks(&item.contents),
    },
    Flat { field: Field::ServiceTarget, title: "服务对象", description: "服务对象", text: |item| text(&item.guide.service_target) },
    Flat { field: Field::Materials, title: "办理材料", description: "办理材料", text: |item| entries(&item.guide.materials) },
    Flat {
        field: Field::TimeLimits,
        title: "办理时限",
        description: "办理时限, in the words of the contract",
        text: |item| deadlines(&item.guide.time_limits),
    },
    Flat {
        field: Field::HandlingLevels, title: "办理层级", description: "办理层级", text: |item| texts(&item.guide.handling_levels)
    },
    Flat {
        field: Field::HandlingChannels,
        title: "办理渠道",
        description: "办理渠道, each after online： or offline：",
        text: handling_channels,
    },
    Flat { field: Field::Notes, title: "注意事项", description: "注意事项", text: |item| entries(&item.guide.notes) },
    Flat {
        field: Field::Phones, title: "联系电话", description: "联系电话", text: |item| list(item.guide.phones.iter().map(phone))
    },
    Flat { field: Field::Fees, title: "收费依据及标准", description: "收费依据及标准", text: |item| texts(&item.guide.fees) },
    Flat { field: Field::Hours, title: "办公时间", description: "办公时间", text: |item| texts(&item.guide.hours) },
    Flat { field: Field::Addresses, title: "办理地点", description: "办理地点", text: |item| texts(&item.guide.addresses) },
    Flat { field: Field::Extra, title: "其他栏目", description: "Other columns, each after its header", text: extra },
];

/// The columns of the table.
pub(super) fn columns() -> Vec<Column> {
    let identity = IDENTITY.iter().map(|(name, title, description)| Column {
        name: (*name).into(),
        title: (*title).into(),
        description: (*description).into(),
        is_state: false,
    });
    let fields = FIELDS.iter().flat_map(|flat| {
        let (key, title) = (flat.field.key(), flat.title);
        [
            Column { name: key.into(), title: title.into(), description: flat.description.into(), is_state: false },
            Column {
                name: format!("{key}_state").into(),
                title: format!("{title}（状态）").into(),
                description: format!("State of {key}").into(),
                is_state: true,
            },
        ]
    });
    identity.chain(fields).collect()
}

/// Every item, in the order of items.jsonl.
pub(super) fn rows(dataset: &Dataset) -> impl Iterator<Item = Row<'_>> {
    dataset.documents.iter().flat_map(|document| document.items.iter().map(|item| row(document, item)))
}

fn row<'a>(document: &'a DocumentResult, item: &'a Item) -> Row<'a> {
    let place = &document.source.jurisdiction;
    let identity = [
        Some(Cow::from(item.id.as_str())),
        Some(Cow::from(document.source.id.as_str())),
        Some(Cow::from(Kind::from(item.kind).word())),
        Some(Cow::from(Nature::from(item.nature).word())),
        place.name.as_deref().map(Cow::from),
        place.code.as_deref().map(Cow::from),
    ];
    let fields = FIELDS.iter().flat_map(|flat| {
        let state = State::from(state(item, flat.field));
        [(flat.text)(item).filter(|text| !text.is_empty()), Some(Cow::from(state.word()))]
    });
    identity.into_iter().chain(fields).collect()
}

/// The state of `field`: of a single value its own, of a list the strongest of its column and its entries.
fn state(item: &Item, field: Field) -> evidence::State {
    let column = item.state(field);
    let strongest_entry = match field {
        Field::Serial => return item.serial().state,
        Field::Category => return item.category.state,
        Field::PrimaryItem => return item.primary_item.state,
        Field::SecondaryItem => return item.secondary_item.state,
        Field::TertiaryItem => return item.tertiary_item.state,
        Field::Name => return item.name.state,
        Field::Publisher => return item.publisher.state,
        Field::ServiceTarget => return item.guide.service_target.state,
        Field::Contents => item.contents.iter().map(|content| content.text.state).max(),
        Field::LegalBasis => item.legal_basis.said().iter().map(|citation| citation.title.state).max(),
        Field::Deadlines => strongest(item.deadlines.said()),
        Field::Channels => item.contents.iter().flat_map(|content| content.channels.said()).map(|channel| channel.state).max(),
        Field::Marks => item.contents.iter().flat_map(|content| &content.said_marks().columns).map(|mark| mark.state).max(),
        Field::Materials => item.guide.materials.iter().map(|entry| entry.text.state).max(),
        Field::TimeLimits => strongest(&item.guide.time_limits),
        Field::HandlingLevels => strongest(&item.guide.handling_levels),
        Field::HandlingChannels => strongest(&item.guide.online).max(strongest(&item.guide.offline)),
        Field::Notes => item.guide.notes.iter().map(|entry| entry.text.state).max(),
        Field::Phones => strongest(&item.guide.phones),
        Field::Fees => strongest(&item.guide.fees),
        Field::Hours => strongest(&item.guide.hours),
        Field::Addresses => strongest(&item.guide.addresses),
        Field::Extra => item.extra.iter().map(|extra| extra.value.state).max(),
    };
    strongest_entry.map_or(column, |entry| entry.max(column))
}

fn strongest<T>(values: &[Value<T>]) -> Option<evidence::State> {
    values.iter().map(|value| value.state).max()
}

fn text(value: &Value<Text>) -> Option<Cow<'_, str>> {
    value.value.as_deref().map(Cow::from)
}

fn texts(values: &[Value<Text>]) -> Option<Cow<'_, str>> {
    list(values.iter().map(text))
}

/// The entries that are there, joined; borrowed where there is only one.
fn list<'a>(entries: impl Iterator<Item = Option<Cow<'a, str>>>) -> Option<Cow<'a, str>> {
    entries.flatten().reduce(|mut joined, entry| {
        let text = joined.to_mut();
        text.push_str(BETWEEN);
        text.push_str(&entry);
        joined
    })
}

/// As [`list`], each entry once.
fn list_once<'a>(entries: impl Iterator<Item = Cow<'a, str>>) -> Option<Cow<'a, str>> {
    let mut seen = std::collections::BTreeSet::new();
    list(entries.filter(|entry| seen.insert(entry.clone())).map(Some))
}

fn citation(citation: &Citation) -> Option<Cow<'_, str>> {
    let title = citation.title.value.as_deref()?;
    Some(match &citation.number {
        Some(number) => format!("{title}（{}）", number.raw).into(),
        None => title.into(),
    })
}

fn deadlines(values: &[Value<Deadline>]) -> Option<Cow<'_, str>> {
    list(values.iter().map(|value| value.value.as_ref().map(|deadline| deadline_text(deadline).into())))
}

/// As in `within 20 working_day from 信息形成或变更`, after its condition, with its basis in brackets.
fn deadline_text(deadline: &Deadline) -> String {
    let words = [
        deadline.condition.as_ref().map(|condition| format!("{condition}：")),
        Some(DeadlineKind::from(deadline.kind).word().to_owned()),
        deadline.amount.map(|amount| amount.to_string()),
        deadline.unit.map(|unit| Unit::from(unit).word().to_owned()),
        deadline.trigger.as_ref().map(|trigger| format!("from {trigger}")),
        deadline.basis.map(|basis| format!("({})", Basis::from(basis).word())),
    ];
    words.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn channels(contents: &[Content]) -> Option<Cow<'_, str>> {
    let checked = contents.iter().flat_map(|content| content.channels.said()).filter(|channel| channel.selected == Some(true));
    list_once(checked.map(channel))
}

fn channel(channel: &Channel) -> Cow<'_, str> {
    match &channel.note {
        Some(note) => format!("{}（{note}）", channel.label).into(),
        None => channel.label.as_str().into(),
    }
}

fn marks(contents: &[Content]) -> Option<Cow<'_, str>> {
    let ticked = contents.iter().flat_map(|content| &content.said_marks().columns).filter(|mark| mark.value == Some(true));
    list_once(ticked.map(|mark: &Mark| Cow::from(mark.label.as_str())))
}

/// The entries with those below them, in the order printed.
fn entries(entries: &[Entry]) -> Option<Cow<'_, str>> {
    list(entries.iter().map(|entry| {
        let own = text(&entry.text).map(|text| match &entry.number {
            Some(number) => Cow::from(format!("{number}. {text}")),
            None => text,
        });
        list([own, self::entries(&entry.items)].into_iter())
    }))
}

fn handling_channels(item: &Item) -> Option<Cow<'_, str>> {
    let after = |word: &str, value: &Value<Text>| value.value.as_ref().map(|text| Cow::from(format!("{word}：{text}")));
    let online = item.guide.online.iter().map(|value| after("online", value));
    list(online.chain(item.guide.offline.iter().map(|value| after("offline", value))))
}

fn phone(value: &Value<Phone>) -> Option<Cow<'_, str>> {
    let phone = value.value.as_ref()?;
    let extension = phone.extension.as_ref().map(|extension| format!("转{extension}")).unwrap_or_default();
    let note = phone.note.as_ref().map(|note| format!("（{note}）")).unwrap_or_default();
    Some(format!("{}{extension}{note}", phone.number).into())
}

fn extra(item: &Item) -> Option<Cow<'_, str>> {
    list(item.extra.iter().map(|extra| text(&extra.value).map(|text| Cow::from(format!("{}：{text}", extra.header)))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_its_columns_in_the_order_of_the_contract() {
        let fields: Vec<Field> = FIELDS.iter().map(|flat| flat.field).collect();
        assert_eq!(fields, Field::ALL);
    }
}
