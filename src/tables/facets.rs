//! tables/facets: the controlled vocabulary in which service names are read: actions, objects, populations, schemes, qualifiers.

mod long;

use crate::error::Error;
use crate::evidence::Text;
use aho_corasick::AhoCorasick;
use long::LongWords;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::OnceLock;

/// A facet by its place in [`Facets`].
pub type FacetId = u16;

/// What a facet is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FacetKind {
    /// What is done.
    Action,
    /// What it is done with or about.
    Object,
    /// For whom, or whose it is.
    Population,
    /// Insurance, fund or programme it belongs to.
    Scheme,
    /// Where, when, how, of which grade.
    Qualifier,
}

/// All kinds, in the order in which they are compared and told.
pub const FACET_KINDS: [FacetKind; 5] =
    [FacetKind::Action, FacetKind::Object, FacetKind::Population, FacetKind::Scheme, FacetKind::Qualifier];

/// What a word means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// One facet, or several that a compound stands for.
    Facets(Vec<FacetId>),
    /// Nothing that tells one service from another.
    Filler,
    /// It joins alternatives.
    Join,
}

/// The vocabulary.
#[derive(Debug, Default)]
pub struct Facets {
    facets: Vec<Facet>,
    ids: BTreeMap<Text, FacetId>,
    words: BTreeMap<String, Meaning>,
    links: Vec<Link>,
    families: BTreeSet<FacetId>,
    vague: BTreeSet<FacetId>,
    /// By facet: what a name that states it says with it.
    implied: BTreeMap<FacetId, Vec<FacetId>>,
    /// Names that must be read with a facet; nothing may stay unread.
    pub examples: Vec<(FacetId, String)>,
    finder: OnceLock<Finder>,
}

#[derive(Debug)]
struct Facet {
    kind: FacetKind,
    id: Text,
    under: Option<FacetId>,
    near: BTreeSet<FacetId>,
}

/// What one entry says of another, until all are known.
#[derive(Debug)]
struct Link {
    from: FacetId,
    to: String,
    sort: LinkSort,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LinkSort {
    Under,
    Near,
    Implies,
}

/// Finds the words in a text; made when first asked for.
#[derive(Debug)]
struct Finder {
    automaton: Option<AhoCorasick>,
    meanings: Vec<Meaning>,
    long: LongWords,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    action: Vec<Entry>,
    #[serde(default)]
    object: Vec<Entry>,
    #[serde(default)]
    population: Vec<Entry>,
    #[serde(default)]
    scheme: Vec<Entry>,
    #[serde(default)]
    qualifier: Vec<Entry>,
    #[serde(default)]
    compound: Vec<Compound>,
    #[serde(default)]
    apart: Vec<String>,
    #[serde(default)]
    vague: Vec<String>,
    #[serde(default)]
    filler: Vec<String>,
    #[serde(default)]
    joins: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    #[serde(default)]
    says: Vec<String>,
    #[serde(default)]
    kinds: Vec<String>,
    under: Option<String>,
    #[serde(default)]
    near: Vec<String>,
    #[serde(default)]
    implies: Vec<String>,
    examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Compound {
    says: Vec<String>,
    means: Vec<String>,
    examples: Vec<String>,
}

impl Facets {
    /// Adds the table `text` of the file `name`. Its words replace those that are there; a word that it gives two meanings is an error.
    pub(super) fn add(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let table: Table = toml::from_str(text).map_err(|error| Error::syntax(name, error))?;
        let mut claimed = BTreeMap::new();
        let kinds = [table.action, table.object, table.population, table.scheme, table.qualifier];
        for (kind, entries) in FACET_KINDS.into_iter().zip(kinds) {
            for entry in entries {
                self.enter(name, kind, entry, &mut claimed)?;
            }
        }
        for compound in table.compound {
            self.compound(name, compound, &mut claimed)?;
        }
        super::claim(name, &mut claimed, table.filler, |_| Meaning::Filler)?;
        super::claim(name, &mut claimed, table.joins, |_| Meaning::Join)?;
        self.words.extend(claimed);
        self.link(name)?;
        for word in table.apart {
            let id = self.known(name, &word)?;
            self.families.insert(id);
        }
        for word in table.vague {
            let id = self.known(name, &word)?;
            self.vague.insert(id);
        }
        self.finder = OnceLock::new();
        Ok(())
    }

