//! tables/citations: how laws and documents are cited: names of series, short titles, words around and instead of titles.

use super::lookup::{Beginnings, Endings, Finder};
use crate::error::Error;
use crate::evidence::Text;
use crate::text::{fold, is_han, trim};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// What orders and announcements are called; titles of documents may end so as well.
pub const ORDERS: [&str; 4] = ["令", "公告", "通告", "通报"];

/// The words of citations.
#[derive(Debug)]
pub struct Citations {
    /// Series under the names that are kept.
    pub series: Vec<Series>,
    /// Documents that are no acts and whose titles are known.
    pub documents: Vec<Document>,
    /// Words around and instead of titles.
    pub words: Words,
    /// Short title, folded, to full title.
    short: BTreeMap<String, Text>,
    /// The titles of `documents`, folded, and how many characters they have.
    folded: Vec<(String, usize)>,
    /// Words of two characters and more that stand before the name of a series and do not belong to it: leads, and ends of titles.
    not_of_series: Finder,
}

/// A series of numbered orders.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// The name that is kept.
    pub name: Text,
    /// What it is called.
    pub says: Vec<String>,
    /// Whether its numbers never start again.
    pub unique: bool,
    /// Citations that belong to it.
    pub examples: Vec<String>,
}

/// A document that is no act.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Stable id.
    pub id: Text,
    /// Its title.
    pub title: Text,
    /// Where it can be looked up; `None`: nobody has found it, so it may explain a misprint, and nothing rests on it.
    pub source: Option<Text>,
}

/// Words around and instead of titles; see the table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// What a title ends with.
    pub title_endings: Endings,
    /// What titles of laws end with.
    pub law_endings: Endings,
    /// What no title contains.
    pub sentence: Finder,
    /// What an authority's name ends with.
    pub issuer_endings: Endings,
    /// What stands before a citation.
    pub leads: Beginnings,
    /// What makes one title of an authority and a title in marks.
    pub carriers: Endings,
    /// What names of places end with.
    pub place_endings: Endings,
    /// What rules to an act are called.
    pub rules: Beginnings,
    /// What says that they are the act's own.
    pub own: String,
    /// What stands for the citation before.
    pub dittos: Vec<String>,
    /// With what words begin that stand for the act cited before: 同 (同法).
    pub ditto_leads: Beginnings,
    /// How a cell begins that means the row of the number behind it: 同序号1.
    pub row_dittos: Beginnings,
    /// What may stand behind that number.
    pub row_ditto_ends: Vec<String>,
    /// Such cells.
    pub row_ditto_examples: Vec<String>,
    /// What stands in front of the short name of the act cited before.
    pub aliases: Endings,
    /// What may follow a citation and adds nothing.
    pub tails: Vec<String>,
    /// What a cell says that cites nothing.
    pub nothing: Vec<String>,
    /// Kinds of documents, which stand before citations as labels.
    pub labels: Vec<String>,
    /// Of what phrases are made that name nothing.
    pub vague: Beginnings,
    /// Such phrases.
    pub vague_examples: Vec<String>,
    /// What names of kinds of documents end with.
    pub kinds: Vec<String>,
    /// Such names, which a test reads.
    pub kinds_examples: Vec<String>,
    /// Labels of the parts of one citation, where each part has its own: of the title, the number and the articles.
    pub title_labels: Vec<String>,
    /// See `title_labels`.
    pub number_labels: Vec<String>,
    /// See `title_labels`.
    pub article_labels: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    series: Vec<Series>,
    short: Vec<Short>,
    document: Vec<Document>,
    words: Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Short {
    title: Text,
    says: Vec<String>,
}

impl Citations {
    /// Reads the table `text` of the file `name`.
    pub fn parse(name: &str, text: &str) -> Result<Self, Error> {
        let table: Table = toml::from_str(text).map_err(|error| Error::syntax(name, error))?;
        let said: Vec<(&str, &Text)> =
            table.series.iter().flat_map(|series| series.says.iter().map(|says| (says.as_str(), &series.name))).collect();
        once(name, said)?;
        let said: Vec<(&str, &Text)> =
            table.short.iter().flat_map(|short| short.says.iter().map(|says| (says.as_str(), &short.title))).collect();
        let short = once(name, said)?.into_iter().map(|(says, title)| (fold(says), title.clone())).collect();
        once(name, table.document.iter().map(|document| (document.id.as_str(), &document.title)))?;
        let folded =
            table.document.iter().map(|document| fold(&document.title)).map(|title| (title.clone(), title.chars().count())).collect();
        let words = &table.words;
        let is_word = |word: &&str| word.chars().count() > 1 && !ORDERS.contains(word);
        let not_of_series: Vec<String> = words.title_endings.iter().chain(words.leads.iter()).filter(is_word).map(str::to_owned).collect();
        let not_of_series = Finder::from(not_of_series);
        Ok(Citations { series: table.series, documents: table.document, words: table.words, short, folded, not_of_series })
    }

