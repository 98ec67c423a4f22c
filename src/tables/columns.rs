//! tables/columns: what the words in table headers and the labels of guides mean.

mod labels;
mod names;

use super::claim;
use super::known::Asked;
use crate::error::Error;
use crate::evidence::Text;
use crate::field::Field;
use crate::item::MarkGroup;
use crate::text::{fold, is_blank, is_han};
use regex::Regex;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The words of headers and labels.
#[derive(Debug, Default)]
pub struct Columns {
    headers: BTreeMap<String, Header>,
    /// Whether a text is a header word: every cell of every table is asked about, and hardly any is.
    asked: Asked,
    /// The same of labels, of words for services, and of words for institutions.
    asked_labels: Asked,
    asked_services: Asked,
    asked_institutions: Asked,
    /// Words above others, with the group of the ticks below them; none above the levels of items.
    groups: Vec<(String, Option<MarkGroup>)>,
    labels: BTreeMap<String, Label>,
    label_ends: Vec<LabelEnd>,
    of_all: Vec<String>,
    of_all_ends: Vec<String>,
    asides: BTreeSet<String>,
    counters: Vec<String>,
    measures: Vec<String>,
    sub_headers: BTreeSet<String>,
    case_headers: BTreeSet<String>,
    step_headers: BTreeSet<String>,
    other_ends: Vec<String>,
    service_names: BTreeSet<String>,
    service_name_ends: Vec<String>,
    level_ends: Vec<String>,
    level_heads: Vec<String>,
    short: BTreeMap<String, Header>,
    institution_names: BTreeSet<String>,
    questions: Vec<Question>,
}

/// A question that asks for what a field says.
#[derive(Debug)]
pub struct Question {
    field: Field,
    pattern: Regex,
    /// Questions that the pattern finds.
    pub examples: Vec<String>,
}

/// How labels end that are not known.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelEnd {
    /// Fields in whose values such a word before a colon is a heading within.
    pub fields: Vec<Field>,
    /// The field of a value that is nothing but telephone numbers.
    pub with_numbers: Option<Field>,
    /// Whether the value is the name of a person, beside which other labels stand on the line.
    #[serde(default)]
    pub of_person: bool,
    says: Vec<String>,
    /// Labels with this end.
    pub examples: Vec<String>,
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
        keys: Arc<[Text]>,
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
    /// Whether that item is a part of one whose name stands above, if there is one.
    pub inner: bool,
    /// The field of a value that is nothing but telephone numbers, where it has one of its own.
    pub with_numbers: Option<Field>,
    /// The field of a value that is the name of an office, where it has one of its own.
    pub with_office: Option<Field>,
    /// Whether another label of the same field counts more.
    pub weak: bool,
    /// Whether it heads a part of a guide, in which labels stand.
    pub part: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    column: Vec<ColumnEntry>,
    #[serde(default)]
    short: Vec<ColumnEntry>,
    #[serde(default)]
    short_group: Vec<GroupEntry>,
    #[serde(default)]
    mark: Vec<MarkEntry>,
    #[serde(default)]
    group: Vec<GroupEntry>,
    #[serde(default)]
    label: Vec<LabelEntry>,
    #[serde(default)]
    label_end: Vec<LabelEnd>,
    #[serde(default)]
    of_all: Vec<String>,
    #[serde(default)]
    of_all_ends: Vec<String>,
    #[serde(default)]
    asides: Vec<String>,
    #[serde(default)]
    counters: Vec<String>,
    #[serde(default)]
    measures: Vec<String>,
    #[serde(default)]
    sub_headers: Vec<String>,
    #[serde(default)]
    case_headers: Vec<String>,
    #[serde(default)]
    step_headers: Vec<String>,
    #[serde(default)]
    other_ends: Vec<String>,
    #[serde(default)]
    service_names: Vec<String>,
    #[serde(default)]
    service_name_ends: Vec<String>,
    #[serde(default)]
    level_ends: Vec<String>,
    #[serde(default)]
    level_heads: Vec<String>,
    #[serde(default)]
    institution_names: Vec<String>,
    #[serde(default)]
    question: Vec<QuestionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionEntry {
    field: Field,
    pattern: String,
    examples: Vec<String>,
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
    #[serde(default)]
    inner: bool,
    #[serde(default)]
    with_numbers: Option<Field>,
    #[serde(default)]
    with_office: Option<Field>,
    #[serde(default)]
    weak: bool,
    #[serde(default)]
    part: bool,
    says: Vec<String>,
}

