//! tables/authorities: offices by what they do, and names of offices that were given up.

use super::claim;
use crate::error::Error;
use crate::text::fold;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Offices, whatever place they belong to.
#[derive(Debug, Default)]
pub struct Authorities {
    names: BTreeMap<String, String>,
    formers: Vec<FormerOffice>,
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
}

impl Authorities {
    /// Adds the entries of the table `text` of the file `name`.
    pub(super) fn add(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let table: Table = toml::from_str(text).map_err(|error| Error::table(name, error))?;
        let mut names = BTreeMap::new();
        for entry in table.authority {
            let words = entry.says.into_iter().chain([entry.name.clone()]).collect();
            claim(name, &mut names, words, |_| entry.name.clone())?;
        }
        self.names.extend(names);
        self.formers.extend(table.former);
        Ok(())
    }

    /// The usual name of the office that the authority `name` is, whatever place stands in front of it: the longest known one that the name ends with.
    pub fn office(&self, name: &str) -> Option<&str> {
        let name = fold(name);
        let ends = name.char_indices().map(|(start, _)| name.get(start..).unwrap_or_default());
        ends.filter_map(|end| self.names.get(end)).map(String::as_str).next()
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
        for former in authorities.formers() {
            assert!(format!("{}-01", former.since).parse::<jiff::civil::Date>().is_ok(), "{}", former.says);
            assert!(!former.now.contains(&former.says), "{}", former.says);
        }
    }
}
