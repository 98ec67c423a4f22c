//! structure/nothing: cells that say in a word that nothing is in them (无, 暂无), in columns whose values are never called so.

use super::placed::BLANK_SIGN;
use super::table::{Slot, Table};
use crate::evidence::State;
use crate::field::Field;
use crate::ledger::{Claim, Ledger, Reason};
use crate::tables::Tables;

/// Elsewhere 无 is an answer: no fee, no remark.
const FIELDS: [Field; 5] = [Field::Contents, Field::LegalBasis, Field::Deadlines, Field::Publisher, Field::Channels];

/// Such cells of `table` are missing, as those are that hold a dash.
pub(super) fn leave_out(table: &mut Table, ledger: &mut Ledger, tables: &Tables) {
    for row in &mut table.rows {
        for (_, slot) in table.columns.iter().zip(&mut row.slots).filter(|(column, _)| FIELDS.contains(&column.field)) {
            if let Some(cell) = slot.cell.take_if(|cell| tables.citations.words.says_nothing(cell.text())) {
                ledger.claim(&cell.at, Claim::LeftOut(Reason::BlankSign));
                *slot = Slot { rule: Some(BLANK_SIGN), ..Slot::empty(State::Missing) };
            }
        }
    }
}
