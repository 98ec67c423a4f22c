//! check/stretch: the source text as it stands, stretch by stretch, so that slips between values are seen too.

use super::scope::Scope;
use crate::evidence::{At, Places};
use crate::field::Field;
use crate::finding::Finding;
use crate::result::DocumentResult;
use std::ops::Range;

/// A decoded line; or, in formats without lines of text, the source text of one value.
pub(super) struct Stretch<'a> {
    /// The text.
    pub(super) text: &'a str,
    place: Place,
}

enum Place {
    Line(u32),
    Value { at: Places, item: usize, field: Field },
}

/// All stretches of a document that are not blank. The lines of marked-up text hold markup and are not text to be judged.
pub(super) fn stretches<'a>(scope: &'a Scope<'a>) -> Vec<Stretch<'a>> {
    let kind = scope.document.source.media_type.as_str();
    let marked_up = kind.contains("html") || kind.contains("xml");
    let not_blank = |stretch: &Stretch| !stretch.text.chars().all(crate::text::is_blank);
    if scope.document.lines.is_empty() || marked_up {
        let value = |piece: super::pieces::Piece<'a>| Stretch {
            text: piece.raw,
            place: Place::Value { at: piece.at, item: piece.item, field: piece.field },
        };
        return scope.pieces().map(value).filter(not_blank).collect();
    }
    let lines = (1u32..).zip(scope.lines());
    lines.map(|(line, text)| Stretch { text, place: Place::Line(line) }).filter(not_blank).collect()
}

impl Stretch<'_> {
    /// `finding` about the bytes `range` of the text: it shows them at their place, and names the item and field they belong to.
    pub(super) fn about(&self, finding: Finding, range: Range<usize>, scope: &Scope) -> Finding {
        match &self.place {
            Place::Line(line) => {
                let characters = |text: Option<&str>| text.map_or(0, |text| text.chars().count() as u32);
                let from = characters(self.text.get(..range.start)) + 1;
                let part = self.text.get(range).unwrap_or_default();
                let at = At::Text { line: *line, from, to: from + characters(Some(part)).max(1) - 1 };
                let finding = finding.shown_at(part, at);
                match scope.piece_at(*line, from) {
                    Some((item, field)) => finding.item(item).field(field),
                    None => finding,
                }
            }
            Place::Value { at, item, field } => finding.shown(self.text, at).item(*item).field(*field),
        }
    }
}

/// Shows `part` of the source text `raw` at its exact characters where `raw` stands in one place of a line; else all of `raw`.
pub(super) fn shown_part(finding: Finding, raw: &str, at: &Places, part: &str) -> Finding {
    if let ([At::Text { line, from, .. }], Some(start)) = (at.as_slice(), raw.find(part)) {
        let before = raw.get(..start).map_or(0, |text| text.chars().count() as u32);
        let length = part.chars().count().max(1) as u32;
        return finding.shown_at(part, At::Text { line: *line, from: from + before, to: from + before + length - 1 });
    }
    finding.shown(raw, at)
}

/// The source text at `places`, one line a place; `None` where the document has no lines of text.
pub(super) fn excerpt(document: &DocumentResult, places: &Places) -> Option<String> {
    let part = |at: &At| {
        let At::Text { line, from, to } = *at else { return None };
        let text = document.lines.get(line.checked_sub(1)? as usize)?;
        Some(text.chars().skip(from.saturating_sub(1) as usize).take((to + 1).saturating_sub(from) as usize).collect::<String>())
    };
    places.iter().map(part).collect::<Option<Vec<_>>>().map(|lines| lines.join("\n"))
}
