//! tables: knowledge as commented data, each file beside its strict loader; and the overlay from `raw/tables/`.

pub mod authorities;
pub mod channels;
pub mod characters;
pub mod citations;
pub mod columns;
pub mod confidence;
pub mod deadlines;
pub mod decisions;
pub mod divisions;
pub mod facets;
pub mod findings;
pub mod known;
pub mod laws;
pub mod lookup;
pub mod marks;
pub mod natures;
pub mod nearest;
pub mod places;
pub mod report;
pub mod services;
pub mod slips;
pub mod waivers;
pub mod words;

use crate::error::Error;
use crate::text::fold;
use authorities::Authorities;
use channels::Channels;
use citations::Citations;
use columns::Columns;
use confidence::Confidences;
use deadlines::Deadlines;
use divisions::Divisions;
use facets::Facets;
use findings::FindingKinds;
use known::Known;
use laws::Laws;
use marks::MarkSigns;
use natures::Natures;
use report::ReportWords;
use serde::{Deserialize, Serialize};
use services::Services;
use slips::Slips;
use std::collections::BTreeMap;
use words::Words;

/// All tables, embedded ones with the officer's overlay on top.
#[derive(Debug)]
pub struct Tables {
    /// Words of headers and labels.
    pub columns: Columns,
    /// Channels of publication.
    pub channels: Channels,
    /// Characters of check marks.
    pub marks: MarkSigns,
    /// Words by which kinds of text are recognised.
    pub words: Words,
    /// Units, triggers and phrases of deadlines.
    pub deadlines: Deadlines,
    /// What items are about.
    pub natures: Natures,
    /// Provinces, prefectures, counties and towns.
    pub divisions: Divisions,
    /// The register of national acts.
    pub laws: Laws,
    /// How laws and documents are cited.
    pub citations: Citations,
    /// Words of service names.
    pub facets: Facets,
    /// National lists of services.
    pub services: Services,
    /// Offices by what they do.
    pub authorities: Authorities,
    /// Slips of writing.
    pub slips: Slips,
    /// How often what is placed is right.
    pub confidences: Confidences,
    /// Severity and wording of findings.
    pub findings: FindingKinds,
    /// Wording of the gap report.
    pub report: ReportWords,
    /// For every table its SHA-256, embedded text and overlay together.
    pub hashes: BTreeMap<String, String>,
    /// What texts were read as by these tables.
    pub known: Known,
}

/// A table file of the overlay: its name (`channels.toml`) and its text.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Overlay {
    /// File name.
    pub name: String,
    /// Contents.
    pub text: String,
}

const EMBEDDED: &[(&str, &str)] = &[
    ("columns.toml", include_str!("columns.toml")),
    ("channels.toml", include_str!("channels.toml")),
    ("marks.toml", include_str!("marks.toml")),
    ("words.toml", include_str!("words.toml")),
    ("deadlines.toml", include_str!("deadlines.toml")),
    ("natures.toml", include_str!("natures.toml")),
    ("facets.toml", include_str!("facets.toml")),
    ("services.toml", include_str!("services.toml")),
    ("authorities.toml", include_str!("authorities.toml")),
    ("slips.toml", include_str!("slips.toml")),
    ("confidence.toml", include_str!("confidence.toml")),
    ("findings.toml", include_str!("findings.toml")),
];

const PLACES: &str = include_str!("places.toml");
const LAWS: &str = include_str!("laws.jsonl");
const CITATIONS: &str = include_str!("citations.toml");

impl Tables {
    /// The tables that come with the program.
    pub fn embedded() -> Result<Tables, Error> {
        Tables::with_overlay(&[])
    }

    /// The tables that come with the program, then those of `overlay`, whose entries add to them or replace them.
    pub fn with_overlay(overlay: &[Overlay]) -> Result<Tables, Error> {
        let mut tables = Tables {
            columns: Columns::default(),
            channels: Channels::default(),
            marks: MarkSigns::default(),
            words: Words::default(),
            deadlines: Deadlines::default(),
            natures: Natures::default(),
            divisions: Divisions::parse("src/tables/places.toml", PLACES)?,
            laws: Laws::embedded(LAWS),
            citations: Citations::parse("src/tables/citations.toml", CITATIONS)?,
            facets: Facets::default(),
            services: Services::default(),
            authorities: Authorities::default(),
            slips: Slips::default(),
            confidences: Confidences::default(),
            findings: FindingKinds::default(),
            report: ReportWords::parse("src/tables/report.toml", include_str!("report.toml"))?,
            hashes: BTreeMap::new(),
            known: Known::default(),
        };
        for (name, text) in EMBEDDED {
            tables.add(name, &format!("src/tables/{name}"), text, overlay)?;
        }
        for file in overlay {
            tables.add(&file.name, &format!("raw/tables/{}", file.name), &file.text, overlay)?;
        }
        Ok(tables)
    }

    /// Adds one file; `shown` is how messages call it.
    fn add(&mut self, name: &str, shown: &str, text: &str, overlay: &[Overlay]) -> Result<(), Error> {
        match name {
            "columns.toml" => self.columns.add(shown, text)?,
            "channels.toml" => self.channels.add(shown, text)?,
            "marks.toml" => self.marks.add(shown, text)?,
            "words.toml" => self.words.add(shown, text)?,
            "deadlines.toml" => self.deadlines.add(shown, text)?,
            "natures.toml" => self.natures.add(shown, text)?,
            "facets.toml" => self.facets.add(shown, text)?,
            "services.toml" => self.services.add(shown, text, |id| list(id, overlay))?,
            // Read with the table that names the list.
            _ if is_list(name) => {}
            "authorities.toml" => self.authorities.add(shown, text)?,
            "slips.toml" => self.slips.add(shown, text)?,
            "confidence.toml" => self.confidences.add(shown, text)?,
            "findings.toml" => self.findings.add(shown, text)?,
            _ => {
                let known: Vec<_> = EMBEDDED.iter().map(|(name, _)| *name).collect();
                let known = known.join(", ");
                return Err(Error::table(
                    shown,
                    [format!("no table has this name; there are {known}"), format!("没有这个名称的表；现有：{known}")],
                ));
            }
        }
        let hash = self.hashes.entry(name.to_owned()).or_default();
        *hash = blake3::hash(format!("{hash}{text}").as_bytes()).to_hex().to_string();
        Ok(())
    }
}

/// Whether a file holds the services of a list.
fn is_list(name: &str) -> bool {
    name.starts_with("services/") && name.ends_with(".csv")
}

/// The services of the list `id`: those of the overlay, else those that come with the program.
fn list<'a>(id: &str, overlay: &'a [Overlay]) -> Option<&'a str> {
    let name = format!("services/{id}.csv");
    if let Some(file) = overlay.iter().find(|file| file.name == name) {
        return Some(&file.text);
    }
    match id {
        "medical-insurance" => Some(include_str!("services/medical-insurance.csv")),
        _ => None,
    }
}

/// Enters the words of one entry in `claimed`, folded; a word that another entry of the same file claims is an error.
fn claim<T: PartialEq>(
    file: &str,
    claimed: &mut BTreeMap<String, T>,
    words: Vec<String>,
    meaning: impl Fn(&str) -> T,
) -> Result<(), Error> {
    for word in words {
        let meaning = meaning(&word);
        let before = claimed.insert(fold(&word), meaning);
        if before.is_some() {
            return Err(Error::table(file, [format!("`{word}` is claimed twice"), format!("“{word}”写在了两个条目下")]));
        }
    }
    Ok(())
}
