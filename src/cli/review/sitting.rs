//! cli/review/sitting: a person before the questions: each is shown and takes one key, what is decided is written at once, and the last step can be taken back.

use super::append;
use crate::align::Question;
use crate::error::{Doing, Error};
use crate::tables::decisions::{Decided, Decisions};
use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::path::Path;

/// A sitting over questions.
pub(super) struct Sitting<'a> {
    questions: &'a [Question],
    /// Where decisions are appended.
    path: &'a Path,
    /// A verdict on a question as decisions.
    decide: &'a dyn Fn(&Question, Decided) -> Result<Decisions, Error>,
    /// The questions that are behind the person, the last one last.
    steps: Vec<Step>,
}

/// One question that was answered or put off.
struct Step {
    decisions: usize,
    /// Length of the file before and after.
    before: u64,
    after: u64,
}

/// What a person can press.
enum Key {
    Verdict(Decided),
    Later,
    Back,
    Quit,
    Other,
}

/// The next key, `None` at the end of the input.
pub(super) type Keys<'a> = &'a mut dyn FnMut() -> Result<Option<char>, Error>;

/// Shows a text.
pub(super) type Screen<'a> = &'a mut dyn FnMut(&str) -> Result<(), Error>;

const HELP: &str = "  [s]ame  [d]ifferent  [u]nsure  [n]ext, decide later  [b]ack, takes the last step back  [q]uit\n";

impl<'a> Sitting<'a> {
    pub(super) fn new(
        questions: &'a [Question],
        path: &'a Path,
        decide: &'a dyn Fn(&Question, Decided) -> Result<Decisions, Error>,
    ) -> Self {
        Sitting { questions, path, decide, steps: Vec::new() }
    }

    /// Asks until all questions are behind the person, or the person quits; how many decisions stand in the file.
    pub(super) fn hold(mut self, keys: Keys, screen: Screen) -> Result<usize, Error> {
        while let Some(question) = self.questions.get(self.steps.len()) {
            screen(&shown(question, self.steps.len() + 1, self.questions.len()))?;
            match keys()?.map_or(Key::Quit, Key::of) {
                Key::Verdict(verdict) => self.decide(question, verdict)?,
                Key::Later => self.put_off()?,
                Key::Back => screen(self.back()?)?,
                Key::Quit => break,
                Key::Other => screen("no such key\n")?,
            }
        }
        Ok(self.steps.iter().map(|step| step.decisions).sum())
    }

    fn decide(&mut self, question: &Question, verdict: Decided) -> Result<(), Error> {
        let decisions = (self.decide)(question, verdict)?;
        let before = length(self.path)?;
        append(self.path, &decisions.to_toml()?)?;
        self.steps.push(Step { decisions: decisions.0.len(), before, after: length(self.path)? });
        Ok(())
    }

    fn put_off(&mut self) -> Result<(), Error> {
        let length = length(self.path)?;
        self.steps.push(Step { decisions: 0, before: length, after: length });
        Ok(())
    }

    /// Takes the last step back, with what it wrote; what is said about it.
    fn back(&mut self) -> Result<&'static str, Error> {
        let Some(step) = self.steps.last() else { return Ok("this is the first question\n") };
        if step.decisions > 0 {
            if length(self.path)? != step.after {
                return Ok("the file was changed by somebody else: the decision stays; change it there\n");
            }
            let failed = |error| Error::file(Doing::Write, self.path, error);
            OpenOptions::new().write(true).open(self.path).and_then(|file| file.set_len(step.before)).map_err(failed)?;
        }
        self.steps.pop();
        Ok("taken back\n")
    }
}

impl Key {
    fn of(pressed: char) -> Self {
        match pressed.to_ascii_lowercase() {
            'q' | '\u{1b}' | '\u{3}' => Key::Quit,
            'n' | ' ' | '\n' | '\r' => Key::Later,
            'b' => Key::Back,
            key => Decided::named(key.encode_utf8(&mut [0; 4])).map_or(Key::Other, Key::Verdict),
        }
    }
}

/// How long the file is; nothing where there is none yet.
fn length(path: &Path) -> Result<u64, Error> {
    match fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0),
        read => read.map(|file| file.len()).map_err(|error| Error::file(Doing::Read, path, error)),
    }
}

/// Both sides of a question, what was found, and why.
fn shown(question: &Question, number: usize, of: usize) -> String {
    let sources: BTreeSet<&str> = question.items.iter().map(|asked| asked.source.as_str()).collect();
    let sources: Vec<&str> = sources.into_iter().collect();
    let contradiction = if question.contradiction { "  this contradicts itself\n" } else { "" };
    let reasons: String = question.reasons.iter().map(|reason| format!("  - {reason}\n")).collect();
    format!(
        "\n{number} of {of}: {} item(s) in {}\n{contradiction}  item     {}\n  service  {}  ({})\n  found    {} ({})\n{reasons}{HELP}",
        question.items.len(),
        sources.join(", "),
        question.item,
        question.other,
        question.with,
        question.relation,
        question.score
    )
}
