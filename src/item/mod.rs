//! item: what one row of a directory or one entry of a guide says, typed; every value with its evidence.

mod citation;
mod fit;
mod guide;
mod limit;
mod relation;
mod states;

pub use citation::{Citation, DocumentNumber, ForceVerdict, LawRef, NumberVerdict, TitleVerdict, Verdict};
pub(crate) use fit::{Fit, Shared};
pub use guide::{Guide, GuideFields};
pub use relation::Relation;
pub use states::States;

use crate::evidence::{Alike, At, Placed, Places, State, Text, Value};
use crate::field::Field;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, LazyLock};

/// What kind of document an item comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A disclosure directory (政务公开标准目录): what must be published, by whom, where, for whom.
    Directory,
    /// A service guide (办事指南): how a service is obtained.
    Guide,
}

/// What an item is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// A service that people or firms ask for.
    Service,
    /// A policy or rule being made.
    Policy,
    /// An institution and its people.
    Institution,
    /// A penalty or an inspection.
    Penalty,
    /// Information that is published.
    Information,
    /// The text does not say.
    Unknown,
}

/// One item. Field by field as in the contract; lists are in document order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Hash of source id, kind, parent names, name and occurrence.
    pub id: Text,
    /// Directory or guide.
    pub kind: Kind,
    /// What it is about.
    pub nature: Nature,
    /// The numbers of all levels, outermost first.
    pub serials: Vec<Value<Text>>,
    /// 类别
    pub category: Value<Text>,
    /// 一级事项
    pub primary_item: Value<Text>,
    /// 二级事项
    pub secondary_item: Value<Text>,
    /// 三级事项
    pub tertiary_item: Value<Text>,
    /// The deepest level stated.
    pub name: Value<Text>,
    /// What is published; one entry for most items.
    pub contents: Vec<Content>,
    /// Laws and documents cited as the basis.
    pub legal_basis: Alike<Citation>,
    /// When it must be published.
    pub deadlines: Alike<Value<Deadline>>,
    /// Who publishes or handles it.
    pub publisher: Value<Publisher>,
    /// Columns and labels that the contract does not know.
    pub extra: Vec<Extra>,
    /// What guides say besides.
    pub guide: Guide,
    /// Levels named relatively (市级, 本级), and the divisions they mean in the place of the document.
    pub relative_levels: Alike<Value<RelativeLevel>>,
    /// For every field: whether it is stated, missing, or its column is absent. Lists cannot show that themselves.
    pub states: States,
}

/// One content of an item, with the channels and marks of its row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// The whole text of the cell.
    pub text: Value<Text>,
    /// Its elements, without their numbers.
    pub elements: Alike<Value<Text>>,
    /// Where it is published.
    pub channels: Alike<Channel>,
    /// For whom, how and at which level: the ticks of its row, see [`Content::marks`].
    pub ticks: Alike<Marks>,
    /// `Stated` on the item's own row; `Inferred` for a row that continues the item above.
    pub membership: State,
}

/// A channel (公开渠道和载体) and whether its box is checked.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Channel {
    /// Key of the channel table; `None` for one that the table does not know.
    pub id: Option<Text>,
    /// As written, without blanks from line wraps.
    pub label: Text,
    /// Checked, unchecked, or not said.
    pub selected: Option<bool>,
    /// The text after 其他.
    pub note: Option<Text>,
    /// How we know it.
    pub state: State,
    /// Where it stands.
    pub at: Places,
}

/// The ticks of one row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Marks {
    /// Every mark column of the table, in order.
    pub columns: Vec<Mark>,
    /// How many ticks the row has.
    pub ticks: u32,
    /// In how many ways the ticks can stand in the columns.
    pub readings_count: u64,
    /// Column indexes (from 0, within `columns`) that carry the ticks, jointly; `None` when nothing is ambiguous.
    pub readings: Option<Vec<Vec<u32>>>,
    /// How many of the last `columns` are no columns but words of a cell (县级、乡级), which have their place and are no ticks.
    pub worded: u32,
}

/// One mark column in one row.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Mark {
    /// Audience, mode or level.
    pub group: MarkGroup,
    /// What the column means, in keys of the marks table; shared by all marks of the column.
    #[serde(deserialize_with = "crate::pool::shared")]
    pub keys: Arc<[Text]>,
    /// The header of the column.
    pub label: Text,
    /// Ticked or not; `None` where ambiguous or missing.
    pub value: Option<bool>,
    /// How we know it.
    pub state: State,
    /// The tick, or the ticks it may be.
    pub at: Places,
}

/// What a mark column is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkGroup {
    /// 公开对象
    Audience,
    /// 公开方式
    Mode,
    /// 公开层级
    Level,
}

/// A deadline or time limit.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Deadline {
    /// How many units; `None` for 即时办结 and the like.
    pub amount: Option<u32>,
    /// The unit.
    pub unit: Option<Unit>,
    /// What sort of limit.
    pub kind: DeadlineKind,
    /// What starts it (信息形成或变更).
    pub trigger: Option<Text>,
    /// When it applies (承诺制, 提交材料).
    pub condition: Option<Text>,
    /// Legal or promised.
    pub basis: Option<Basis>,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 工作日
    WorkingDay,
    /// 日, 天
    Day,
    /// 周
    Week,
    /// 个月
    Month,
    /// 年
    Year,
    /// 小时
    Hour,
    /// 分钟
    Minute,
}

