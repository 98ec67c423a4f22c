//! structure/stream/numbers: the numbers in front of rows where nothing stands between cells: those of one column, or of an outer and an inner one with
//! nothing between them, too (29112: the 29th group, the 112th row), where the outer number may stand in front of each row.

/// The numbers of the last row so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Numbers {
    /// How many columns of numbers the header has.
    columns: usize,
    outer: u32,
    row: u32,
}

impl Numbers {
    /// A header with so many columns of numbers begins a table, or a page of one: its numbers may go on.
    pub(super) fn head(&mut self, columns: usize) {
        self.columns = columns;
    }

    /// Whether a row has been numbered.
    pub(super) fn has_begun(self) -> bool {
        self.row > 0
    }

    /// Whether `digits` are the numbers of the next row.
    pub(super) fn are_next(self, digits: &str) -> bool {
        digits.parse() == Ok(self.row + 1) || self.outer(digits).is_some()
    }

    /// The number of the outer column and where it ends, if `digits` are both numbers of the next row: the outer one goes on, or is said again.
    pub(super) fn outer(self, digits: &str) -> Option<(u32, usize)> {
        let row = (self.row + 1).to_string();
        let outer = digits.strip_suffix(&row).filter(|_| self.columns > 1)?;
        let number = outer.parse().ok()?;
        (self.outer.max(1)..=self.outer + 1).contains(&number).then_some((number, outer.len()))
    }

    /// The row of the outer column with this number begins, or goes on.
    pub(super) fn begin_outer(&mut self, number: u32) {
        self.outer = number;
    }

    /// The row with the number `digits` begins.
    pub(super) fn begin(&mut self, digits: &str) {
        self.row = digits.parse().unwrap_or(self.row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_two_columns_run_together_in_their_order_only() {
        let mut numbers = Numbers::default();
        numbers.head(2);
        assert_eq!(numbers.outer("11"), Some((1, 1)));
        numbers.begin_outer(1);
        numbers.begin("1");
        assert!(
            numbers.are_next("2") && numbers.are_next("22") && numbers.are_next("12") && !numbers.are_next("32") && !numbers.are_next("3")
        );
        assert_eq!(Numbers { columns: 1, ..numbers }.outer("22"), None);
        assert_eq!(Numbers { outer: 28, row: 111, columns: 2 }.outer("29112"), Some((29, 2)));
        assert_eq!(Numbers { outer: 29, row: 112, columns: 2 }.outer("29113"), Some((29, 2)));
    }
}
