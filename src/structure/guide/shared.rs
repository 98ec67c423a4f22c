//! structure/guide/shared: what a guide says once for several services: in front of the first one, or behind the last.

use super::lines::Line;
use super::roles::{Role, begins};
use super::{Record, put};
use crate::evidence::{State, Text};
use crate::field::Field;
use crate::structure::table::Slot;

/// What holds for several services, and where such lines stand.
#[derive(Default)]
pub(super) struct Shared {
    /// Whether lines in front of the first service hold for all.
    pub(super) leads: bool,
    /// Whether the lines at hand hold for the services above.
    pub(super) is_open: bool,
    /// Whether the service at hand has begun with another label than its name.
    pub(super) nameless: bool,
    /// The label with which services begin, in front of that of their names.
    opener: Option<Text>,
    /// The first services that a slot is for: so many, or all.
    slots: Vec<(Option<usize>, Field, Slot)>,
}

impl Shared {
    /// What the labels in front of the first service are: said once, they hold for all; said in front of each name, they begin the services.
    pub(super) fn new(lines: &[Line], roles: &[Role]) -> Self {
        let is_first = |index: usize| begins(lines, index) || roles.get(index) == Some(&Role::Item);
        let starts: Vec<usize> = (0..lines.len()).filter(|index| is_first(*index)).collect();
        let words = |from: usize, to: usize| {
            let lines = lines.iter().zip(roles).take(to).skip(from);
            let labels = lines.filter(|(_, role)| **role == Role::Label).filter_map(|(line, _)| line.label.as_ref());
            labels.filter(|label| !label.meaning.part).map(|label| &label.word).collect::<Vec<_>>()
        };
        let Some(leading) = starts.first().map(|start| words(0, *start)) else { return Shared::default() };
        let Some(first) = leading.first() else { return Shared::default() };
        let recurs = starts.windows(2).all(|pair| matches!(pair, [above, below] if words(*above + 1, *below).contains(first)));
        let behind = words(starts.first().copied().unwrap_or_default(), lines.len());
        let is_said_once = !leading.iter().any(|word| behind.contains(word));
        let by_names = starts.iter().all(|index| begins(lines, *index));
        let opener = Some((*first).clone()).filter(|_| by_names && recurs && starts.len() > 1);
        Shared { leads: is_said_once, opener, ..Shared::default() }
    }

    /// Whether the label `word` begins a service.
    pub(super) fn opens(&self, word: &Text) -> bool {
        self.opener.as_ref() == Some(word)
    }

    /// Whether the service at hand waits for its name, which is at hand now.
    pub(super) fn take_nameless(&mut self) -> bool {
        std::mem::take(&mut self.nameless)
    }

    /// Keeps `slot` for the `services` above; for all where there is none yet.
    pub(super) fn put(&mut self, field: Field, slot: Slot, services: usize) {
        self.is_open = true;
        self.slots.push((Some(services).filter(|services| *services > 0), field, slot));
    }

    /// The slot at hand, where further lines go on with it.
    pub(super) fn last(&mut self) -> Option<&mut Slot> {
        self.slots.last_mut().filter(|_| self.is_open).map(|(.., slot)| slot)
    }

    /// A service begins.
    pub(super) fn end(&mut self) {
        (self.is_open, self.nameless) = (false, false);
    }

    /// Gives each of the services what is said for it.
    pub(super) fn hand_out(self, records: &mut [Record]) {
        let is_only = records.len() < 2;
        for (services, field, slot) in self.slots {
            let state = if is_only || slot.state != State::Stated { slot.state } else { State::Carried };
            let most = services.unwrap_or(records.len());
            records.iter_mut().take(most).for_each(|record| put(record, field, Slot { state, ..slot.clone() }));
        }
    }
}