impl Columns {
    /// Adds the entries of the table `text` of the file `name`.
    pub(super) fn add(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let table: Table = toml::from_str(text).map_err(|error| Error::syntax(name, error))?;
        let mut columns = BTreeMap::new();
        for entry in table.column {
            claim(name, &mut columns, entry.says, |_| Header::Column(entry.field))?;
        }
        for entry in table.mark {
            let keys: Arc<[Text]> = entry.keys.into_iter().map(Text::from).collect();
            claim(name, &mut columns, entry.says, |_| Header::Mark { group: entry.group, keys: keys.clone() })?;
        }
        for entry in table.group {
            claim(name, &mut columns, entry.says, |_| Header::Group(entry.over))?;
        }
        self.groups.extend(columns.iter().filter_map(|(word, header)| match header {
            Header::Group(group) => Some((word.clone(), Some(*group))),
            Header::Column(Field::Name) => Some((word.clone(), None)),
            _ => None,
        }));
        self.headers.extend(columns);
        let mut short = BTreeMap::new();
        for entry in table.short {
            claim(name, &mut short, entry.says, |_| Header::Column(entry.field))?;
        }
        for entry in table.short_group {
            claim(name, &mut short, entry.says, |_| Header::Group(entry.over))?;
        }
        self.short.extend(short);
        // What was asked before does not hold for more words.
        (self.asked, self.asked_labels, self.asked_services, self.asked_institutions) = Default::default();
        let mut labels = BTreeMap::new();
        for entry in table.label {
            let LabelEntry { field, begins, inner, with_numbers, with_office, weak, part, says } = entry;
            claim(name, &mut labels, says, |_| Label { field, begins, inner, with_numbers, with_office, weak, part })?;
        }
        self.labels.extend(labels);
        self.label_ends.extend(table.label_end);
        for QuestionEntry { field, pattern, examples } in table.question {
            let pattern = Regex::new(&pattern).map_err(|error| Error::syntax(name, error))?;
            self.questions.push(Question { field, pattern, examples });
        }
        self.of_all.extend(table.of_all.iter().map(|word| fold(word)));
        self.of_all_ends.extend(table.of_all_ends.iter().map(|word| fold(word)));
        self.asides.extend(table.asides.iter().map(|word| fold(word)));
        self.counters.extend(table.counters);
        self.measures.extend(table.measures);
        self.case_headers.extend(table.case_headers.iter().map(|word| fold(word)));
        self.step_headers.extend(table.step_headers.iter().map(|word| fold(word)));
        self.sub_headers.extend(table.sub_headers.iter().map(|word| fold(word)));
        self.other_ends.extend(table.other_ends.iter().map(|word| fold(word)));
        self.service_names.extend(table.service_names.iter().map(|word| fold(word)));
        self.service_name_ends.extend(table.service_name_ends.iter().map(|word| fold(word)));
        self.level_ends.extend(table.level_ends.iter().map(|word| fold(word)));
        self.level_heads.extend(table.level_heads.iter().map(|word| fold(word)));
        self.institution_names.extend(table.institution_names.iter().map(|word| fold(word)));
        Ok(())
    }

    /// What the header word `text` means.
    pub fn header(&self, text: &str) -> Option<&Header> {
        let may_be = text.len() <= MOST_BYTES && self.asked.once(text, || self.find_header(text).is_some());
        if may_be { self.find_header(text) } else { None }
    }

    fn find_header(&self, text: &str) -> Option<&Header> {
        let folded = fold(text);
        let known = self.headers.get(&folded).or_else(|| self.headers.get(half(&folded)?));
        let known = known.or_else(|| self.header_below_group(&folded)).or_else(|| self.header_numbered(&folded));
        known.or_else(|| self.header_by_end(&folded)).or_else(|| self.header_before_remark(&folded))
    }

    /// What the header word `text` says below the word of its group (县级 of 公开层级-县级), folded; `None` where it has none in front.
    pub fn below_group(&self, text: &str) -> Option<String> {
        let folded = fold(text);
        let below = self.split_group(&folded).map(|(_, below)| below.to_owned());
        below.filter(|_| !self.headers.contains_key(&folded))
    }

    /// A word with that of the group in front, as a header of two rows in one is written (公开对象-全社会, 公开层级（县级）, 公开方式主动,
    /// 公开事项_一级事项).
    fn header_below_group(&self, folded: &str) -> Option<&Header> {
        self.split_group(folded).map(|(header, _)| header)
    }

