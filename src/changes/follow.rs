//! changes/follow: which line of the later run is which of the earlier one, though it may have another id.
//!
//! First the id decides. Then an item is followed by what it has left, the surest first: its source, headings and name; its row, where its headings or its
//! number are the same; its number under the same headings. Each only where one item of each run fits, and a name may change only to one that shares half
//! of its characters: two items that may be each other are one that went and one that came. A source is followed by its bytes, a service found among
//! places by its members, or by its name: its id is made of what its name says in the words of the tables, and changes with them alone.

use super::compare::compare;
use super::{Change, Differing, FieldChange, Kind, Op};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What is known of the ids of the earlier run.
#[derive(Default)]
pub(super) struct Follower {
    /// Sources and items that have another id now, by the old one.
    renamed: HashMap<String, String>,
}

/// A way to tell that two lines are about the same; `None` where a line does not have what it needs.
type Key<'a> = &'a dyn Fn(&Json) -> Option<Vec<String>>;

/// Lines of two runs while they find each other, by their indexes.
struct Pairs<'a> {
    lines: &'a Differing,
    /// For each line of the later run its line in the earlier one.
    found: Vec<Option<usize>>,
    taken: BTreeSet<usize>,
}

impl Follower {
    pub(super) fn sources(&mut self, lines: &Differing) -> Vec<Change> {
        let mut pairs = Pairs::by_id(lines);
        pairs.find(&|source| texts(source, &["sha256"]), &|source| texts(source, &["sha256"]), |_, _| true);
        self.note(&pairs);
        pairs.changes(Kind::Source, |source| (None, text(source, "path")))
    }

    pub(super) fn items(&mut self, lines: &Differing) -> Vec<Change> {
        let mut pairs = Pairs::by_id(lines);
        let source = |item: &Json, is_old: bool| self.now(&text(item, "source")?, is_old);
        let named = |item: &Json, is_old| Some([vec![source(item, is_old)?, name(item)?], headings(item)].concat());
        let row = |item: &Json, is_old| Some(vec![source(item, is_old)?, row(item)?]);
        let numbered = |item: &Json, is_old| Some([vec![source(item, is_old)?, said(item, "serial")?], headings(item)].concat());
        let is_like = |old: &Json, new: &Json| name(old).zip(name(new)).is_none_or(|(old, new)| alike(&old, &new));
        pairs.find(&|item| named(item, true), &|item| named(item, false), |_, _| true);
        pairs.find(&|item| row(item, true), &|item| row(item, false), |old, new| {
            is_like(old, new) && (headings(old) == headings(new) || said(old, "serial") == said(new, "serial"))
        });
        pairs.find(&|item| numbered(item, true), &|item| numbered(item, false), is_like);
        self.note(&pairs);
        pairs.changes(Kind::Item, |item| (text(item, "source"), name(item)))
    }

    pub(super) fn concepts(&mut self, lines: &Differing) -> Vec<Change> {
        let mut pairs = Pairs::by_id(lines);
        let members = |concept: &Json, is_old: bool| {
            let ids = concept.get("members")?.as_array()?.iter().filter_map(Json::as_str);
            let mut members: Vec<String> = ids.filter_map(|id| self.now(id, is_old)).collect();
            members.sort_unstable();
            (!members.is_empty()).then_some(members)
        };
        let name = |concept: &Json| Some(vec![text(concept, "list").unwrap_or_default(), text(concept, "name")?]);
        pairs.find(&|concept| members(concept, true), &|concept| members(concept, false), |_, _| true);
        pairs.find(&name, &name, |_, _| true);
        self.note(&pairs);
        let mut changes = pairs.changes(Kind::Concept, |concept| (None, text(concept, "name")));
        // Which items a service has is told with the items that came and went.
        changes.iter_mut().for_each(|change| change.changes.retain(|field| !field.field.starts_with("members")));
        changes.retain(|change| change.op != Op::Mod || change.old_id.is_some() || !change.changes.is_empty());
        changes
    }

