//! cli/select: which documents a run is about: by path, by place, or by domain.

use crate::error::Error;
use crate::ingest::{Input, matching};
use crate::item::Jurisdiction;
use crate::result::DocumentResult;
use std::collections::BTreeSet;

/// What is asked for: a document is wanted where one of these says so.
#[derive(Debug, Default)]
pub(super) struct Selection {
    /// Paths that the globs match.
    paths: BTreeSet<String>,
    /// Names and codes of places, and domains: known only when a document is read.
    words: Vec<String>,
}

impl Selection {
    /// What `asked` means for `input`: a text that matches paths is a glob, another one a place (name or code) or a domain.
    /// Documents that cannot be wanted leave the input. Fails where a glob (`*`, `?`, `[`) matches nothing.
    pub(super) fn new(asked: &[String], input: &mut Input) -> Result<Self, Error> {
        let mut selection = Selection::default();
        for one in asked {
            let paths = matching(input, one)?;
            if paths.is_empty() && one.contains(['*', '?', '[', '/']) {
                return Err(Error::usage([
                    format!("--select {one}: there is no such document"),
                    format!("--select {one}：没有这样的文件"),
                ]));
            }
            if paths.is_empty() {
                selection.words.push(one.clone());
            }
            selection.paths.extend(paths);
        }
        if !asked.is_empty() && selection.words.is_empty() {
            input.documents.retain(|document| selection.paths.contains(document.path.as_str()));
        }
        Ok(selection)
    }

    /// Whether a document is wanted, now that it is read.
    pub(super) fn wants(&self, document: &DocumentResult) -> bool {
        let source = &document.source;
        let is_word = |word: &String| is_about(&source.jurisdiction, word) || source.domain.as_deref() == Some(word);
        self.words.is_empty() || self.paths.contains(source.path.as_str()) || self.words.iter().any(is_word)
    }
}

/// Whether `word` is the name or the code of the place, or of one that it belongs to.
fn is_about(place: &Jurisdiction, word: &str) -> bool {
    let own = [&place.name, &place.code];
    let above = place.parents.iter().flat_map(|parent| [Some(&parent.name), parent.code.as_ref()]);
    own.into_iter().map(Option::as_ref).chain(above).flatten().any(|known| known.as_str() == word)
}