    fn enter(&mut self, name: &str, kind: FacetKind, entry: Entry, claimed: &mut BTreeMap<String, Meaning>) -> Result<(), Error> {
        if entry.examples.is_empty() {
            return Err(Error::table(name, format!("`{}` has no examples", entry.id)));
        }
        let id = self.facet(name, kind, &entry.id)?;
        let words = std::iter::once(entry.id).chain(entry.says).collect();
        super::claim(name, claimed, words, |_| Meaning::Facets(vec![id]))?;
        self.examples.extend(entry.examples.into_iter().map(|example| (id, example)));
        let link = |sort| move |to| Link { from: id, to, sort };
        self.links.extend(entry.under.into_iter().map(link(LinkSort::Under)));
        self.links.extend(entry.near.into_iter().map(link(LinkSort::Near)));
        self.links.extend(entry.implies.into_iter().map(link(LinkSort::Implies)));
        for word in entry.kinds {
            let below = self.facet(name, kind, &word)?;
            if let Some(facet) = self.facets.get_mut(below as usize) {
                facet.under = Some(id);
            }
            self.examples.push((below, word.clone()));
            super::claim(name, claimed, vec![word], |_| Meaning::Facets(vec![below]))?;
        }
        Ok(())
    }

    /// The facet called `word`, new where there is none.
    fn facet(&mut self, name: &str, kind: FacetKind, word: &str) -> Result<FacetId, Error> {
        if let Some(id) = self.ids.get(&Text::from(word)) {
            let same = self.facets.get(*id as usize).is_some_and(|facet| facet.kind == kind);
            return if same { Ok(*id) } else { Err(Error::table(name, format!("`{word}` is a facet of another kind already"))) };
        }
        let id = FacetId::try_from(self.facets.len()).map_err(|error| Error::syntax(name, error))?;
        self.facets.push(Facet { kind, id: word.into(), under: None, near: BTreeSet::new() });
        self.ids.insert(word.into(), id);
        Ok(id)
    }

    fn compound(&mut self, name: &str, compound: Compound, claimed: &mut BTreeMap<String, Meaning>) -> Result<(), Error> {
        let means: Vec<FacetId> = compound.means.iter().map(|word| self.known(name, word)).collect::<Result<_, Error>>()?;
        let examples = compound.examples.iter().flat_map(|example| means.iter().map(|id| (*id, example.clone())));
        self.examples.extend(examples);
        super::claim(name, claimed, compound.says, |_| Meaning::Facets(means.clone()))
    }

    fn link(&mut self, name: &str) -> Result<(), Error> {
        for link in std::mem::take(&mut self.links) {
            let to = self.known(name, &link.to)?;
            if link.sort == LinkSort::Implies {
                self.implied.entry(link.from).or_default().push(to);
                continue;
            }
            if self.kind(link.from) != self.kind(to) {
                return Err(Error::table(name, format!("`{}` is of another kind than what it is linked with", link.to)));
            }
            for (from, to) in [(link.from, to), (to, link.from)] {
                match self.facets.get_mut(from as usize) {
                    Some(facet) if link.sort == LinkSort::Near => drop(facet.near.insert(to)),
                    Some(facet) if from == link.from => facet.under = Some(to),
                    _ => {}
                }
            }
        }
        let circle = (0..self.facets.len() as FacetId).find(|id| self.above(*id).count() > self.facets.len());
        circle.map_or(Ok(()), |id| Err(Error::table(name, format!("`{}` is broader than itself", self.word(id)))))
    }

    fn known(&self, name: &str, word: &str) -> Result<FacetId, Error> {
        self.ids.get(&Text::from(word)).copied().ok_or_else(|| Error::table(name, format!("there is no facet `{word}`")))
    }

    /// The word that names the facet.
    pub fn word(&self, id: FacetId) -> &str {
        self.facets.get(id as usize).map_or("", |facet| facet.id.as_str())
    }

    /// What the facet is about.
    pub fn kind(&self, id: FacetId) -> FacetKind {
        self.facets.get(id as usize).map_or(FacetKind::Qualifier, |facet| facet.kind)
    }

    /// Every broader facet, nearest first; at most one more than there are facets.
    pub fn above(&self, id: FacetId) -> impl Iterator<Item = FacetId> {
        let under = |id: &FacetId| self.facets.get(*id as usize).and_then(|facet| facet.under);
        std::iter::successors(under(&id), move |id| under(id)).take(self.facets.len() + 1)
    }

    /// Whether `narrow` lies below `broad`.
    pub fn is_below(&self, narrow: FacetId, broad: FacetId) -> bool {
        self.above(narrow).any(|above| above == broad)
    }

    /// Facets that are nearly the same.
    pub fn near(&self, id: FacetId) -> impl Iterator<Item = FacetId> {
        self.facets.get(id as usize).into_iter().flat_map(|facet| facet.near.iter().copied())
    }

