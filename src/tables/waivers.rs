//! tables/waivers: findings that a person accepted for a time (`raw/waivers.toml`).

use crate::error::Error;
use serde::Deserialize;

/// The waivers of a run, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waivers(pub Vec<Waiver>);

/// A finding, or all findings of a code in a source, accepted for a time.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// Code of the findings.
    pub code: String,
    /// Id of the source.
    pub source: String,
    /// Id of the item; all findings of the code in the source where none is given.
    pub item: Option<String>,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// The last day on which it holds (`YYYY-MM-DD`).
    pub until: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    waiver: Vec<Waiver>,
}

impl Waivers {
    /// Reads the waivers `text` of the file `name`. Nobody as owner, no reason, a day that is none, a code that `is_known` does not know, and the same
    /// waiver twice are errors. `today`: without it nobody can say when a waiver ends.
    pub fn parse(name: &str, text: &str, today: Option<&str>, is_known: impl Fn(&str) -> bool) -> Result<Self, Error> {
        let file: File = toml::from_str(text).map_err(|error| Error::table(name, error))?;
        for (index, waiver) in file.waiver.iter().enumerate() {
            let failed = |what: String| Error::table(name, format!("the waiver of {} in {} {what}", waiver.code, waiver.source));
            if waiver.owner.trim().is_empty() || waiver.reason.trim().is_empty() {
                return Err(failed("does not say who answers for it and why (`owner`, `reason`)".into()));
            }
            let day = waiver.until.parse::<jiff::civil::Date>();
            day.map_err(|error| failed(format!("has no last day: `{}` is no date (YYYY-MM-DD): {error}", waiver.until)))?;
            if !is_known(&waiver.code) {
                return Err(failed("names a code that does not exist (see `mulu codes`)".into()));
            }
            let key = |waiver: &Waiver| (waiver.code.clone(), waiver.source.clone(), waiver.item.clone());
            if file.waiver.iter().take(index).any(|before| key(before) == key(waiver)) {
                return Err(failed("stands twice".into()));
            }
        }
        if today.is_none() && !file.waiver.is_empty() {
            return Err(Error::table(name, "waivers end on a day, so the run must know the day: `as_of` in sources.toml, or --as-of"));
        }
        Ok(Waivers(file.waiver))
    }
}

#[cfg(test)]
mod tests {
    use super::Waivers;

    const GOOD: &str =
        "[[waiver]]\ncode = \"serial-gap\"\nsource = \"a.txt\"\nreason = \"known\"\nowner = \"李文\"\nuntil = \"2027-01-31\"\n";

    #[test]
    fn a_waiver_needs_a_person_a_reason_a_day_and_a_code() {
        let parse = |text: &str| Waivers::parse("waivers.toml", text, Some("2026-11-22"), |code| code == "serial-gap");
        assert_eq!(parse(GOOD).unwrap().0.len(), 1);
        for (from, to, expected) in [
            ("李文", " ", "who answers"),
            ("2027-01-31", "2027-13-01", "no date"),
            ("serial-gap", "serial-gaps", "does not exist"),
            ("reason", "grund", "unknown field"),
        ] {
            let message = parse(&GOOD.replace(from, to)).unwrap_err().to_string();
            assert!(message.contains(expected), "{message}");
        }
        assert!(parse(&format!("{GOOD}{GOOD}")).unwrap_err().to_string().contains("twice"));
        assert!(Waivers::parse("w", GOOD, None, |_| true).unwrap_err().to_string().contains("as_of"));
    }
}
