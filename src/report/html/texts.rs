//! report/html/texts: the texts of items and findings on their way into the page; where that would be too many, into files beside it.

use super::NAME;
use crate::error::Error;
use crate::output::Files;
use rayon::prelude::*;
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Texts that stand together, from number `start` on; in the page, or in a file.
#[derive(Debug, Serialize)]
pub(super) struct Chunk {
    start: usize,
    texts: Option<Box<RawValue>>,
}

/// Lists of texts, of which only so many are in memory as the page may hold.
pub(super) struct Texts<'a> {
    files: &'a dyn Files,
    /// The bytes of one file, about.
    of_a_file: usize,
    /// The most bytes of all texts within the page.
    most: usize,
    bytes: usize,
    lists: Vec<List>,
}

/// The bytes of one file beside the page, about.
const FILE_BYTES: usize = 500_000;

/// One list of texts, each JSON.
struct List {
    name: &'static str,
    count: usize,
    parts: Vec<Part>,
}

/// Some texts of a list.
struct Part {
    /// The number of the first.
    start: usize,
    /// The texts with commas between them; `None` when they are in their file.
    texts: Option<String>,
}

impl<'a> Texts<'a> {
    /// No list yet. The page may hold `most` bytes; what is more goes to `files`.
    pub(super) fn new(files: &'a dyn Files, most: usize) -> Self {
        Texts { files, of_a_file: FILE_BYTES, most, bytes: 0, lists: Vec::new() }
    }

    /// Begins the list `name`.
    pub(super) fn begin(&mut self, name: &'static str) {
        self.lists.push(List { name, count: 0, parts: Vec::new() });
    }

    /// Adds `texts` to the list that was begun last.
    pub(super) fn extend(&mut self, texts: Vec<Result<String, Error>>) -> Result<(), Error> {
        for text in texts {
            let text = text?;
            self.bytes += text.len();
            if let Some(list) = self.lists.last_mut() {
                list.push(&text, self.of_a_file);
            }
        }
        if self.is_whole() { Ok(()) } else { self.give_out(|part, most| part.is_full(most)) }
    }

    /// The lists as the page has them, by name, and whether all texts are in it.
    pub(super) fn end(mut self) -> Result<(BTreeMap<&'static str, Vec<Chunk>>, bool), Error> {
        let is_whole = self.is_whole();
        if !is_whole {
            self.give_out(|_, _| true)?;
        }
        let chunks = self.lists.into_iter().map(|list| Ok((list.name, list.chunks()?))).collect::<Result<_, Error>>()?;
        Ok((chunks, is_whole))
    }

    fn is_whole(&self) -> bool {
        self.bytes <= self.most
    }

    /// Writes the parts that are `wanted` into their files.
    fn give_out(&mut self, wanted: impl Fn(&Part, usize) -> bool + Sync) -> Result<(), Error> {
        let (files, of_a_file) = (self.files, self.of_a_file);
        self.lists.par_iter_mut().try_for_each(|list| {
            let name = list.name;
            let parts = list.parts.par_iter_mut().enumerate().filter(|(_, part)| wanted(part, of_a_file));
            parts.filter_map(|(number, part)| Some((number, part.texts.take()?))).try_for_each(|(number, texts)| {
                let path = format!("reports/gap/{name}-{}.js", number + 1);
                files.add(&path, &mut |to| {
                    writeln!(to, "mulu(\"{name}\",{number},[{texts}]);").map_err(|error| Error::output(path.as_str(), error))
                })
            })
        })
    }
}

impl List {
    /// Adds `text`, in a part of its own where the last one has `most` bytes.
    fn push(&mut self, text: &str, most: usize) {
        match self.parts.last_mut().filter(|part| !part.is_full(most)).and_then(|part| part.texts.as_mut()) {
            Some(texts) => {
                texts.push(',');
                texts.push_str(text);
            }
            None => self.parts.push(Part { start: self.count, texts: Some(text.to_owned()) }),
        }
        self.count += 1;
    }

    /// Its parts as the page has them: those in files by their starts, those in memory as one.
    fn chunks(self) -> Result<Vec<Chunk>, Error> {
        let held: Vec<&str> = self.parts.iter().filter_map(|part| part.texts.as_deref()).collect();
        if held.is_empty() {
            return Ok(self.parts.iter().map(|part| Chunk { start: part.start, texts: None }).collect());
        }
        let all = RawValue::from_string(format!("[{}]", held.join(","))).map_err(|error| Error::output(NAME, error))?;
        Ok(vec![Chunk { start: 0, texts: Some(all) }])
    }
}

impl Part {
    fn is_full(&self, most: usize) -> bool {
        // A list in JSON begins with a bracket, which counts.
        self.texts.as_ref().is_some_and(|texts| texts.len() + 1 >= most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::in_memory;

    /// The files of five texts of one byte and how the page names them; files have four bytes, the page at most `most`.
    fn five(most: usize) -> (Vec<(String, String)>, String) {
        let mut page = String::new();
        let files = in_memory(|files| {
            let mut texts = Texts { of_a_file: 4, ..Texts::new(files, most) };
            texts.begin("items");
            for number in 0..5 {
                texts.extend(vec![Ok(number.to_string())])?;
            }
            page = serde_json::to_string(&texts.end()?.0).map_err(|error| Error::output(NAME, error))?;
            Ok(())
        });
        let files = files.unwrap().into_iter().map(|file| (file.path, String::from_utf8(file.bytes).unwrap()));
        (files.collect(), page)
    }

    #[test]
    fn texts_are_in_the_page_or_in_files_that_follow_each_other() {
        assert_eq!(five(5), (Vec::new(), r#"{"items":[{"start":0,"texts":[0,1,2,3,4]}]}"#.to_owned()));
        let (files, page) = five(4);
        let file = |number, texts: &str| (format!("reports/gap/items-{number}.js"), format!("mulu(\"items\",{},[{texts}]);\n", number - 1));
        assert_eq!(files, [file(1, "0,1"), file(2, "2,3"), file(3, "4")]);
        assert_eq!(page, r#"{"items":[{"start":0,"texts":null},{"start":2,"texts":null},{"start":4,"texts":null}]}"#);
    }
}
