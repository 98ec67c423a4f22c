//! cli/review/apply: what a person filled into a sheet, checked against the documents as they are now: all rows that are wrong are told at once, and
//! then nothing is written.

use super::book::{Filled, Row};
use super::spelling::day;
use crate::align::{Dataset, items, judged_by_ids};
use crate::check::Checked;
use crate::corrections::judged_finding;
use crate::item::Item;
use crate::result::DocumentResult;
use crate::tables::Tables;
use crate::tables::decisions::{Decided, Decision, Decisions};
use crate::tables::findings::Language;
use crate::tables::nearest::nearest;
use crate::tables::waivers::{Waiver, WaiverKey, Waivers};
use std::collections::BTreeMap;

/// What is known when a sheet comes back.
pub(super) struct Known<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) checked: &'a Checked,
    pub(super) tables: &'a Tables,
    pub(super) language: Language,
    /// Who decides, when, and why where a row does not say it.
    pub(super) by: &'a str,
    pub(super) today: &'a str,
    pub(super) why: &'a str,
    pub(super) decisions: Decisions,
    pub(super) waivers: Waivers,
}

/// What is to be written.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) decisions: Vec<Decision>,
    /// Item and service of decisions that are taken back.
    pub(super) undecided: Vec<(String, String)>,
    pub(super) waivers: Vec<Waiver>,
    pub(super) withdrawn: Vec<Waiver>,
    /// What the person should know.
    pub(super) remarks: Vec<String>,
    /// How many waivers are in place of earlier ones.
    pub(super) replaced: usize,
}

