//! names: names of made-up services from the words of the facets, and other ways to say each, with the truth about which say the same; documents of them.

use super::random::Random;
use mulu::evidence::{Places, Value};
use mulu::item::{Item, Jurisdiction, Kind, Nature};
use mulu::lines::Lines;
use mulu::result::{Accounting, DocumentResult, Source};
use mulu::tables::facets::{FacetKind, Facets};
use std::collections::BTreeSet;

/// A service: for each of its facets all words that say it, the usual one first.
#[derive(Clone, Debug)]
pub(crate) struct Service {
    parts: Vec<(FacetKind, Vec<String>)>,
}

/// How a name differs from the usual one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Variation {
    Nothing,
    Fillers,
    Synonym,
    Order,
    Brackets,
    Abbreviated,
    Several,
}

pub(crate) const VARIATIONS: [Variation; 7] = [
    Variation::Nothing,
    Variation::Fillers,
    Variation::Synonym,
    Variation::Order,
    Variation::Brackets,
    Variation::Abbreviated,
    Variation::Several,
];

/// What stands before and after a name without saying anything.
const FILLERS: [(&str, &str); 8] =
    [("办理", ""), ("", "申请"), ("", "业务"), ("申请办理", ""), ("", "服务指南"), ("办理", "手续"), ("", "办事指南"), ("关于", "的事项")];

/// `count` different services made of the facets whose usual word is in `wanted`. Neighbours differ in one facet, so that not all are easy to tell apart.
pub(crate) fn services(seed: u64, count: usize, facets: &Facets, wanted: impl Fn(&str) -> bool) -> Vec<Service> {
    let entries: Vec<(FacetKind, Vec<String>)> = facets
        .entries()
        .filter(|(_, id, _)| wanted(id) && id.chars().count() > 1)
        .map(|(kind, id, says)| {
            let others = says.into_iter().filter(|word| *word != id && word.chars().count() > 1).map(str::to_owned);
            (kind, std::iter::once(id.to_owned()).chain(others).collect())
        })
        .collect();
    let of = |kind: FacetKind| entries.iter().filter(move |entry| entry.0 == kind).cloned().collect::<Vec<_>>();
    let [actions, objects, populations, schemes] = [FacetKind::Action, FacetKind::Object, FacetKind::Population, FacetKind::Scheme].map(of);
    let mut random = Random::new(seed).fork("services");
    let (mut made, mut seen) = (Vec::<Service>::new(), BTreeSet::new());
    while made.len() < count {
        let mut parts = match made.last().filter(|_| random.chance(50)) {
            Some(before) => before.parts.clone(),
            None => vec![random.pick(&objects).clone(), random.pick(&actions).clone()],
        };
        let other = match random.below(4) {
            0 => &actions,
            1 => &objects,
            2 => &populations,
            _ => &schemes,
        };
        let own = random.pick(other);
        parts.retain(|part| part.0 != own.0);
        parts.push(own.clone());
        parts.sort_by_key(|part| place(part.0));
        let name: Vec<String> = parts.iter().map(|part| part.1[0].clone()).collect();
        if seen.insert(name) {
            made.push(Service { parts });
        }
    }
    made
}

/// Where a kind of facet stands in a usual name.
fn place(kind: FacetKind) -> usize {
    [FacetKind::Qualifier, FacetKind::Population, FacetKind::Scheme, FacetKind::Object, FacetKind::Action]
        .iter()
        .position(|of| *of == kind)
        .unwrap()
}

impl Service {
    /// One way to say it.
    pub(crate) fn name(&self, variation: Variation, random: &mut Random) -> String {
        let mut words: Vec<(FacetKind, String)> = self.parts.iter().map(|part| (part.0, part.1[0].clone())).collect();
        let some = |random: &mut Random, own: Variation| variation == own || (variation == Variation::Several && random.chance(50));
        if some(random, Variation::Abbreviated) {
            for (word, part) in words.iter_mut().zip(&self.parts) {
                word.1 = part.1.iter().min_by_key(|word| word.chars().count()).unwrap().clone();
            }
        }
        if some(random, Variation::Synonym) {
            let several: Vec<usize> = (0..words.len()).filter(|at| self.parts[*at].1.len() > 1).collect();
            if !several.is_empty() {
                let at = *random.pick(&several);
                words[at].1 = random.pick(&self.parts[at].1[1..]).clone();
            }
        }
        if some(random, Variation::Order) {
            let end = words.len() - 1;
            random.shuffle(&mut words[..end]);
        }
        let mut tail = String::new();
        if some(random, Variation::Brackets) {
            let aside = words.iter().position(|word| matches!(word.0, FacetKind::Population | FacetKind::Scheme));
            if let Some(at) = aside.filter(|_| words.len() > 2) {
                tail = format!("（{}）", words.remove(at).1);
            }
        }
        let name: String = words.into_iter().map(|word| word.1).collect();
        let (before, after) = if some(random, Variation::Fillers) { *random.pick(&FILLERS) } else { ("", "") };
        format!("{before}{name}{after}{tail}")
    }
}

/// A document of services with these headings and names, as the stages before would read it.
pub(crate) fn document(path: &str, domain: Option<&str>, names: &[(&str, &str)]) -> DocumentResult {
    let source = Source {
        id: path.into(),
        path: path.into(),
        sha256: "".into(),
        bytes: 0,
        media_type: "text/plain".into(),
        media_evidence: "made".into(),
        encoding: None,
        encoding_evidence: None,
        title: Value::missing(),
        published: Value::missing(),
        url: None,
        retrieved: None,
        supersedes: None,
        same_as: None,
        kind: Some(Kind::Directory),
        domain: domain.map(Into::into),
        dialect: None,
        jurisdiction: Jurisdiction::unresolved(),
    };
    let items = names.iter().enumerate().map(|(index, (heading, name))| item(&format!("{path}#{index}"), heading, name)).collect();
    DocumentResult {
        source,
        items,
        findings: Vec::new(),
        headers: Vec::new(),
        rows: names.len() as u32,
        accounting: Accounting::default(),
        lines: Lines::default(),
        sheets: Vec::new(),
    }
}

fn item(id: &str, heading: &str, name: &str) -> Item {
    let mut item = Item::new(Kind::Directory);
    let value = |text: &str| Value::stated(text.into(), text.into(), Places::new());
    item.id = id.into();
    item.nature = Nature::Service;
    if !heading.is_empty() {
        item.primary_item = value(heading);
    }
    item.name = value(name);
    item
}
