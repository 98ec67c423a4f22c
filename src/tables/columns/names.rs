//! tables/columns/names: words at the head of columns that name services or levels of items though no section says so, and those that do not.

use super::{Columns, MOST_BYTES};
use crate::text::fold;

impl Columns {
    /// Whether the header `text` names services where no other one does.
    pub fn names_services(&self, text: &str) -> bool {
        text.len() <= MOST_BYTES && self.asked_services.once(text, || self.service_names.contains(&fold(text)))
    }

    /// Whether the first header `text` of a table may name services where no other one does.
    pub fn may_name_services(&self, text: &str) -> bool {
        let folded = if text.len() <= MOST_BYTES { fold(text) } else { String::new() };
        self.service_name_ends.iter().any(|end| folded.ends_with(end.as_str()))
    }

    /// Whether the header `text`, which is not known, ends as words for levels of items do.
    pub fn may_name_level(&self, text: &str) -> bool {
        let folded = if text.len() <= MOST_BYTES { fold(text) } else { String::new() };
        self.level_ends.iter().any(|end| folded.ends_with(end.as_str()))
    }

    /// Whether the header `text`, which is not known, may stand above the levels of items (公开事项类别及名称).
    pub fn may_head_levels(&self, text: &str) -> bool {
        let folded = if text.len() <= MOST_BYTES { fold(text) } else { String::new() };
        self.level_heads.iter().any(|word| folded.contains(word.as_str()))
    }

    /// Whether `text` heads a column of the steps of handling.
    pub fn is_step_header(&self, text: &str) -> bool {
        text.len() <= MOST_BYTES && self.step_headers.contains(&fold(text))
    }
}