    /// The series whose name, as somebody calls it, is the end of `name`: the longest such name.
    pub fn series_at_end(&self, name: &str) -> Option<(&Series, &str)> {
        let says = self.series.iter().flat_map(|series| series.says.iter().map(move |says| (series, says.as_str())));
        says.filter(|(_, says)| name.ends_with(says)).max_by_key(|(_, says)| says.len())
    }

    /// The byte behind the last word in `text` that does not belong to the name of a series, unless it is the end of the text.
    pub fn series_start(&self, text: &str) -> usize {
        self.not_of_series.all_in(text).map(|(_, end)| end).filter(|end| *end < text.len()).max().unwrap_or(0)
    }

    /// Whether numbers of the series `name` never start again.
    pub fn is_unique(&self, name: &str) -> bool {
        self.series.iter().any(|series| series.unique && series.name.as_str() == name)
    }

    /// The first document whose title is at most so many `edits` away from `title` (Levenshtein, on folded titles), and how many.
    pub fn document_like(&self, title: &str, edits: usize) -> Option<(usize, &Document)> {
        let given = fold(title);
        let length = given.chars().count();
        let alike = self.documents.iter().zip(&self.folded).filter(|(_, (_, letters))| letters.abs_diff(length) <= edits);
        let mut measured = alike.map(|(document, (known, _))| (strsim::levenshtein(&given, known), document));
        measured.find(|(distance, _)| *distance <= edits)
    }

    /// The full title for which `title` is a usual short one.
    pub fn full_title(&self, title: &str) -> Option<&Text> {
        self.short.get(&fold(title))
    }
}

impl Words {
    /// Whether the whole of `text` says that there is nothing to tell (无, /).
    pub fn says_nothing(&self, text: &str) -> bool {
        let text = trim(text).trim_end_matches('。');
        self.nothing.iter().any(|nothing| nothing == text)
    }

    /// Whether `text` ends with a word that says that there is nothing (公示无).
    pub fn ends_with_nothing(&self, text: &str) -> bool {
        self.nothing.iter().any(|nothing| nothing.chars().all(is_han) && text.ends_with(nothing.as_str()))
    }

    /// Whether `text` is made of names of kinds of documents (法律、行政法规).
    pub fn is_label(&self, text: &str) -> bool {
        text.split(['、', '，', ',', '及', '和', '与', '/']).map(trim).all(|kind| self.labels.iter().any(|label| label == kind))
    }

    /// Whether `text` is made of nothing but words that name no document.
    pub fn is_vague(&self, text: &str) -> bool {
        let mut rest = text;
        while !rest.is_empty() {
            let Some(after) = self.vague.longest(rest).and_then(|word| rest.get(word.len()..)) else { return false };
            rest = after;
        }
        !text.is_empty()
    }

    /// Whether `text` is made of names of kinds of documents, which may be vague (政策法规文件、部门规章).
    pub fn are_kinds(&self, text: &str) -> bool {
        let is_kind =
            |part: &str| self.kinds.iter().any(|kind| part.ends_with(kind.as_str())) && (self.is_label(part) || self.is_vague(part));
        !text.is_empty() && text.split(['、', '，', ',', '/']).map(trim).all(is_kind)
    }

    /// Whether `title` is one of the kind that `kind` names: a 法典 is a 法.
    pub fn is_of_kind(&self, title: &str, kind: &str) -> bool {
        title.ends_with(kind) || self.title_endings.longest(title).is_some_and(|ending| ending.starts_with(kind))
    }

    /// Whether `text` says nothing but 同上.
    pub fn is_ditto(&self, text: &str) -> bool {
        let said = trim(text).trim_end_matches(['。', '；', ';', '，', ',']);
        self.dittos.iter().any(|ditto| ditto == said)
    }

    /// The number of the row that says what `text` stands for, where it says nothing but that (同序号1).
    pub fn ditto_of_row(&self, text: &str) -> Option<u32> {
        let said = trim(text).trim_end_matches(['。', '；', ';', '，', ',']);
        let behind = said.get(self.row_dittos.longest(said)?.len()..)?;
        let is_numeral = |c: &char| crate::text::number(c.encode_utf8(&mut [0; 4])).is_some() || *c == '百';
        let (digits, end) = behind.split_at_checked(behind.chars().take_while(is_numeral).map(char::len_utf8).sum())?;
        self.row_ditto_ends.iter().any(|word| word == end).then(|| crate::text::number(digits)).flatten()
    }

