//! report/compare: places side by side, service by service and field by field. The terminal and the workbook lay it out; the page, which compares
//! what a reader picks, follows the same rules.

use super::details::{Shown, placed};
use super::gap::Both;
use super::matrix::{self, apart, is_exactly, kind};
use crate::align::{Dataset, ItemRef};
use crate::evidence::State;
use crate::field::Field;
use crate::item::Kind;
use crate::result::DocumentResult;
use crate::tables::findings::Language;
use crate::tables::nearest::nearest;
use crate::tables::report::ReportWords;
use crate::text::fold;
use std::collections::{BTreeMap, BTreeSet};

/// What is compared: a place, or a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// Its name for readers.
    pub(super) label: Both,
    /// Its documents, as indexes in the dataset.
    pub(super) documents: Vec<u32>,
}

/// Services that at least two sides have, and what only one has.
pub(super) struct Comparison {
    pub(super) services: Vec<ServiceComparison>,
    /// By side: names of items that are exactly no service of another side.
    pub(super) alone: Vec<Vec<String>>,
}

/// One service.
pub(super) struct ServiceComparison {
    pub(super) concept: String,
    pub(super) name: String,
    /// The kind of the documents compared; `None` where sides have no kind in common.
    pub(super) kind: Option<Kind>,
    pub(super) fields: Vec<FieldComparison>,
}

/// One field of one service.
pub(super) struct FieldComparison {
    pub(super) field: Field,
    pub(super) verdict: Agreement,
    /// One for each side that has the service.
    pub(super) said: Vec<Said>,
}

/// What one side says.
pub(super) struct Said {
    /// Index of the side.
    pub(super) side: usize,
    /// `None` where it says nothing, or nothing certain.
    pub(super) text: Option<Both>,
    pub(super) state: State,
    /// The text as it is compared.
    key: String,
    /// Where it stands.
    pub(super) place: Option<String>,
}

/// How the sides stand to each other in one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Agreement {
    /// They say different things.
    Differs,
    /// Some say nothing.
    Incomplete,
    /// A side is ambiguous, so nobody can tell.
    Open,
    /// They say the same.
    Same,
}

/// The items of one service, by side.
type BySide = BTreeMap<usize, Vec<ItemRef>>;

/// Fields that number and order a document: they say nothing about a service.
const NOT_COMPARED: [Field; 2] = [Field::Serial, Field::Category];

/// The sides that `named` names: source ids, paths, codes or names of places (whole, or the part that one place alone has). Fails with the
/// name that means nothing, or several places.
pub fn sides(dataset: &Dataset, named: &[String], words: &ReportWords, language: Language) -> Result<Vec<Side>, String> {
    named.iter().map(|name| side(dataset, name, words, language)).collect()
}

/// Every document with items as a side of its own.
pub(super) fn every_document(dataset: &Dataset, words: &ReportWords) -> Vec<Side> {
    let documents = (0u32..).zip(&dataset.documents).zip(apart(dataset)).filter(|((_, document), _)| !document.items.is_empty());
    let name = |document: &DocumentResult, apart: Option<String>| {
        matrix::label(document.source.jurisdiction.name.as_deref(), kind(document), apart.as_deref(), words)
    };
    documents.map(|((index, document), apart)| Side { label: name(document, apart), documents: vec![index] }).collect()
}

/// Compares `sides`; documents of one kind with each other where two sides have that kind, else all with all.
pub(super) fn compare(dataset: &Dataset, sides: &[Side], words: &ReportWords) -> Comparison {
    let shared = Shared::new(dataset, sides, words);
    let items: BTreeSet<ItemRef> = shared.found.values().flat_map(BTreeMap::values).flatten().copied().collect();
    Comparison { services: shared.services().collect(), alone: sides.iter().map(|side| alone(dataset, side, &items)).collect() }
}

/// The services that at least two sides have. There may be very many, so each is compared when somebody wants it, and forgotten.
pub(super) struct Shared<'a> {
    dataset: &'a Dataset,
    words: &'a ReportWords,
    found: BTreeMap<(u32, Option<Kind>), BySide>,
}

