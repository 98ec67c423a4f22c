//! fields/citation: the text of a cell to the laws and documents it cites, each judged by the register.

mod judge;
mod number;
mod scan;
mod titles;

pub use number::printed;

use crate::evidence::{Cell, Text, Value};
use crate::field::Field;
use crate::finding::{Finding, Staged};
use crate::item::{Citation, DocumentNumber, NumberVerdict, Verdict};
use crate::tables::Tables;
use crate::text::{is_blank, trim};
use judge::{Cited, Judge};
use number::Numbered;
use scan::{Draft, scan};
use std::ops::Range;

/// Reads the citations of one cell. `published`: the document's date where known; `as_of`: today, both `YYYY-MM-DD`.
///
/// What the cell says besides, and is neither separator nor label, becomes a finding. A title that only the number tells is `inferred`.
pub fn citations(cell: &Cell, tables: &Tables, published: Option<&str>, as_of: Option<&str>) -> Staged<Vec<Citation>> {
    if tables.citations.words.nothing.iter().any(|nothing| nothing == trim(cell.text())) {
        return Staged::quiet(Vec::new());
    }
    let scan = scan(cell.text(), tables);
    let judge = Judge::new(tables, published, as_of);
    let (mut output, mut findings) = (Vec::new(), Vec::new());
    for draft in &scan.drafts {
        let citation = match draft.repeats.and_then(|before| output.get(before)) {
            Some(before) => repeated(cell, draft, before),
            None => cited(cell, draft, &judge).collect(&mut findings),
        };
        output.push(citation);
    }
    findings.extend(scan.vague.into_iter().map(|range| citation_vague(cell, range)));
    findings.extend(scan.alone.into_iter().map(|range| citation_without_antecedent(cell, range)));
    findings.extend(scan.unread.into_iter().map(|range| citation_unread(cell, range)));
    Staged { output, findings }
}

/// A citation by title, number, or both.
fn cited(cell: &Cell, draft: &Draft, judge: &Judge) -> Staged<Citation> {
    let title = draft.title.clone().map(|range| cell.part(range.clone(), whole_title(cell, &range)));
    let numbers = draft.numbers.iter().map(|numbered| (numbered, document_number(cell, numbered)));
    let (raw, at) = cell.source(draft.range.clone());
    let cited = Cited { title: title.as_ref().and_then(|title| title.value.clone()), numbers: numbers.collect(), raw, at };
    let judged = judge.judge(&cited);
    let title = title.unwrap_or_else(|| match &judged.output.law {
        Some(law) => Value::inferred(law.title.clone(), Some(cited.raw.clone()), cited.at.clone(), "act-of-number"),
        None => Value::missing(),
    });
    let citation = Citation {
        title,
        law: judged.output.law,
        number: judged.output.number,
        articles: articles(cell, draft),
        at: cited.at,
        verdict: judged.output.verdict,
    };
    Staged { output: citation, findings: judged.findings.into_iter().map(|finding| finding.field(Field::LegalBasis)).collect() }
}

/// 同上, 同法: the act cited before, with articles of its own.
fn repeated(cell: &Cell, draft: &Draft, before: &Citation) -> Citation {
    let (raw, at) = cell.source(draft.range.clone());
    let title = match &before.title.value {
        Some(title) => Value::inferred(title.clone(), Some(raw), at.clone(), "ditto"),
        None => Value::missing(),
    };
    let again = Citation { title, articles: articles(cell, draft), at, ..before.clone() };
    if !draft.names_act_only {
        return again;
    }
    // 同法 names the act; the number is not given a second time.
    Citation { number: None, verdict: Verdict { number: NumberVerdict::NotGiven, ..again.verdict.clone() }, ..again }
}

fn articles(cell: &Cell, draft: &Draft) -> Vec<Text> {
    draft.articles.iter().map(|range| Text::from(said(cell, range))).collect()
}

fn document_number(cell: &Cell, numbered: &Numbered) -> DocumentNumber {
    let (raw, _) = cell.source(numbered.range.clone());
    DocumentNumber { series: Text::from(numbered.series.as_str()), number: numbered.number(), year: numbered.year, raw }
}

/// The title, with its last inner mark closed where the source closes it behind the outer one: 《关于印发<X办法》>.
fn whole_title(cell: &Cell, range: &Range<usize>) -> Text {
    let title = said(cell, range);
    let mut behind = cell.text().get(range.end..).unwrap_or("").chars().filter(|c| !is_blank(*c));
    let closer = (behind.next() == Some('》')).then(|| behind.next()).flatten();
    match closer.filter(|closer| titles::lacks(title, *closer)) {
        Some(closer) => format!("{title}{closer}").into(),
        None => title.into(),
    }
}

fn said<'a>(cell: &'a Cell, range: &Range<usize>) -> &'a str {
    cell.text().get(range.clone()).unwrap_or("")
}

fn citation_vague(cell: &Cell, range: Range<usize>) -> Finding {
    let (raw, at) = cell.source(range.clone());
    Finding::new("citation-vague").with("text", said(cell, &range)).shown(&raw, &at).field(Field::LegalBasis)
}

fn citation_without_antecedent(cell: &Cell, range: Range<usize>) -> Finding {
    let (raw, at) = cell.source(range.clone());
    Finding::new("citation-without-antecedent").with("text", said(cell, &range)).shown(&raw, &at).field(Field::LegalBasis)
}

fn citation_unread(cell: &Cell, range: Range<usize>) -> Finding {
    let (raw, at) = cell.source(range.clone());
    Finding::new("citation-unread").with("text", said(cell, &range)).shown(&raw, &at).field(Field::LegalBasis)
}

#[cfg(test)]
mod tests;
