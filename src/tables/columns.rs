//! tables/columns: what the words in table headers and the labels of guides mean.

use super::claim;
use crate::error::Error;
use crate::evidence::Text;
use crate::field::Field;
use crate::item::MarkGroup;
use crate::text::fold;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The words of headers and labels.
#[derive(Debug, Default)]
pub struct Columns {
    headers: BTreeMap<String, Header>,
    labels: BTreeMap<String, Label>,
}

/// No header word is longer, blanks included; longer texts are not looked up.
const MOST_BYTES: usize = 150;

/// What a header word can mean.
#[derive(Clone, Debug, PartialEq)]
pub enum Header {
    /// A column of a field.
    Column(Field),
    /// A column of ticks.
    Mark {
        /// What it is about.
        group: MarkGroup,
        /// What a tick says.
        keys: Vec<Text>,
    },
    /// The heading over several columns of ticks.
    Group(MarkGroup),
}

/// What a label of a guide means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Label {
    /// The field it opens.
    pub field: Field,
    /// Whether its value names an item.
    pub begins: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    column: Vec<ColumnEntry>,
    #[serde(default)]
    mark: Vec<MarkEntry>,
    #[serde(default)]
    group: Vec<GroupEntry>,
    #[serde(default)]
    label: Vec<LabelEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnEntry {
    field: Field,
    says: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkEntry {
    group: MarkGroup,
    keys: Vec<String>,
    says: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupEntry {
    over: MarkGroup,
    says: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelEntry {
    field: Field,
    #[serde(default)]
    begins: bool,
    says: Vec<String>,
}

impl Columns {
    /// Adds the entries of the table `text` of the file `name`.
    pub(super) fn add(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let table: Table = toml::from_str(text).map_err(|error| Error::table(name, error))?;
        let mut columns = BTreeMap::new();
        for entry in table.column {
            claim(name, &mut columns, entry.says, |_| Header::Column(entry.field))?;
        }
        for entry in table.mark {
            let keys: Vec<Text> = entry.keys.into_iter().map(Text::from).collect();
            claim(name, &mut columns, entry.says, |_| Header::Mark { group: entry.group, keys: keys.clone() })?;
        }
        for entry in table.group {
            claim(name, &mut columns, entry.says, |_| Header::Group(entry.over))?;
        }
        self.headers.extend(columns);
        let mut labels = BTreeMap::new();
        for entry in table.label {
            claim(name, &mut labels, entry.says, |_| Label { field: entry.field, begins: entry.begins })?;
        }
        self.labels.extend(labels);
        Ok(())
    }

    /// What the header word `text` means.
    pub fn header(&self, text: &str) -> Option<&Header> {
        if text.len() > MOST_BYTES {
            return None;
        }
        let folded = fold(text);
        self.headers.get(&folded).or_else(|| self.headers.get(half(&folded)?)).or_else(|| self.header_by_end(&folded))
    }

    /// Whether `text` is a header word as it stands in the table, without the name of a place in front.
    pub fn is_header_word(&self, text: &str) -> bool {
        text.len() <= MOST_BYTES && self.headers.contains_key(&fold(text))
    }

    /// What the label `text` (without its colon) means.
    pub fn label(&self, text: &str) -> Option<Label> {
        self.labels.get(&fold(text)).copied()
    }

    /// Levels that name their place (东阳市级) mean what their end says.
    fn header_by_end(&self, folded: &str) -> Option<&Header> {
        let (start, _) = folded.char_indices().rev().nth(1).filter(|(start, _)| *start > 0)?;
        let end = folded.get(start..)?;
        if !end.ends_with('级') {
            return None;
        }
        self.headers.get(end).filter(|header| matches!(header, Header::Mark { .. }))
    }
}

/// The first half of a text that says everything twice (序号序号).
fn half(text: &str) -> Option<&str> {
    let (left, right) = text.split_at_checked(text.len() / 2)?;
    (left == right).then_some(left)
}
