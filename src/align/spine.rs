//! align/spine: items to the services of the list of their domain: by name and alias, then as a whole category, then by facets, then by characters.

mod categories;

use super::facets::{Above, Profile, Reading};
use super::grams::{Alike, Grams};
use super::score::{Verdict, compare, is_surely_meant, slips};
use super::{Alignment, Concept, ItemRef, UNDECIDED};
use crate::evidence::Text;
use crate::item::{Item, Relation};
use crate::tables::Tables;
use crate::tables::facets::FacetKind;
use crate::tables::services::{List, Named};
use crate::text::fold;
use categories::Categories;
use std::collections::{BTreeMap, HashMap};

/// A list with its names read.
pub(super) struct Spine<'a> {
    tables: &'a Tables,
    read: &'a ListReadings<'a>,
    services: Vec<Profile<'a>>,
    categories: Categories<'a>,
    /// The services by their names as they are compared.
    keys: HashMap<String, Vec<usize>>,
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
    /// The scheme that the domain implies.
    implied: Reading,
    /// The scheme and the people that the domain implies.
    everyone: Reading,
}

/// The second line stands by `broader` from this score on, where the next best is so much worse, and so much of the service's name is covered.
const ASSERTED: f32 = 0.35;
const AHEAD: f32 = 0.85;
const COVERED: f32 = 0.4;
/// A broader service that facets find is this share as much like the item as the most alike service, or it is not asserted.
const LIKELY: f32 = 0.8;
/// Nothing is proposed below; a proposal is the most alike service, with its score, and nothing more is claimed. Names that share only what is done are no
/// proposal unless they are as much alike as what is asserted.
const PROPOSED: f32 = 0.05;
/// So many characters at least stand before the name of a service that an item's name ends with.
const SHORTEST_BEFORE: usize = 2;
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
        let readings = |(index, list, first): (usize, &'a List, u32)| {
            let scheme = list.implied().first().map_or("", String::as_str);
            let mut names: Vec<Reading> = list.services.iter().map(|service| read(&service.name)).collect();
            leave_out_people(&mut names, &read(&list.people));
            let categories = list.services.iter().map(|service| read(&service.category));
            let services = names.into_iter().zip(categories).collect();
            let (implied, everyone) = (read(scheme), read(&format!("{scheme}{}", list.people)));
            ListReadings { list, index, first, services, implied, everyone }
        };
        used.map(readings).collect()
    }

    /// The id of the list.
    pub(super) fn id(&self) -> &'a str {
        &self.list.id
    }
}

/// The people of the domain say nothing in the name of a service, unless another one differs from it in the people alone.
fn leave_out_people(names: &mut [Reading], people: &Reading) {
    let people = people.of(FacetKind::Population);
    if people.is_empty() {
        return;
    }
    let mut alike: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    names.iter().for_each(|name| *alike.entry(name.but_for_people()).or_default() += 1);
    for name in names {
        if name.of(FacetKind::Population) == people && alike.get(&name.but_for_people()) == Some(&1) {
            name.forget(FacetKind::Population);
        }
    }
}

