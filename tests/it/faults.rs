//! faults: errors put into generated corpora at random, and how many of them the checks find, by kind; how much of what is right they accuse.
//!
//! `cargo test faults` holds the floors of a modest run. `cargo test fault_scores -- --ignored --nocapture` puts in more than 10,000 (`MULU_SEED` for
//! fresh seeds, `MULU_CORPORA` for another number of corpora); with `UPDATE=1` it writes the section "Faults in corpora" of tests/SCORES.md.

use crate::placement::generate::corpus::{Corpus, Fault, Form, PlantedFault, Subject, corpus};
use crate::section::{self, share};
use mulu::finding::Finding;
use mulu::ingest::{Input, Manifest, raw_document};
use mulu::pipeline::{self, Run};
use mulu::tables::Tables;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables::embedded().unwrap());

const SEED: u64 = 1;
const DOCUMENTS: usize = 10;
/// In so many of a hundred documents each kind of fault is put in once.
const PERCENT: usize = 30;
/// Even corpora have a national list, odd ones have none.
const MODEST: u64 = 12;
/// More than 10,000 faults.
const LONG: u64 = 360;
/// Found of those put in, and put in of those told, in a hundred, for every kind.
const FLOOR: u64 = 99;

/// How one kind of fault fares.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) put_in: u64,
    pub(crate) found: u64,
    /// Findings of its codes where it was not put in.
    pub(crate) accused: u64,
}

/// Counts by kind, and examples of what went wrong.
#[derive(Clone, Debug, Default)]
pub(crate) struct Score {
    pub(crate) kinds: BTreeMap<Fault, Tally>,
    /// By how documents are written, and whether there is a list.
    forms: BTreeMap<(Form, bool), Tally>,
    examples: Vec<String>,
}

#[test]
fn faults_are_found_and_nothing_else_is_told() {
    let score = score(SEED, MODEST);
    for (kind, tally) in &score.kinds {
        assert!(tally.put_in >= 10, "{kind:?}: {tally:?} are too few");
        assert!(
            100 * tally.found >= FLOOR * tally.put_in && 100 * tally.found >= FLOOR * (tally.found + tally.accused),
            "{kind:?}: {tally:?}\n{}",
            score.examples.join("\n")
        );
    }
    assert_eq!(score.kinds.len(), Fault::ALL.len());
}

#[test]
fn a_corpus_without_faults_is_told_nothing() {
    for subject in subjects() {
        let run = run(&corpus(SEED, &subject, DOCUMENTS, 0));
        let codes: Vec<&str> = Fault::ALL.iter().flat_map(|fault| fault.codes()).copied().collect();
        let told: Vec<&Finding> = run.checked.findings.iter().filter(|finding| codes.contains(&finding.code.as_str())).collect();
        assert!(told.is_empty(), "{told:#?}");
    }
}

#[test]
#[ignore = "long: more than 10,000 faults"]
fn fault_scores() {
    let number = |name: &str| std::env::var(name).ok().and_then(|number| number.parse().ok());
    let score = score(number("MULU_SEED").unwrap_or(SEED), number("MULU_CORPORA").unwrap_or(LONG));
    let section = table(&score);
    println!("{section}\n{}", score.examples.iter().take(40).cloned().collect::<Vec<_>>().join("\n"));
    section::update("faults", &section);
}

/// The counts of the modest run.
pub(crate) fn modest() -> Score {
    score(SEED, MODEST)
}

fn score(seed: u64, corpora: u64) -> Score {
    let subjects = subjects();
    let one = |number: u64| {
        let has_list = number.is_multiple_of(2);
        let subject = if has_list { &subjects[0] } else { &subjects[1] };
        scored(&corpus(seed.wrapping_mul(1_000_003).wrapping_add(number), subject, DOCUMENTS, PERCENT), has_list)
    };
    let all: Vec<Score> = (0..corpora).into_par_iter().map(one).collect();
    let mut sum = Score::default();
    for score in all {
        for (kind, tally) in score.kinds {
            sum.kinds.entry(kind).or_default().add(tally);
        }
        for (form, tally) in score.forms {
            sum.forms.entry(form).or_default().add(tally);
        }
        sum.examples.extend(score.examples);
    }
    sum
}

impl Tally {
    fn add(&mut self, other: Tally) {
        self.put_in += other.put_in;
        self.found += other.found;
        self.accused += other.accused;
    }
}

