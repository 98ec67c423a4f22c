//! align/facets: a service name to its facets, by the words that leave the fewest characters unread; what it leaves out is inherited.

use super::mend::{Slip, mend};
use crate::tables::facets::{FACET_KINDS, FacetId, FacetKind, Facets, Meaning};
use crate::text::fold;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A name in facets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reading {
    /// The name, folded, without its slips.
    pub(super) folded: String,
    /// Slips of writing that it is read without.
    pub(super) slips: Vec<Slip>,
    /// By kind, each once, in the order of the name.
    own: [Vec<FacetId>; 5],
    /// Kinds whose facets are alternatives (设立、变更和注销).
    joined: [bool; 5],
    /// The parts that no word reads, in order.
    pub(super) unread: Vec<String>,
    /// Whether its end is read.
    pub(super) ends_read: bool,
    /// The characters of all words but those of actions and those that say nothing, each once, ascending.
    about: Vec<char>,
}

/// A name with what it inherits.
#[derive(Clone, Debug)]
pub(super) struct Profile<'a> {
    /// The name itself.
    pub(super) name: &'a Reading,
    /// By kind: what is inherited, and from what.
    inherited: [Option<(&'a Reading, &'static str)>; 5],
}

/// Where a facet that a name leaves out can come from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Above<'a> {
    pub(super) reading: &'a Reading,
    /// How reasons call it.
    pub(super) called: &'static str,
    /// A title or a domain says which scheme and which people, but not what is done.
    pub(super) scheme_alone: bool,
}

/// The cheapest reading from one place of a name on.
#[derive(Clone, Copy)]
struct Step<'a> {
    cost: u32,
    to: usize,
    meaning: Option<&'a Meaning>,
    is_unread: bool,
}

/// An unread character costs more than any word; one character alone is a weaker word than a longer one.
const UNREAD: u32 = 10;
const WORD: u32 = 3;
const SHORT_WORD: u32 = 4;

impl Reading {
    /// Reads `name` by the words of `facets`.
    pub(super) fn new(name: &str, facets: &Facets) -> Self {
        let (reading, unread) = Reading::read(fold(name), facets);
        let Some((mended, slips)) = mend(&reading.folded, &unread, facets) else { return reading };
        let (again, left) = Reading::read(mended, facets);
        let length = |parts: &[Range<usize>]| parts.iter().map(Range::len).sum::<usize>();
        if length(&left) < length(&unread) { Reading { slips, ..again } } else { reading }
    }

    /// Reads the folded name; also where the parts are that no word reads.
    fn read(folded: String, facets: &Facets) -> (Self, Vec<Range<usize>>) {
        let steps = steps(&folded, facets);
        let mut reading = Reading::default();
        let (mut at, mut before, mut is_joined) = (0, None, false);
        let mut unread: Vec<Range<usize>> = Vec::new();
        let mut about: BTreeSet<char> = BTreeSet::new();
        while let Some(Some(step)) = steps.get(at) {
            let text = folded.get(at..step.to).unwrap_or_default();
            match step.meaning {
                Some(Meaning::Facets(ids)) => {
                    if ids.iter().any(|id| facets.kind(*id) != FacetKind::Action) {
                        about.extend(text.chars());
                    }
                    for id in ids {
                        let kind = facets.kind(*id);
                        reading.put(*id, kind, is_joined && before == Some(kind));
                        before = Some(kind);
                    }
                    is_joined = false;
                }
                Some(Meaning::Join) => is_joined = true,
                Some(Meaning::Filler) => {}
                None if step.is_unread => {
                    is_joined = false;
                    about.extend(text.chars());
                    match unread.last_mut() {
                        Some(last) if last.end == at => last.end = step.to,
                        _ => unread.push(at..step.to),
                    }
                }
                None => {}
            }
            at = step.to;
        }
        reading.unread = unread.iter().filter_map(|part| folded.get(part.clone())).map(str::to_owned).collect();
        reading.ends_read = unread.last().is_none_or(|last| last.end < folded.len()) && !folded.ends_with(')');
        reading.leave_vague(facets);
        reading.add_implied(facets);
        reading.folded = folded;
        reading.about = about.into_iter().collect();
        (reading, unread)
    }