/// What is wrong with a row, and the column in which it is.
type Wrong = (String, &'static str);

impl Known<'_> {
    /// What the rows ask for; or, where some cannot be understood, what is to be mended in each of them.
    pub(super) fn changes(&self, filled: &Filled) -> Result<Changes, String> {
        let mut changes = Changes::default();
        let mut wrong = Vec::new();
        let look_up = judged_by_ids(self.dataset);
        let mut decided: BTreeMap<(String, String), (usize, Decision)> = BTreeMap::new();
        for row in &filled.verdicts {
            match self.verdict(row, &look_up, &mut changes) {
                Ok(Some(decision)) => wrong.extend(self.decide(row, decision, &mut decided)),
                Ok(None) => {}
                Err(what) => wrong.push(self.wrong(row, what)),
            }
        }
        let mut accepted: Vec<(usize, Waiver)> = Vec::new();
        for row in &filled.waivers {
            match self.waiver(row, &mut changes) {
                Ok(Some(waiver)) => wrong.extend(self.accept(row, waiver, &mut accepted)),
                Ok(None) => {}
                Err(what) => wrong.push(self.wrong(row, what)),
            }
        }
        if !wrong.is_empty() {
            let head = self.say("apply.wrong", &[("count", &wrong.len().to_string())]);
            return Err(std::iter::once(head).chain(wrong).collect::<Vec<_>>().join("\n  "));
        }
        let mut decided: Vec<(usize, Decision)> = decided.into_values().collect();
        decided.sort_by_key(|(row, _)| *row);
        changes.decisions = decided.into_iter().map(|(_, decision)| decision).filter(|decision| !self.is_decided(decision)).collect();
        self.count(accepted, &mut changes);
        Ok(changes)
    }

    /// What a row of verdicts says; `None` where it says nothing new.
    fn verdict(&self, row: &Row, look_up: &dyn Fn(&str, &str) -> Option<String>, changes: &mut Changes) -> Result<Option<Decision>, Wrong> {
        let (said, with) = (row.get("verdict"), row.get("concept"));
        if said.is_empty() {
            let item = row.get("item");
            if self.decisions.0.iter().any(|decision| decision.is_between(item, with)) {
                changes.undecided.push((item.to_owned(), with.to_owned()));
            }
            return Ok(None);
        }
        let named = || is_id(said).then(|| (Decided::Same, said.to_owned()));
        let known = self.tables.report.verdict(said).map(|verdict| (verdict, row.get("item").to_owned()));
        let (verdict, item) = known.or_else(named).ok_or_else(|| (self.say("apply.verdict", &[("text", said)]), "verdict"))?;
        if item.is_empty() {
            return Err((self.say("apply.no_item", &[]), "item"));
        }
        let (document, _) = self.item(&item).ok_or_else(|| (self.say("apply.unknown_item", &[("item", &item)]), "item"))?;
        if let Some(path) = row.optional("file").filter(|path| *path != document.source.path.as_str()) {
            let blanks = [("item", item.as_str()), ("other", &document.source.path), ("document", &path)];
            return Err((self.say("apply.other_document", &blanks), "item"));
        }
        let now = look_up(&item, with).ok_or_else(|| (self.say("apply.unknown_service", &[("with", with)]), "concept"))?;
        // The hash is about the item that stood in the row; one that the person named is taken as it is now.
        let judged = row.optional("judged").filter(|_| item == row.get("item"));
        if judged.is_some_and(|judged| judged != now) && !self.was_decided(&item, with, verdict) {
            return Err((self.say("apply.stale", &[]), "judged"));
        }
        let why = row.optional("why").unwrap_or_else(|| self.why.to_owned());
        Ok(Some(Decision { verdict, item, with: with.to_owned(), judged: now, by: self.by.to_owned(), when: self.today.to_owned(), why }))
    }

    /// Enters a decision; what is wrong where another row says the contrary.
    fn decide(&self, row: &Row, decision: Decision, decided: &mut BTreeMap<(String, String), (usize, Decision)>) -> Option<String> {
        let key = (decision.item.clone(), decision.with.clone());
        match decided.get(&key) {
            Some((other, before)) if before.verdict != decision.verdict => {
                Some(self.wrong(row, (self.say("apply.contrary", &[("other", &other.to_string())]), "verdict")))
            }
            Some(_) => None,
            None => {
                decided.insert(key, (row.number, decision));
                None
            }
        }
    }

    /// Whether the file says so already, and nothing else later.
    fn is_decided(&self, new: &Decision) -> bool {
        let last = self.decisions.0.iter().rev().find(|old| old.is_between(&new.item, &new.with));
        last.is_some_and(|old| (&old.verdict, &old.judged) == (&new.verdict, &new.judged))
    }

    fn was_decided(&self, item: &str, with: &str, verdict: Decided) -> bool {
        let last = self.decisions.0.iter().rev().find(|old| old.is_between(item, with));
        last.is_some_and(|old| old.verdict == verdict)
    }

    /// What a row of findings says; `None` where it says nothing new.
    fn waiver(&self, row: &Row, changes: &mut Changes) -> Result<Option<Waiver>, Wrong> {
        let (source, item, judged) = (row.get("source"), row.optional("item"), row.optional("judged"));
        let key = (row.get("code"), source, item.as_deref(), judged.as_deref());
        if !row.says(&["until", "reason", "owner"]) {
            return self.withdraw(key, changes).map(|()| None);
        }
        for key in ["until", "reason", "owner"] {
            if row.get(key).is_empty() {
                return Err((self.say(&format!("apply.{key}"), &[]), key));
            }
        }
        let until = day(row.get("until")).ok_or_else(|| (self.say("apply.date", &[("text", row.get("until"))]), "until"))?.to_string();
        let [reason, owner] = ["reason", "owner"].map(|key| row.get(key).to_owned());
        let is_so = |waiver: &Waiver| waiver.is_about(key) && (&waiver.until, &waiver.reason, &waiver.owner) == (&until, &reason, &owner);
        if self.waivers.0.iter().any(is_so) {
            return Ok(None);
        }
        if until.as_str() < self.as_of() {
            return Err((self.say("apply.past", &[("text", &until), ("today", self.as_of())]), "until"));
        }
        if source.is_empty() {
            return Err((self.say("apply.everything", &[]), "source"));
        }
        let waiver = Waiver { code: self.code(row.get("code"))?, source: self.source(source)?, item, judged, reason, owner, until };
        if let Some(item) = &waiver.item {
            let (document, _) = self.item(item).ok_or_else(|| (self.say("apply.unknown_item", &[("item", item)]), "item"))?;
            if document.source.id.as_str() != waiver.source {
                let blanks = [("item", item.as_str()), ("other", &document.source.path), ("document", &waiver.source)];
                return Err((self.say("apply.other_document", &blanks), "item"));
            }
        }
        match self.fitting(&waiver) {
            0 => Err((self.say("apply.no_finding", &[]), "code")),
            _ => Ok(Some(waiver)),
        }
    }

    /// Takes back what accepts the finding of `key`.
    fn withdraw(&self, key: WaiverKey, changes: &mut Changes) -> Result<(), Wrong> {
        let own = self.waivers.0.iter().rev().find(|waiver| waiver.key() == key);
        match own {
            Some(waiver) if !changes.withdrawn.contains(waiver) => changes.withdrawn.push(waiver.clone()),
            Some(_) => {}
            None if self.waivers.0.iter().any(|waiver| waiver.is_about(key)) => return Err((self.say("apply.broad", &[]), "until")),
            None => {}
        }
        Ok(())
    }

    /// Enters a waiver; what is wrong where another row says something else about the same.
    fn accept(&self, row: &Row, waiver: Waiver, accepted: &mut Vec<(usize, Waiver)>) -> Option<String> {
        match accepted.iter().find(|(_, other)| other.key() == waiver.key()) {
            Some((other, before)) if *before != waiver => {
                Some(self.wrong(row, (self.say("apply.contrary", &[("other", &other.to_string())]), "until")))
            }
            Some(_) => None,
            None => {
                accepted.push((row.number, waiver));
                None
            }
        }
    }

    /// Tells which waivers accept several findings, and how many stand in place of earlier ones.
    fn count(&self, accepted: Vec<(usize, Waiver)>, changes: &mut Changes) {
        for (row, waiver) in accepted {
            let count = self.fitting(&waiver);
            if count > 1 {
                let blanks =
                    [("row", &*row.to_string()), ("count", &count.to_string()), ("code", &waiver.code), ("source", &waiver.source)];
                changes.remarks.push(self.say("apply.several", &blanks));
            }
            changes.replaced += usize::from(self.waivers.0.iter().any(|old| old.key() == waiver.key()));
            changes.withdrawn.retain(|old| old.key() != waiver.key());
            changes.waivers.push(waiver);
        }
        if self.dataset.as_of.is_none() && !changes.waivers.is_empty() {
            changes.remarks.push(self.say("apply.no_day", &[]));
        }
    }

    /// How many findings `waiver` accepts.
    fn fitting(&self, waiver: &Waiver) -> usize {
        let fits = |finding: &&crate::finding::Finding| {
            let Some(document) = finding.source.and_then(|source| self.dataset.documents.get(source as usize)) else { return false };
            let item = finding.item.and_then(|item| document.items.get(item as usize)).map(|item| item.id.as_str());
            let judged = judged_finding(finding);
            waiver.is_about((&finding.code, &document.source.id, item, Some(&judged)))
        };
        self.checked.findings.iter().filter(|finding| finding.code.as_str() == waiver.code).filter(fits).count()
    }

    fn as_of(&self) -> &str {
        self.dataset.as_of.as_deref().unwrap_or(self.today)
    }

    fn code(&self, text: &str) -> Result<String, Wrong> {
        let codes = || self.tables.findings.iter().map(|kind| kind.code.as_str());
        let known = codes().find(|code| code.eq_ignore_ascii_case(text));
        known.map(str::to_owned).ok_or_else(|| (self.unknown("apply.unknown_code", "code", text, codes()), "code"))
    }

    fn source(&self, text: &str) -> Result<String, Wrong> {
        let of = |document: &DocumentResult| document.source.id.as_str() == text || document.source.path.as_str() == text;
        let known = self.dataset.documents.iter().find(|document| of(document)).map(|document| document.source.id.to_string());
        let ids = self.dataset.documents.iter().map(|document| document.source.id.as_str());
        known.ok_or_else(|| (self.unknown("apply.unknown_source", "source", text, ids), "source"))
    }

    fn unknown<'b>(&self, key: &str, blank: &str, text: &str, known: impl Iterator<Item = &'b str>) -> String {
        let nearest = nearest(text, known).map(|name| self.say("text.nearest_name", &[("name", name)])).unwrap_or_default();
        self.say(key, &[(blank, text), ("nearest", &nearest)])
    }

    fn item(&self, id: &str) -> Option<(&DocumentResult, &Item)> {
        items(&self.dataset.documents).find(|(_, _, item)| item.id.as_str() == id).map(|(_, document, item)| (document, item))
    }

    /// What is wrong with `row`, with where it stands.
    fn wrong(&self, row: &Row, (what, column): Wrong) -> String {
        let what = row.cell(column).map_or(what.clone(), |cell| self.say("apply.cell", &[("what", &what), ("cell", &cell)]));
        let number = row.number.to_string();
        match row.sheet {
            Some(sheet) => self.say("apply.row", &[("row", &number), ("sheet", sheet), ("what", &what)]),
            None => self.say("apply.csv", &[("row", &number), ("what", &what)]),
        }
    }

    /// The word for `key`, its blanks filled.
    pub(super) fn say(&self, key: &str, blanks: &[(&str, &str)]) -> String {
        let text = self.tables.report.word(key).get(self.language).to_owned();
        blanks.iter().fold(text, |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }
}

/// Whether `text` looks like the id of an item.
fn is_id(text: &str) -> bool {
    text.len() == 12 && text.chars().all(|c| c.is_ascii_hexdigit() && !c.is_ascii_uppercase())
}
