//! fields/citation: the text of a cell to the laws and documents it cites, each judged by the register.

mod dealt;
mod judge;
mod number;
mod outer;
mod quoted;
mod scan;
mod titles;

pub use number::printed;

use super::joined::one_line;
use crate::evidence::{Cell, Text, Value};
use crate::field::Field;
use crate::finding::{Finding, Staged};
use crate::item::{Citation, DocumentNumber, NumberVerdict, Verdict};
use crate::tables::Tables;
use crate::tables::known::Reading;
use crate::text::is_blank;
use judge::{Cited, Judge, Meant};
use number::Numbered;
use scan::{Draft, Scan, scan};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

/// Reads citations by one set of tables and dates. Each distinct text is read and looked up once.
#[derive(Debug)]
pub struct Reader<'a> {
    tables: &'a Tables,
    judge: Judge<'a>,
    known: RefCell<HashMap<Text, Rc<Known<'a>>, ahash::RandomState>>,
}

/// What a text cites, wherever it stands: the drafts, and for each the act that it means.
#[derive(Debug)]
struct Known<'a> {
    scan: Arc<Scan>,
    meant: Vec<Meant<'a>>,
}

/// Reads the citations of one cell; see [`Reader::read`].
pub fn citations(cell: &Cell, tables: &Tables, published: Option<&str>, as_of: Option<&str>) -> Staged<Vec<Citation>> {
    Reader::new(tables, published, as_of).read(cell)
}

impl<'a> Reader<'a> {
    /// `published`: the document's date where known; `as_of`: today, both `YYYY-MM-DD`.
    pub fn new(tables: &'a Tables, published: Option<&'a str>, as_of: Option<&'a str>) -> Self {
        Reader { tables, judge: Judge::new(tables, published, as_of), known: RefCell::default() }
    }

    /// Reads the citations of one cell.
    ///
    /// What the cell says besides, and is neither separator nor label, becomes a finding. A title that only the number tells is `inferred`.
    pub fn read(&self, cell: &Cell) -> Staged<Vec<Citation>> {
        if self.tables.citations.words.says_nothing(cell.text()) {
            return Staged::quiet(Vec::new());
        }
        let known = self.known(cell);
        let (mut output, mut findings) = (Vec::new(), Vec::new());
        for (draft, meant) in known.scan.drafts.iter().zip(&known.meant) {
            let citation = match draft.repeats.and_then(|before| output.get(before)) {
                Some(before) => repeated(cell, draft, before),
                None => cited(cell, draft, meant, &self.judge).collect(&mut findings),
            };
            output.push(citation);
        }
        let scan = &known.scan;
        findings.extend(scan.vague.iter().map(|range| about(Finding::new("citation-vague"), cell, range)));
        findings.extend(scan.alone.iter().map(|range| about(Finding::new("citation-without-antecedent"), cell, range)));
        findings.extend(scan.unread.iter().map(|range| about(Finding::new("citation-unread"), cell, range)));
        Staged { output, findings }
    }

    /// The citation of a cell of which nobody can say what stands in it: `title` has its readings, and nothing is judged.
    pub fn open(&self, title: Value<Text>) -> Citation {
        Citation { at: title.at.clone(), title, law: None, number: None, articles: Vec::new(), verdict: self.judge.nothing() }
    }

    fn known(&self, cell: &Cell) -> Rc<Known<'a>> {
        if let Some(known) = self.known.borrow().get(&cell.passage.text) {
            return known.clone();
        }
        let scan = self.tables.known.once(Reading::Citations, cell.text(), || scan(cell.text(), self.tables));
        let meant = |draft: &Draft| self.judge.meant(title(cell, draft).as_deref(), &draft.numbers);
        let known = Rc::new(Known { meant: scan.drafts.iter().map(meant).collect(), scan });
        self.known.borrow_mut().insert(cell.passage.text.clone(), known.clone());
        known
    }
}

/// `text` with spaces in place of the document numbers in it: their issuers are named as they were called when they issued them.
pub fn without_numbers<'t>(text: &'t str, tables: &Tables) -> Cow<'t, str> {
    let mut left = Cow::Borrowed(text);
    for number in number::numbers(text, &tables.citations) {
        left.to_mut().replace_range(number.range.clone(), &" ".repeat(number.range.len()));
    }
    left
}

/// A citation by title, number, or both.
fn cited(cell: &Cell, draft: &Draft, meant: &Meant, judge: &Judge) -> Staged<Citation> {
    let (raw, at) = cell.source(draft.range.clone());
    let title = title(cell, draft).map(|title| match &draft.title {
        Some(range) => cell.part(range.clone(), title),
        None => Value::inferred(title, Some(raw.clone()), at.clone(), "rules-to-the-act"),
    });
    let numbers = draft.numbers.iter().map(|numbered| (numbered, document_number(cell, numbered)));
    let cited = Cited { title: title.as_ref().and_then(|title| title.value.clone()), numbers: numbers.collect(), raw, at };
    let judged = judge.judge(&cited, meant);
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

/// The title of `draft`; 其实施条例 is called as the act before it, and so.
fn title(cell: &Cell, draft: &Draft) -> Option<Text> {
    let rules = || {
        let (act, called) = draft.rules.as_ref()?;
        Some(format!("{}{}", titles::without_version(&whole_title(cell, act)), said(cell, called)).into())
    };
    draft.title.as_ref().map(|range| whole_title(cell, range)).or_else(rules)
}

fn articles(cell: &Cell, draft: &Draft) -> Vec<Text> {
    draft.articles.iter().map(|range| Text::from(said(cell, range))).collect()
}

fn document_number(cell: &Cell, numbered: &Numbered) -> DocumentNumber {
    let (raw, _) = cell.source(numbered.range.clone());
    DocumentNumber { series: Text::from(numbered.series.as_str()), number: numbered.value, year: numbered.year, raw }
}

/// The title, with its last inner mark closed where the source closes it behind the outer one: 《关于印发<X办法》>.
fn whole_title(cell: &Cell, range: &Range<usize>) -> Text {
    let said = said(cell, range);
    // Nearly all titles stand in one line, and there are very many.
    let title = if said.contains('\n') { Cow::Owned(one_line(said)) } else { Cow::Borrowed(said) };
    let title = title.as_ref();
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

/// `finding` about the bytes `range` of the cell.
fn about(finding: Finding, cell: &Cell, range: &Range<usize>) -> Finding {
    let (raw, at) = cell.source(range.clone());
    finding.with("text", said(cell, range)).shown(&raw, &at).field(Field::LegalBasis)
}

#[cfg(test)]
mod tests;
