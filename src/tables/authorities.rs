//! tables/authorities: offices by what they do, and names of offices that were given up.

use super::claim;
use super::lookup::Finder;
use crate::error::Error;
use crate::text::{fold, trim};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Offices, whatever place they belong to.
#[derive(Debug, Default)]
pub struct Authorities {
    names: BTreeMap<String, String>,
    /// Characters of the longest of them.
    longest: usize,
    general: BTreeSet<String>,
    formers: Vec<FormerOffice>,
    former_names: Finder,
}

/// An office that was given up.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormerOffice {
    /// Its name.
    pub says: String,
    /// What took its place.
    pub now: String,
    /// Since when (`YYYY-MM`).
    pub since: String,
    /// Characters behind it that make another word of it.
    #[serde(default)]
    pub not_before: String,
    /// Texts that name it.
    #[serde(default)]
    pub examples: Vec<String>,
    /// Texts that do not.
    #[serde(default)]
    pub fine: Vec<String>,
}

impl FormerOffice {
    /// Where `text` names the office as one that is still there: its bytes. Not within 《》, which keep the names of their time, nor behind 原.
    pub fn named_in(&self, text: &str) -> Option<Range<usize>> {
        let is_named = |at: &usize| {
            let before = text.get(..*at).unwrap_or("");
            let behind = text.get(at + self.says.len()..).unwrap_or("");
            let is_cited = before.matches('《').count() > before.matches('》').count();
            let was = ["原", "原来的", "原来", "原先的"].iter().any(|word| trim(before).ends_with(word));
            !is_cited && !was && !behind.starts_with(|c| self.not_before.contains(c))
        };
        let at = text.match_indices(self.says.as_str()).map(|(at, _)| at).find(is_named)?;
        Some(at..at + self.says.len())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    authority: Vec<Entry>,
    #[serde(default)]
    former: Vec<FormerOffice>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    says: Vec<String>,
    #[serde(default)]
    general: bool,
}

impl Authorities {
    /// Adds the entries of the table `text` of the file `name`.
    pub(super) fn add(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let table: Table = toml::from_str(text).map_err(|error| Error::syntax(name, error))?;
        let mut names = BTreeMap::new();
        for entry in table.authority {
            if entry.general {
                self.general.insert(entry.name.clone());
            }
            let words = entry.says.into_iter().chain([entry.name.clone()]).collect();
            claim(name, &mut names, words, |_| entry.name.clone())?;
        }
        self.longest = names.keys().map(|name| name.chars().count()).fold(self.longest, usize::max);
        self.names.extend(names);
        self.former_names.extend(table.former.iter().map(|former| former.says.clone()));
        self.formers.extend(table.former);
        Ok(())
    }

    /// The usual name of the office that the authority `name` is, whatever place stands in front of it: the longest known one that the name ends with.
    pub fn office(&self, name: &str) -> Option<&str> {
        let name = fold(name);
        let ends = name.char_indices().map(|(start, _)| name.get(start..).unwrap_or_default());
        ends.filter_map(|end| self.names.get(end)).map(String::as_str).next()
    }

    /// Whether `text` begins with the name of an office (医疗保障局窗口).
    pub fn begins(&self, text: &str) -> bool {
        let ends = text.char_indices().skip(1).map(|(end, _)| end).chain([text.len()]).take(self.longest);
        ends.filter_map(|end| text.get(..end)).any(|name| self.names.contains_key(name))
    }

    /// Whether the office with the usual name `office` may publish for any other.
    pub fn is_general(&self, office: &str) -> bool {
        self.general.contains(office)
    }

    /// The offices that were given up, as far as `text` may name one; see [`FormerOffice::named_in`].
    pub fn formers_in(&self, text: &str) -> &[FormerOffice] {
        if self.former_names.is_in(text) { &self.formers } else { &[] }
    }

    /// Offices that were given up.
    pub fn formers(&self) -> &[FormerOffice] {
        &self.formers
    }
}

#[cfg(test)]
mod tests {
    use crate::tables::Tables;

    #[test]
    fn offices_have_one_name_and_former_ones_a_date() {
        let authorities = Tables::embedded().unwrap().authorities;
        for (name, office) in [
            ("大冶市医疗保障局", "医疗保障局"),
            ("县医保局", "医疗保障局"),
            ("会议镇人民政府", "人民政府"),
            ("某县城市管理局", "城市管理局"),
        ] {
            assert_eq!(authorities.office(name), Some(office), "{name}");
        }
        assert_eq!(authorities.office("各有关单位"), None);
        assert!(authorities.is_general("人民政府") && !authorities.is_general("民政局"));
        for former in authorities.formers() {
            assert!(format!("{}-01", former.since).parse::<jiff::civil::Date>().is_ok(), "{}", former.says);
            assert!(!former.now.contains(&former.says), "{}", former.says);
            assert!(former.named_in(&format!("市{}负责", former.says)).is_some(), "{}", former.says);
            assert!(former.named_in(&format!("农业农村局（原{}）", former.says)).is_none(), "{}", former.says);
            assert!(former.named_in(&format!("《关于{}的通知》", former.says)).is_none(), "{}", former.says);
            assert!(former.examples.iter().all(|text| former.named_in(text).is_some()), "{}", former.says);
            assert!(former.fine.iter().all(|text| former.named_in(text).is_none()), "{}", former.says);
        }
    }
}
