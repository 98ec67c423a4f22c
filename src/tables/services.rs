//! tables/services: national lists of services, other names for them, and the words by which a document's domain is told.

use crate::error::Error;
use crate::evidence::Text;
use crate::item::Item;
use crate::item::Relation;
use crate::result::Source;
use crate::text::fold;
use serde::Deserialize;
use std::collections::BTreeMap;

/// All lists.
#[derive(Debug, Default)]
pub struct Services {
    lists: Vec<List>,
    /// By list and key of a name.
    names: BTreeMap<(usize, String), Vec<Named>>,
}

/// A list of services.
#[derive(Debug)]
pub struct List {
    /// Its id, which is the id of the domain.
    pub id: Text,
    /// Its name.
    pub name: Text,
    /// Its services, in the order of the list.
    pub services: Vec<Service>,
    /// The people of the domain, whom a name may leave out; empty where it has none.
    pub people: Text,
    words: Vec<String>,
    implied: Vec<String>,
    beyond: Vec<String>,
}

/// A service of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its code.
    pub code: Text,
    /// Its category.
    pub category: Text,
    /// Its name.
    pub name: Text,
    /// Where it is from.
    pub basis: Text,
}

/// What a name says of one service of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its index in the list.
    pub service: usize,
    /// Read *item relation concept*.
    pub relation: Relation,
    /// Whether the name is the list's own, and not an alias.
    pub own: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    list: Vec<ListEntry>,
    #[serde(default)]
    alias: Vec<Alias>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListEntry {
    id: String,
    name: String,
    words: Vec<String>,
    implied: Vec<String>,
    #[serde(default)]
    people: String,
    #[serde(default)]
    beyond: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Alias {
    #[serde(default = "exact")]
    relation: Relation,
    concepts: Vec<String>,
    says: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    code: String,
    category: String,
    service: String,
    basis: String,
}

fn exact() -> Relation {
    Relation::Exact
}

impl Services {
    /// Adds the lists and aliases of the table `text` of the file `name`; `csv` gives the services of a list by its id.
    pub(super) fn add<'a>(&mut self, name: &str, text: &str, csv: impl Fn(&str) -> Option<&'a str>) -> Result<(), Error> {
        let table: Table = toml::from_str(text).map_err(|error| Error::syntax(name, error))?;
        for entry in table.list {
            let Some(rows) = csv(&entry.id) else { return Err(Error::table(name, format!("there is no services/{}.csv", entry.id))) };
            let services = services(&entry.id, rows)?;
            let mut implied: Vec<String> = entry.implied.iter().map(|word| fold(word)).collect();
            implied.sort_by_key(|word| std::cmp::Reverse(word.len()));
            if let Some(code) = entry.beyond.iter().find(|code| services.iter().all(|service| *service.code != ***code)) {
                return Err(Error::table(name, format!("the list has no service `{code}`")));
            }
            let (words, beyond) = (entry.words, entry.beyond);
            let (id, name_of_list, people) = (entry.id.into(), entry.name.into(), entry.people.into());
            let list = List { id, name: name_of_list, services, people, words, implied, beyond };
            self.enter(name, list)?;
        }
        for alias in table.alias {
            self.alias(name, alias)?;
        }
        Ok(())
    }

    fn enter(&mut self, name: &str, list: List) -> Result<(), Error> {
        if self.lists.iter().any(|known| known.id == list.id) {
            return Err(Error::table(name, format!("the list `{}` stands twice", list.id)));
        }
        let index = self.lists.len();
        for (service, entry) in list.services.iter().enumerate() {
            let named = Named { service, relation: Relation::Exact, own: true };
            self.names.entry((index, list.key(&entry.name))).or_default().push(named);
        }
        self.lists.push(list);
        Ok(())
    }

    fn alias(&mut self, name: &str, alias: Alias) -> Result<(), Error> {
        for code in &alias.concepts {
            let found = self
                .lists
                .iter()
                .enumerate()
                .find_map(|(index, list)| Some((index, list.services.iter().position(|service| *service.code == **code)?)));
            let Some((index, service)) = found else { return Err(Error::table(name, format!("no list has a service `{code}`"))) };
            for word in &alias.says {
                let Some(key) = self.lists.get(index).map(|list| list.key(word)) else { continue };
                let names = self.names.entry((index, key)).or_default();
                if names.iter().any(|named| named.service == service) {
                    return Err(Error::table(name, format!("`{word}` names `{code}` already")));
                }
                names.push(Named { service, relation: alias.relation, own: false });
            }
        }
        Ok(())
    }

    /// The lists, in the order of the table.
    pub fn lists(&self) -> &[List] {
        &self.lists
    }

    /// The domain of a document: words of a list in its title, or in the names or publishers of most of its items.
    pub fn domain(&self, source: &Source, items: &[Item]) -> Option<Text> {
        let title = source.title.value.as_deref().unwrap_or("");
        let said = |list: &List, text: &str| list.words.iter().any(|word| text.contains(word.as_str()));
        let share = |list: &List| {
            let of_item = |item: &&Item| {
                let publisher = item.publisher.value.as_ref().map_or("", |publisher| publisher.name.as_str());
                item.levels()
                    .iter()
                    .filter_map(|level| level.value.as_deref())
                    .chain([item.title(), publisher])
                    .any(|text| said(list, text))
            };
            items.iter().filter(of_item).count()
        };
        let mut found = self.lists.iter().filter(|list| said(list, title) || share(list) * 2 > items.len());
        let first = found.next()?;
        found.next().is_none().then(|| first.id.clone())
    }

    /// What `name` says of services of the list with the index `list`.
    pub fn named(&self, list: usize, name: &str) -> &[Named] {
        let key = self.lists.get(list).map(|of| of.key(name));
        key.and_then(|key| self.names.get(&(list, key))).map_or(&[], Vec::as_slice)
    }
}

