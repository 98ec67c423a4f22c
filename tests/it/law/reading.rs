//! reading: what the program says about a directory of planted citations.

use crate::placement::generate::law::{Fault, LawDocument, Planted};
use mulu::document;
use mulu::evidence::{At, State};
use mulu::finding::Finding;
use mulu::ingest::{Manifest, raw_document};
use mulu::item::{Citation, NumberVerdict, TitleVerdict, Verdict};
use mulu::tables::Tables;

/// What was read and said.
pub(super) struct Read {
    pub(super) citations: Vec<Citation>,
    pub(super) said: Vec<Said>,
}

/// A finding about a citation.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) kind: Fault,
    pub(super) line: u32,
    span: (u32, u32),
    expected: Option<String>,
}

/// Reads `made` by the whole pipeline.
pub(super) fn read(made: &LawDocument, tables: &Tables) -> Read {
    let date = made.published.map(|date| format!("[[source]]\npath = \"a.txt\"\npublished = \"{date}\"\n")).unwrap_or_default();
    let manifest = Manifest::parse("sources.toml", &date).unwrap();
    let raw = raw_document("a.txt", made.text.clone().into_bytes(), &manifest);
    let today = crate::placement::generate::law::facts::TODAY.into();
    let result = document::read(&raw, Some(&today), tables, &mulu::decode::decode).result;
    let citations = result.items.into_iter().flat_map(|item| item.legal_basis.iter().collect::<Vec<_>>()).collect();
    Read { citations, said: result.findings.iter().filter_map(said).collect() }
}

/// `finding`, where it accuses a citation.
pub(super) fn said(finding: &Finding) -> Option<Said> {
    let kind = match finding.code.as_str() {
        "citation-number-of-another-act" => Fault::OtherAct,
        "citation-number-no-act" => Fault::NoAct,
        "citation-number-superseded" => Fault::Superseded,
        "citation-number-amending" => Fault::Amending,
        "citation-number-malformed" => Fault::Malformed,
        "citation-title-near" => Fault::Misspelt,
        "citation-act-repealed" => Fault::Repealed,
        "citation-year-differs" => Fault::WrongYear,
        "citation-without-antecedent" => Fault::Alone,
        _ => return None,
    };
    let (line, span) = place(finding.evidence.first()?.at)?;
    Some(Said { kind, line, span, expected: finding.expected.as_ref().map(ToString::to_string) })
}

fn place(at: At) -> Option<(u32, (u32, u32))> {
    match at {
        At::Text { line, from, to } => Some((line, (from, to))),
        _ => None,
    }
}

impl Said {
    /// Whether it stands at `planted`, and at no more than it.
    pub(super) fn is_about(&self, planted: &Planted) -> bool {
        self.line == planted.line && self.span.0 <= planted.span.1 && planted.span.0 <= self.span.1
    }

    /// Whether it says that there is `fault`.
    pub(super) fn says(&self, fault: Fault) -> bool {
        let told = match fault {
            Fault::Swapped => Fault::OtherAct,
            Fault::Alike => Fault::Misspelt,
            other => other,
        };
        self.kind == told
    }
}

impl Read {
    /// Whether a finding says so and the verdict too; for a slip in a title, whether the right title is among those shown.
    pub(super) fn finds(&self, fault: Fault, planted: &Planted) -> bool {
        let is_right = |said: &Said| match &planted.right_title {
            Some(right) => {
                said.expected.as_ref().is_some_and(|expected| expected.split('、').any(|title| title == right)) || right.contains('、')
            }
            None => true,
        };
        let is_said = self.said.iter().any(|said| said.is_about(planted) && said.says(fault) && is_right(said));
        // A ditto that stands for nothing is no citation.
        is_said && (fault == Fault::Alone || self.at(planted).any(|citation| shows(&citation.verdict, fault)))
    }

    /// Whether exactly one citation stands there, with the title, number and articles that are printed.
    pub(super) fn is_as_printed(&self, planted: &Planted) -> bool {
        let mut there = self.at(planted);
        let (Some(citation), None) = (there.next(), there.next()) else { return false };
        let is_ditto = citation.title.state == State::Inferred;
        let articles: Vec<&str> = citation.articles.iter().map(|article| article.as_str()).collect();
        citation.title.value.as_deref() == planted.title.as_deref()
            && (is_ditto || citation.number.as_ref().and_then(|number| number.number) == planted.number)
            && articles == planted.articles
    }

    fn at<'a>(&'a self, planted: &'a Planted) -> impl Iterator<Item = &'a Citation> {
        self.citations.iter().filter(|citation| {
            citation
                .at
                .first()
                .and_then(|at| place(*at))
                .is_some_and(|(line, span)| line == planted.line && span.0 <= planted.span.1 && planted.span.0 <= span.1)
        })
    }
}

fn shows(verdict: &Verdict, fault: Fault) -> bool {
    match fault {
        Fault::OtherAct | Fault::Swapped => verdict.number == NumberVerdict::OtherAct,
        Fault::NoAct => verdict.number == NumberVerdict::NoSuchAct,
        Fault::Superseded => verdict.number == NumberVerdict::Superseded,
        Fault::Amending => verdict.number == NumberVerdict::Amending,
        Fault::Malformed => verdict.number == NumberVerdict::Malformed,
        Fault::Misspelt | Fault::Alike => verdict.title == TitleVerdict::Near,
        // The number is right; what is told besides is that the year is not.
        Fault::WrongYear => verdict.number == NumberVerdict::Consistent,
        Fault::Alone => false,
        Fault::Repealed => verdict.force == mulu::item::ForceVerdict::Repealed,
    }
}
