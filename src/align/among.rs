//! align/among: items on no list, aligned among documents where their names are equal.

use super::{Alignment, Concept, Dataset, ItemRef, Relation};
use crate::evidence::Text;
use crate::item::{Item, Nature};
use crate::tables::Tables;
use crate::text::fold;
use std::collections::{BTreeMap, BTreeSet};

/// One alignment for each of `references`: to a new concept where items of several documents have one name, else to none.
pub(super) fn places(references: &[ItemRef], dataset: &mut Dataset, tables: &Tables) -> Vec<Alignment> {
    let mut groups: BTreeMap<(Option<Text>, String), Vec<ItemRef>> = BTreeMap::new();
    for reference in references {
        if let Some(key) = key(*reference, dataset, tables) {
            groups.entry(key).or_default().push(*reference);
        }
    }
    let mut found = BTreeMap::new();
    for ((domain, name), members) in groups {
        let documents: BTreeSet<u32> = members.iter().map(|member| member.document).collect();
        if documents.len() < 2 {
            continue;
        }
        let concept = dataset.concepts.len() as u32;
        let title = members.first().and_then(|member| dataset.item(*member)).map_or("", |(_, item)| item.title());
        dataset.concepts.push(Concept {
            id: id(domain.as_deref(), &name),
            name: title.into(),
            category: None,
            list: None,
            members: Vec::new(),
        });
        found.extend(members.into_iter().map(|member| (member, concept)));
    }
    references.iter().map(|reference| alignment(*reference, found.get(reference).copied(), dataset)).collect()
}

/// What makes two items the same: domain, and name without the words that the domain implies. Only services are compared.
fn key(reference: ItemRef, dataset: &Dataset, tables: &Tables) -> Option<(Option<Text>, String)> {
    let (document, item) = dataset.item(reference)?;
    if item.nature != Nature::Service || item.title().is_empty() {
        return None;
    }
    let domain = document.source.domain.clone();
    let list = tables.services.lists().iter().find(|list| Some(&list.id) == domain.as_ref());
    let name = list.map_or_else(|| fold(item.title()), |list| list.key(item.title()));
    Some((domain, name))
}

/// Made of domain and name alone, so that other documents change no id.
fn id(domain: Option<&str>, name: &str) -> Text {
    let hash = blake3::hash(format!("{}\u{1f}{name}", domain.unwrap_or("")).as_bytes()).to_hex();
    format!("found/{}", hash.chars().take(12).collect::<String>()).into()
}

fn alignment(item: ItemRef, concept: Option<u32>, dataset: &Dataset) -> Alignment {
    if concept.is_some() {
        let reasons = vec!["items of other documents have the same name".into()];
        return Alignment {
            item,
            concept,
            relation: Some(Relation::Exact),
            asserted: true,
            score: 90,
            method: "equal-name-among-places".into(),
            reasons,
        };
    }
    let reason = dataset.item(item).map_or("", |(_, of)| why_not(of));
    Alignment { item, concept, relation: None, asserted: false, score: 0, method: "none".into(), reasons: vec![reason.into()] }
}

fn why_not(item: &Item) -> &'static str {
    match item.nature {
        _ if item.name.value.is_none() => "the item has no name",
        Nature::Service => "no service of a list and no item of another document has this name",
        Nature::Policy => "a policy is no service",
        Nature::Institution => "information about an institution is no service",
        Nature::Penalty => "a penalty or an inspection is no service",
        Nature::Information => "information that is published is no service",
        Nature::Unknown => "it is not clear whether this is a service",
    }
}
