//! tables/waivers: findings that a person accepted for a time (`raw/waivers.toml`).

use crate::error::Error;
use serde::{Deserialize, Serialize};

/// The waivers of a run, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waivers(pub Vec<Waiver>);

/// A finding, or all findings of a code in a source, accepted for a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// Code of the findings.
    pub code: String,
    /// Id of the source.
    pub source: String,
    /// Id of the item; all findings of the code in the source where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// Hash of what the finding says; findings that say something else stay open where it is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged: Option<String>,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// The last day on which it holds (`YYYY-MM-DD`).
    pub until: String,
}

/// What a waiver is about.
pub type WaiverKey<'a> = (&'a str, &'a str, Option<&'a str>, Option<&'a str>);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    waiver: Vec<Waiver>,
}

impl Waivers {
    /// Reads the waivers `text` of the file `name`. Nobody as owner, no reason, a day that is none, and a code that `is_known` does not know are
    /// errors. Of two waivers about the same the later one holds. `today`: without it nobody can say when a waiver ends.
    pub fn parse(name: &str, text: &str, today: Option<&str>, is_known: impl Fn(&str) -> bool) -> Result<Self, Error> {
        let file: File = toml::from_str(text).map_err(|error| Error::syntax(name, error))?;
        for waiver in &file.waiver {
            let failed = |en: String, zh: String| {
                let said = [
                    format!("the waiver of {} in {} {en}", waiver.code, waiver.source),
                    format!("{}中“{}”的豁免{zh}", waiver.source, waiver.code),
                ];
                Error::table(name, said)
            };
            if waiver.owner.trim().is_empty() || waiver.reason.trim().is_empty() {
                let en = "does not say who answers for it and why (`owner`, `reason`)";
                return Err(failed(en.into(), "没有写明责任人和理由（owner、reason）".into()));
            }
            let day = waiver.until.parse::<jiff::civil::Date>();
            day.map_err(|error| {
                let [en, zh] = Error::no_date(&waiver.until, error);
                failed(format!("has no last day: {en}"), format!("没有写明截止日：{zh}"))
            })?;
            if !is_known(&waiver.code) {
                let en = "names a code that does not exist (see `mulu codes`)";
                return Err(failed(en.into(), "所写代码不存在（见 mulu codes）".into()));
            }
        }
        if today.is_none() && !file.waiver.is_empty() {
            let said = [
                "waivers end on a day, so the run must know the day: `as_of` in sources.toml, or --as-of",
                "豁免有截止日，运行时须知当天日期：请在 sources.toml 中写 as_of，或用 --as-of 运行",
            ];
            return Err(Error::table(name, said));
        }
        Ok(Waivers(latest(file.waiver)))
    }

    /// The waivers as they stand in `text`, one after the other, unchecked.
    pub fn written(name: &str, text: &str) -> Result<Self, Error> {
        let file: File = toml::from_str(text).map_err(|error| Error::syntax(name, error))?;
        Ok(Waivers(file.waiver))
    }

    /// The waivers as they stand in the file.
    pub fn to_toml(&self) -> Result<String, Error> {
        let file = File { waiver: self.0.clone() };
        toml::to_string(&file).map_err(|error| Error::output("waivers.toml", error))
    }
}

impl Waiver {
    /// What it is about: code, source, item and what the finding says.
    pub fn key(&self) -> WaiverKey<'_> {
        (&self.code, &self.source, self.item.as_deref(), self.judged.as_deref())
    }

    /// Whether it is about the finding that `key` names.
    pub fn is_about(&self, (code, source, item, judged): WaiverKey<'_>) -> bool {
        self.code == code
            && self.source == source
            && (self.item.is_none() || self.item.as_deref() == item)
            && (self.judged.is_none() || self.judged.as_deref() == judged)
    }

    /// How much it names: of several waivers about a finding the narrowest one is meant.
    pub fn narrowness(&self) -> usize {
        usize::from(self.item.is_some()) + 2 * usize::from(self.judged.is_some())
    }
}

/// The waivers in their order, without those that a later one about the same replaces.
fn latest(waivers: Vec<Waiver>) -> Vec<Waiver> {
    let mut kept: Vec<Waiver> = Vec::new();
    for waiver in waivers {
        kept.retain(|before| before.key() != waiver.key());
        kept.push(waiver);
    }
    kept
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
        let twice = parse(&format!("{GOOD}{}", GOOD.replace("01-31", "06-30"))).unwrap();
        assert_eq!(twice.0.iter().map(|waiver| waiver.until.as_str()).collect::<Vec<_>>(), ["2027-06-30"], "the later one holds");
        assert!(Waivers::parse("w", GOOD, None, |_| true).unwrap_err().to_string().contains("as_of"));
    }
}