    /// What the word below that of its group means, and the word itself.
    fn split_group<'t>(&self, folded: &'t str) -> Option<(&Header, &'t str)> {
        const BETWEEN: [char; 9] = ['-', '—', '/', '_', '.', ':', '(', ')', '>'];
        self.groups.iter().find_map(|(word, over)| {
            let below = folded.strip_prefix(word.as_str())?.trim_matches(BETWEEN);
            let header = self.headers.get(below).filter(|header| match header {
                Header::Mark { group, .. } => Some(*group) == *over,
                Header::Column(field) => over.is_none() && field.depth().is_some(),
                Header::Group(_) => false,
            })?;
            Some((header, below))
        })
    }

    /// A word that a converter has numbered because another column has the same one (公开对象.1).
    fn header_numbered(&self, folded: &str) -> Option<&Header> {
        let (word, number) = folded.rsplit_once('.')?;
        let is_number = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
        self.headers.get(word).filter(|_| is_number)
    }

    /// What the header word `text` means that stands in the table as it is: no doubled word, no level with the name of its place.
    pub fn header_word(&self, text: &str) -> Option<&Header> {
        if text.len() > MOST_BYTES { None } else { self.headers.get(&fold(text)) }
    }

    /// Whether `text` is a header word as it stands in the table, without the name of a place in front.
    pub fn is_header_word(&self, text: &str) -> bool {
        text.len() <= MOST_BYTES && self.headers.contains_key(&fold(text))
    }

    /// Whether `text`, which is no header word, begins several of them: the rest is lost.
    pub fn is_cut_off(&self, text: &str) -> bool {
        let folded = fold(text);
        let longer = self.headers.range(folded.clone()..).take_while(|(word, _)| word.starts_with(&folded));
        !self.headers.contains_key(&folded) && longer.take(2).count() > 1
    }

    /// What the label `text` (without its colon) means, a remark in brackets behind it notwithstanding: 申请材料（复印件须加盖公章）.
    pub fn label(&self, text: &str) -> Option<Label> {
        let may_be = text.len() <= MOST_BYTES && self.asked_labels.once(text, || self.find_label(text).is_some());
        if may_be { self.find_label(text) } else { None }
    }

    /// The field that the question `text` asks for.
    pub fn question(&self, text: &str) -> Option<Field> {
        let squeezed: String = text.chars().filter(|c| !is_blank(*c) && !matches!(c, '?' | '？')).collect();
        self.questions.iter().find(|question| question.pattern.is_match(&squeezed)).map(|question| question.field)
    }

    /// How the unknown label `text` ends, where it does so as labels do.
    pub fn label_end(&self, text: &str) -> Option<&LabelEnd> {
        self.label_ends.iter().find(|end| end.says.iter().any(|word| text.ends_with(word.as_str())))
    }

    /// The ends of labels that are not known.
    pub fn label_ends(&self) -> &[LabelEnd] {
        &self.label_ends
    }

    /// Whether `text` heads a column of a small table that is the value of a label.
    pub fn is_sub_header(&self, text: &str) -> bool {
        text.len() <= MOST_BYTES && self.sub_headers.contains(&fold(text))
    }

    /// What `text` means among words of directories that are cut short.
    pub fn short(&self, text: &str) -> Option<&Header> {
        if text.len() > MOST_BYTES { None } else { self.short.get(&fold(text)) }
    }

    /// Whether the header `text` names institutions.
    pub fn names_institutions(&self, text: &str) -> bool {
        text.len() <= MOST_BYTES && self.asked_institutions.once(text, || self.institution_names.contains(&fold(text)))
    }

    /// Whether `text` heads a column of any kind of table: of directories, of guides, of small tables, of other lists.
    pub fn heads_any_table(&self, text: &str) -> bool {
        if text.len() > MOST_BYTES {
            return false;
        }
        let folded = fold(text);
        let is_known =
            || self.labels.contains_key(&folded) || self.sub_headers.contains(&folded) || self.institution_names.contains(&folded);
        self.header(text).is_some() || is_known() || self.other_ends.iter().any(|end| folded.ends_with(end.as_str()))
    }

    /// Whether a row that begins with `text` is no item: a total, with its number perhaps, or a word for those who filled in the table before a colon.
    pub fn is_aside(&self, text: &str) -> bool {
        let text = if text.len() > MOST_BYTES { "" } else { text };
        let (word, has_colon) = text.split_once(['：', ':']).map_or((text, false), |(word, _)| (word, true));
        let counted = self.without_counter(crate::text::trim(word)).trim_end_matches(|c: char| c.is_ascii_digit() || c == '共');
        let is_total = |text: &str| text.strip_prefix('共').is_some_and(|count| self.is_count(count));
        self.asides.contains(&fold(word)) || !has_colon && (self.asides.contains(&fold(counted)) || is_total(crate::text::trim(text)))
    }

    /// Whether `text` is a number, with a word for what is counted perhaps (12, 3项, 100%).
    pub fn is_count(&self, text: &str) -> bool {
        let number = self.without_counter(crate::text::trim(text));
        !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || is_blank(c))
    }

    /// Whether `text`, behind a number, begins with a word for what is counted or measured: the number is none of a list.
    pub fn begins_with_counter(&self, text: &str) -> bool {
        self.measures.iter().any(|word| text.starts_with(word.as_str()))
    }

    fn without_counter<'t>(&self, text: &'t str) -> &'t str {
        self.counters.iter().find_map(|counter| text.strip_suffix(counter.as_str())).unwrap_or(text)
    }

    /// A word with a remark in brackets behind it, which says how the column is to be filled in (公开渠道和载体（至少选择其一公开）). Short words stand
    /// in front of brackets in cells, too.
    fn header_before_remark(&self, folded: &str) -> Option<&Header> {
        const SHORTEST: usize = 4;
        let word = without_remark(folded).filter(|word| word.chars().count() >= SHORTEST)?;
        self.headers.get(word).filter(|header| !matches!(header, Header::Mark { .. }))
    }

    /// Levels that name their place (东阳市级) mean what their end says; another level in front of it (县级和乡级) is no place.
    fn header_by_end(&self, folded: &str) -> Option<&Header> {
        let (start, _) = folded.char_indices().rev().nth(1).filter(|(start, _)| *start > 0)?;
        let (place, end) = folded.split_at_checked(start)?;
        if !end.ends_with('级') || place.contains('级') {
            return None;
        }
        self.headers.get(end).filter(|header| matches!(header, Header::Mark { .. }))
    }
}

