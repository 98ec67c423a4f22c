//! item/guide: what an item of a guide says besides. Items of directories, of which there are very many, say none of it.

use super::fit::{Fit, Shared};
use super::{Deadline, Entry, Phone};
use crate::evidence::{Text, Value};
use serde::{Deserialize, Serialize};
use std::ops::{Deref, DerefMut};
use std::sync::LazyLock;

/// The fields of guides; where none of them is stated they take a word.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Guide(Option<Box<GuideFields>>);

/// The fields that guides have and directories do not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GuideFields {
    /// 服务对象
    pub service_target: Value<Text>,
    /// 办理材料
    pub materials: Vec<Entry>,
    /// 注意事项
    pub notes: Vec<Entry>,
    /// 办理时限
    pub time_limits: Vec<Value<Deadline>>,
    /// 办理层级
    pub handling_levels: Vec<Value<Text>>,
    /// 办理渠道 online.
    pub online: Vec<Value<Text>>,
    /// 办理渠道 at a counter.
    pub offline: Vec<Value<Text>>,
    /// 联系电话
    pub phones: Vec<Value<Phone>>,
    /// 收费
    pub fees: Vec<Value<Text>>,
    /// 办公时间
    pub hours: Vec<Value<Text>>,
    /// 办理地点
    pub addresses: Vec<Value<Text>>,
}

static NONE: LazyLock<GuideFields> = LazyLock::new(GuideFields::default);

impl Default for GuideFields {
    fn default() -> Self {
        GuideFields {
            service_target: Value::no_column(),
            materials: Vec::new(),
            notes: Vec::new(),
            time_limits: Vec::new(),
            handling_levels: Vec::new(),
            online: Vec::new(),
            offline: Vec::new(),
            phones: Vec::new(),
            fees: Vec::new(),
            hours: Vec::new(),
            addresses: Vec::new(),
        }
    }
}

impl Deref for Guide {
    type Target = GuideFields;

    fn deref(&self) -> &GuideFields {
        self.0.as_deref().unwrap_or(&NONE)
    }
}

impl DerefMut for Guide {
    fn deref_mut(&mut self) -> &mut GuideFields {
        self.0.get_or_insert_default()
    }
}

impl PartialEq for Guide {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Fit for Guide {
    fn fit(&mut self, shared: &mut Shared) {
        if self.0.as_deref() == Some(&*NONE) {
            self.0 = None;
        }
        self.0.as_deref_mut().into_iter().for_each(|fields| fields.fit(shared));
    }
}