impl List {
    /// The words that the domain implies, folded, longest first.
    pub fn implied(&self) -> &[String] {
        &self.implied
    }

    /// Whether the service `code` stands in the table only because some places offer it, and is not on the list itself.
    pub fn is_beyond(&self, code: &str) -> bool {
        self.beyond.iter().any(|beyond| beyond == code)
    }

    /// A name as it is compared: folded, without the words that the domain implies (but never empty).
    pub fn key(&self, name: &str) -> String {
        let folded = fold(name);
        let mut key = folded.clone();
        for word in &self.implied {
            key = key.replace(word.as_str(), "");
        }
        if key.is_empty() { folded } else { key }
    }
}

fn services(id: &str, text: &str) -> Result<Vec<Service>, Error> {
    let file = format!("src/tables/services/{id}.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut found: Vec<Service> = Vec::new();
    for row in reader.deserialize::<Row>() {
        let row = row.map_err(|error| Error::syntax(&file, error))?;
        if found.iter().any(|known| *known.code == *row.code) {
            return Err(Error::table(&file, format!("`{}` stands twice", row.code)));
        }
        found.push(Service { code: row.code.into(), category: row.category.into(), name: row.service.into(), basis: row.basis.into() });
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use crate::item::Relation;
    use crate::tables::Tables;

    #[test]
    fn names_are_found_with_and_without_the_scheme() {
        let services = Tables::embedded().unwrap().services;
        for (name, code, relation) in [
            ("职工参保登记", "02", Relation::Exact),
            ("基本医疗保险职工参保登记", "02", Relation::Exact),
            ("城乡居民基本医疗保险参保登记", "03", Relation::Exact),
            ("城乡居民医疗保险参保登记", "03", Relation::Exact),
            ("基本医疗保险零售药店费用结算", "28", Relation::Exact),
            ("办理跨省异地就医登记备案", "12", Relation::Narrower),
        ] {
            let found = services.named(0, name);
            let first = found.first().unwrap_or_else(|| panic!("{name} is not found"));
            let of = services.lists()[0].services[first.service].code.rsplit('/').next();
            assert_eq!((of, first.relation), (Some(code), relation), "{name}");
        }
        assert!(services.named(0, "拟定异地就医管理办法和结算政策").is_empty());
    }
}
