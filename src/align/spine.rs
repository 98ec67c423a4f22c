//! align/spine: items to the services of the list of their domain: by name and alias, then by facets, then by characters.

use super::facets::{Above, Profile, Reading};
use super::grams::{Alike, Grams};
use super::score::{Verdict, compare};
use super::{Alignment, Concept, ItemRef, UNDECIDED};
use crate::evidence::Text;
use crate::item::{Item, Relation};
use crate::tables::Tables;
use crate::tables::services::{List, Named};
use crate::text::fold;
use std::collections::BTreeMap;

/// A list with its names read.
pub(super) struct Spine<'a> {
    tables: &'a Tables,
    read: &'a ListReadings<'a>,
    services: Vec<Profile<'a>>,
    grams: Grams<'a>,
}

/// The names of a list, read; what [`Spine`] borrows from.
pub(super) struct ListReadings<'a> {
    list: &'a List,
    /// Index of the list in the table.
    index: usize,
    /// Index of its first concept in the dataset.
    first: u32,
    /// By service: its name and its category.
    services: Vec<(Reading, Reading)>,
    /// What the domain implies.
    implied: Reading,
}

/// The second line stands by `broader` from this score on, where the next best is so much worse, and so much of the service's name is covered.
const ASSERTED: f32 = 0.35;
const AHEAD: f32 = 0.85;
const COVERED: f32 = 0.4;
/// A broader service that facets find is this share as much like the item as the most alike service, or it is not asserted.
const LIKELY: f32 = 0.8;
/// Nothing is proposed below; a proposal is the most alike service, with its score, and nothing more is claimed.
const PROPOSED: f32 = 0.05;
/// What a score gains where item and service stand under one heading.
const SAME_HEADING: f32 = 1.1;

impl<'a> ListReadings<'a> {
    /// The lists that have concepts among `concepts`.
    pub(super) fn all(concepts: &[Concept], tables: &'a Tables) -> Vec<Self> {
        let mut first: BTreeMap<&Text, u32> = BTreeMap::new();
        for (at, concept) in (0u32..).zip(concepts) {
            if let Some(list) = &concept.list {
                first.entry(list).or_insert(at);
            }
        }
        let read = |text: &str| Reading::new(text, &tables.facets);
        let lists = tables.services.lists().iter().enumerate();
        let used = lists.filter_map(|(index, list)| Some((index, list, *first.get(&list.id)?)));
        used.map(|(index, list, first)| ListReadings {
            list,
            index,
            first,
            services: list.services.iter().map(|service| (read(&service.name), read(&service.category))).collect(),
            implied: read(list.implied().first().map_or("", String::as_str)),
        })
        .collect()
    }

    /// The id of the list.
    pub(super) fn id(&self) -> &'a str {
        &self.list.id
    }
}

impl<'a> Spine<'a> {
    pub(super) fn new(read: &'a ListReadings<'a>, tables: &'a Tables) -> Self {
        let services = read.services.iter().map(|(name, category)| {
            let heading = Above { reading: category, called: "its category", scheme_alone: false };
            let domain = Above { reading: &read.implied, called: "the domain", scheme_alone: true };
            Profile::new(name, &[heading, domain])
        });
        let grams = Grams::new(read.services.iter().map(|(name, _)| name), &tables.facets);
        Spine { tables, read, services: services.collect(), grams }
    }

