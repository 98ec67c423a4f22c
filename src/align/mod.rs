//! align: items of all documents to a dataset in which the same service of different places has one concept.

mod facets;
mod grams;
mod mend;
mod score;

mod cluster;
mod decisions;
mod pairs;
mod review;
mod spine;

pub(crate) use decisions::{judged_by_ids, judged_texts as judged, shown};
pub use pairs::{Pair, pairs};
pub use review::{Asked, Question, contradictions, questions};

use crate::evidence::{Text, Texts};
use crate::field::Field;
use crate::finding::{Finding, Staged};
use crate::item::{Item, Nature, Relation};
use crate::result::DocumentResult;
use crate::tables::Tables;
use crate::tables::decisions::{Decision, Decisions};
use crate::tables::services::{List, Service};
use cluster::Open;
use facets::{Above, Profile, Reading};
use rayon::prelude::*;
use spine::{ListReadings, Spine};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// All documents, and which of their items are the same service.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// In path order.
    pub documents: Vec<DocumentResult>,
    /// Services of the lists in use, then services found among places.
    pub concepts: Vec<Concept>,
    /// One or more for every item, in the order of documents and items.
    pub alignments: Vec<Alignment>,
    /// Words of services' names that the vocabulary of facets does not have: how often, and the first item with it.
    pub unread: BTreeMap<Text, (u64, ItemRef)>,
    /// "Today" (`YYYY-MM-DD`), an input.
    pub as_of: Option<Text>,
    /// What people decided, as far as it holds for these documents.
    pub decided: Vec<Decision>,
}

/// A service as such, whatever place offers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concept {
    /// Code of its list (`medical-insurance/02`), or a hash for one that is on no list.
    pub id: Text,
    /// Its name.
    pub name: Text,
    /// The category of the list.
    pub category: Option<Text>,
    /// The list; `None` for services found among places.
    pub list: Option<Text>,
    /// Items that are exactly it.
    pub members: Vec<ItemRef>,
}

/// An item by its place in the dataset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemRef {
    /// Index of the document.
    pub document: u32,
    /// Index of the item in it.
    pub item: u32,
}

/// How an item stands to a concept, read *item relation concept* as in SKOS.
#[derive(Clone, Debug, PartialEq)]
pub struct Alignment {
    /// The item.
    pub item: ItemRef,
    /// Index in [`Dataset::concepts`]; `None` where it stands to none, for the reasons given.
    pub concept: Option<u32>,
    /// The relation; `None` without a concept.
    pub relation: Option<Relation>,
    /// Whether we stand by it, or only propose it.
    pub asserted: bool,
    /// In hundredths.
    pub score: u8,
    /// The rule that made it.
    pub method: Text,
    /// Why, in words.
    pub reasons: Vec<Text>,
}

/// The method of an alignment to one of several services that facets cannot tell apart.
pub(crate) const UNDECIDED: &str = "facets-undecided";

impl Dataset {
    /// The document and the item that `reference` names.
    pub fn item(&self, reference: ItemRef) -> Option<(&DocumentResult, &Item)> {
        let document = self.documents.get(reference.document as usize)?;
        Some((document, document.items.get(reference.item as usize)?))
    }

    /// Takes the findings of the documents out of them, each with its source: they are many, and from here on one list holds all.
    pub fn take_findings(&mut self) -> Vec<Finding> {
        let of_document = |(index, document): (u32, &mut DocumentResult)| {
            std::mem::take(&mut document.findings).into_iter().map(move |finding| Finding { source: Some(index), ..finding })
        };
        (0..).zip(&mut self.documents).flat_map(of_document).collect()
    }

    /// Items that facets find to be exactly several services of a list.
    fn undecided(&self) -> Vec<Finding> {
        let mut services: BTreeMap<ItemRef, Vec<&str>> = BTreeMap::new();
        for alignment in self.alignments.iter().filter(|alignment| alignment.method.as_str() == UNDECIDED) {
            let concept = alignment.concept.and_then(|concept| self.concepts.get(concept as usize));
            services.entry(alignment.item).or_default().extend(concept.map(|concept| concept.name.as_str()));
        }
        let finding = |(reference, services): (ItemRef, Vec<&str>)| {
            let mut finding = Finding::new("alignment-undecided").item(reference.item as usize).field(Field::Name);
            finding.source = Some(reference.document);
            let finding = finding.with("services", services.join("、"));
            match self.item(reference) {
                Some((_, item)) => finding.with("name", item.title()).shown(item.name.raw.as_deref().unwrap_or_default(), &item.name.at),
                None => finding,
            }
        };
        services.into_iter().map(finding).collect()
    }

