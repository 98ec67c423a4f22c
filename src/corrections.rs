//! corrections: what a person decided about single values (`raw/corrections.toml`), applied between fields and align.

use crate::error::Error;
use crate::evidence::{Places, State, Text, Value};
use crate::field::Field;
use crate::finding::Finding;
use crate::item::{Content, Item, Marks, Publisher};
use crate::result::DocumentResult;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The corrections of a run, by source.
#[derive(Debug, Default)]
pub struct Corrections(BTreeMap<String, Vec<Correction>>);

/// One decision: a value of one item, or of all items whose source text is the same.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Correction {
    /// Id of the source.
    source: String,
    /// Id of the item; all items of the source where none is given.
    item: Option<String>,
    /// Key of the field.
    field: Field,
    /// The value; for `marks` the labels of the ticked columns.
    value: Decided,
    /// [`judged`] of the source text that the person saw; the correction holds only for that text.
    judged: String,
    /// Who decided.
    by: String,
    /// When (`YYYY-MM-DD`).
    when: jiff::civil::Date,
    /// Why.
    why: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Decided {
    One(String),
    Several(Vec<String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    correction: Vec<Correction>,
}

/// What became of a correction in one item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Applied,
    OtherText,
    Impossible,
}

/// What a correction names the text it judged by: the first twelve hex digits of its BLAKE3 hash.
pub fn judged(raw: &str) -> String {
    blake3::hash(raw.as_bytes()).to_hex().chars().take(12).collect()
}

/// What a waiver names a finding by: the hash of what it says, not of where it stands, so lines that move change nothing.
pub fn judged_finding(finding: &Finding) -> String {
    let sides = [finding.field.map(Field::key), finding.expected.as_deref(), finding.actual.as_deref()].map(Option::unwrap_or_default);
    let blanks = finding.arguments.iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]);
    let shown = finding.evidence.iter().map(|evidence| evidence.text.as_str());
    judged(&sides.into_iter().chain(blanks).chain(shown).collect::<Vec<_>>().join("\n"))
}

impl Corrections {
    /// Reads the corrections `text` of the file `name`.
    pub fn parse(name: &str, text: &str) -> Result<Self, Error> {
        let file: File = toml::from_str(text).map_err(|error| Error::syntax(name, error))?;
        let mut corrections: BTreeMap<String, Vec<Correction>> = BTreeMap::new();
        for correction in file.correction {
            corrections.entry(correction.source.clone()).or_default().push(correction);
        }
        Ok(Corrections(corrections))
    }

    /// Applies those about `document`; one that no item takes is reported.
    pub fn apply(&self, document: &mut DocumentResult) {
        let Some(corrections) = self.0.get(document.source.id.as_str()) else { return };
        for correction in corrections {
            let mut outcomes = Vec::new();
            for item in document.items.iter_mut().filter(|item| correction.item.as_ref().is_none_or(|id| *id == *item.id)) {
                outcomes.push(correction.apply(item));
            }
            if !outcomes.contains(&Outcome::Applied) {
                document.findings.push(correction.unused(&outcomes));
            }
        }
    }
}

impl Correction {
    fn apply(&self, item: &mut Item) -> Outcome {
        let by: Text = format!("{} ({}): {}", self.by, self.when, self.why).into();
        let outcome = match (self.field, &self.value) {
            (Field::Marks, Decided::Several(labels)) => {
                let outcomes: Vec<Outcome> = item.contents.iter_mut().map(|content| self.apply_ticks(content, labels)).collect();
                outcomes.iter().find(|outcome| **outcome == Outcome::Applied).or(outcomes.first()).copied().unwrap_or(Outcome::Impossible)
            }
            (Field::Publisher, Decided::One(name)) => {
                let publisher = Publisher { name: name.as_str().into(), level: None, jurisdiction: None };
                self.decide(&mut item.publisher, publisher, by)
            }
            (field, Decided::One(text)) => match text_of(item, field) {
                Some(value) => self.decide(value, text.as_str().into(), by),
                None => Outcome::Impossible,
            },
            _ => Outcome::Impossible,
        };
        if outcome == Outcome::Applied {
            item.states.insert(self.field, State::Reviewed);
        }
        outcome
    }

    fn decide<T>(&self, value: &mut Value<T>, decided: T, by: Text) -> Outcome {
        if judged(value.raw.as_deref().unwrap_or("")) != self.judged {
            return Outcome::OtherText;
        }
        value.value = Some(decided);
        value.state = State::Reviewed;
        let rare = value.rare.get_or_insert_default();
        rare.readings = None;
        rare.reviewed_by = Some(by);
        Outcome::Applied
    }

    fn apply_ticks(&self, content: &mut Content, labels: &[String]) -> Outcome {
        let mut marks = content.marks();
        let outcome = self.apply_marks(&mut marks, labels);
        content.ticks = vec![marks].into();
        outcome
    }

    /// The text judged of ticks is the readings they have: `[[0,2],[0,3]]`.
    fn apply_marks(&self, marks: &mut Marks, labels: &[String]) -> Outcome {
        let known = labels.iter().all(|label| marks.columns.iter().any(|column| *column.label == **label));
        if judged(&format!("{:?}", marks.readings.clone().unwrap_or_default())) != self.judged {
            return Outcome::OtherText;
        }
        if !known || labels.len() as u32 != marks.ticks {
            return Outcome::Impossible;
        }
        let ticks: Places = marks
            .columns
            .iter()
            .flat_map(|column| column.at.iter().copied())
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect();
        let mut places = ticks.into_iter();
        for column in &mut marks.columns {
            let ticked = labels.iter().any(|label| **label == *column.label);
            column.value = Some(ticked);
            column.state = State::Reviewed;
            column.at = if ticked { places.next().into_iter().collect() } else { Places::new() };
        }
        marks.readings = None;
        marks.readings_count = 1;
        Outcome::Applied
    }

    fn unused(&self, outcomes: &[Outcome]) -> Finding {
        let code = match outcomes.first() {
            Some(Outcome::OtherText) => "correction-stale",
            _ => "correction-unused",
        };
        Finding::new(code)
            .field(self.field)
            .with("field", self.field.key())
            .with("item", self.item.as_deref().unwrap_or("*"))
            .with("by", &self.by)
    }
}

/// The text value of `field`, where it has one.
fn text_of(item: &mut Item, field: Field) -> Option<&mut Value<Text>> {
    match field {
        Field::Serial => item.serials.last_mut(),
        Field::Category => Some(&mut item.category),
        Field::PrimaryItem => Some(&mut item.primary_item),
        Field::SecondaryItem => Some(&mut item.secondary_item),
        Field::TertiaryItem => Some(&mut item.tertiary_item),
        Field::Name => Some(&mut item.name),
        Field::ServiceTarget => Some(&mut item.guide.service_target),
        Field::Contents => item.contents.first_mut().map(|content| &mut content.text),
        _ => None,
    }
}
