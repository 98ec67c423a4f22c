//! fields/aside: the items of a document while they are read. Made one by one between the cells that they are read from, those of a very large document
//! would lie scattered over memory that the cells leave behind; as bytes they wait until all cells are gone.

use crate::finding::{Finding, Staged};
use crate::item::{Fit, Item, Shared};
use crate::pool;

/// The items read so far, in their order.
#[derive(Default)]
pub(super) struct Aside {
    /// Parts of [`AT_ONCE`] items, as bytes.
    parts: Vec<Vec<u8>>,
    /// Those behind them.
    open: Vec<Item>,
    /// What several of them say in the same words.
    shared: Shared,
}

/// So many items are put aside at once; a document with fewer keeps them as they are.
const AT_ONCE: usize = 8_192;

impl Aside {
    /// Adds `item` behind the others.
    pub(super) fn push(&mut self, mut item: Item) {
        item.fit(&mut self.shared);
        self.open.push(item);
        if self.open.len().is_multiple_of(AT_ONCE)
            && let Ok(part) = pool::to_bytes(&self.open)
        {
            self.parts.push(part);
            self.open = Vec::new();
        }
    }

    /// All of them; none where bytes do not give back what they were made of.
    pub(super) fn all(self) -> Staged<Vec<Item>> {
        let mut items = Vec::with_capacity(self.parts.len() * AT_ONCE + self.open.len());
        for part in self.parts {
            match pool::from_bytes::<Vec<Item>>(&part) {
                Ok(part) => items.extend(part),
                Err(error) => return Staged { output: Vec::new(), findings: vec![lost(&error)] },
            }
        }
        items.extend(self.open);
        Staged::quiet(items)
    }
}

fn lost(error: &impl std::fmt::Display) -> Finding {
    let finding = Finding::new("reading-stopped").with("reason", format!("items could not be kept ({error})"));
    finding.with("reason_zh", format!("事项未能保存（{error}）"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Places, Value};
    use crate::item::Kind;

    #[test]
    fn items_come_back_in_their_order() {
        let item = |number: usize| {
            let mut item = Item::new(Kind::Guide);
            item.name = Value::stated(format!("{number}").into(), "same".into(), Places::new());
            item.guide.fees = vec![item.name.clone(); number % 3];
            item
        };
        for count in [3, AT_ONCE, 2 * AT_ONCE + 3] {
            let mut aside = Aside::default();
            (0..count).for_each(|number| aside.push(item(number)));
            assert_eq!(aside.parts.len(), count / AT_ONCE);
            let all = aside.all();
            assert!(all.findings.is_empty() && all.output == (0..count).map(item).collect::<Vec<_>>());
        }
    }
}
