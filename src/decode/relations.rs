//! decode/relations: which part of an Office Open XML file is which, by the relationships that it states. Source: ECMA-376 part 2, 6.5.

use super::parts::Parts;
use super::xml::Xml;
use std::collections::BTreeMap;

/// The relationships of one part, by their ids.
#[derive(Default)]
pub(super) struct Relations(BTreeMap<String, Relation>);

/// A part that another one refers to.
#[derive(Clone, Default)]
pub(super) struct Relation {
    /// What it is to the other one: the last word of the type (`styles`, `worksheet`), which the transitional and the strict form share.
    pub(super) kind: String,
    /// Its name.
    pub(super) part: String,
}

impl Relations {
    /// The relationships of the part `part`; none where it states none. The empty name is the whole file.
    pub(super) fn of(part: &str, parts: &mut Parts) -> Self {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let own = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
        let mut relations = Relations::default();
        let Some(text) = parts.text(&own) else { return relations };
        let mut xml = Xml::new(&own, &text);
        xml.next_inside();
        while let Some(tag) = xml.next_inside() {
            let of = |name: &str| tag.attribute(name).unwrap_or_default();
            if tag.name() == "Relationship" && of("TargetMode") != "External" {
                let kind = of("Type").rsplit('/').next().unwrap_or_default().to_owned();
                relations.0.insert(of("Id"), Relation { kind, part: target(folder, &of("Target")) });
            }
            xml.skip();
        }
        parts.findings.extend(xml.finding);
        relations
    }

    /// The one with the id `id`.
    pub(super) fn get(&self, id: &str) -> Option<&Relation> {
        self.0.get(id)
    }

    /// The names of the parts that are `kind`.
    pub(super) fn parts<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.values().filter(move |relation| relation.kind == kind).map(|relation| relation.part.as_str())
    }

    /// The name of the part that is `kind`; where none is stated, `usual` beside `part`.
    pub(super) fn part_or(&self, kind: &str, part: &str, usual: &str) -> String {
        self.parts(kind).next().map_or_else(|| target(part.rsplit_once('/').map_or("", |(folder, _)| folder), usual), str::to_owned)
    }
}

/// The name of the part that holds the document itself: the one that the file states, where it is there; else `usual`.
pub(super) fn main_part(parts: &mut Parts, usual: &str) -> String {
    let stated = Relations::of("", parts);
    let found = stated.parts("officeDocument").find(|part| parts.has(part)).map(str::to_owned);
    found.unwrap_or_else(|| usual.to_owned())
}

/// The target of a relationship of a part in the folder `folder`, as the name of a part.
fn target(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.into();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split(['/', '\\']) {
        match step {
            ".." => drop(steps.pop()),
            "." | "" => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::target;

    #[test]
    fn targets_are_names_of_parts() {
        for (folder, said, expected) in [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "/xl/styles.xml", "xl/styles.xml"),
            ("word/a", "../b.xml", "word/b.xml"),
            ("", "../../etc/b.xml", "etc/b.xml"),
            ("xl", ".\\sheet.xml", "xl/sheet.xml"),
        ] {
            assert_eq!(target(folder, said), expected, "{said}");
        }
    }
}
