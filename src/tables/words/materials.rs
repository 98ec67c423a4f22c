//! tables/words/materials: how the names of materials end, and which words show that a text is more than such a name.

use super::Words;
use serde::Deserialize;

/// Words of materials; explained in the table.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Materials {
    ends: Vec<String>,
    sorts: Vec<String>,
    forms: Vec<String>,
    counters: Vec<String>,
    never: Vec<String>,
    lists: Vec<String>,
    wholes: Vec<String>,
}

impl Materials {
    pub(super) fn extend(&mut self, other: Materials) {
        let Materials { ends, sorts, forms, counters, never, lists, wholes } = other;
        self.ends.extend(ends);
        self.sorts.extend(sorts);
        self.forms.extend(forms);
        self.counters.extend(counters);
        self.never.extend(never);
        self.lists.extend(lists);
        self.wholes.extend(wholes);
    }
}

impl Words {
    /// Whether `text` is the name of one material: remarks in brackets, an amount and a form (复印件) at its end do not count.
    pub fn is_material(&self, text: &str) -> bool {
        const LENGTHS: std::ops::RangeInclusive<usize> = 2..=24;
        let name = self.name_of_material(text);
        LENGTHS.contains(&name.chars().count())
            && !name.contains(|c: char| crate::text::is_blank(c) || matches!(c, '：' | ':' | '。' | '、' | '；' | ';' | '，' | ','))
            && !self.materials.never.iter().any(|word| self.without_end(name).contains(word.as_str()))
            && self.materials.ends.iter().any(|end| name.ends_with(end.as_str()))
    }

    /// Whether `text`, an entry of a list, says in which form something is brought: 复印件, （原件）, 2份.
    pub fn tells_form(&self, text: &str) -> bool {
        let name = self.name_of_material(text);
        text.get(name.len()..).is_some_and(|behind| self.materials.forms.iter().any(|form| behind.contains(form.as_str())))
    }

    /// Whether `text` is made of nothing but the words with which names of materials end (证明书): it may be the end of a name.
    pub fn may_end_material(&self, text: &str) -> bool {
        let mut rest = self.name_of_material(text);
        while self.without_end(rest).len() < rest.len() {
            rest = self.without_end(rest);
        }
        rest.is_empty()
    }

    /// Whether `text` names materials of a sort (病历资料), which a list below it may tell one by one.
    pub fn is_sort_of_materials(&self, text: &str) -> bool {
        let name = self.name_of_material(text);
        self.materials.sorts.iter().any(|sort| name.ends_with(sort.as_str()))
    }

    /// `name` without the longest word with which names of materials end.
    fn without_end<'t>(&self, name: &'t str) -> &'t str {
        let end = self.materials.ends.iter().filter(|end| name.ends_with(end.as_str())).map(String::len).max();
        name.get(..name.len() - end.unwrap_or(0)).unwrap_or_default()
    }

    /// Texts that are lists of materials, and texts that need not be ones.
    pub fn lists_of_materials(&self) -> (&[String], &[String]) {
        (&self.materials.lists, &self.materials.wholes)
    }

    /// `text` without remarks in brackets, amounts and forms at its end, and without marks around it.
    fn name_of_material<'t>(&self, text: &'t str) -> &'t str {
        let mut rest = crate::text::trim(text);
        loop {
            let before = self.without_remark(rest).or_else(|| self.without_amount(rest)).or_else(|| self.without_form(rest));
            match before.map(|before| before.trim_end_matches(crate::text::is_blank)) {
                Some(before) if !before.is_empty() => rest = before,
                _ => return rest.trim_end_matches(['》', '”', '"']),
            }
        }
    }

    fn without_remark<'t>(&self, text: &'t str) -> Option<&'t str> {
        let mut depth = 0usize;
        for (at, c) in text.char_indices().rev() {
            match c {
                '）' | ')' => depth += 1,
                '（' | '(' if depth == 1 => return text.get(..at),
                '（' | '(' => depth -= 1,
                _ if depth == 0 => return None,
                _ => {}
            }
        }
        None
    }

    fn without_amount<'t>(&self, text: &'t str) -> Option<&'t str> {
        let counted = self.materials.counters.iter().find_map(|counter| text.strip_suffix(counter.as_str()))?;
        let is_number = |c: char| c.is_ascii_digit() || crate::text::number(c.encode_utf8(&mut [0; 4])).is_some() || c == '两';
        let before = counted.trim_end_matches(is_number);
        (before.len() < counted.len()).then_some(before)
    }

    fn without_form<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.materials.forms.iter().filter_map(|form| text.strip_suffix(form.as_str())).min_by_key(|before| before.len())
    }
}