    pub(super) fn findings(&mut self, lines: &Differing) -> Vec<Change> {
        let mut pairs = Pairs::by_id(lines);
        let about = |finding: &Json, is_old: bool| {
            let known = |key: &str| text(finding, key).and_then(|id| self.now(&id, is_old)).unwrap_or_default();
            vec![text(finding, "code").unwrap_or_default(), known("source"), known("item"), text(finding, "field").unwrap_or_default()]
        };
        let saying = |finding: &Json, is_old: bool| {
            let said = ["message", "expected", "actual"].map(|key| finding.get(key).map(Json::to_string).unwrap_or_default());
            Some([about(finding, is_old), said.into()].concat())
        };
        pairs.find_in_order(&|finding| saying(finding, true), &|finding| saying(finding, false));
        pairs.find(&|finding| Some(about(finding, true)), &|finding| Some(about(finding, false)), |_, _| true);
        let mut changes = pairs.changes(Kind::Finding, |finding| (text(finding, "source"), text(finding, "code")));
        // Pairs have one source and one item; these can only have other ids.
        changes.iter_mut().for_each(|change| change.changes.retain(|field| !["source", "item"].contains(&field.field.as_str())));
        changes.retain(|change| change.op != Op::Mod || !change.changes.is_empty());
        changes
    }

    /// The id that `id` has now.
    fn now(&self, id: &str, is_old: bool) -> Option<String> {
        let renamed = if is_old { self.renamed.get(id) } else { None };
        Some(renamed.map_or(id, String::as_str).to_owned())
    }

    fn note(&mut self, pairs: &Pairs) {
        let ids = pairs.all().filter_map(|(old, new)| Some((text(old, "id")?, text(new, "id")?)));
        self.renamed.extend(ids.filter(|(old, new)| old != new));
    }
}

impl<'a> Pairs<'a> {
    fn by_id(lines: &'a Differing) -> Self {
        let mut pairs = Pairs { lines, found: vec![None; lines.new.len()], taken: BTreeSet::new() };
        let id: Key = &|line| texts(line, &["id"]);
        pairs.find(id, id, |_, _| true);
        pairs
    }

    /// Pairs the lines that are still open, that have one key, and that alone have it; `fits` may object.
    fn find(&mut self, of_old: Key, of_new: Key, fits: impl Fn(&Json, &Json) -> bool) {
        let (old, new) = (self.open_old(of_old), self.open_new(of_new));
        for (key, new) in new {
            let ([new], Some([old])) = (&new[..], old.get(&key).map(Vec::as_slice)) else { continue };
            let lines = self.lines.old.get(*old).zip(self.lines.new.get(*new));
            if lines.is_some_and(|(old, new)| fits(old, new)) {
                self.pair(*old, *new);
            }
        }
    }

    /// Pairs the lines that are still open and have one key, in their order.
    fn find_in_order(&mut self, of_old: Key, of_new: Key) {
        let (old, new) = (self.open_old(of_old), self.open_new(of_new));
        for (key, new) in new {
            let old = old.get(&key).map(Vec::as_slice).unwrap_or_default();
            new.into_iter().zip(old).for_each(|(new, old)| self.pair(*old, new));
        }
    }

    fn pair(&mut self, old: usize, new: usize) {
        if let Some(found) = self.found.get_mut(new) {
            *found = Some(old);
            self.taken.insert(old);
        }
    }

    fn open_old(&self, key: Key) -> BTreeMap<Vec<String>, Vec<usize>> {
        by_key(&self.lines.old, key, |index| !self.taken.contains(&index))
    }

    fn open_new(&self, key: Key) -> BTreeMap<Vec<String>, Vec<usize>> {
        by_key(&self.lines.new, key, |index| self.found.get(index).is_some_and(Option::is_none))
    }

    fn all(&self) -> impl Iterator<Item = (&'a Json, &'a Json)> {
        self.found.iter().zip(&self.lines.new).filter_map(|(old, new)| Some((self.lines.old.get((*old)?)?, new)))
    }