    /// Beside another object one that names nothing by itself is no difference.
    fn leave_vague(&mut self, facets: &Facets) {
        let is_vague = |id: &FacetId| facets.is_vague(*id);
        if !self.of(FacetKind::Object).iter().all(is_vague)
            && let Some(objects) = self.own.get_mut(FacetKind::Object as usize)
        {
            objects.retain(|id| !is_vague(id));
        }
    }

    /// A scheme or a population is implied where the name states none.
    fn add_implied(&mut self, facets: &Facets) {
        let implied: Vec<FacetId> = self.all().flat_map(|id| facets.implied(id)).copied().collect();
        for id in implied {
            let kind = facets.kind(id);
            if self.of(kind).is_empty() || matches!(kind, FacetKind::Object | FacetKind::Qualifier) {
                self.put(id, kind, false);
            }
        }
    }

    fn put(&mut self, id: FacetId, kind: FacetKind, is_joined: bool) {
        if let (Some(own), Some(joined)) = (self.own.get_mut(kind as usize), self.joined.get_mut(kind as usize)) {
            *joined |= is_joined;
            if !own.contains(&id) {
                own.push(id);
            }
        }
    }

    /// Its facets of `kind`, in the order of the name.
    pub(super) fn of(&self, kind: FacetKind) -> &[FacetId] {
        self.own.get(kind as usize).map_or(&[], Vec::as_slice)
    }

    /// Whether its facets of `kind` are alternatives.
    pub(super) fn is_joined(&self, kind: FacetKind) -> bool {
        self.joined.get(kind as usize).copied().unwrap_or_default()
    }

    /// What it says, without for whom.
    pub(super) fn but_for_people(&self) -> Vec<String> {
        let kinds = FACET_KINDS.into_iter().filter(|kind| *kind != FacetKind::Population);
        kinds.map(|kind| format!("{:?}", self.of(kind))).chain(self.unread.iter().cloned()).collect()
    }

    /// As if it did not say anything of `kind`.
    pub(super) fn forget(&mut self, kind: FacetKind) {
        self.own.get_mut(kind as usize).into_iter().for_each(Vec::clear);
    }

    /// Whether it says anything but what is done.
    pub(super) fn is_about_something(&self) -> bool {
        !self.about.is_empty()
    }

    /// Whether both say something in common beyond what is done: a facet, one near it or above it, or a character.
    pub(super) fn is_about_the_same(&self, other: &Reading, facets: &Facets) -> bool {
        let is_like =
            |a: FacetId, b: FacetId| a == b || facets.is_below(a, b) || facets.is_below(b, a) || facets.near(a).any(|near| near == b);
        let of = |kind: &FacetKind| self.of(*kind).iter().any(|a| other.of(*kind).iter().any(|b| is_like(*a, *b)));
        FACET_KINDS.iter().filter(|kind| **kind != FacetKind::Action).any(of)
            || self.about.iter().any(|c| other.about.binary_search(c).is_ok())
    }

    /// Whether a slip of it may be another word that the vocabulary does not have.
    pub(super) fn is_doubtful(&self) -> bool {
        self.slips.iter().any(|slip| slip.is_doubtful)
    }

    /// All its facets.
    pub(super) fn all(&self) -> impl Iterator<Item = FacetId> {
        self.own.iter().flatten().copied()
    }
}

impl<'a> Profile<'a> {
    /// `name` with what it inherits from `above`, nearest first. A kind that the name states is not inherited; alternatives leave open which holds.
    pub(super) fn new(name: &'a Reading, above: &[Above<'a>]) -> Self {
        let inherit = |kind: FacetKind| {
            let may = |above: &&Above<'a>| !above.scheme_alone || matches!(kind, FacetKind::Scheme | FacetKind::Population);
            let nearest = above.iter().filter(may).find(|above| !above.reading.of(kind).is_empty())?;
            (!nearest.reading.is_joined(kind)).then_some((nearest.reading, nearest.called))
        };
        Profile { name, inherited: FACET_KINDS.map(inherit) }
    }

    /// What it inherits of `kind`, and from what.
    pub(super) fn inherited(&self, kind: FacetKind) -> (&'a [FacetId], &'static str) {
        self.inherited.get(kind as usize).copied().flatten().map_or((&[], ""), |(reading, called)| (reading.of(kind), called))
    }

    /// Its own facets of `kind`, or those it inherits where it has none.
    pub(super) fn effective(&self, kind: FacetKind) -> &'a [FacetId] {
        let own = self.name.of(kind);
        if own.is_empty() { self.inherited(kind).0 } else { own }
    }
}

