//! # name-variant
//! **What it says.** A name has a character too many that stands close by already; without it the words are as in other names.
//! **Why it matters.** It is a slip of typing; the item is not found by its name.
//! **Example.** 城乡居民居基本医疗保险参保登记

use super::among::Among;
use super::outcome::Outcome;
use super::pieces::levels;
use super::scope::Scope;
use super::stretch::shown_part;
use super::{Check, Run};
use crate::evidence::{State, Text, Value};
use crate::field::Field;
use crate::finding::Finding;
use crate::tables::Tables;
use crate::text::is_han;
use std::collections::{BTreeMap, BTreeSet, HashMap};

pub(super) const CHECK: Check = Check { code: "name-variant", version: 1, run: Run::Dataset(run) };

/// So many characters on each side of the one too many must be as in other names.
const SIDE: usize = 3;

/// So many other names must have them.
const NAMES: usize = 2;

/// How close by the same character stands.
const NEAR: usize = 2;

/// How many names have a stretch of twice [`SIDE`] characters; names of national lists count as many.
type Known = HashMap<String, usize>;

fn run(among: &Among) -> Vec<Outcome> {
    let scopes = among.scopes;
    let Some(first) = scopes.first() else { return Vec::new() };
    let names: BTreeSet<&str> = scopes.iter().flat_map(names).filter_map(|(_, _, value)| value.value.as_deref()).collect();
    let known = known(&names, first.tables);
    scopes.iter().map(|scope| judge(scope, &known)).collect()
}

/// The names in a document that it states itself, each once.
fn names<'a>(scope: &'a Scope<'a>) -> impl Iterator<Item = (usize, Field, &'a Value<Text>)> {
    let of_item = |(index, item): (usize, &'a crate::item::Item)| {
        let own = (!item.levels().iter().any(|level| level.at == item.name.at)).then_some((Field::Name, &item.name));
        levels(item).chain(own).map(move |(field, value)| (index, field, value))
    };
    scope.items().flat_map(of_item).filter(|(_, _, value)| value.value.is_some() && value.state != State::Carried)
}

fn known(names: &BTreeSet<&str>, tables: &Tables) -> Known {
    let mut known = Known::new();
    for name in names {
        for stretch in windows(name).into_iter().collect::<BTreeSet<_>>() {
            *known.entry(stretch).or_default() += 1;
        }
    }
    let listed = tables.services.lists().iter().flat_map(|list| &list.services);
    for stretch in listed.flat_map(|service| [&service.name, &service.category]).flat_map(|name| windows(name)) {
        *known.entry(stretch).or_default() += NAMES;
    }
    known
}

fn windows(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().filter(|c| !crate::text::is_blank(*c)).collect();
    chars.windows(2 * SIDE).map(|window| window.iter().collect()).collect()
}

fn judge(scope: &Scope, known: &Known) -> Outcome {
    let mut outcome = Outcome::default();
    // The same slip in the same words is told once, where it stands first.
    let mut told: BTreeMap<String, ()> = BTreeMap::new();
    for (index, field, value) in names(scope) {
        match value.value.as_deref().and_then(|name| variant(name, known)) {
            Some((wrong, right)) if told.insert(format!("{wrong}{}", value.value.as_deref().unwrap_or("")), ()).is_none() => {
                outcome.fail(name_variant(value, &wrong, &right).item(index).field(field));
            }
            Some(_) => outcome.skip(),
            None => outcome.pass(),
        }
    }
    outcome
}

/// A stretch of `name` with a character too many, and the stretch without it.
fn variant(name: &str, known: &Known) -> Option<(String, String)> {
    let chars: Vec<char> = name.chars().filter(|c| !crate::text::is_blank(*c)).collect();
    chars.windows(2 * SIDE + 1).find_map(|window| {
        let middle = window.get(SIDE).copied().filter(|c| is_han(*c))?;
        let distance = |index: usize| index.abs_diff(SIDE);
        let is_near = window.iter().enumerate().any(|(index, c)| *c == middle && (1..=NEAR).contains(&distance(index)));
        let without: String = window.iter().enumerate().filter(|(index, _)| *index != SIDE).map(|(_, c)| c).collect();
        let with: String = window.iter().collect();
        // Where other names have the character too, it belongs there.
        let is_usual = || windows(&with).iter().any(|part| known.get(part).copied().unwrap_or(0) > 1);
        (is_near && known.get(&without).copied().unwrap_or(0) >= NAMES && !is_usual()).then_some((with, without))
    })
}

fn name_variant(value: &Value<Text>, wrong: &str, right: &str) -> Finding {
    let name = value.value.as_deref().unwrap_or("");
    let letter = wrong.chars().nth(SIDE).map(String::from).unwrap_or_default();
    let meant = name.replacen(wrong, right, 1);
    let finding = Finding::new("name-variant").with("name", name).with("letter", letter).with("right", &meant);
    let finding = finding.expected(meant).actual(name);
    match &value.raw {
        Some(raw) => shown_part(finding, raw, &value.at, wrong),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn a_character_too_many_is_told_where_other_names_do_without() {
        let table = |name: &str| {
            format!(
                "序号\t一级事项\t二级事项\t公开内容\n1\t参保\t渔业居民互助保险参保登记\t指南\n2\t参保\t渔业居民互助保险参保查询\t指南\n3\t参保\t{name}\t指南\n"
            )
        };
        let told = "4: `渔业居民居互助保险变更登记` seems to have one `居` too many; other names suggest `渔业居民互助保险变更登记`";
        let run = said(&[&table("渔业居民居互助保险变更登记")], "name-variant");
        assert_eq!(run, [told]);
        for name in ["渔业居民互助保险变更登记", "渔业居民新互助保险变更登记", "渔业互助保险变更登记"] {
            assert!(said(&[&table(name)], "name-variant").is_empty(), "{name}");
        }
    }
}
