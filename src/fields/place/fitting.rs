//! fields/place/fitting: places against what publishers call by its level only (县医保局, 市医保局).

use super::Search;
use super::tally::Tally;
use super::weigh::{Outcome, confirmed};
use crate::tables::divisions::Division;

impl Search<'_> {
    /// The only place that `tally` names and publishers may call by its level, where `division` is none such.
    pub(super) fn fitting(&self, division: Division, tally: &Tally) -> Outcome {
        let named = tally.0.keys().flat_map(|name| confirmed(name, &self.context, self.divisions));
        let mut fitting: Vec<Division> = named.filter(|other| self.fits_publishers(*other)).collect();
        fitting.sort();
        fitting.dedup();
        match fitting.as_slice() {
            [one] => Outcome::One(*one),
            [] => Outcome::Several(vec![division]),
            _ => Outcome::Several(fitting),
        }
    }

    /// Whether `division` may be what publishers call by its level only: where 县医保局 publishes, a province is not the place but its parent, and where
    /// 市医保局 does, a district is not.
    pub(super) fn fits_publishers(&self, division: Division) -> bool {
        let mut relative = self.clues.publishers.iter().filter_map(|(name, ..)| self.divisions.words.relative(name)).peekable();
        relative.peek().is_none() || relative.any(|fits| fits.iter().any(|ending| division.name.ends_with(ending.as_str())))
    }
}