    /// What a name that states the facet says with it.
    pub fn implied(&self, id: FacetId) -> &[FacetId] {
        self.implied.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Whether the two lie directly below one broader facet.
    pub fn are_siblings(&self, a: FacetId, b: FacetId) -> bool {
        a != b && self.above(a).next().is_some_and(|above| self.above(b).next() == Some(above))
    }

    /// Whether an action, or a broader one, stands apart: a name with it is never about the same as a name without it.
    pub fn is_apart(&self, id: FacetId) -> bool {
        self.families.contains(&id) || self.above(id).any(|above| self.families.contains(&above))
    }

    /// Whether an object names nothing by itself.
    pub fn is_vague(&self, id: FacetId) -> bool {
        self.vague.contains(&id)
    }

    /// Every word of the vocabulary in the folded `text`, with overlaps.
    pub fn words_in(&self, text: &str) -> Vec<(Range<usize>, &Meaning)> {
        let finder = self.finder();
        let found = finder.automaton.iter().flat_map(|automaton| automaton.find_overlapping_iter(text));
        found.filter_map(|found| Some((found.range(), finder.meanings.get(found.pattern().as_usize())?))).collect()
    }

    /// The words of four characters and more that `text` has but for one character of theirs; see [`LongWords::near`].
    pub fn words_near(&self, text: &[char], around: Range<usize>) -> Vec<(Range<usize>, &str)> {
        self.finder().long.near(text, around)
    }

    fn finder(&self) -> &Finder {
        self.finder.get_or_init(|| Finder::new(&self.words))
    }

    /// The facets by kind and word, each with all words that say just it; compounds are left out.
    pub fn entries(&self) -> impl Iterator<Item = (FacetKind, &str, Vec<&str>)> {
        let mut says: BTreeMap<FacetId, Vec<&str>> = BTreeMap::new();
        for (word, meaning) in &self.words {
            if let Meaning::Facets(ids) = meaning
                && let [id] = ids.as_slice()
            {
                says.entry(*id).or_default().push(word);
            }
        }
        says.into_iter().map(|(id, says)| (self.kind(id), self.word(id), says))
    }

    /// The vocabulary without the words for which `leave_out` holds; for measuring what is read without them.
    pub fn without(mut self, leave_out: impl Fn(&str) -> bool) -> Self {
        self.words.retain(|word, _| !leave_out(word));
        self.finder = OnceLock::new();
        self
    }
}

impl Finder {
    fn new(words: &BTreeMap<String, Meaning>) -> Self {
        // Plain words cannot make an automaton that is too large to build; without one nothing is read, and everything stays unread.
        let long = LongWords::new(words.keys().map(String::as_str));
        Finder { automaton: AhoCorasick::new(words.keys()).ok(), meanings: words.values().cloned().collect(), long }
    }
}

impl FacetKind {
    /// The key of the table.
    pub fn key(self) -> &'static str {
        match self {
            FacetKind::Action => "action",
            FacetKind::Object => "object",
            FacetKind::Population => "population",
            FacetKind::Scheme => "scheme",
            FacetKind::Qualifier => "qualifier",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facets(text: &str) -> Result<Facets, Error> {
        let mut facets = Facets::default();
        facets.add("t.toml", text).map(|()| facets)
    }

    #[test]
    fn an_entry_that_is_wrong_is_refused() {
        for (text, said) in [
            ("action = [{ id = \"登记\", examples = [] }]", "has no examples"),
            ("action = [{ id = \"登记\", says = [\"注册\", \"注册\"], examples = [\"登记\"] }]", "claimed twice"),
            ("action = [{ id = \"登记\", under = \"注册\", examples = [\"登记\"] }]", "there is no facet"),
            ("action = [{ id = \"登记\", under = \"登记\", examples = [\"登记\"] }]", "broader than itself"),
            ("action = [{ id = \"登记\", word = \"登记\", examples = [\"登记\"] }]", "unknown field"),
        ] {
            let error = facets(text).map(|_| ()).unwrap_err().to_string();
            assert!(error.contains(said), "{text}: {error}");
        }
    }

    #[test]
    fn an_overlay_replaces_the_meaning_of_a_word() {
        let mut facets = facets("action = [{ id = \"登记\", says = [\"注册\"], examples = [\"登记\"] }]").unwrap();
        facets.add("raw/t.toml", "action = [{ id = \"注册\", examples = [\"注册\"] }]").unwrap();
        let meanings: Vec<_> = facets.words_in("注册").into_iter().map(|(_, meaning)| meaning.clone()).collect();
        assert_eq!(meanings, [Meaning::Facets(vec![facets.known("", "注册").unwrap()])]);
        assert!(facets.near(0).next().is_none());
    }
}
