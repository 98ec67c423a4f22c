//! tables/decisions: what a person decided about items and services (`raw/decisions.toml`); how it is read and written.

use crate::error::Error;
use serde::{Deserialize, Serialize};

/// The decisions of a run, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions(pub Vec<Decision>);

/// One decision about an item and another item or a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// What was decided.
    pub verdict: Decided,
    /// Id of the item.
    pub item: String,
    /// Id of the service, or of another item.
    pub with: String,
    /// Hash of the texts that the person saw; the decision holds only for them.
    pub judged: String,
    /// Who decided.
    pub by: String,
    /// When (`YYYY-MM-DD`).
    pub when: String,
    /// Why.
    pub why: String,
}

/// What a person can decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decided {
    /// They are one service.
    Same,
    /// They are not.
    Different,
    /// The texts do not tell; not to be asked again.
    Unsure,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    decision: Vec<Decision>,
}

impl Decisions {
    /// Reads the decisions `text` of the file `name`. A day that is none, and nobody as the one who decided, are errors.
    pub fn parse(name: &str, text: &str) -> Result<Self, Error> {
        let file: File = toml::from_str(text).map_err(|error| Error::syntax(name, error))?;
        for decision in &file.decision {
            if decision.by.trim().is_empty() {
                let said = [
                    format!("the decision about {} does not say who decided (`by`)", decision.item),
                    format!("关于{}的结论没有写明由谁作出（by）", decision.item),
                ];
                return Err(Error::table(name, said));
            }
            let day = decision.when.parse::<jiff::civil::Date>();
            day.map_err(|error| Error::table(name, Error::no_date(&decision.when, error)))?;
        }
        Ok(Decisions(file.decision))
    }

    /// The decisions as they stand in `text`, unchecked.
    pub fn written(name: &str, text: &str) -> Result<Self, Error> {
        let file: File = toml::from_str(text).map_err(|error| Error::syntax(name, error))?;
        Ok(Decisions(file.decision))
    }

    /// The decisions as they are appended to the file.
    pub fn to_toml(&self) -> Result<String, Error> {
        let file = File { decision: self.0.clone() };
        toml::to_string(&file).map_err(|error| Error::output("decisions.toml", error))
    }
}

impl Decision {
    /// Whether it is about these two sides.
    pub fn is_between(&self, item: &str, with: &str) -> bool {
        (self.item == item && self.with == with) || (self.item == with && self.with == item)
    }
}

impl Decided {
    /// The word of the file.
    pub fn key(self) -> &'static str {
        match self {
            Decided::Same => "same",
            Decided::Different => "different",
            Decided::Unsure => "unsure",
        }
    }

    /// The decision that `word` names: the word of the file, or its first letter.
    pub fn named(word: &str) -> Option<Self> {
        Decided::ALL.into_iter().find(|decided| decided.key() == word || decided.key().get(..1) == Some(word))
    }

    /// Every decision.
    pub const ALL: [Decided; 3] = [Decided::Same, Decided::Different, Decided::Unsure];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let decision = Decision {
            verdict: Decided::Different,
            item: "a1".to_owned(),
            with: "medical-insurance/02".to_owned(),
            judged: "0123".to_owned(),
            by: "王 \"W\"".to_owned(),
            when: "2026-11-22".to_owned(),
            why: "another\nservice".to_owned(),
        };
        let decisions = Decisions(vec![decision.clone(), Decision { verdict: Decided::Unsure, ..decision }]);
        assert_eq!(Decisions::parse("d.toml", &decisions.to_toml().unwrap()).unwrap(), decisions);
    }

    #[test]
    fn a_decision_needs_a_day_and_a_person() {
        let text =
            "[[decision]]\nverdict = \"same\"\nitem = \"a\"\nwith = \"b\"\njudged = \"c\"\nby = \"BY\"\nwhen = \"WHEN\"\nwhy = \"\"\n";
        for (by, when, said) in [(" ", "2026-11-22", "who decided"), ("me", "today", "no date")] {
            let error = Decisions::parse("d.toml", &text.replace("BY", by).replace("WHEN", when)).unwrap_err();
            assert!(error.to_string().contains(said), "{error}");
        }
        assert_eq!(
            [Decided::named("s"), Decided::named("unsure"), Decided::named("x")],
            [Some(Decided::Same), Some(Decided::Unsure), None]
        );
    }
}
