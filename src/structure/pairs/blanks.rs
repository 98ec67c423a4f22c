//! structure/pairs/blanks: small tables in running text whose cells have blanks between them: 序号 材料名称 份数, below it 1 身份证 1.

use super::{Piece, below, within};
use crate::evidence::Cell;
use crate::tables::Tables;
use crate::text::is_blank;

/// Such a table has so many columns at least.
const LEAST_COLUMNS: usize = 3;

/// `pieces` with the numbered rows of such tables, each behind a label without value, as rows of their own, and their heads.
pub(in crate::structure) fn between_blanks(pieces: &[Piece], tables: &Tables) -> (Vec<Piece>, Vec<Cell>) {
    let (mut found, mut heads): (Vec<Piece>, Vec<Cell>) = (Vec::with_capacity(pieces.len()), Vec::new());
    let mut index = 0;
    while let Some(piece) = pieces.get(index) {
        index += 1;
        let head = cells(piece);
        if within::is_open(found.last(), tables) && within::heads_materials(&head, tables) {
            heads.extend(head);
            continue;
        }
        let rows = match within::is_open(found.last(), tables) && head.len() >= LEAST_COLUMNS && below::is_head(&head, tables) {
            true => numbered(pieces.get(index..).unwrap_or_default()),
            false => Vec::new(),
        };
        if rows.is_empty() {
            found.push(piece.clone());
            continue;
        }
        index += rows.len();
        heads.extend(head);
        found.extend(below::lines(&rows).map(Piece::Row));
    }
    (found, heads)
}

/// The cells of the first of `pieces`, which begin with the numbers 1, 2, 3 ….
fn numbered(pieces: &[Piece]) -> Vec<Vec<Cell>> {
    let rows = (1..).zip(pieces.iter().map(cells));
    let is_next = |(number, cells): &(u32, Vec<Cell>)| cells.len() > 1 && below::numbers(cells) == Some(*number);
    rows.take_while(is_next).map(|(_, cells)| cells).collect()
}

/// The words of a line, as cells.
fn cells(piece: &Piece) -> Vec<Cell> {
    let Piece::Line(cell) = piece else { return Vec::new() };
    let mut start = 0;
    let words = cell.text().split(is_blank).map(|word| {
        let own = start..start + word.len();
        let border = cell.text().get(own.end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        start = own.end + border;
        own
    });
    words.filter(|own| !own.is_empty()).map(|own| cell.sub(own)).collect()
}
