//! check/agreed: what a person expects of the documents (`sources.toml`) and which findings are accepted for a time (`waivers.toml`).

use super::Checked;
use super::noticed::counted;
use crate::align::Dataset;
use crate::corrections::judged_finding;
use crate::error::Error;
use crate::finding::{Finding, Waived};
use crate::ingest::{Manifest, SourceEntry};
use crate::tables::Tables;
use crate::tables::waivers::{Waiver, Waivers};
use std::collections::BTreeMap;

/// What a person expects, and what is accepted.
#[derive(Clone, Debug, Default)]
pub struct Agreed {
    /// By path of the source.
    entries: BTreeMap<String, SourceEntry>,
    /// How many years a document may stand.
    pub(super) years: Option<u16>,
    waivers: Waivers,
}

impl Agreed {
    /// What `manifest` expects, and the text of `waivers.toml`. Fails where a waiver is not written as it must be.
    pub fn parse(manifest: &Manifest, waivers: Option<&str>, today: Option<&str>, tables: &Tables) -> Result<Self, Error> {
        let is_known = |code: &str| tables.findings.get(code).is_some();
        let waivers = Waivers::parse("waivers.toml", waivers.unwrap_or_default(), today, is_known)?;
        let entries = manifest.entries().map(|entry| (entry.path.clone(), entry.clone())).collect();
        Ok(Agreed { entries, years: manifest.years, waivers })
    }

    /// What is expected of the source at `path`.
    pub(super) fn expected(&self, path: &str) -> Option<&SourceEntry> {
        self.entries.get(path)
    }

    /// Tells which waivers have ended, and which fit nothing.
    pub(super) fn tell(&self, dataset: &Dataset, checked: &mut Checked) {
        let today = dataset.as_of.as_deref().unwrap_or("");
        let mut fits = vec![0usize; self.waivers.0.len()];
        for index in self.fitting(dataset, &checked.findings).values().flatten() {
            fits.iter_mut().skip(*index).take(1).for_each(|fits| *fits += 1);
        }
        for (waiver, fits) in self.waivers.0.iter().zip(fits) {
            let source = dataset.documents.iter().position(|document| *document.source.id == *waiver.source).map(|index| index as u32);
            let told = match fits {
                0 => Some(waiver_unused(waiver)),
                _ => (waiver.until.as_str() < today).then(|| waiver_expired(waiver, fits)),
            };
            let Some(finding) = told else { continue };
            checked.results.push(counted(&finding.code, source, 1));
            checked.findings.push(Finding { source, ..finding });
        }
    }

    /// The findings that are accepted today, by index. Nothing is taken away.
    pub(super) fn waived(&self, dataset: &Dataset, findings: &[Finding]) -> BTreeMap<usize, Waived> {
        let today = dataset.as_of.as_deref().unwrap_or("");
        let waived = |(finding, waivers): (usize, Vec<usize>)| {
            let holds = waivers.into_iter().filter_map(|index| self.waivers.0.get(index)).filter(|waiver| waiver.until.as_str() >= today);
            let holds = holds.max_by_key(|waiver| (waiver.narrowness(), waiver.until.clone()))?;
            let (owner, reason, until) = (holds.owner.as_str().into(), holds.reason.as_str().into(), holds.until.as_str().into());
            Some((finding, Waived { owner, reason, until }))
        };
        self.fitting(dataset, findings).into_iter().filter_map(waived).collect()
    }

    /// For each finding, by index, the waivers that are about it.
    fn fitting(&self, dataset: &Dataset, findings: &[Finding]) -> BTreeMap<usize, Vec<usize>> {
        let mut by_key: BTreeMap<(&str, &str), Vec<(usize, &Waiver)>> = BTreeMap::new();
        for (index, waiver) in self.waivers.0.iter().enumerate() {
            by_key.entry((waiver.code.as_str(), waiver.source.as_str())).or_default().push((index, waiver));
        }
        let mut fitting = BTreeMap::new();
        for (place, finding) in findings.iter().enumerate() {
            let Some(document) = finding.source.and_then(|source| dataset.documents.get(source as usize)) else { continue };
            let Some(waivers) = by_key.get(&(finding.code.as_str(), document.source.id.as_str())) else { continue };
            let item = finding.item.and_then(|item| document.items.get(item as usize)).map(|item| item.id.as_str());
            let judged = judged_finding(finding);
            let key = (finding.code.as_str(), document.source.id.as_str(), item, Some(judged.as_str()));
            let own: Vec<usize> = waivers.iter().filter(|(_, waiver)| waiver.is_about(key)).map(|(index, _)| *index).collect();
            if !own.is_empty() {
                fitting.insert(place, own);
            }
        }
        fitting
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
        let gap = run.checked.findings.iter().position(|finding| *finding.code == *"serial-gap").unwrap();
        let others = run.checked.findings.iter().map(|finding| finding.code.to_string()).filter(|code| code.starts_with("waiver"));
        (run.checked.waived.get(&gap).map(|waived| waived.owner.to_string()), others.collect())
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
