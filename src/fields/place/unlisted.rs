//! fields/place/unlisted: a place that no list knows.

use super::{Rule, Search, described, place_not_in_list};
use crate::evidence::Places;
use crate::finding::Staged;
use crate::item::{Jurisdiction, Level};
use crate::tables::divisions::{Division, Divisions};
use crate::tables::known::Reading;

impl Search<'_> {
    /// A name that no list knows is kept as it stands; the nearest are proposed, never taken.
    pub(super) fn unlisted(&self, parent: Option<Division>, name: &str, rule: Rule, at: Places) -> Staged<Jurisdiction> {
        // Of zones and of the towns of some cities there is no list.
        let is_unknown = self.divisions.words.is_zone(name, "") || parent.is_some_and(|parent| self.is_without_towns(parent));
        let nearest = if is_unknown { Vec::new() } else { self.nearest(name) };
        let is_town = self.divisions.words.town_endings.iter().any(|ending| name.ends_with(ending.as_str()));
        let mut parents: Vec<Division> = parent.iter().flat_map(|parent| self.divisions.parents(parent.code)).collect();
        parents.extend(parent);
        let missing = || place_not_in_list(name, self.divisions.code_list(), described(nearest.iter(), self.divisions));
        let findings = if is_unknown { Vec::new() } else { vec![self.show(missing(), &at, name)] };
        let output = Jurisdiction {
            name: Some(name.into()),
            level: if is_town { Some(Level::Town) } else { Some(Level::County).filter(|_| name.ends_with(['县', '旗'])) },
            parents: parents.into_iter().map(Divisions::reference).collect(),
            state: rule.state,
            rule: Some(rule.name.into()),
            evidence: at,
            candidates: nearest.into_iter().map(Divisions::reference).collect(),
            ..Jurisdiction::unresolved()
        };
        Staged { output, findings }
    }

    /// The divisions whose names are nearest to `name`: very many documents of one place have the same.
    fn nearest(&self, name: &str) -> Vec<Division> {
        self.known.once(Reading::NearestPlaces, name, || self.divisions.nearest(name)).to_vec()
    }
}
