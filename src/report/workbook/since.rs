//! report/workbook/since: the sheet Changes: what has changed since an earlier run, a row a field.

use super::sheet::{Look, Sheet};
use super::{Book, FINDINGS, HEAD, SOURCES, difference};
use crate::changes::Kind;
use crate::report::since::{Changed, ChangedField};
use rust_xlsxwriter::XlsxError;

impl Book<'_> {
    pub(super) fn since(&self, mut sheet: Sheet) -> Result<(), XlsxError> {
        let keys = [
            ("sheet.change", 10),
            ("sheet.changed", 10),
            ("text.file", 28),
            ("sheet.name", 50),
            ("sheet.code", 26),
            ("text.field", 26),
            ("sheet.before", 50),
            ("sheet.after", 50),
            ("sheet.item", 16),
            ("text.since_was", 16),
        ];
        self.head(&mut sheet, &keys, &[])?;
        let changes = self.gap.since.iter().flat_map(|since| &since.changes);
        // What was added or removed has a row too.
        let rows = changes.flat_map(|change| {
            let alone = change.fields.is_empty().then_some((change, None));
            alone.into_iter().chain(change.fields.iter().map(move |field| (change, Some(field))))
        });
        for (row, (change, field)) in (HEAD..).zip(rows) {
            self.change(&mut sheet, row, change, field)?;
        }
        sheet.close()
    }

    fn change(&self, sheet: &mut Sheet, row: u32, change: &Changed, field: Option<&ChangedField>) -> Result<(), XlsxError> {
        let [op, kind] = [change.happened(self.words), change.is_a(self.words)].map(|word| self.say(&word).to_owned());
        sheet.texts(row, 0, [op.as_str(), kind.as_str()])?;
        let source = if change.kind == Kind::Source { change.id.as_str() } else { change.source.as_deref().unwrap_or_default() };
        match self.links.columns.get(source) {
            Some(index) => sheet.link(row, 2, source, SOURCES, HEAD + *index as u32, Look::Plain)?,
            None => sheet.text(row, 2, source, Look::Plain)?,
        }
        match self.links.findings.get(change.id.as_str()) {
            Some(target) => sheet.link(row, 3, self.say(&change.what), FINDINGS, *target, Look::Plain)?,
            None => sheet.text(row, 3, self.say(&change.what), Look::Plain)?,
        }
        sheet.texts(row, 4, [change.code.as_deref().unwrap_or_default(), field.map(|field| self.say(&field.name)).unwrap_or_default()])?;
        if let Some(field) = field {
            let [old, new] = field.sides(self.words).map(|side| self.say(&side).to_owned());
            let [old, new] = difference(&old, &new);
            sheet.marked(row, 6, &old)?;
            sheet.marked(row, 7, &new)?;
        }
        sheet.texts(row, 8, [&change.id, change.old_id.as_deref().unwrap_or_default()])
    }
}
