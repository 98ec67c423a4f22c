//! decode/text/signs: what separates the cells of a line, and rows that are separated in another way than those of the table around them.

use super::{Line, is_rule};
use crate::evidence::Text;
use std::borrow::Cow;

/// What separates the cells of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    Bar,
    Tab,
}

impl Separator {
    /// The character.
    pub(super) fn sign(self) -> char {
        match self {
            Separator::Bar => '|',
            Separator::Tab => '\t',
        }
    }

    /// What separates most of the lines `texts` that have a separator.
    pub(super) fn usual(texts: &[Text]) -> Self {
        let count = |sign: char| texts.iter().filter(|text| text.contains(sign) && !crate::text::trim(text).is_empty()).count();
        let bars = count('|');
        if bars > 0 && bars >= count('\t') { Separator::Bar } else { Separator::Tab }
    }

    /// What separates the cells of `line` among lines that `usual` does; `None` where nothing does. A bar may stand in a cell between tabs.
    pub(super) fn of(line: &str, usual: Separator) -> Option<Self> {
        let line = line.trim_end_matches(['\r', '\n', ' ']);
        let has_tabs = line.contains('\t') && !crate::text::trim(line).is_empty();
        let is_between_tabs = || usual == Separator::Tab && has_tabs && line.matches('\t').count() > line.matches('|').count();
        match line.contains('|') && !is_between_tabs() {
            true => Some(Separator::Bar),
            false => has_tabs.then_some(Separator::Tab),
        }
    }
}

/// The lines `texts` with another character of one byte in place of each bar of a Markdown table that is escaped (`\|`) and separates nothing.
pub(super) fn without_escaped(texts: &[Text]) -> Cow<'_, [Text]> {
    const ESCAPED: &str = "\\|";
    const IN_PLACE: &str = "\\\u{1}";
    if !texts.iter().any(|text| text.contains(ESCAPED)) || !texts.iter().any(|text| text.contains('|') && is_rule(text)) {
        return Cow::Borrowed(texts);
    }
    Cow::Owned(texts.iter().map(|text| Text::from(text.replace(ESCAPED, IN_PLACE))).collect())
}

/// Lines that only draw a line and have no bar (`+---+---+`) belong to the table whose rows stand above or below them.
pub(super) fn add_rules(lines: &mut [Line]) {
    let bars: Vec<bool> = lines.iter().map(|line| line.separator == Some(Separator::Bar)).collect();
    let is_bar = |index: Option<usize>| index.and_then(|index| bars.get(index)).is_some_and(|is_bar| *is_bar);
    for (index, line) in lines.iter_mut().enumerate() {
        let is_beside = is_bar(index.checked_sub(1)) || is_bar(Some(index + 1));
        if line.separator.is_none() && is_beside && line.text.contains('+') && is_rule(&line.text) {
            line.separator = Some(Separator::Bar);
        }
    }
}

/// Adds lines between rows that `usual` separates to their table where they have as many cells between other signs (4 | 事项 | 内容 below 3⇥事项⇥内容).
pub(super) fn adopt(lines: &mut [Line], usual: Separator) {
    const LEAST: usize = 3;
    let cells = |line: &Line, separator: Separator| line.text.matches(separator.sign()).count();
    let is_row = |line: Option<&Line>| line.is_some_and(|line| line.separator == Some(usual));
    for index in 1..lines.len() {
        let (Some(line), Some(above)) = (lines.get(index), lines.get(index - 1)) else { continue };
        let Some(own) = line.separator.filter(|own| *own != usual && !line.goes_on) else { continue };
        let is_among_rows = is_row(Some(above)) && (lines.get(index + 1).is_none() || is_row(lines.get(index + 1)));
        let wanted = cells(above, usual).max(lines.get(index + 1).map_or(0, |below| cells(below, usual)));
        if is_among_rows
            && wanted >= LEAST
            && cells(line, own) == wanted
            && cells(line, usual) == 0
            && let Some(line) = lines.get_mut(index)
        {
            (line.separator, line.sign) = (Some(usual), Some(own.sign()));
        }
    }
}
