//! field: the fields of the contract, as columns and labels name them.

use serde::{Deserialize, Serialize};

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident $key:literal),* $(,)?) => {
        /// A field of the contract. Its key is the English name that outputs use.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Field { $($(#[$doc])* #[serde(rename = $key)] $name),* }

        impl Field {
            /// Every field, in the order of the contract.
            pub const ALL: &[Field] = &[$(Field::$name),*];

            /// The English key of the contract.
            pub fn key(self) -> &'static str {
                match self { $(Field::$name => $key),* }
            }
        }
    };
}

fields! {
    /// 序号
    Serial "serial",
    /// 类别
    Category "category",
    /// 一级事项
    PrimaryItem "primary_item",
    /// 二级事项
    SecondaryItem "secondary_item",
    /// 三级事项
    TertiaryItem "tertiary_item",
    /// The deepest level stated, or 事项名称.
    Name "name",
    /// 公开内容（要素）
    Contents "contents",
    /// 公开依据, 设定依据
    LegalBasis "legal_basis",
    /// 公开时限
    Deadlines "deadlines",
    /// 公开主体
    Publisher "publisher",
    /// 公开渠道和载体
    Channels "channels",
    /// 公开对象, 公开方式, 公开层级: one column of ticks each.
    Marks "marks",
    /// 服务对象
    ServiceTarget "service_target",
    /// 办理材料
    Materials "materials",
    /// 办理时限
    TimeLimits "time_limits",
    /// 办理层级
    HandlingLevels "handling_levels",
    /// 办理渠道
    HandlingChannels "handling_channels",
    /// 注意事项
    Notes "notes",
    /// 联系电话
    Phones "phones",
    /// 收费依据及标准
    Fees "fees",
    /// 办公时间
    Hours "hours",
    /// 办理地点
    Addresses "addresses",
    /// A column or label that the contract does not know.
    Extra "extra",
}

impl Field {
    /// The depth in the hierarchy of items (category 0 … tertiary item 3); `None` for other fields.
    pub fn depth(self) -> Option<usize> {
        match self {
            Field::Category => Some(0),
            Field::PrimaryItem => Some(1),
            Field::SecondaryItem => Some(2),
            Field::TertiaryItem => Some(3),
            _ => None,
        }
    }

    /// The field with this key.
    pub fn from_key(key: &str) -> Option<Field> {
        Field::ALL.iter().copied().find(|field| field.key() == key)
    }
}
