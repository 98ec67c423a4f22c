//! tables/columns/labels: words in front of values that are labels though no table has them as they stand: with a remark, of two labels, of all services.

use super::{Columns, Label, MOST_BYTES, without_remark};
use crate::field::Field;
use crate::text::fold;

impl Columns {
    /// Whether `text` heads a column of cases, beside which the materials of each stand.
    pub fn is_case_header(&self, text: &str) -> bool {
        text.len() <= MOST_BYTES && self.case_headers.contains(&fold(text))
    }

    pub(super) fn find_label(&self, text: &str) -> Option<Label> {
        let folded = fold(text);
        let known = self.labels.get(&folded).or_else(|| self.labels.get(without_remark(&folded)?)).copied();
        known.or_else(|| self.label_of_two(&folded)).or_else(|| self.label_of_each(&folded))
    }

    /// What a label means that names addresses and telephone numbers (办理地点和电话): the addresses, which have the numbers with them; or offices that do
    /// not handle the service and telephone numbers (监督单位及电话): the numbers, which have the offices as their notes.
    fn label_of_two(&self, folded: &str) -> Option<Label> {
        let field = |word: &str| self.labels.get(word).copied();
        let is_office = |word: &str| self.label_end(word).is_some_and(|end| end.fields.contains(&Field::Publisher));
        let mut halves = folded.match_indices(['及', '和', '与', '、']).filter_map(|(at, sign)| {
            let (one, other) = (folded.get(..at)?, folded.get(at + sign.len()..)?);
            match (field(one).map(|label| label.field), field(other)?) {
                (Some(Field::Addresses), label) if label.field == Field::Phones => field(one),
                (Some(Field::Phones), label) if label.field == Field::Addresses => Some(label),
                (other, label) if label.field == Field::Phones && other != Some(Field::Publisher) && is_office(one) => Some(label),
                _ => None,
            }
        });
        halves.next()
    }

    /// What a label means of how each of several offices is reached: 各派出所联系电话及地址.
    fn label_of_each(&self, folded: &str) -> Option<Label> {
        const EACH: char = '各';
        let offices = folded.strip_prefix(EACH)?;
        let starts = offices.char_indices().skip(2).map(|(at, _)| at);
        let mut words = starts.filter_map(|at| offices.get(at..));
        words.find_map(|word| {
            let label = self.labels.get(word).copied().or_else(|| self.label_of_two(word));
            label.filter(|label| matches!(label.field, Field::Phones | Field::Addresses))
        })
    }

    /// What the label `text` means that holds for all services above (以上事项咨询电话).
    pub fn label_of_all(&self, text: &str) -> Option<Label> {
        let folded = fold(text);
        let rest = self.of_all.iter().find_map(|word| folded.strip_prefix(word.as_str()))?;
        let word = rest.trim_start_matches('的');
        let word = self.of_all_ends.iter().find_map(|end| word.strip_suffix(end.as_str())).unwrap_or(word);
        self.labels.get(word).copied().filter(|label| !label.begins)
    }

    /// The words with which `text` begins that say something of all services above (以上事项均不收费).
    pub fn said_of_all(&self, text: &str) -> Option<&str> {
        let folded = fold(text);
        self.of_all.iter().find(|word| folded.starts_with(word.as_str())).map(String::as_str)
    }
}