impl<'a> Spine<'a> {
    pub(super) fn new(read: &'a ListReadings<'a>, tables: &'a Tables) -> Self {
        let domain = Above { reading: &read.everyone, called: "the domain", scheme_alone: true };
        let services = read.services.iter().map(|(name, category)| {
            let heading = Above { reading: category, called: "its category", scheme_alone: false };
            Profile::new(name, &[heading, domain])
        });
        let mut keys: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, service) in read.list.services.iter().enumerate() {
            keys.entry(read.list.key(&service.name)).or_default().push(index);
        }
        let grams = Grams::new(read.services.iter().map(|(name, _)| name), &tables.facets);
        Spine { tables, read, services: services.collect(), categories: Categories::new(read, &tables.facets), keys, grams }
    }

    /// What the domain of the list implies.
    pub(super) fn implied(&self) -> &'a Reading {
        &self.read.implied
    }

    /// How an item stands to services of the list: what we stand by, else at most one proposal.
    pub(super) fn align(&self, item: &Item, profile: &Profile) -> Vec<Alignment> {
        let by_name = self.by_name(item, profile);
        if !by_name.is_empty() {
            return by_name;
        }
        let by_category = self.by_category(profile);
        if !by_category.is_empty() {
            return by_category;
        }
        let judged = self.judged(item, profile);
        let by_facets = self.by_facets(&judged);
        if by_facets.is_empty() { self.by_characters(item, profile.name, &judged).into_iter().collect() } else { by_facets }
    }

    /// The services whose names are like the item's, the most alike first, with what facets say of each.
    fn judged(&self, item: &Item, profile: &Profile) -> Vec<(Alike, Verdict)> {
        let mut alike = self.grams.alike(profile.name);
        for alike in &mut alike {
            if self.same_heading(item, alike) {
                alike.score *= SAME_HEADING;
            }
        }
        alike.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.name.cmp(&b.name)));
        let judge = |alike: Alike| Some((alike, compare(profile, self.services.get(alike.name as usize)?, &self.tables.facets)));
        alike.into_iter().filter_map(judge).collect()
    }

    fn same_heading(&self, item: &Item, alike: &Alike) -> bool {
        let category = self.read.list.services.get(alike.name as usize).map(|service| self.read.list.key(&service.category));
        item.levels().into_iter().filter_map(|level| level.value.as_deref()).any(|level| Some(self.read.list.key(level)) == category)
    }

    /// What the name says to the letter: as it stands, without its slips, or with its category written out before it.
    fn by_name(&self, item: &Item, profile: &Profile) -> Vec<Alignment> {
        let named = self.tables.services.named(self.read.index, item.title());
        if !named.is_empty() {
            return named.iter().filter_map(|named| self.named(item, named)).collect();
        }
        let name = profile.name;
        if !name.slips.is_empty() && is_surely_meant(name, name) {
            let named = self.tables.services.named(self.read.index, &name.folded);
            let mended = |mut alignment: Alignment| {
                alignment.method = "equal-name-but-for-a-slip".into();
                alignment.score = alignment.score.min(90);
                alignment.reasons.splice(0..0, slips(name));
                alignment
            };
            let found: Vec<Alignment> = named.iter().filter_map(|named| self.named(item, named)).map(mended).collect();
            if !found.is_empty() {
                return found;
            }
        }
        self.written_out(&name.folded).into_iter().collect()
    }

    fn named(&self, item: &Item, named: &Named) -> Option<Alignment> {
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
        Some(self.stands(named.service, named.relation, score, method, vec![reason.into()]))
    }

    /// The one service whose name ends the item's, where all that stands before it is part of its category.
    fn written_out(&self, name: &str) -> Option<Alignment> {
        let key = self.read.list.key(name);
        let ends = key.char_indices().skip(SHORTEST_BEFORE).filter_map(|(at, _)| key.split_at_checked(at));
        let mut found = ends.flat_map(|(before, end)| {
            let services =
                self.keys.get(end).into_iter().flatten().filter_map(|index| Some((*index, self.read.list.services.get(*index)?)));
            services.filter(move |(_, service)| self.read.list.key(&service.category).contains(before))
        });
        let (index, service) = found.next().filter(|_| found.next().is_none())?;
        let reason = format!("same name once its category {} is left out: {}", service.category, service.name);
        Some(self.stands(index, Relation::Exact, 95, "equal-name-below-its-category", vec![reason.into()]))
    }

    /// The services of the one category that the name is, each narrower.
    fn by_category(&self, profile: &Profile) -> Vec<Alignment> {
        let Some((category, verdict)) = self.categories.find(profile.name, &self.tables.facets) else { return Vec::new() };
        let reason = format!("the same as the category {} of the list, which holds this service", category.name);
        let reasons: Vec<Text> = std::iter::once(reason.into()).chain(verdict.reasons).collect();
        category.services.iter().map(|service| self.stands(*service, Relation::Narrower, 85, "category", reasons.clone())).collect()
    }

    /// An alignment that we stand by. The caller enters whose it is.
    fn stands(&self, service: usize, relation: Relation, score: u8, method: &str, reasons: Vec<Text>) -> Alignment {
        let (item, concept) = (ItemRef::default(), Some(self.read.first + service as u32));
        Alignment { item, concept, relation: Some(relation), asserted: true, score, method: method.into(), reasons }
    }

    /// What facets assert: the one service that is the same, else those that are nearly so, else the broader and narrower ones.
    fn by_facets(&self, judged: &[(Alike, Verdict)]) -> Vec<Alignment> {
        let of = |relations: &[Relation]| -> Vec<&(Alike, Verdict)> {
            judged
                .iter()
                .filter(|(_, verdict)| verdict.asserted && verdict.relation.is_some_and(|relation| relations.contains(&relation)))
                .collect()
        };
        let exact = of(&[Relation::Exact]);
        if exact.len() > 1 {
            // Two services of a list that facets cannot tell apart: a person must.
            return exact.into_iter().map(|(alike, verdict)| self.undecided(alike, verdict)).collect();
        }
        let best = judged.first().map_or(0.0, |(best, _)| best.score);
        // A broader service is not asserted where another one is much more like the item.
        let is_likely = |(alike, verdict): &&(Alike, Verdict)| verdict.relation != Some(Relation::Broader) || alike.score >= best * LIKELY;
        let wider = of(&[Relation::Broader, Relation::Narrower]).into_iter().filter(is_likely).collect();
        let tiers = [exact, of(&[Relation::Close]), wider];
        let found = tiers.into_iter().find(|tier| !tier.is_empty()).unwrap_or_default();
        found.into_iter().map(|(alike, verdict)| self.alignment(alike, verdict, "facets")).collect()
    }

    fn undecided(&self, alike: &Alike, verdict: &Verdict) -> Alignment {
        let mut alignment = self.alignment(alike, verdict, UNDECIDED);
        alignment.relation = Some(Relation::Close);
        (alignment.asserted, alignment.score) = (false, 50);
        alignment.reasons.push("several services of the list have these facets, and an item is exactly one".into());
        alignment
    }

    fn alignment(&self, alike: &Alike, verdict: &Verdict, method: &str) -> Alignment {
        Alignment {
            item: ItemRef::default(),
            concept: Some(self.read.first + alike.name),
            relation: verdict.relation,
            asserted: verdict.asserted,
            score: verdict.score,
            method: method.into(),
            reasons: verdict.reasons.clone(),
        }
    }

    /// The service whose characters are most like the item's; asserted where it is far ahead: as facets find, else as `broader`. Never by what is done alone.
    fn by_characters(&self, item: &Item, name: &Reading, judged: &[(Alike, Verdict)]) -> Option<Alignment> {
        let (best, verdict) = judged.first().filter(|(best, _)| best.score >= PROPOSED)?;
        let (service, _) = self.read.services.get(best.name as usize)?;
        if best.score < ASSERTED && service.is_about_something() && !name.is_about_the_same(service, &self.tables.facets) {
            return None;
        }
        let next = judged.get(1).map_or(0.0, |(next, _)| next.score);
        let is_ahead = next <= best.score * AHEAD;
        let asserted = best.score >= ASSERTED && is_ahead && best.cover >= COVERED && !verdict.contradicts;
        let relation = match verdict.relation {
            Some(Relation::Exact) | None if asserted => Relation::Broader,
            Some(Relation::Exact) | None => Relation::Related,
            Some(relation) => relation,
        };
        let mut reasons: Vec<Text> = vec![format!("characters and words alike: {:.2}, the next service {next:.2}", best.score).into()];
        if self.same_heading(item, best) {
            reasons.push("both stand under the same heading".into());
        }
        reasons.extend(verdict.reasons.iter().cloned());
        Some(Alignment {
            item: ItemRef::default(),
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