/// What stands in front of the remark in brackets at the end of `folded`. Digits in brackets are a number or a value.
fn without_remark(folded: &str) -> Option<&str> {
    let (word, remark) = folded.strip_suffix(')')?.split_once('(')?;
    let is_remark = !remark.contains(['(', ')']) && remark.chars().any(is_han) && !remark.contains(|c: char| c.is_ascii_digit());
    (is_remark && !word.is_empty()).then_some(word)
}

/// The first half of a text that says everything twice (序号序号).
fn half(text: &str) -> Option<&str> {
    let (left, right) = text.split_at_checked(text.len() / 2)?;
    (left == right).then_some(left)
}

#[cfg(test)]
mod tests {
    use super::Header;
    use crate::field::Field;
    use crate::tables::Tables;

    #[test]
    fn every_end_of_labels_proves_itself() {
        let tables = Tables::embedded().unwrap();
        let columns = &tables.columns;
        for end in columns.label_ends() {
            assert!(!end.examples.is_empty());
            for example in &end.examples {
                assert_eq!(columns.label_end(example), Some(end), "{example}");
                assert!(columns.label(example).is_none(), "{example} is known");
            }
            for word in &end.says {
                assert!(
                    end.examples.iter().chain(columns.labels.keys()).any(|label| label.ends_with(word.as_str())),
                    "{word} is not proven"
                );
            }
        }
    }

    #[test]
    fn every_question_proves_itself() {
        let columns = Tables::embedded().unwrap().columns;
        for question in &columns.questions {
            assert!(!question.examples.is_empty());
            for example in &question.examples {
                assert_eq!(columns.question(&format!("{example}？")), Some(question.field), "{example}");
            }
        }
        assert_eq!(columns.question("办理异地就医备案需要哪些材料？"), None, "another service perhaps");
    }

    #[test]
    fn a_remark_behind_a_header_is_none_of_its_words() {
        let tables = Tables::embedded().unwrap();
        let field = |text: &str| match tables.columns.header(text) {
            Some(Header::Column(field)) => Some(*field),
            _ => None,
        };
        let long = "公开渠道和载体（在标注范围内至少选择其一公开，法律法规规章另有规定的从其规定）";
        assert_eq!(field(long), Some(Field::Channels));
        assert_eq!(field("公开时限（工作日）"), Some(Field::Deadlines));
        assert_eq!(field("事项（其他类）"), None, "a short word stands in cells, too");
        assert_eq!(field("公开时限（20个工作日）"), None);
    }

    #[test]
    fn labels_of_all_services() {
        let tables = Tables::embedded().unwrap();
        assert!(tables.columns.label_of_all("以上事项咨询电话").is_some() && tables.columns.label_of_all("以上事项的办理地点").is_some());
        assert!(tables.columns.label_of_all("以上业务工作时间均为").is_some());
        assert!(tables.columns.label_of_all("咨询电话").is_none() && tables.columns.label_of_all("以上事项名称").is_none());
    }
}