impl<'a> Shared<'a> {
    /// Those of `sides`, as [`compare`] compares them.
    pub(super) fn new(dataset: &'a Dataset, sides: &[Side], words: &'a ReportWords) -> Self {
        let is_by_kind = has_common_kind(dataset, sides);
        let mut found: BTreeMap<(u32, Option<Kind>), BySide> = BTreeMap::new();
        let mut sides_of: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (index, side) in sides.iter().enumerate() {
            side.documents.iter().for_each(|document| sides_of.entry(*document).or_default().push(index));
        }
        for alignment in dataset.alignments.iter().filter(|alignment| is_exactly(alignment)) {
            let (Some(concept), Some((document, _))) = (alignment.concept, dataset.item(alignment.item)) else { continue };
            let kind = kind(document).filter(|_| is_by_kind);
            for side in sides_of.get(&alignment.item.document).into_iter().flatten() {
                found.entry((concept, kind)).or_default().entry(*side).or_default().push(alignment.item);
            }
        }
        found.retain(|_, by_side| by_side.len() > 1);
        Shared { dataset, words, found }
    }

    /// Each compared, in the order of the dataset.
    pub(super) fn services(&self) -> impl Iterator<Item = ServiceComparison> {
        self.found.iter().filter_map(|((concept, kind), by_side)| {
            let concept = self.dataset.concepts.get(*concept as usize)?;
            let (name, fields) = (concept.name.to_string(), fields(self.dataset, by_side, self.words));
            Some(ServiceComparison { concept: concept.id.to_string(), name, kind: *kind, fields })
        })
    }
}

/// Place and kind of a document.
pub(super) fn label(document: &DocumentResult, words: &ReportWords) -> Both {
    matrix::label(document.source.jurisdiction.name.as_deref(), kind(document), None, words)
}

fn side(dataset: &Dataset, name: &str, words: &ReportWords, language: Language) -> Result<Side, String> {
    let documents: Vec<(u32, &DocumentResult)> = (0u32..).zip(&dataset.documents).collect();
    let matching = |matches: &dyn Fn(&DocumentResult) -> bool| -> Vec<(u32, &DocumentResult)> {
        documents.iter().filter(|(_, document)| matches(document)).copied().collect()
    };
    let file = matching(&|document| document.source.id.as_str() == name || document.source.path.as_str() == name);
    if let [(index, document)] = file.as_slice() {
        let text = label(document, words);
        let path = &document.source.path;
        let label = Both { en: format!("{} ({path})", text.en).into(), zh: format!("{}（{path}）", text.zh).into() };
        return Ok(Side { label, documents: vec![*index] });
    }
    let place = |document: &DocumentResult| document.source.jurisdiction.name.clone();
    let exactly =
        matching(&|document| document.source.jurisdiction.code.as_deref() == Some(name) || place(document).as_deref() == Some(name));
    let found = if exactly.is_empty() { matching(&|document| place(document).is_some_and(|place| place.contains(name))) } else { exactly };
    let places: BTreeSet<_> = found.iter().map(|(_, document)| (place(document), document.source.jurisdiction.code.clone())).collect();
    match places.iter().collect::<Vec<_>>().as_slice() {
        [] => {
            let known = dataset.documents.iter().flat_map(|document| {
                let source = &document.source;
                let place = [source.jurisdiction.name.as_deref(), source.jurisdiction.code.as_deref()];
                place.into_iter().flatten().chain([source.id.as_str(), source.path.as_str()])
            });
            let nearest = nearest(name, known).map(|known| words.word("text.nearest_name").get(language).replace("{name}", known));
            let text = words.word("text.no_such_side").get(language).replace("{name}", name);
            Err(text + &nearest.unwrap_or_default())
        }
        [(Some(place), _)] => Ok(Side { label: Both::same(place), documents: found.iter().map(|(index, _)| *index).collect() }),
        several => {
            let several: Vec<String> = several
                .iter()
                .map(|(place, code)| format!("{} ({})", place.as_deref().unwrap_or("?"), code.as_deref().unwrap_or("-")))
                .collect();
            let text = words.word("text.several_places").get(language).replace("{name}", name);
            Err(text.replace("{places}", &several.join(", ")))
        }
    }
}

fn has_common_kind(dataset: &Dataset, sides: &[Side]) -> bool {
    let of = |side: &Side| side.documents.iter().filter_map(|index| kind(dataset.documents.get(*index as usize)?)).collect::<BTreeSet<_>>();
    let kinds: Vec<_> = sides.iter().map(of).collect();
    [Kind::Directory, Kind::Guide].iter().any(|kind| kinds.iter().filter(|kinds| kinds.contains(kind)).count() > 1)
}