    /// The bytes of `text` up to the end of a 同上 that stands for the cell above, in front of citations of its own; its number may stand before it.
    pub fn leading_ditto(&self, text: &str) -> Option<usize> {
        const BORDERS: [char; 6] = ['；', ';', '、', '，', ',', '\n'];
        let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '．' | '、' | ' ');
        let start = text.len() - text.trim_start_matches(is_number).len();
        let rest = text.get(start..)?;
        let ditto = self.dittos.iter().find(|ditto| rest.starts_with(ditto.as_str()))?;
        let behind = rest.get(ditto.len()..)?;
        let cited = behind.trim_start_matches(|c| BORDERS.contains(&c) || crate::text::is_blank(c));
        // An article behind it is one of the act above (同上，第十二条).
        let is_cited = cited.chars().any(char::is_alphanumeric) && !cited.starts_with('第');
        (cited.len() < behind.len() && is_cited).then_some(text.len() - cited.len())
    }

    /// The words at the start of `text` that stand for a citation before: their length in bytes, and where in them is said what the title of that
    /// one ends with (the 法 of 同法). Nothing but blanks, a tail, or what is no Chinese character may follow.
    pub fn ditto(&self, text: &str) -> Option<(usize, Option<Range<usize>>)> {
        if let Some(ditto) = self.dittos.iter().find(|ditto| text.starts_with(ditto.as_str())) {
            return Some((ditto.len(), None));
        }
        let lead = self.ditto_leads.longest(text)?.len();
        let rest = text.get(lead..)?;
        let kinds = self.title_endings.iter().chain(self.law_endings.iter());
        let kind = kinds.filter(|kind| rest.starts_with(kind)).map(str::len).max()?;
        let after = rest.get(kind..)?;
        let ends = after.chars().next().is_none_or(|c| !is_han(c)) || self.tails.iter().any(|tail| tail == trim(after));
        ends.then_some((lead + kind, Some(lead..lead + kind)))
    }

    /// The words at the start of `text` that mean the rules to the act cited before (其实施条例): their length in bytes, and where in them is said
    /// what they are called. What is no Chinese character may follow, or an article.
    pub fn rules(&self, text: &str) -> Option<(usize, Range<usize>)> {
        let rest = text.strip_prefix(self.own.as_str()).unwrap_or(text);
        let from = text.len() - rest.len();
        let end = from + self.rules.longest(rest)?.len();
        let after = text.get(end..)?;
        let ends = after.chars().next().is_none_or(|c| !is_han(c)) || self.tails.iter().any(|tail| tail == trim(after));
        ends.then_some((end, from..end))
    }

    /// Whether `text` ends as titles do.
    pub fn ends_title(&self, text: &str) -> bool {
        self.title_endings.end(text)
    }

    /// Whether the titles `one` and `other` end as two kinds of documents do: 条例 and 办法 are no misprints of each other.
    pub fn differ_in_kind(&self, one: &str, other: &str) -> bool {
        let (one, other) = (self.title_endings.longest(one), self.title_endings.longest(other));
        one.is_some() && other.is_some() && one != other
    }

    /// Whether `text` ends as titles do, those of laws among them.
    pub fn ends_any_title(&self, text: &str) -> bool {
        self.ends_title(text) || self.law_endings.end(text)
    }

    /// Whether `text` ends as names of authorities do.
    pub fn ends_issuer(&self, text: &str) -> bool {
        self.issuer_endings.end(text)
    }
}

/// One meaning for every word; two that claim one word are an error that names both.
fn once<'a>(name: &str, said: impl IntoIterator<Item = (&'a str, &'a Text)>) -> Result<BTreeMap<&'a str, &'a Text>, Error> {
    let mut known: BTreeMap<&str, &Text> = BTreeMap::new();
    for (says, owner) in said {
        if let Some(other) = known.insert(says, owner) {
            return Err(Error::table(name, format!("`{says}` is claimed by `{other}` and by `{owner}`")));
        }
    }
    Ok(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = include_str!("citations.toml");

    #[test]
    fn the_embedded_table_can_be_read_and_its_phrases_are_vague() {
        let table = Citations::parse("citations.toml", TABLE).unwrap();
        assert!(table.words.vague_examples.iter().all(|phrase| table.words.is_vague(phrase)));
        assert!(!table.words.is_vague("社会保险法"));
        assert!(table.words.kinds_examples.iter().all(|name| table.words.are_kinds(name)));
        assert!(["社会保险法", "办事指南", "其他", "相关信息", "最低生活保障有关政策文件"].iter().all(|name| !table.words.are_kinds(name)));
        assert!(table.words.row_ditto_examples.iter().all(|example| table.words.ditto_of_row(example).is_some()));
        assert_eq!(["同法第3项", "同第三条", "同意"].map(|text| table.words.ditto_of_row(text)), [None; 3]);
        let behind = |text: &'static str| table.words.leading_ditto(text).and_then(|end| text.get(end..));
        assert_eq!([behind("同上；《民法典》"), behind("1.同上；2.《民法典》")], [Some("《民法典》"), Some("2.《民法典》")]);
        assert_eq!([behind("同上第三条"), behind("同上；")], [None; 2]);
        assert_eq!(table.full_title("社保法").unwrap().as_str(), "中华人民共和国社会保险法");
        assert!(table.is_unique("国务院令") && !table.is_unique("主席令"));
    }

    #[test]
    fn a_word_with_two_owners_is_refused() {
        let text = TABLE.replace("\"国家主席令\"", "\"国令\"");
        let error = Citations::parse("citations.toml", &text).unwrap_err().to_string();
        assert!(error.contains("`国令` is claimed by `国务院令` and by `主席令`"), "{error}");
    }
}
