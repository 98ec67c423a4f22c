//! draft: a directory laid out as header and rows, before it is written.

use super::directory::{Column, Directory, Item};

/// Header, rows and lines around them, in order.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) title: String,
    /// The columns in the order shown, each with its index in the directory.
    pub(crate) columns: Vec<(usize, Column)>,
    pub(crate) parts: Vec<Part>,
}

/// A piece of a draft.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    /// A line of text outside the table.
    Line(String),
    Row(Row),
}

/// A row of a table; blank cells are empty texts.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) cells: Vec<String>,
    /// Index of its item, and which of the item's rows it is; `None` for header rows.
    pub(crate) of: Option<(usize, usize)>,
}

impl Row {
    /// A row of a header.
    pub(crate) fn header(cells: Vec<String>) -> Self {
        Row { cells, of: None }
    }
}

impl Draft {
    /// The undamaged table of `items`.
    pub(crate) fn new(directory: &Directory, items: &[Item]) -> Self {
        let mut draft = Draft::rows(directory, items);
        let head = std::iter::once(Part::Line(draft.title.clone())).chain(header(&draft.columns).into_iter().map(Part::Row));
        draft.parts.splice(0..0, head);
        draft
    }

    /// The rows of `items` without title and header.
    pub(crate) fn rows(directory: &Directory, items: &[Item]) -> Self {
        let columns: Vec<(usize, Column)> = directory.columns.iter().cloned().enumerate().collect();
        let mut parts = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let rows = item.rows.iter().enumerate().map(|(row, cells)| Row { cells: cells.clone(), of: Some((index, row)) });
            parts.extend(rows.map(Part::Row));
        }
        Draft { title: directory.title.clone(), columns, parts }
    }

    /// Its rows, header rows included.
    pub(crate) fn rows_mut(&mut self) -> impl Iterator<Item = &mut Row> {
        self.parts.iter_mut().filter_map(|part| match part {
            Part::Row(row) => Some(row),
            Part::Line(_) => None,
        })
    }

    /// Its rows of items.
    pub(crate) fn body_mut(&mut self) -> impl Iterator<Item = &mut Row> {
        self.rows_mut().filter(|row| row.of.is_some())
    }

    /// Its header rows.
    pub(crate) fn header_mut(&mut self) -> impl Iterator<Item = &mut Row> {
        self.rows_mut().filter(|row| row.of.is_none())
    }

    /// The header as it stands first.
    pub(crate) fn header(&self) -> Vec<Row> {
        let rows = self.parts.iter().filter_map(|part| match part {
            Part::Row(row) => Some(row),
            Part::Line(_) => None,
        });
        rows.take_while(|row| row.of.is_none()).cloned().collect()
    }

    /// Puts another header where the first stands; only for drafts with one header.
    pub(crate) fn replace_header(&mut self, rows: Vec<Row>) {
        let Some(at) = self.parts.iter().position(|part| matches!(part, Part::Row(_))) else { return };
        self.parts.retain(|part| !matches!(part, Part::Row(Row { of: None, .. })));
        self.parts.splice(at..at, rows.into_iter().map(Part::Row));
    }
}

/// One or two header rows: headings over the labels that stand under one.
pub(crate) fn header(columns: &[(usize, Column)]) -> Vec<Row> {
    if columns.iter().all(|(_, column)| column.heading.is_none()) {
        return vec![Row::header(columns.iter().map(|(_, column)| column.label.clone()).collect())];
    }
    let (mut upper, mut lower) = (Vec::new(), Vec::new());
    for (index, (_, column)) in columns.iter().enumerate() {
        let Some(heading) = &column.heading else {
            upper.push(column.label.clone());
            lower.push(String::new());
            continue;
        };
        let before =
            index.checked_sub(1).and_then(|before| columns[before].1.heading.as_ref().map(|heading| (heading, columns[before].1.role)));
        let goes_on = before.is_some_and(|(other, role)| other == heading && (role == column.role || super::directory::is_name(role)));
        upper.push(if goes_on { String::new() } else { heading.clone() });
        lower.push(column.label.clone());
    }
    vec![Row::header(upper), Row::header(lower)]
}