/// What sort of limit a deadline is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineKind {
    /// Within an amount of time.
    Within,
    /// At once.
    Immediate,
    /// Again and again (按年公开).
    Periodic,
    /// Before a date.
    ByDate,
    /// For an amount of time (公示7个工作日).
    Duration,
}

/// What a time limit rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// 法定
    Legal,
    /// 承诺
    Promised,
}

/// An authority.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publisher {
    /// As written, without blanks from line wraps.
    pub name: Text,
    /// Its level, where the name tells it.
    pub level: Option<Level>,
    /// The place it names (大冶市), where it names one.
    pub jurisdiction: Option<Text>,
}

/// A level of government.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 国家
    Nation,
    /// 省、自治区、直辖市
    Province,
    /// 地级市、州、盟
    City,
    /// 市辖区
    District,
    /// 县、县级市、旗
    County,
    /// 乡、镇、街道
    Town,
    /// 村、社区
    Village,
}

/// What a level that is named relatively means.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RelativeLevel {
    /// Where it is named: handling levels, publisher, or the header of a column of ticks.
    pub field: Field,
    /// As written.
    pub text: Text,
    /// The level of the division.
    pub level: Level,
    /// The division.
    pub place: PlaceRef,
}

/// A telephone number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phone {
    /// As dialled, with a hyphen after the area code.
    pub number: Text,
    /// Extension.
    pub extension: Option<Text>,
    /// Whose number it is (人寿保险公司).
    pub note: Option<Text>,
}

/// One entry of a list in a guide, nested as printed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number as printed, without punctuation.
    pub number: Option<Text>,
    /// Its text, without its number and without the entries below it.
    pub text: Value<Text>,
    /// The entries below it.
    pub items: Vec<Entry>,
}

/// A column or label that the contract does not know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Extra {
    /// Its header.
    pub header: Text,
    /// What it says.
    pub value: Value<Text>,
}

/// The place a document is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Jurisdiction {
    /// Its name; `None` where it cannot be found.
    pub name: Option<Text>,
    /// Its code in `code_list`.
    pub code: Option<Text>,
    /// The list the code is from.
    pub code_list: Option<Text>,
    /// Its level.
    pub level: Option<Level>,
    /// What it belongs to, outermost first.
    pub parents: Vec<PlaceRef>,
    /// How we know it.
    pub state: State,
    /// The rule that found it.
    pub rule: Option<Text>,
    /// Where the text names it.
    pub evidence: Places,
    /// Other places it might be; for an unknown name the nearest by sound or shape.
    pub candidates: Vec<PlaceRef>,
}

/// A division by name and code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PlaceRef {
    /// Its name.
    pub name: Text,
    /// Its code.
    pub code: Option<Text>,
}

impl Content {
    /// The ticks of its row at their places.
    pub fn marks(&self) -> Marks {
        self.ticks.first().unwrap_or_default()
    }

    /// As [`Content::marks`], for those who do not ask for places.
    pub fn said_marks(&self) -> &Marks {
        self.ticks.said().first().unwrap_or(&NO_MARKS)
    }
}

/// The number of an item that has none.
static NO_SERIAL: LazyLock<Value<Text>> = LazyLock::new(Value::no_column);

/// The ticks of a row without any.
static NO_MARKS: Marks = Marks { columns: Vec::new(), ticks: 0, readings_count: 0, readings: None, worded: 0 };

impl Placed for Marks {
    fn change_places(&mut self, change: &mut dyn FnMut(&mut At)) {
        self.columns.iter_mut().for_each(|mark| mark.at.change_places(change));
    }
}

impl Placed for Channel {
    fn change_places(&mut self, change: &mut dyn FnMut(&mut At)) {
        self.at.change_places(change);
    }
}

impl Jurisdiction {
    /// A place that nothing in the document tells.
    pub fn unresolved() -> Self {
        Jurisdiction {
            name: None,
            code: None,
            code_list: None,
            level: None,
            parents: Vec::new(),
            state: State::Missing,
            rule: None,
            evidence: Places::new(),
            candidates: Vec::new(),
        }
    }
}

impl Item {
    /// An item of `kind` in which nothing is stated yet.
    pub fn new(kind: Kind) -> Self {
        let none = Value::no_column;
        Item {
            id: "".into(),
            kind,
            nature: Nature::Unknown,
            serials: Vec::new(),
            category: none(),
            primary_item: none(),
            secondary_item: none(),
            tertiary_item: none(),
            name: none(),
            contents: Vec::new(),
            legal_basis: Alike::default(),
            deadlines: Alike::default(),
            publisher: Value::no_column(),
            extra: Vec::new(),
            guide: Guide::default(),
            relative_levels: Alike::default(),
            states: States::default(),
        }
    }

    /// The item levels, outermost first: category, primary, secondary, tertiary.
    pub fn levels(&self) -> [&Value<Text>; 4] {
        [&self.category, &self.primary_item, &self.secondary_item, &self.tertiary_item]
    }

    /// Its deepest number, as printed.
    pub fn serial(&self) -> &Value<Text> {
        self.serials.last().unwrap_or(&NO_SERIAL)
    }

    /// Its name, or an empty text.
    pub fn title(&self) -> &str {
        self.name.value.as_deref().unwrap_or("")
    }

    /// The state of `field` in this item.
    pub fn state(&self, field: Field) -> State {
        self.states.get(field).unwrap_or(State::NoColumn)
    }
}