    /// What happened to each; `named` tells the source and the name of a line.
    fn changes(&self, kind: Kind, named: impl Fn(&Json) -> (Option<String>, Option<String>)) -> Vec<Change> {
        let change = |op, line: &Json, changes| {
            let (source, name) = named(line);
            let message = line.get("message").cloned();
            Change { op, kind, id: text(line, "id").unwrap_or_default(), old_id: None, source, name, message, changes }
        };
        let now = self.found.iter().zip(&self.lines.new).filter_map(|(old, new)| {
            let Some(old) = old.and_then(|old| self.lines.old.get(old)) else { return Some(change(Op::Add, new, Vec::new())) };
            let old_id = text(old, "id").filter(|id| Some(id) != text(new, "id").as_ref());
            let changes = compare(old, new);
            let is_changed = !changes.is_empty() || (old_id.is_some() && kind != Kind::Finding);
            is_changed.then(|| Change { old_id, ..change(Op::Mod, new, changes) })
        });
        let gone = self.lines.old.iter().enumerate().filter(|(index, _)| !self.taken.contains(index));
        now.chain(gone.map(|(_, old)| change(Op::Del, old, Vec::<FieldChange>::new()))).collect()
    }
}

fn by_key(lines: &[Json], key: Key, is_open: impl Fn(usize) -> bool) -> BTreeMap<Vec<String>, Vec<usize>> {
    let mut found: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate().filter(|(index, _)| is_open(*index)) {
        if let Some(key) = key(line) {
            found.entry(key).or_default().push(index);
        }
    }
    found
}

fn text(line: &Json, key: &str) -> Option<String> {
    line.get(key)?.as_str().map(str::to_owned)
}

fn texts(line: &Json, keys: &[&str]) -> Option<Vec<String>> {
    keys.iter().map(|key| text(line, key)).collect()
}

/// What a field of an item says.
fn said(item: &Json, field: &str) -> Option<String> {
    text(item.get(field)?, "value")
}

fn name(item: &Json) -> Option<String> {
    said(item, "name")
}

/// What an item stands under; its own name is none of it.
fn headings(item: &Json) -> Vec<String> {
    let own = name(item);
    let levels = ["category", "primary_item", "secondary_item", "tertiary_item"].map(|level| said(item, level));
    levels.into_iter().filter(|level| *level != own).map(Option::unwrap_or_default).collect()
}

/// The line, or the row, where an item's name stands.
fn row(item: &Json) -> Option<String> {
    let at = item.get("name")?.get("at")?.get(0)?;
    let part = |key: &str| at.get(key).filter(|part| !part.is_null()).map(Json::to_string);
    match at.get("cell").and_then(Json::as_str) {
        Some(cell) => Some(format!("{} {}", part("sheet")?, cell.trim_start_matches(|c: char| c.is_ascii_alphabetic()))),
        None if at.get("table").is_some() => Some(format!("{} {}", part("table")?, part("row")?)),
        None => part("line"),
    }
}

