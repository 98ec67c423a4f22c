//! align/grams: the second line of evidence: names as characters and facets weighted by rarity, found through an inverted index.
//!
//! Cosine of TF-IDF vectors over runs of one to three characters and over facets with what lies above and near them, mixed with the share of
//! the indexed name that the other covers, and lessened where actions or sibling facets disagree. It never makes more than `close`.

use super::facets::Reading;
use crate::tables::facets::{FacetId, FacetKind, Facets};
use std::collections::HashMap;

/// Names that can be searched.
#[derive(Debug)]
pub(super) struct Grams<'a> {
    facets: &'a Facets,
    names: Vec<Entry<'a>>,
    /// For each feature the names that have it, and its weight.
    postings: HashMap<u64, Posting>,
}

#[derive(Debug)]
struct Entry<'a> {
    reading: &'a Reading,
    /// By feature, ascending.
    vector: Vec<(u64, f32)>,
    norm: f32,
}

#[derive(Debug, Default)]
struct Posting {
    names: Vec<u32>,
    rarity: f32,
}

/// A name that is like another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Alike {
    /// Index of the name.
    pub(super) name: u32,
    /// How much alike, 0 to 1.
    pub(super) score: f32,
    /// Which share of the indexed name the other has.
    pub(super) cover: f32,
}

/// How many of the names with the most rare features in common are compared in full.
const COMPARED: usize = 128;
/// A feature of more names than this, and than a fiftieth of them, finds no candidates.
const RARE: usize = 64;
const COSINE: f32 = 0.8;
/// What is left of a score where one side has an action that stands apart, where no action is shared, and where facets are siblings.
const APART: f32 = 0.6;
const OTHER_ACTION: f32 = 0.75;
const SIBLING: f32 = 0.8;
/// Weights of runs of one, two and three characters; of a facet, of what lies above it, and of what is near it.
const RUNS: [f32; 3] = [0.5, 1.0, 0.7];
const ABOVE: f32 = 0.7;
const NEAR: f32 = 0.5;

impl<'a> Grams<'a> {
    /// An index of `names`.
    pub(super) fn new(names: impl Iterator<Item = &'a Reading>, facets: &'a Facets) -> Self {
        let counted: Vec<(&Reading, Vec<(u64, f32)>)> = names.map(|reading| (reading, features(reading, facets))).collect();
        let mut postings: HashMap<u64, Posting> = HashMap::new();
        for (index, (_, features)) in (0u32..).zip(&counted) {
            for (feature, _) in features {
                postings.entry(*feature).or_default().names.push(index);
            }
        }
        let all = counted.len() as f32 + 1.0;
        let rarity = |names: &[u32]| (all / (names.len() as f32 + 1.0)).ln() + 1.0;
        postings.values_mut().for_each(|posting| posting.rarity = rarity(&posting.names));
        let mut grams = Grams { facets, names: Vec::new(), postings };
        grams.names = counted.into_iter().map(|(reading, features)| grams.entry(reading, features)).collect();
        grams
    }

