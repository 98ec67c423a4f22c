//! check/agreed: what a person expects of the documents (`sources.toml`) and which findings are accepted for a time (`waivers.toml`).

use super::Checked;
use crate::align::Dataset;
use crate::error::Error;
use crate::finding::{Finding, Waived};
use crate::ingest::SourceEntry;
use crate::tables::Tables;
use crate::tables::waivers::{Waiver, Waivers};
use std::collections::BTreeMap;

/// What a person expects, and what is accepted.
#[derive(Clone, Debug, Default)]
pub struct Agreed {
    /// By path of the source.
    entries: BTreeMap<String, SourceEntry>,
    waivers: Waivers,
}

impl Agreed {
    /// `entries` of the manifest, and the text of `waivers.toml`. Fails where a waiver is not written as it must be.
    pub fn parse<'a>(
        entries: impl Iterator<Item = &'a SourceEntry>,
        waivers: Option<&str>,
        today: Option<&str>,
        tables: &Tables,
    ) -> Result<Self, Error> {
        let is_known = |code: &str| tables.findings.get(code).is_some();
        let waivers = Waivers::parse("waivers.toml", waivers.unwrap_or_default(), today, is_known)?;
        Ok(Agreed { entries: entries.map(|entry| (entry.path.clone(), entry.clone())).collect(), waivers })
    }

    /// What is expected of the source at `path`.
    pub(super) fn expected(&self, path: &str) -> Option<&SourceEntry> {
        self.entries.get(path)
    }

    /// Marks the findings that are accepted, and tells which waivers have ended, and which fit nothing. Nothing is taken away.
    pub(super) fn waive(&self, dataset: &Dataset, checked: &mut Checked) {
        let today = dataset.as_of.as_deref().unwrap_or("");
        let mut by_key: BTreeMap<(&str, &str), Vec<(usize, &Waiver)>> = BTreeMap::new();
        for (index, waiver) in self.waivers.0.iter().enumerate() {
            by_key.entry((waiver.code.as_str(), waiver.source.as_str())).or_default().push((index, waiver));
        }
        let mut fits = vec![0usize; self.waivers.0.len()];
        for finding in &mut checked.findings {
            let Some(document) = finding.source.and_then(|source| dataset.documents.get(source as usize)) else { continue };
            let item = finding.item.and_then(|item| document.items.get(item as usize)).map(|item| item.id.as_str());
            let waivers = by_key.get(&(finding.code.as_str(), document.source.id.as_str())).into_iter().flatten();
            for (index, waiver) in waivers.filter(|(_, waiver)| waiver.item.is_none() || waiver.item.as_deref() == item) {
                fits.iter_mut().skip(*index).take(1).for_each(|fits| *fits += 1);
                if waiver.until.as_str() >= today {
                    let (owner, reason) = (waiver.owner.as_str().into(), waiver.reason.as_str().into());
                    finding.waived = Some(Waived { owner, reason, until: waiver.until.as_str().into() });
                }
            }
        }
        for (waiver, fits) in self.waivers.0.iter().zip(fits) {
            let source = dataset.documents.iter().position(|document| *document.source.id == *waiver.source).map(|index| index as u32);
            let told = match fits {
                0 => Some(waiver_unused(waiver)),
                _ => (waiver.until.as_str() < today).then(|| waiver_expired(waiver, fits)),
            };
            checked.findings.extend(told.map(|finding| Finding { source, ..finding }));
        }
    }
}

fn waiver_unused(waiver: &Waiver) -> Finding {
    Finding::new("waiver-unused").with("code", &waiver.code).with("of", &waiver.source).with("owner", &waiver.owner)
}

fn waiver_expired(waiver: &Waiver, fits: usize) -> Finding {
    let finding = Finding::new("waiver-expired").with("code", &waiver.code).with("of", &waiver.source).with("owner", &waiver.owner);
    finding.with("until", &waiver.until).with("count", fits)
}

#[cfg(test)]
mod tests {
    use crate::check::sample::agreed;

    const TABLE: &str =
        "序号\t一级事项\t二级事项\t公开内容\n1\t参保\t单位参保登记\t指南\n2\t参保\t职工参保登记\t指南\n5\t参保\t居民参保登记\t指南\n";

    fn waived(waiver: &str, as_of: &str) -> (Option<String>, Vec<String>) {
        let run =
            agreed(&[TABLE], &format!("as_of = \"{as_of}\""), &format!("[[waiver]]\nowner = \"李文\"\nuntil = \"2027-01-31\"\n{waiver}"));
        let gap = run.checked.findings.iter().find(|finding| *finding.code == *"serial-gap").unwrap();
        let others = run.checked.findings.iter().map(|finding| finding.code.to_string()).filter(|code| code.starts_with("waiver"));
        (gap.waived.as_ref().map(|waived| waived.owner.to_string()), others.collect())
    }

    #[test]
    fn a_waiver_hides_nothing_and_comes_back() {
        let waiver = "code = \"serial-gap\"\nsource = \"a.txt\"\nreason = \"asked\"";
        assert_eq!(waived(waiver, "2026-11-22"), (Some("李文".into()), Vec::new()));
        assert_eq!(waived(waiver, "2027-01-31"), (Some("李文".into()), Vec::new()), "the last day counts");
        assert_eq!(waived(waiver, "2027-02-01"), (None, vec!["waiver-expired".into()]));
        assert_eq!(waived(&waiver.replace("a.txt", "b.txt"), "2026-11-22"), (None, vec!["waiver-unused".into()]));
        assert_eq!(waived(&format!("{waiver}\nitem = \"000000000000\""), "2026-11-22"), (None, vec!["waiver-unused".into()]));
    }
}