/// One with a list, without the services that only some places have; and one for which there is none.
fn subjects() -> [Subject; 2] {
    let list = &TABLES.services.lists()[0];
    let own = list.services.iter().filter(|service| !list.is_beyond(&service.code));
    let listed = own.map(|service| (service.category.to_string(), service.name.to_string())).collect();
    [Subject::with_list(listed), Subject::without_list()]
}

fn run(made: &Corpus) -> Run {
    let manifest = Manifest::default();
    let document = |(index, text): (usize, &String)| raw_document(&format!("{index:02}.txt"), text.clone().into_bytes(), &manifest);
    let input = Input { documents: made.texts.iter().enumerate().map(document).collect(), ..Input::default() };
    pipeline::run(&input, &TABLES, &mulu::decode::decode, &|_| ()).unwrap()
}

fn scored(made: &Corpus, has_list: bool) -> Score {
    let run = run(made);
    let mut score = Score::default();
    let told: Vec<(Fault, usize, String, &Finding)> = run.checked.findings.iter().filter_map(|finding| told(&run, finding)).collect();
    for planted in &made.planted {
        let found = told.iter().any(|(fault, document, name, _)| is_about((*fault, *document, name), planted));
        let form = made.forms[planted.document];
        let tally = Tally { put_in: 1, found: u64::from(found), accused: 0 };
        score.kinds.entry(planted.fault).or_default().add(tally);
        score.forms.entry((form, has_list)).or_default().add(tally);
        if !found {
            score.examples.push(format!("missed: {form:?} {has_list} {planted:?}"));
        }
    }
    for (fault, document, name, finding) in &told {
        if !made.planted.iter().any(|planted| is_about((*fault, *document, name), planted)) {
            let (form, tally) = (made.forms[*document], Tally { accused: 1, ..Tally::default() });
            score.kinds.entry(*fault).or_default().add(tally);
            score.forms.entry((form, has_list)).or_default().add(tally);
            let told = format!("{fault:?} {form:?} {has_list} {document} {name} {:?} {:?}", finding.expected, finding.actual);
            score.examples.push(format!("told without reason: {told}"));
        }
    }
    score
}

/// Which fault `finding` tells, in which document, and of which service.
fn told<'a>(run: &Run, finding: &'a Finding) -> Option<(Fault, usize, String, &'a Finding)> {
    let fault = Fault::ALL.iter().copied().find(|fault| fault.codes().contains(&finding.code.as_str()))?;
    let document = finding.source? as usize;
    let item = finding.item.and_then(|item| run.dataset.documents.get(document)?.items.get(item as usize));
    let name = item.map_or_else(|| finding.expected.as_ref().map(ToString::to_string).unwrap_or_default(), |item| item.title().to_owned());
    Some((fault, document, name, finding))
}

/// Whether what is told is what was put in. A number is told where it stands, or at the next row, which does not go on from it.
fn is_about((fault, document, name): (Fault, usize, &str), planted: &PlantedFault) -> bool {
    let is_next = || fault == Fault::Number && planted.next.as_deref() == Some(name);
    fault == planted.fault && document == planted.document && (name == planted.name || is_next())
}

fn table(score: &Score) -> String {
    let mut text = format!(
        "## Faults in corpora\n\nGenerated corpora of {DOCUMENTS} counties, half of them about a field with a national list, half about one without; each county \
         writes in its own manner, between tabs, between bars, or as a page. Faults are put in at random (tests/generate/corpus.rs), and all is read, aligned \
         and checked by the whole pipeline.\n`recall`: faults that are told, at their item. `precision`: of the \
         findings of these codes, those that tell a fault. Target of both: {FLOOR} %.\n\n\
         | fault | put in | found | recall % | told without reason | precision % |\n|---|---:|---:|---:|---:|---:|\n"
    );
    for kind in Fault::ALL {
        let tally = score.kinds.get(kind).copied().unwrap_or_default();
        let (recall, precision) = (share(tally.found, tally.put_in), share(tally.found, tally.found + tally.accused));
        text += &format!("| {} | {} | {} | {recall} | {} | {precision} |\n", kind.title(), tally.put_in, tally.found, tally.accused);
    }
    text += "\n| documents | put in | found | recall % | told without reason | precision % |\n|---|---:|---:|---:|---:|---:|\n";
    for ((form, has_list), tally) in &score.forms {
        let (recall, precision) = (share(tally.found, tally.put_in), share(tally.found, tally.found + tally.accused));
        let what = format!("{}, {}", form.title(), if *has_list { "national list" } else { "no list" });
        text += &format!("| {what} | {} | {} | {recall} | {} | {precision} |\n", tally.put_in, tally.found, tally.accused);
    }
    text
}
