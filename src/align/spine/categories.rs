//! align/spine/categories: names that are a whole category of a list, found by what they say themselves.

use super::ListReadings;
use crate::align::facets::{Above, Profile, Reading};
use crate::align::score::{Verdict, compare};
use crate::item::Relation;
use crate::tables::facets::{FacetId, FacetKind, Facets};
use std::collections::{BTreeMap, HashMap};

/// The categories of a list that hold several services.
pub(super) struct Categories<'a> {
    domain: Above<'a>,
    by_key: HashMap<Key, Vec<Category<'a>>>,
}

/// One of them.
pub(super) struct Category<'a> {
    pub(super) name: &'a str,
    profile: Profile<'a>,
    /// Indexes of its services; those that only some places offer are not among them.
    pub(super) services: Vec<usize>,
}

/// What two names share that are the same without inheriting anything but scheme and people: actions, objects, and what no word reads.
type Key = (Vec<FacetId>, Vec<FacetId>, String);

impl<'a> Categories<'a> {
    pub(super) fn new(read: &'a ListReadings<'a>, facets: &Facets) -> Self {
        let domain = Above { reading: &read.everyone, called: "the domain", scheme_alone: true };
        let mut found: BTreeMap<&str, Category> = BTreeMap::new();
        for (index, (service, (_, reading))) in read.list.services.iter().zip(&read.services).enumerate() {
            let profile = || Profile::new(reading, &[domain]);
            let category = found.entry(&service.category).or_insert_with(|| Category {
                name: &service.category,
                profile: profile(),
                services: Vec::new(),
            });
            if !read.list.is_beyond(&service.code) {
                category.services.push(index);
            }
        }
        let mut by_key: HashMap<Key, Vec<Category>> = HashMap::new();
        for category in found.into_values().filter(|category| category.services.len() > 1) {
            by_key.entry(key(category.profile.name, facets)).or_default().push(category);
        }
        Categories { domain, by_key }
    }

    /// The one category that `name` is by itself, whatever stands above it.
    pub(super) fn find(&self, name: &Reading, facets: &Facets) -> Option<(&Category<'a>, Verdict)> {
        let own = Profile::new(name, &[self.domain]);
        let same = |category: &'_ Category| {
            let verdict = compare(&own, &category.profile, facets);
            (verdict.asserted && verdict.relation == Some(Relation::Exact)).then_some(verdict)
        };
        let categories = self.by_key.get(&key(name, facets))?;
        let mut found = categories.iter().filter_map(|category| Some((category, same(category)?)));
        found.next().filter(|_| found.next().is_none())
    }
}

fn key(name: &Reading, facets: &Facets) -> Key {
    let of = |kind: FacetKind| {
        let all = name.of(kind);
        let mut kept: Vec<FacetId> = all.iter().copied().filter(|id| !all.iter().any(|other| facets.is_below(*other, *id))).collect();
        kept.sort_unstable();
        kept
    };
    (of(FacetKind::Action), of(FacetKind::Object), name.unread.concat())
}