/// Whether two names share half of the characters of the longer one.
fn alike(one: &str, other: &str) -> bool {
    let mut counts: HashMap<char, usize> = HashMap::new();
    one.chars().for_each(|c| *counts.entry(c).or_default() += 1);
    let shared = other.chars().filter(|c| counts.get_mut(c).filter(|count| **count > 0).map(|count| *count -= 1).is_some()).count();
    shared * 2 >= one.chars().count().max(other.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn value(said: &str, line: u32) -> Json {
        let said = if said.is_empty() { Json::Null } else { json!(said) };
        json!({ "value": said, "state": "stated", "at": [{ "line": line, "from": 1, "to": 2 }], "reviewed_by": null })
    }

    fn item(id: &str, serial: &str, name: &str, line: u32) -> Json {
        json!({ "id": id, "source": "a", "serial": value(serial, line), "primary_item": value("登记", line), "name": value(name, line) })
    }

    fn items(old: Vec<Json>, new: Vec<Json>) -> Vec<String> {
        let shown = |change: &Change| {
            let fields: Vec<&str> = change.changes.iter().map(|change| change.field.as_str()).collect();
            format!("{} {} {} {}", change.op.key(), change.id, change.old_id.as_deref().unwrap_or("-"), fields.join("+"))
        };
        Follower::default().items(&Differing { old, new }).iter().map(shown).collect()
    }

    #[test]
    fn items_are_followed_where_one_fits() {
        let old = item("a", "1", "职工参保登记", 3);
        assert_eq!(items(vec![old.clone()], vec![item("a", "1", "职工参保登记", 9)]), [""; 0], "moved down");
        assert_eq!(items(vec![old.clone()], vec![item("b", "2", "职工参保登记", 9)]), ["MOD b a serial"], "the same name");
        assert_eq!(items(vec![old.clone()], vec![item("b", "1", "职工参保信息登记", 3)]), ["MOD b a name"], "the same row");
        assert_eq!(items(vec![old.clone()], vec![item("b", "1", "单位职工参保登记", 7)]), ["MOD b a name"], "the same number");
        assert_eq!(
            items(vec![old.clone()], vec![item("b", "1", "异地就医备案", 3)]),
            ["ADD b - ", "DEL a - "],
            "another service in its row"
        );
        let two = vec![item("b", "1", "职工参保信息登记", 7), item("c", "1", "单位职工参保登记", 8)];
        assert_eq!(items(vec![old], two), ["ADD b - ", "ADD c - ", "DEL a - "], "two that it may be");
    }

    #[test]
    fn a_renamed_source_takes_its_items_and_findings_with_it() {
        let source = |id: &str| json!({ "id": id, "path": id, "sha256": "00" });
        let of = |mut line: Json, source: &str| {
            line["source"] = json!(source);
            line
        };
        let finding = |id: &str, item: &str, source: &str| json!({ "id": id, "code": "c", "source": source, "item": item, "message": "m" });
        let mut follower = Follower::default();
        let sources = follower.sources(&Differing { old: vec![source("a")], new: vec![source("z")] });
        assert_eq!(sources.len(), 1);
        let old = item("1", "1", "甲", 3);
        let items = follower.items(&Differing { old: vec![of(old.clone(), "a")], new: vec![of(item("2", "1", "甲", 3), "z")] });
        assert_eq!(items.iter().map(|change| (change.op, change.old_id.as_deref())).collect::<Vec<_>>(), [(Op::Mod, Some("1"))]);
        let findings = follower.findings(&Differing { old: vec![finding("f", "1", "a")], new: vec![finding("g", "2", "z")] });
        assert_eq!(findings, [], "the finding is about the same item");
    }

    #[test]
    fn a_service_with_another_id_is_followed_by_its_members() {
        let concept = |id: &str, name: &str, members: &[&str]| json!({ "id": id, "name": name, "list": null, "members": members });
        let concepts = |old: Vec<Json>, new: Vec<Json>| -> Vec<String> {
            let mut follower = Follower::default();
            follower.renamed.insert("i".to_owned(), "j".to_owned());
            let shown = |change: &Change| format!("{} {} {}", change.op.key(), change.id, change.old_id.as_deref().unwrap_or("-"));
            follower.concepts(&Differing { old, new }).iter().map(shown).collect()
        };
        let old = concept("found/1", "护照签发", &["i", "k"]);
        assert_eq!(concepts(vec![old.clone()], vec![concept("found/2", "普通护照签发", &["k", "j"])]), ["MOD found/2 found/1"]);
        assert_eq!(concepts(vec![old.clone()], vec![concept("found/2", "护照签发", &["x", "y"])]), ["MOD found/2 found/1"]);
        assert_eq!(concepts(vec![old.clone()], vec![concept("found/1", "护照签发", &["i", "k", "z"])]), [""; 0], "one more place");
        assert_eq!(concepts(vec![old], vec![concept("found/2", "收养登记", &["x"])]), ["ADD found/2 -", "DEL found/1 -"]);
    }

    #[test]
    fn equal_findings_are_counted() {
        let finding = |id: &str| json!({ "id": id, "code": "c", "source": "a", "message": "m" });
        let old = vec![finding("1"), finding("2")];
        let changes = Follower::default().findings(&Differing { old, new: vec![finding("3"), finding("4"), finding("5")] });
        assert_eq!(changes.iter().map(|change| (change.op, change.id.as_str())).collect::<Vec<_>>(), [(Op::Add, "5")]);
    }
}
