//! structure/stream/numbers: the numbers in front of rows where nothing stands between cells: those of one column, or of an outer and an inner one with
//! nothing between them, too (29112: the 29th group, the 112th row).

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
        digits.parse() == Ok(self.row + 1) || self.outer_end(digits).is_some()
    }

    /// Where the number of the outer column ends, if `digits` are both numbers of the next row.
    pub(super) fn outer_end(self, digits: &str) -> Option<usize> {
        let [outer, row] = [self.outer, self.row].map(|last| (last + 1).to_string());
        let is_both = self.columns > 1 && digits.strip_prefix(&outer).is_some_and(|rest| rest == row);
        is_both.then_some(outer.len())
    }

    /// The next row of the outer column begins.
    pub(super) fn begin_outer(&mut self) {
        self.outer += 1;
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
        assert_eq!(numbers.outer_end("11"), Some(1));
        numbers.begin_outer();
        numbers.begin("1");
        assert!(numbers.are_next("2") && numbers.are_next("22") && !numbers.are_next("12") && !numbers.are_next("3"));
        assert_eq!(Numbers { columns: 1, ..numbers }.outer_end("22"), None);
        assert_eq!(Numbers { outer: 28, row: 111, columns: 2 }.outer_end("29112"), Some(2));
    }
}
