//! fields/form: a text in the form that patterns are written for: narrow digits, brackets and punctuation; blanks left out or kept. Every byte
//! of it can be traced to the text, so that what is found there is cut from the text as it stands.

use crate::text::is_blank;
use std::borrow::Cow;
use std::ops::Range;

/// A text in another form.
pub(super) struct Form<'a> {
    /// The form.
    pub(super) text: Cow<'a, str>,
    /// For every byte of the form, and for its end, where in the source its character begins; `None` where both are the same.
    starts: Option<Vec<u32>>,
    length: usize,
}

impl<'a> Form<'a> {
    /// `text` with narrow signs and usual characters and without blanks, so that what a wrap cut is whole again.
    pub(super) fn squeezed(text: &'a str) -> Self {
        Form::new(text, |c, form| {
            if !is_blank(c) {
                form.push(crate::text::usual(narrow(c)))
            }
        })
    }

    /// `text` with narrow signs; dashes of all kinds are hyphens, blanks of all kinds are one.
    pub(super) fn narrow(text: &'a str) -> Self {
        Form::new(text, |c, form| form.push(if is_blank(c) && c != '\n' { ' ' } else { hyphen(narrow(c)) }))
    }

    /// `text` as [`crate::text::fold`] compares it.
    pub(super) fn folded(text: &'a str) -> Self {
        Form::new(text, crate::text::fold_into)
    }

    fn new(source: &'a str, form: impl Fn(char, &mut String)) -> Self {
        let (mut text, mut starts) = (String::with_capacity(source.len()), Vec::with_capacity(source.len()));
        for (at, c) in source.char_indices() {
            form(c, &mut text);
            starts.resize(text.len(), at as u32);
        }
        if text == source {
            return Form { text: Cow::Borrowed(source), starts: None, length: source.len() };
        }
        Form { text: Cow::Owned(text), starts: Some(starts), length: source.len() }
    }

    /// The bytes of the source that the bytes `range` of the form stand for.
    pub(super) fn source(&self, range: Range<usize>, source: &str) -> Range<usize> {
        let Some(starts) = &self.starts else { return range };
        let start = |at: usize| starts.get(at).map_or(self.length, |start| *start as usize);
        let end = match range.end.checked_sub(1).filter(|last| *last >= range.start) {
            Some(last) => start(last) + source.get(start(last)..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8),
            None => start(range.start),
        };
        start(range.start)..end
    }
}

/// Wide letters, digits and signs as narrow ones.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '〔' | '﹝' => '(',
        '〕' | '﹞' => ')',
        '﹙' => '(',
        '﹚' => ')',
        _ => c,
    }
}

fn hyphen(c: char) -> char {
    match c {
        '—' | '–' | '‐' | '‑' | '‒' | '―' | '−' | '─' | '﹣' | 'ー' => '-',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_in_the_form_is_cut_from_the_text() {
        let text = "更之日 起２０\n个工作日（内）";
        let form = Form::squeezed(text);
        assert_eq!(form.text, "更之日起20个工作日(内)");
        let cut = |part: &str| {
            let start = form.text.find(part).unwrap();
            text.get(form.source(start..start + part.len(), text)).unwrap()
        };
        assert_eq!((cut("20个工作日"), cut("日起"), cut("(内)")), ("２０\n个工作日", "日 起", "（内）"));
        assert_eq!(Form::narrow("０７１４—１　转").text, "0714-1 转");
        assert!(matches!(Form::squeezed("20个工作日内").text, Cow::Borrowed(_)));
        assert_eq!(form.source(form.text.len()..form.text.len(), text), text.len()..text.len());
    }
}
