//! tables/confidence: how often what is placed surely enough to be given is right, by its share of the weight of all places it might have.

use crate::error::Error;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What tells where a cell ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ends {
    /// Separators, or the format; the ends of rows are told too.
    Cells,
    /// Line ends; nothing tells the ends of rows.
    Lines,
    /// Blanks, which stand within cells too.
    Blanks,
    /// Nothing.
    Nothing,
}

/// A monotone map from share to share of right values for each of [`Ends`] (isotonic regression; Zadrozny and Elkan 2002).
#[derive(Debug, Default)]
pub struct Confidences(BTreeMap<Ends, Vec<Step>>);

/// From so many hundredths of the weight on, so many of a hundred values are right.
type Step = (u8, u8);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    measured: Vec<Measured>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Measured {
    ends: Ends,
    steps: Vec<Step>,
}

impl Confidences {
    /// Adds what the table `text` of the file `name` has measured, in place of what is there.
    pub(super) fn add(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let table: Table = toml::from_str(text).map_err(|error| Error::syntax(name, error))?;
        let mut found = BTreeMap::new();
        for Measured { ends, steps } in table.measured {
            let rises = steps.is_sorted_by(|one, next| one.0 < next.0 && one.1 <= next.1);
            let is_whole = steps.first().is_some_and(|(share, _)| *share == 0);
            let are_hundredths = steps.iter().all(|(share, right)| *share <= 100 && (1..=100).contains(right));
            if !rises || !is_whole || !are_hundredths {
                return Err(Error::table(
                    name,
                    [
                        format!("the steps of {ends:?} must begin at 0, rise, and be hundredths (right ones from 1)"),
                        format!("{ends:?} 的各级须从 0 起、逐级上升，且为百分数（正确率从 1 起）"),
                    ],
                ));
            }
            if found.insert(ends, steps).is_some() {
                return Err(Error::table(name, [format!("{ends:?} stands here twice"), format!("{ends:?} 写了两次")]));
            }
        }
        self.0.extend(found);
        Ok(())
    }

    /// How many of a hundred values are right whose place has `share` hundredths of the weight of all.
    pub fn of(&self, ends: Ends, share: u8) -> u8 {
        let steps = self.0.get(&ends).map_or(&[][..], Vec::as_slice);
        steps.iter().rev().find(|(from, _)| *from <= share).map_or(share, |(_, right)| *right)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_step_below_a_share_tells() {
        let mut confidences = Confidences::default();
        confidences.add("a.toml", "measured = [{ ends = \"lines\", steps = [[0, 58], [82, 90], [99, 99]] }]").unwrap();
        for (share, right) in [(0, 58), (81, 58), (82, 90), (98, 90), (100, 99)] {
            assert_eq!(confidences.of(Ends::Lines, share), right, "{share}");
        }
        assert_eq!(confidences.of(Ends::Cells, 70), 70, "nothing was measured");
    }

    #[test]
    fn steps_that_do_not_rise_are_refused() {
        for steps in ["[[0, 90], [50, 80]]", "[[10, 90]]", "[[0, 90], [0, 95]]", "[[0, 0]]", "[[0, 90], [101, 95]]", "[]"] {
            let text = format!("measured = [{{ ends = \"cells\", steps = {steps} }}]");
            assert!(Confidences::default().add("a.toml", &text).is_err(), "{steps}");
        }
        let twice = "measured = [{ ends = \"cells\", steps = [[0, 1]] }, { ends = \"cells\", steps = [[0, 1]] }]";
        assert!(Confidences::default().add("a.toml", twice).is_err());
    }
}
