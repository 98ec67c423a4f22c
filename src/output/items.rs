//! output/items: items.jsonl, one item a line. Renaming a field here is a change that users see.

use super::blocks::{Channel, Citation, Deadline, Entry, Jurisdiction, Marks, Phone, Publisher, RelativeLevel};
use super::value::{Frame, Value};
use super::words::{Kind, Membership, Nature, State};
use crate::align::Dataset;
use crate::evidence::Text;
use crate::field::Field;
use crate::item;
use crate::result::DocumentResult;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};
use std::borrow::Cow;

/// What one row of a directory or one entry of a guide says.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Item<'a> {
    /// Hash of source id, kind, parent names, name and occurrence: stable when other items come and go.
    id: &'a str,
    /// Id of its source in sources.jsonl.
    source: &'a str,
    /// Directory or guide.
    kind: Kind,
    /// What it is about.
    #[serde(rename = "type")]
    nature: Nature,
    /// The place its document is about.
    jurisdiction: Jurisdiction<'a>,
    /// 序号: the deepest number as printed.
    serial: Value<'a, &'a str>,
    /// The numbers of all levels, outermost first.
    serials: Vec<Value<'a, &'a str>>,
    /// 类别
    category: Value<'a, &'a str>,
    /// 一级事项
    primary_item: Value<'a, &'a str>,
    /// 二级事项
    secondary_item: Value<'a, &'a str>,
    /// 三级事项
    tertiary_item: Value<'a, &'a str>,
    /// The deepest level stated.
    name: Value<'a, &'a str>,
    /// 公开内容（要素）, with the channels and marks of its row; one for most items.
    contents: Vec<Content<'a>>,
    /// 公开依据, 设定依据
    legal_basis: Vec<Citation<'a>>,
    /// 公开时限
    deadlines: Vec<Value<'a, Deadline<'a>>>,
    /// 公开主体
    publisher: Value<'a, Publisher<'a>>,
    /// Columns and labels that the contract does not know.
    extra: Vec<Extra<'a>>,
    /// 服务对象
    service_target: Value<'a, &'a str>,
    /// 办理材料
    materials: Vec<Entry<'a>>,
    /// 注意事项
    notes: Vec<Entry<'a>>,
    /// 办理时限
    time_limits: Vec<Value<'a, Deadline<'a>>>,
    /// 办理层级
    handling_levels: Vec<Value<'a, &'a str>>,
    /// 办理渠道
    handling_channels: HandlingChannels<'a>,
    /// 联系电话
    phones: Vec<Value<'a, Phone<'a>>>,
    /// 收费依据及标准
    fees: Vec<Value<'a, &'a str>>,
    /// 办公时间
    hours: Vec<Value<'a, &'a str>>,
    /// 办理地点
    addresses: Vec<Value<'a, &'a str>>,
    /// For every field whether it is stated, missing, or its column is absent; an empty list cannot show that itself.
    field_states: FieldStates<'a>,
    /// Levels named relatively (市级, 本级), and the divisions they mean in the place of the document.
    relative_levels: Vec<Value<'a, RelativeLevel<'a>>>,
}

/// One content of an item.
#[derive(Debug, Serialize, JsonSchema)]
struct Content<'a> {
    /// The whole text of the cell.
    text: Value<'a, &'a str>,
    /// Its elements, without their numbers.
    elements: Vec<Value<'a, &'a str>>,
    /// 公开渠道和载体
    channels: Vec<Channel<'a>>,
    /// 公开对象, 公开方式, 公开层级
    marks: Marks<'a>,
    /// Whether it stands on the item's own row.
    membership: Membership,
}

/// A column or label that the contract does not know.
#[derive(Debug, Serialize, JsonSchema)]
struct Extra<'a> {
    /// Its header.
    header: &'a str,
    /// What it says.
    value: Value<'a, &'a str>,
}

/// How a service is asked for.
#[derive(Debug, Serialize, JsonSchema)]
struct HandlingChannels<'a> {
    /// Online.
    online: Vec<Value<'a, &'a str>>,
    /// At a counter.
    offline: Vec<Value<'a, &'a str>>,
}

/// The state of every field; its keys are those of [`Field`].
#[derive(Debug)]
struct FieldStates<'a>(&'a item::Item);

/// Every item, in the order of documents and items.
pub(super) fn rows(dataset: &Dataset) -> impl Iterator<Item = Item<'_>> {
    dataset.documents.iter().flat_map(|document| document.items.iter().map(|item| Item::new(document, item)))
}

impl<'a> Item<'a> {
    fn new(document: &'a DocumentResult, item: &'a item::Item) -> Self {
        let frame = Frame::new(&document.sheets);
        let text = |value| Value::text(value, frame);
        let texts = |values| Value::texts(values, frame);
        Item {
            id: &item.id,
            source: &document.source.id,
            kind: item.kind.into(),
            nature: item.nature.into(),
            jurisdiction: Jurisdiction::new(&document.source.jurisdiction, frame),
            serial: text(item.serial()),
            serials: texts(&item.serials),
            category: text(&item.category),
            primary_item: text(&item.primary_item),
            secondary_item: text(&item.secondary_item),
            tertiary_item: text(&item.tertiary_item),
            name: text(&item.name),
            contents: item.contents.iter().map(|content| Content::new(content, frame)).collect(),
            legal_basis: Citation::all(&item.legal_basis, frame),
            deadlines: Value::alike(&item.deadlines, frame, Deadline::new),
            publisher: Value::new(&item.publisher, frame, Publisher::new),
            extra: item.extra.iter().map(|extra| Extra { header: &extra.header, value: text(&extra.value) }).collect(),
            service_target: text(&item.guide.service_target),
            materials: Entry::all(&item.guide.materials, frame),
            notes: Entry::all(&item.guide.notes, frame),
            time_limits: Value::all(&item.guide.time_limits, frame, Deadline::new),
            handling_levels: texts(&item.guide.handling_levels),
            handling_channels: HandlingChannels { online: texts(&item.guide.online), offline: texts(&item.guide.offline) },
            phones: Value::all(&item.guide.phones, frame, Phone::new),
            fees: texts(&item.guide.fees),
            hours: texts(&item.guide.hours),
            addresses: texts(&item.guide.addresses),
            field_states: FieldStates(item),
            relative_levels: Value::alike(&item.relative_levels, frame, RelativeLevel::new),
        }
    }
}

impl<'a> Content<'a> {
    fn new(content: &'a item::Content, frame: Frame<'a>) -> Self {
        Content {
            text: Value::text(&content.text, frame),
            elements: Value::alike(&content.elements, frame, Text::as_str),
            channels: Channel::all(&content.channels, frame),
            marks: Marks::new(content.said_marks(), frame.from(content.ticks.base())),
            membership: content.membership.into(),
        }
    }
}

impl Serialize for FieldStates<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Field::ALL.iter().map(|field| (field.key(), State::from(self.0.state(*field)))))
    }
}

impl JsonSchema for FieldStates<'_> {
    fn schema_name() -> Cow<'static, str> {
        "FieldStates".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let state = generator.subschema_for::<State>();
        let keys: Vec<&str> = Field::ALL.iter().map(|field| field.key()).collect();
        let properties: serde_json::Map<_, _> = keys.iter().map(|key| (key.to_string(), state.clone().to_value())).collect();
        json_schema!({"description": "The state of every field.", "type": "object", "properties": properties, "required": keys})
    }
}
