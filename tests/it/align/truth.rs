//! What a person says of names and services, row by row (`five.tsv`, `medical.tsv`), and what is asserted held against it.

use crate::made::root;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// What a person says of one item.
pub(crate) struct Truth {
    /// The document, or the heading: what tells items of one name apart.
    pub(crate) of: String,
    pub(crate) name: String,
    pub(crate) relation: String,
    pub(crate) services: BTreeSet<String>,
    pub(crate) argued: bool,
}

/// Relation and number of the service, for each item.
pub(crate) type Asserted = BTreeMap<(String, String), BTreeSet<(String, String)>>;

/// How well the program does: right of what it asserts as `exact` or `close`, and as anything; found of what the truth has without argument; mistakes.
#[derive(Default)]
pub(crate) struct Measured {
    pub(crate) right: usize,
    pub(crate) asserted: usize,
    pub(crate) right_of_all: usize,
    pub(crate) all: usize,
    pub(crate) found: usize,
    pub(crate) wanted: usize,
    pub(crate) mistakes: Vec<String>,
}

/// The rows of the table `file` beside this one.
pub(crate) fn truth(file: &str) -> Vec<Truth> {
    let table = fs::read_to_string(root().join("tests/it/align").join(file)).unwrap();
    let rows = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    rows.map(row).collect()
}

fn row(line: &str) -> Truth {
    let cells: Vec<&str> = line.split('\t').collect();
    assert!(cells.len() == 6 && !cells[5].is_empty(), "{line}: document or heading, name, relation, services, certain or argued, reason");
    assert!(["certain", "argued"].contains(&cells[4]), "{line}");
    Truth {
        of: cells[0].to_owned(),
        name: cells[1].to_owned(),
        relation: cells[2].to_owned(),
        services: cells[3].split(' ').filter(|code| *code != "-").map(str::to_owned).collect(),
        argued: cells[4] == "argued",
    }
}

/// What is `asserted` against the `truth`.
pub(crate) fn judge(truth: &[Truth], asserted: &Asserted) -> Measured {
    let mut measured = Measured::default();
    let mut allowed: BTreeMap<(&str, &str), BTreeSet<(String, String)>> = BTreeMap::new();
    for row in truth {
        let own = allowed.entry((&row.of, &row.name)).or_default();
        own.extend(row.services.iter().map(|code| (row.relation.clone(), code.clone())));
        if row.argued {
            continue;
        }
        let found = asserted.get(&(row.of.clone(), row.name.clone()));
        for code in &row.services {
            measured.wanted += 1;
            let has = found.is_some_and(|found| found.contains(&(row.relation.clone(), code.clone())));
            measured.found += usize::from(has);
            if !has {
                measured.mistakes.push(format!("missed: {} {}: {} {code}", row.of, row.name, row.relation));
            }
        }
    }
    for ((of, name), allowed) in &allowed {
        for found in asserted.get(&((*of).to_owned(), (*name).to_owned())).into_iter().flatten() {
            let is_strict = ["exact", "close"].contains(&found.0.as_str());
            // `related` says less than any other relation, and is right wherever one of them is.
            let is_related = found.0 == "related" && allowed.iter().any(|(_, code)| *code == found.1);
            let is_right = is_related || allowed.contains(found);
            measured.all += 1;
            measured.right_of_all += usize::from(is_right);
            measured.asserted += usize::from(is_strict);
            measured.right += usize::from(is_strict && is_right);
            if !is_right {
                measured.mistakes.push(format!("wrong: {of} {name}: {} {} is asserted", found.0, found.1));
            }
        }
    }
    measured
}