fn alone(dataset: &Dataset, side: &Side, shared: &BTreeSet<ItemRef>) -> Vec<String> {
    let documents = side.documents.iter().filter_map(|index| Some((*index, dataset.documents.get(*index as usize)?)));
    let items =
        documents.flat_map(|(document, result)| (0u32..).zip(&result.items).map(move |(item, of)| (ItemRef { document, item }, of)));
    let (compared, alone): (Vec<_>, Vec<_>) = items.partition(|(reference, _)| shared.contains(reference));
    // A service that two documents of a place name is compared once.
    let compared: BTreeSet<&str> = compared.into_iter().map(|(_, item)| item.title()).collect();
    alone.into_iter().map(|(_, item)| item.title()).filter(|title| !compared.contains(title)).map(str::to_owned).collect()
}

fn fields(dataset: &Dataset, by_side: &BySide, words: &ReportWords) -> Vec<FieldComparison> {
    let read = |reference: &ItemRef| dataset.item(*reference).map_or_else(Vec::new, |(document, item)| placed(document, item, words));
    let shown: Vec<OfSide> =
        by_side.iter().map(|(side, items)| (*side, items.iter().flat_map(read).collect(), names(dataset, items))).collect();
    let compared = Field::ALL.iter().filter(|field| !NOT_COMPARED.contains(field));
    compared.filter_map(|field| comparison(*field, &shown)).collect()
}

/// What a side says, and the names of its places.
type OfSide = (usize, Vec<Shown>, Vec<String>);

/// The names of the places of `items` and of those above them, the longest first.
fn names(dataset: &Dataset, items: &[ItemRef]) -> Vec<String> {
    let places = items.iter().filter_map(|item| dataset.item(*item)).map(|(document, _)| &document.source.jurisdiction);
    let of = |place: &crate::item::Jurisdiction| {
        let above = place.parents.iter().map(|parent| fold(&parent.name)).collect::<Vec<_>>();
        place.name.iter().map(|name| fold(name)).chain(above).collect::<Vec<_>>()
    };
    let names: BTreeSet<String> = places.flat_map(of).filter(|name| !name.is_empty()).collect();
    let mut names: Vec<String> = names.into_iter().collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names
}

/// `text` as it is compared: an office of one place is the same as that of another one.
fn key(field: Field, text: &str, names: &[String]) -> String {
    let folded = fold(text);
    match field {
        Field::Publisher => names.iter().fold(folded, |text, name| text.replace(name, "")),
        _ => folded,
    }
}

/// One field; `None` where no side says anything about it.
fn comparison(field: Field, shown: &[OfSide]) -> Option<FieldComparison> {
    let of = |(side, shown, names): &OfSide| {
        let said = said(*side, shown.iter().filter(|shown| shown.field == field));
        let key = said.text.as_ref().map_or_else(String::new, |text| key(field, &text.zh, names));
        Said { key, ..said }
    };
    let said: Vec<Said> = shown.iter().map(of).collect();
    let texts: Vec<&str> = said.iter().filter(|said| said.text.is_some()).map(|said| said.key.as_str()).collect();
    let differ = |a: &str, b: &str| a != b;
    let is_open = said.iter().any(|said| said.state == State::Ambiguous);
    let verdict = match () {
        () if texts.is_empty() && !is_open => return None,
        () if texts.windows(2).any(|pair| matches!(pair, [a, b] if differ(a, b))) => Agreement::Differs,
        () if is_open => Agreement::Open,
        () if texts.len() < said.len() => Agreement::Incomplete,
        () => Agreement::Same,
    };
    Some(FieldComparison { field, verdict, said })
}

/// All that one side says in one field, as one text.
fn said<'a>(side: usize, shown: impl Iterator<Item = &'a Shown>) -> Said {
    let mut said = Said { side, text: None, state: State::NoColumn, key: String::new(), place: None };
    let (mut seen, mut is_open) = (BTreeSet::new(), false);
    for value in shown {
        is_open |= value.state == State::Ambiguous;
        said.state = said.state.max(value.state);
        // How a list is numbered says nothing: its elements do.
        let list = (!value.parts.is_empty()).then(|| Both::same(&value.parts.join("、")));
        let Some(text) = list.or_else(|| value.text.clone()).filter(|text| seen.insert(text.zh.clone())) else { continue };
        said.place = said.place.or_else(|| value.at.first().map(|excerpt| excerpt.place.clone()));
        said.text = Some(match said.text {
            None => text,
            Some(before) => Both { en: format!("{}; {}", before.en, text.en).into(), zh: format!("{}；{}", before.zh, text.zh).into() },
        });
    }
    // What is ambiguous in one part is not compared as a whole.
    if is_open {
        (said.text, said.state) = (None, State::Ambiguous);
    }
    said
}