    fn entry<'b>(&self, reading: &'b Reading, mut features: Vec<(u64, f32)>) -> Entry<'b> {
        let unseen = (self.names.len() as f32 + 1.0).ln() + 1.0;
        for (feature, weight) in &mut features {
            *weight *= self.postings.get(feature).map_or(unseen, |posting| posting.rarity);
        }
        let norm = features.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        Entry { reading, vector: features, norm }
    }

    /// The names that are most like `reading`, best first; equal ones in the order of the index.
    pub(super) fn alike(&self, reading: &Reading) -> Vec<Alike> {
        let query = self.entry(reading, features(reading, self.facets));
        let most = RARE.max(self.names.len() / 50);
        let mut shared: HashMap<u32, f32> = HashMap::new();
        for (feature, weight) in &query.vector {
            let Some(posting) = self.postings.get(feature).filter(|posting| posting.names.len() <= most) else { continue };
            for name in &posting.names {
                *shared.entry(*name).or_default() += weight * weight;
            }
        }
        let mut candidates: Vec<(u32, f32)> = shared.into_iter().collect();
        candidates.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        candidates.truncate(COMPARED);
        let mut alike: Vec<Alike> = candidates.iter().filter_map(|(name, _)| self.compare(&query, *name)).collect();
        alike.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.name.cmp(&b.name)));
        alike
    }

    fn compare(&self, query: &Entry, name: u32) -> Option<Alike> {
        let entry = self.names.get(name as usize)?;
        let (mut dot, mut covered) = (0.0, 0.0);
        let mut theirs = entry.vector.iter().peekable();
        for (feature, weight) in &query.vector {
            while theirs.next_if(|(other, _)| other < feature).is_some() {}
            if let Some((_, other)) = theirs.next_if(|(other, _)| other == feature) {
                dot += weight * other;
                covered += other * other;
            }
        }
        let cosine = dot / (query.norm * entry.norm).max(f32::MIN_POSITIVE);
        let cover = covered / (entry.norm * entry.norm).max(f32::MIN_POSITIVE);
        let score = (COSINE * cosine + (1.0 - COSINE) * cover) * self.agreement(query.reading, entry.reading);
        Some(Alike { name, score, cover })
    }

    /// What actions and siblings leave of a score.
    fn agreement(&self, query: &Reading, entry: &Reading) -> f32 {
        let (ours, theirs) = (query.of(FacetKind::Action), entry.of(FacetKind::Action));
        let apart = |of: &[FacetId], other: &[FacetId]| of.iter().any(|id| self.facets.is_apart(*id) && !other.contains(id));
        let actions = if apart(ours, theirs) || apart(theirs, ours) {
            APART
        } else if ours.is_empty() || theirs.is_empty() || ours.iter().any(|a| theirs.iter().any(|b| self.touch(*a, *b))) {
            1.0
        } else {
            OTHER_ACTION
        };
        let is_sibling =
            |theirs: FacetId| query.all().any(|ours| self.facets.are_siblings(ours, theirs) && !entry.all().any(|id| id == ours));
        let other = |id: &FacetId| self.facets.kind(*id) != FacetKind::Action && !query.all().any(|ours| ours == *id);
        actions * if entry.all().filter(other).any(is_sibling) { SIBLING } else { 1.0 }
    }

    /// Whether two facets are the same, near each other, or one above the other, also by what lies above or near them.
    fn touch(&self, a: FacetId, b: FacetId) -> bool {
        let around = |id| std::iter::once(id).chain(self.facets.near(id)).chain(self.facets.above(id));
        around(a).any(|a| around(b).any(|b| a == b))
    }
}

/// The features of a name, each with its weight before rarity, ascending by feature.
fn features(reading: &Reading, facets: &Facets) -> Vec<(u64, f32)> {
    let characters: Vec<u64> = reading.folded.chars().filter(|c| c.is_alphanumeric()).map(u64::from).collect();
    let mut features: Vec<(u64, f32)> = Vec::new();
    for (length, weight) in (1..).zip(RUNS) {
        // A character takes 21 bits, so three of them leave the highest bit for facets.
        features.extend(characters.windows(length).map(|run| (run.iter().fold(0, |packed, c| packed << 21 | c), weight)));
    }
    for id in reading.all() {
        features.push((facet_feature(id, id), 1.0));
        features.extend(facets.above(id).map(|above| (facet_feature(above, above), ABOVE)));
        features.extend(facets.near(id).map(|near| (facet_feature(id.min(near), id.max(near)), NEAR)));
    }
    features.sort_by_key(|(feature, _)| *feature);
    features.dedup_by(|(feature, weight), kept| {
        let same = *feature == kept.0;
        if same {
            kept.1 += *weight;
        }
        same
    });
    features
}

fn facet_feature(a: FacetId, b: FacetId) -> u64 {
    1 << 63 | u64::from(a) << 16 | u64::from(b)
}