/// For every byte where a character begins, the cheapest step from there to the end.
fn steps<'a>(folded: &str, facets: &'a Facets) -> Vec<Option<Step<'a>>> {
    let mut words: BTreeMap<usize, Vec<(Range<usize>, &Meaning)>> = BTreeMap::new();
    for (range, meaning) in facets.words_in(folded) {
        words.entry(range.start).or_default().push((range, meaning));
    }
    let mut steps: Vec<Option<Step>> = vec![None; folded.len()];
    for (at, c) in folded.char_indices().rev() {
        let rest = |to: usize| steps.get(to).copied().flatten().map_or(0, |step| step.cost);
        let next = at + c.len_utf8();
        let is_unread = c.is_alphanumeric();
        let mut best = Step { cost: rest(next) + if is_unread { UNREAD } else { 0 }, to: next, meaning: None, is_unread };
        for (range, meaning) in words.get(&at).into_iter().flatten() {
            let own = match meaning {
                Meaning::Join => WORD,
                _ if range.end == next => SHORT_WORD,
                _ => WORD,
            };
            let cost = rest(range.end) + if is_unread { own } else { 0 };
            // Of equally cheap readings the one with the longer first word.
            if cost < best.cost || (cost == best.cost && range.end >= best.to) {
                best = Step { cost, to: range.end, meaning: Some(meaning), is_unread: false };
            }
        }
        if let Some(step) = steps.get_mut(at) {
            *step = Some(best);
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::Tables;

    #[test]
    fn every_facet_reads_its_examples_with_nothing_unread() {
        let facets = Tables::embedded().unwrap().facets;
        let mut wrong = Vec::new();
        for (id, example) in &facets.examples {
            let reading = Reading::new(example, &facets);
            let has = reading.all().any(|found| found == *id || facets.is_below(found, *id));
            if !has || !reading.unread.is_empty() {
                let found: Vec<_> = reading.all().map(|id| facets.word(id)).collect();
                wrong.push(format!("{} in {example}: {found:?}, unread {:?}", facets.word(*id), reading.unread));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn names_are_read_by_kind() {
        let facets = Tables::embedded().unwrap().facets;
        for (name, expected, unread) in [
            ("职工参保登记", "参保登记 职工", ""),
            ("办理职工医保参保登记业务", "参保登记 职工 基本医疗保险", ""),
            ("企业设立、变更和注销登记", "设立 变更 注销 企业", ""),
            ("门诊费用手工（零星）报销", "报销 门诊费用 零星", ""),
            ("魔法袍职工参保登记飞毯", "参保登记 职工", "魔法袍 飞毯"),
        ] {
            let reading = Reading::new(name, &facets);
            let found: Vec<_> = reading.all().map(|id| facets.word(id)).collect();
            assert_eq!((found.join(" ").as_str(), reading.unread.join(" ").as_str()), (expected, unread), "{name}");
        }
        assert!(Reading::new("企业设立、变更和注销登记", &facets).is_joined(FacetKind::Action));
        assert!(!Reading::new("职工参保登记", &facets).is_joined(FacetKind::Action));
    }

    #[test]
    fn what_a_name_leaves_out_is_inherited_unless_alternatives_leave_it_open() {
        let facets = Tables::embedded().unwrap().facets;
        let [name, one, two] = ["职工参保登记", "基本医疗保险", "生育保险和工伤保险"].map(|text| Reading::new(text, &facets));
        let above = |reading| Above { reading, called: "its heading", scheme_alone: false };
        assert_eq!(Profile::new(&name, &[above(&one)]).effective(FacetKind::Scheme), one.of(FacetKind::Scheme));
        assert!(Profile::new(&name, &[above(&two), above(&one)]).effective(FacetKind::Scheme).is_empty());
        assert_eq!(Profile::new(&name, &[above(&one)]).inherited(FacetKind::Scheme).1, "its heading");
    }
}
