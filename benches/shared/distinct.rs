//! Items whose texts no other item has, for benches in which little comes back.

use crate::generate::Item;
use std::fmt::Write as _;

/// Gives all but boxes, deadlines and short texts of `item` the words `own`.
pub(crate) fn make_distinct(item: &mut Item, own: &str) {
    const LONG: usize = 8;
    for text in item.rows.iter_mut().flatten().filter(|text| text.chars().count() >= LONG && !text.contains(['□', '■', '日'])) {
        write!(text, "{own}").unwrap();
    }
}