    /// What the domain of the list implies.
    pub(super) fn implied(&self) -> &'a Reading {
        &self.read.implied
    }

    /// How the item stands to services of the list: what we stand by, else at most one proposal.
    pub(super) fn align(&self, reference: ItemRef, item: &Item, profile: &Profile) -> Vec<Alignment> {
        let named = self.tables.services.named(self.read.index, item.title());
        if !named.is_empty() {
            return named.iter().filter_map(|named| self.by_name(reference, item, named)).collect();
        }
        let mut alike = self.grams.alike(profile.name);
        for alike in &mut alike {
            if self.same_heading(item, alike) {
                alike.score *= SAME_HEADING;
            }
        }
        alike.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.name.cmp(&b.name)));
        let judged: Vec<(Alike, Verdict)> = alike
            .into_iter()
            .filter_map(|alike| Some((alike, compare(profile, self.services.get(alike.name as usize)?, &self.tables.facets))))
            .collect();
        let by_facets = self.by_facets(reference, &judged);
        if by_facets.is_empty() { self.by_characters(reference, item, &judged).into_iter().collect() } else { by_facets }
    }

    fn same_heading(&self, item: &Item, alike: &Alike) -> bool {
        let category = self.read.list.services.get(alike.name as usize).map(|service| self.read.list.key(&service.category));
        item.levels().into_iter().filter_map(|level| level.value.as_deref()).any(|level| Some(self.read.list.key(level)) == category)
    }

    fn by_name(&self, reference: ItemRef, item: &Item, named: &Named) -> Option<Alignment> {
        let service = self.read.list.services.get(named.service)?;
        let (score, method, reason) = match (named.own, fold(item.title()) == fold(&service.name)) {
            (true, true) => (100, "equal-name", format!("same name: {}", service.name)),
            (true, false) => {
                (95, "equal-name-after-inheriting", format!("same name once the scheme is inherited from the document: {}", service.name))
            }
            (false, _) => (
                90,
                "alias",
                format!("{} is entered in the table of services as another name, {} {}", item.title(), named.relation.key(), service.name),
            ),
        };
        let reasons = vec![reason.into()];
        let (concept, relation) = (Some(self.read.first + named.service as u32), Some(named.relation));
        Some(Alignment { item: reference, concept, relation, asserted: true, score, method: method.into(), reasons })
    }

    /// What facets assert: the one service that is the same, else those that are nearly so, else the broader and narrower ones.
    fn by_facets(&self, reference: ItemRef, judged: &[(Alike, Verdict)]) -> Vec<Alignment> {
        let of = |relations: &[Relation]| -> Vec<&(Alike, Verdict)> {
            judged
                .iter()
                .filter(|(_, verdict)| verdict.asserted && verdict.relation.is_some_and(|relation| relations.contains(&relation)))
                .collect()
        };
        let exact = of(&[Relation::Exact]);
        if exact.len() > 1 {
            // Two services of a list that facets cannot tell apart: a person must.
            return exact.into_iter().map(|(alike, verdict)| self.undecided(reference, alike, verdict)).collect();
        }
        let best = judged.first().map_or(0.0, |(best, _)| best.score);
        // A broader service is not asserted where another one is much more like the item.
        let is_likely = |(alike, verdict): &&(Alike, Verdict)| verdict.relation != Some(Relation::Broader) || alike.score >= best * LIKELY;
        let wider = of(&[Relation::Broader, Relation::Narrower]).into_iter().filter(is_likely).collect();
        let tiers = [exact, of(&[Relation::Close]), wider];
        let found = tiers.into_iter().find(|tier| !tier.is_empty()).unwrap_or_default();
        found.into_iter().map(|(alike, verdict)| self.alignment(reference, alike, verdict, "facets")).collect()
    }

    fn undecided(&self, reference: ItemRef, alike: &Alike, verdict: &Verdict) -> Alignment {
        let mut alignment = self.alignment(reference, alike, verdict, UNDECIDED);
        alignment.relation = Some(Relation::Close);
        (alignment.asserted, alignment.score) = (false, 50);
        alignment.reasons.push("several services of the list have these facets, and an item is exactly one".into());
        alignment
    }

    fn alignment(&self, item: ItemRef, alike: &Alike, verdict: &Verdict, method: &str) -> Alignment {
        Alignment {
            item,
            concept: Some(self.read.first + alike.name),
            relation: verdict.relation,
            asserted: verdict.asserted,
            score: verdict.score,
            method: method.into(),
            reasons: verdict.reasons.clone(),
        }
    }

    /// The service whose characters are most like the item's; asserted where it is far ahead, and as `broader` alone.
    fn by_characters(&self, reference: ItemRef, item: &Item, judged: &[(Alike, Verdict)]) -> Option<Alignment> {
        let (best, verdict) = judged.first().filter(|(best, _)| best.score >= PROPOSED)?;
        let next = judged.get(1).map_or(0.0, |(next, _)| next.score);
        let is_ahead = next <= best.score * AHEAD;
        let asserted = best.score >= ASSERTED && is_ahead && best.cover >= COVERED && !verdict.contradicts;
        let relation = match verdict.relation {
            _ if asserted => Relation::Broader,
            Some(Relation::Exact) | None => Relation::Related,
            Some(relation) => relation,
        };
        let mut reasons: Vec<Text> = vec![format!("characters and words alike: {:.2}, the next service {next:.2}", best.score).into()];
        if self.same_heading(item, best) {
            reasons.push("both stand under the same heading".into());
        }
        reasons.extend(verdict.reasons.iter().cloned());
        Some(Alignment {
            item: reference,
            concept: Some(self.read.first + best.name),
            relation: Some(relation),
            asserted,
            score: hundredths(best.score),
            method: "characters".into(),
            reasons,
        })
    }
}

/// A score of the second line in hundredths: never so high as what facets say.
pub(super) fn hundredths(score: f32) -> u8 {
    (score.clamp(0.0, 0.74) * 100.0).round() as u8
}