    /// Enters the items that are exactly a concept as its members.
    fn enter_members(&mut self) {
        self.concepts.iter_mut().for_each(|concept| concept.members.clear());
        for alignment in self.alignments.iter().filter(|alignment| alignment.asserted && alignment.relation == Some(Relation::Exact)) {
            if let Some(concept) = alignment.concept.and_then(|concept| self.concepts.get_mut(concept as usize)) {
                concept.members.push(alignment.item);
            }
        }
    }
}

/// Aligns the items of all documents: to the list of their domain; what is on no list, among documents; then as people decided.
pub fn align(documents: Vec<DocumentResult>, decisions: &Decisions, tables: &Tables, as_of: Option<Text>) -> Staged<Dataset> {
    let mut concepts = listed(&documents, tables);
    let names = Names::read(&documents, tables);
    let lists = ListReadings::all(&concepts, tables);
    let spines = lists.iter().map(|list| (list.id(), Spine::new(list, tables))).collect();
    let (mut alignments, open) = to_lists(&documents, &names, &spines);
    let (found, among) = cluster::places(&open, concepts.len() as u32, &tables.facets);
    concepts.extend(found);
    let proposed: BTreeSet<ItemRef> = alignments.iter().map(|alignment| alignment.item).collect();
    alignments.extend(among.into_iter().filter(|alignment| alignment.concept.is_some() || !proposed.contains(&alignment.item)));
    alignments.sort_by_key(|alignment| (alignment.item, alignment.concept));
    share_texts(&mut alignments);
    let unread = names.unread(&documents);
    let mut dataset = Dataset { documents, concepts, alignments, unread, as_of, decided: Vec::new() };
    let mut findings = decisions::apply(decisions, &mut dataset);
    findings.extend(dataset.undecided());
    dataset.enter_members();
    Staged { output: dataset, findings }
}

/// Has equal texts shared: there are few methods, and few reasons, for very many items.
fn share_texts(alignments: &mut [Alignment]) {
    let mut texts = Texts::default();
    for alignment in alignments {
        texts.share(&mut alignment.method);
        alignment.reasons.iter_mut().for_each(|reason| texts.share(reason));
    }
}

/// Every text that is compared, read into facets once.
struct Names<'a> {
    readings: HashMap<&'a str, Reading>,
    /// What is read of a text that is not compared.
    nothing: Reading,
}

impl<'a> Names<'a> {
    fn read(documents: &'a [DocumentResult], tables: &Tables) -> Self {
        let titles = documents.iter().filter_map(|document| document.source.title.value.as_deref());
        let of_items = items(documents).filter(|(_, _, item)| item.nature == Nature::Service).flat_map(|(_, _, item)| {
            item.levels().into_iter().filter_map(|level| level.value.as_deref()).chain(std::iter::once(item.title()))
        });
        let texts: BTreeSet<&str> = titles.chain(of_items).collect();
        let readings = texts.into_par_iter().map(|text| (text, Reading::new(text, &tables.facets))).collect();
        Names { readings, nothing: Reading::default() }
    }

    /// What stands above an item, nearest first: its headings, the title of the document, what the domain implies.
    fn above<'b>(&'b self, document: &DocumentResult, item: &Item, implied: Option<&'b Reading>) -> Vec<Above<'b>> {
        let get = |text: Option<&str>| text.and_then(|text| self.readings.get(text));
        let levels = item.levels().into_iter().rev().filter_map(|level| level.value.as_deref()).filter(|level| *level != item.title());
        let headings =
            levels.filter_map(|level| get(Some(level))).map(|reading| Above { reading, called: "its heading", scheme_alone: false });
        let title = get(document.source.title.value.as_deref()).map(|reading| Above {
            reading,
            called: "the title of the document",
            scheme_alone: true,
        });
        let domain = implied.map(|reading| Above { reading, called: "the domain", scheme_alone: true });
        headings.chain(domain).chain(title).collect()
    }

