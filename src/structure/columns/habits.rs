//! structure/columns/habits: what the rows of a table that hardly lost a cell show of a column beside its texts: whether it is mostly filled, and of which
//! kinds.

use super::is_typed;
use crate::recognise::Traits;

/// What is known of one column.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Habit {
    typed: u32,
    titled: u32,
    untyped: u32,
    blank: u32,
    /// How many rows that name an item there are, and in how many of them the column is blank.
    named: u32,
    left: u32,
}

impl Habit {
    /// Remembers that a text that looks like `traits` stands in the column, or nothing.
    pub(super) fn learn(&mut self, traits: Option<&Traits>) {
        self.titled += u32::from(traits.is_some_and(|traits| traits.has_title));
        let count = match traits {
            Some(traits) if is_typed(traits) => &mut self.typed,
            Some(_) => &mut self.untyped,
            None => &mut self.blank,
        };
        *count += 1;
    }

    /// Remembers whether the column is blank in a row that names an item.
    pub(super) fn learn_of_item(&mut self, is_blank: bool) {
        self.named += 1;
        self.left += u32::from(is_blank);
    }

    /// Whether many rows that name an item leave the column blank: what they would say stands in a merged cell above.
    pub(super) fn is_often_left(&self) -> bool {
        const ONE_OF: u32 = 4;
        self.left > 1 && self.left * ONE_OF >= self.named
    }

    /// Whether the column is more often filled than blank.
    pub(super) fn is_filled(&self) -> bool {
        self.typed + self.untyped > self.blank
    }

    /// Whether all texts of the column, and there are some, name titles in 《》.
    pub(super) fn is_titled(&self) -> bool {
        const LEAST: u32 = 5;
        self.titled >= LEAST && self.titled == self.typed + self.untyped
    }

    /// Whether texts of no kind that can be told stand in the column.
    pub(super) fn has_untyped(&self) -> bool {
        self.untyped > 0 && self.untyped * 10 >= self.typed
    }

    /// Whether texts of kinds that mostly have columns of their own stand in the column.
    pub(super) fn has_typed(&self) -> bool {
        self.typed > 0 && self.typed * 10 >= self.untyped
    }
}
