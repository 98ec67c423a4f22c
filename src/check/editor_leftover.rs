//! # editor-leftover
//! **What it says.** A mark of an editing program stands in the text.
//! **Why it matters.** It was published by mistake and stands in the way of search.
//! **Example.** [bookmark: _GoBack]

use super::outcome::Outcome;
use super::scope::Scope;
use super::stretch::stretches;
use super::{Check, Run};
use crate::finding::Finding;

pub(super) const CHECK: Check = Check { code: "editor-leftover", version: 1, run: Run::Document(run) };

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    for stretch in stretches(scope) {
        let found: Vec<_> = scope.tables.words.leftovers().iter().flat_map(|leftover| leftover.pattern.find_iter(stretch.text)).collect();
        if found.is_empty() {
            outcome.pass();
        }
        for part in found {
            outcome.fail(stretch.about(editor_leftover(part.as_str()), part.range(), scope));
        }
    }
    outcome
}

fn editor_leftover(text: &str) -> Finding {
    Finding::new("editor-leftover").with("text", text).actual(text)
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn marks_of_editors_are_told() {
        let text = "（一）职工参保登记\n服务对象：职工[bookmark: _GoBack]\n办理材料：身份证\n办理时限：即时办结\n（二）居民参保登记\n服务对象：居民\n办理材料：身份证\n办理时限：即时办结\n";
        assert_eq!(said(&[text], "editor-leftover"), ["2: `[bookmark: _GoBack]` is a leftover of an editing program"]);
    }
}
