//! report/side_by_side: a comparison as it prints in the terminal. What differs is marked `[-…-]` on the first side that says it, `{+…+}` on the others.

use super::compare::{Agreement, Comparison, FieldComparison, Said, ServiceComparison, Side, compare};
use super::difference::{Piece, difference};
use super::gap::Both;
use super::markup::one_line;
use super::matrix::kind_word;
use crate::align::Dataset;
use crate::evidence::State;
use crate::tables::findings::Language;
use crate::tables::report::ReportWords;
use std::collections::BTreeMap;

/// The comparison of `sides` in `language`; fields in which all agree are left out unless `all` is wanted.
pub fn side_by_side(dataset: &Dataset, sides: &[Side], words: &ReportWords, language: Language, all: bool) -> String {
    let comparison = compare(dataset, sides, words);
    let printer = Printer { words, language, all };
    let mut lines: Vec<String> = (1..).zip(sides).map(|(number, side)| format!("{number}: {}", side.label.get(language))).collect();
    lines.push(String::new());
    comparison.services.iter().for_each(|service| printer.service(service, &mut lines));
    printer.alone(&comparison, &mut lines);
    lines.push(printer.summary(&comparison));
    lines.push(String::new());
    lines.join("\n")
}

struct Printer<'a> {
    words: &'a ReportWords,
    language: Language,
    all: bool,
}

impl Printer<'_> {
    fn service(&self, service: &ServiceComparison, lines: &mut Vec<String>) {
        let fields: Vec<&FieldComparison> = service.fields.iter().filter(|field| self.all || field.verdict != Agreement::Same).collect();
        if fields.is_empty() {
            return;
        }
        let kind = service.kind.map_or_else(String::new, |kind| format!(" · {}", self.word(kind_word(Some(kind)))));
        lines.push(format!("{}  ({}){kind}", one_line(&service.name), service.concept));
        for field in fields {
            lines.push(format!("  {}: {}", self.words.field(field.field).get(self.language), self.word(field.verdict.word())));
            let marked = self.marked(field);
            lines.extend(field.said.iter().zip(marked).map(|(said, text)| self.said(said, text)));
        }
        lines.push(String::new());
    }

    /// The texts of one field, each with what differs from the first marked; `None` where a side has none.
    fn marked(&self, field: &FieldComparison) -> Vec<Option<String>> {
        let text = |said: &Said| said.text.as_ref().map(|text| one_line(text.get(self.language)));
        let Some(first) = field.said.iter().find_map(text) else { return vec![None; field.said.len()] };
        let mut is_first = true;
        let other = field.said.iter().filter_map(text).find(|other| *other != first);
        let of = |said: &Said| {
            let own = text(said)?;
            let is_reference = std::mem::take(&mut is_first);
            match (&other, is_reference) {
                (Some(other), true) => Some(joined(&difference(&first, other)[0], ["[-", "-]"])),
                (_, false) => Some(joined(&difference(&first, &own)[1], ["{+", "+}"])),
                (None, true) => Some(own),
            }
        };
        field.said.iter().map(of).collect()
    }

    fn said(&self, said: &Said, text: Option<String>) -> String {
        let place = said.place.as_deref().map_or_else(String::new, |place| format!("  --> {}", one_line(place)));
        let state = self.words.get(state_word(said.state), self.language);
        let text = text.unwrap_or_else(|| format!("({state})"));
        format!("    {}| {text}{place}", said.side + 1)
    }

    fn alone(&self, comparison: &Comparison, lines: &mut Vec<String>) {
        for (number, names) in (1..).zip(&comparison.alone).filter(|(_, names)| !names.is_empty()) {
            let count = Both::from(names.len().to_string());
            let text = Both::from(self.words.word("compare.alone")).fill("side", &number.to_string().into()).fill("count", &count);
            lines.push(text.get(self.language).to_owned());
            lines.extend(names.iter().map(|name| format!("  - {}", one_line(name))));
            lines.push(String::new());
        }
    }

    fn summary(&self, comparison: &Comparison) -> String {
        let mut counts: BTreeMap<Agreement, usize> = BTreeMap::new();
        for field in comparison.services.iter().flat_map(|service| &service.fields) {
            *counts.entry(field.verdict).or_default() += 1;
        }
        let services = Both::from(self.words.word("compare.services")).fill("count", &comparison.services.len().to_string().into());
        let counts = counts.iter().map(|(verdict, count)| format!("{} {count}", self.word(verdict.word())));
        std::iter::once(services.get(self.language).to_owned()).chain(counts).collect::<Vec<_>>().join(" · ")
    }

    fn word<'b>(&'b self, key: &'b str) -> &'b str {
        self.words.get(key, self.language)
    }
}

impl Agreement {
    /// The key of its word.
    pub(super) fn word(self) -> &'static str {
        match self {
            Agreement::Differs => "agreement.differs",
            Agreement::Incomplete => "agreement.incomplete",
            Agreement::Open => "agreement.open",
            Agreement::Same => "agreement.same",
        }
    }
}

/// The key of the word for `state`.
pub(super) fn state_word(state: State) -> &'static str {
    match state {
        State::NoColumn => "state.no_column",
        State::Missing => "state.missing",
        State::Stated => "state.stated",
        State::Carried => "state.carried",
        State::Moved => "state.moved",
        State::Inferred => "state.inferred",
        State::Ambiguous => "state.ambiguous",
        State::Reviewed => "state.reviewed",
    }
}

fn joined(pieces: &[Piece], [open, close]: [&str; 2]) -> String {
    pieces.iter().map(|piece| if piece.differs { format!("{open}{}{close}", piece.text) } else { piece.text.clone() }).collect()
}