    /// Words of the names of services that no facet reads.
    fn unread(&self, documents: &[DocumentResult]) -> BTreeMap<Text, (u64, ItemRef)> {
        let mut unread: BTreeMap<Text, (u64, ItemRef)> = BTreeMap::new();
        for (reference, _, item) in items(documents).filter(|(_, _, item)| item.nature == Nature::Service) {
            for word in self.readings.get(item.title()).into_iter().flat_map(|reading| &reading.unread) {
                unread.entry(word.as_str().into()).or_insert((0, reference)).0 += 1;
            }
        }
        unread
    }
}

/// Every item to the list of its domain; the items of which nothing is asserted come back to be aligned among documents.
fn to_lists<'a>(
    documents: &'a [DocumentResult],
    names: &'a Names<'a>,
    spines: &BTreeMap<&str, Spine<'a>>,
) -> (Vec<Alignment>, Vec<Open<'a>>) {
    let (looks, look_of) = looks(documents);
    let align = |(document, item): &(&'a DocumentResult, &'a Item)| {
        let spine = document.source.domain.as_deref().and_then(|domain| spines.get(domain));
        let name = names.readings.get(item.title()).unwrap_or(&names.nothing);
        let profile = Profile::new(name, &names.above(document, item, spine.map(Spine::implied)));
        let is_service = item.nature == Nature::Service && item.name.value.is_some();
        (spine.filter(|_| is_service).map(|spine| spine.align(item, &profile)).unwrap_or_default(), profile)
    };
    let found: Vec<(Vec<Alignment>, Profile)> = looks.par_iter().map(align).collect();
    let (mut alignments, mut open) = (Vec::new(), Vec::new());
    for ((reference, document, item), look) in items(documents).zip(look_of) {
        let Some((found, profile)) = found.get(look) else { continue };
        alignments.extend(found.iter().map(|alignment| Alignment { item: reference, ..alignment.clone() }));
        if !found.iter().any(|alignment| alignment.asserted) {
            open.push(Open { reference, document, item, profile: profile.clone() });
        }
    }
    (alignments, open)
}

/// All that a list sees of an item.
#[derive(PartialEq, Eq, Hash)]
struct Look<'a> {
    domain: Option<&'a str>,
    title_of_document: Option<&'a str>,
    levels: Vec<&'a str>,
    name: &'a str,
    is_service: bool,
}

/// The first item of each look, and for every item which look it has: the same name in five hundred places costs once.
fn looks(documents: &[DocumentResult]) -> (Vec<(&DocumentResult, &Item)>, Vec<usize>) {
    let mut known: HashMap<Look, usize> = HashMap::new();
    let mut firsts = Vec::new();
    let look_of = items(documents).map(|(_, document, item)| {
        let look = Look {
            domain: document.source.domain.as_deref(),
            title_of_document: document.source.title.value.as_deref(),
            levels: item.levels().into_iter().filter_map(|level| level.value.as_deref()).collect(),
            name: item.title(),
            is_service: item.nature == Nature::Service && item.name.value.is_some(),
        };
        *known.entry(look).or_insert_with(|| {
            firsts.push((document, item));
            firsts.len() - 1
        })
    });
    let look_of = look_of.collect();
    (firsts, look_of)
}

/// Every item with its document, in order.
pub(crate) fn items(documents: &[DocumentResult]) -> impl Iterator<Item = (ItemRef, &DocumentResult, &Item)> {
    (0u32..)
        .zip(documents)
        .flat_map(|(document, result)| (0u32..).zip(&result.items).map(move |(item, of)| (ItemRef { document, item }, result, of)))
}

/// The concepts of every list that a document's domain uses.
fn listed(documents: &[DocumentResult], tables: &Tables) -> Vec<Concept> {
    let used: BTreeSet<&Text> = documents.iter().filter_map(|document| document.source.domain.as_ref()).collect();
    let lists = tables.services.lists().iter().filter(|list| used.contains(&list.id));
    let concept = |list: &List, service: &Service| Concept {
        id: service.code.clone(),
        name: service.name.clone(),
        category: Some(service.category.clone()),
        list: Some(list.id.clone()),
        members: Vec::new(),
    };
    lists.flat_map(|list| list.services.iter().map(move |service| concept(list, service))).collect()
}
