//! Alignment: hand-made truth for the five documents, generated names with known truth, names of other places by hand-made truth,
//! real names of one province, slips, decisions and how they are taken. Time and memory are measured by `cargo bench --bench align`.

#[path = "align/decide.rs"]
mod decide;
#[path = "align/five.rs"]
pub(crate) mod five;
#[path = "align/medical.rs"]
pub(crate) mod medical;
#[path = "align/paraphrase.rs"]
pub(crate) mod paraphrase;
#[path = "align/province.rs"]
pub(crate) mod province;
#[path = "align/review.rs"]
mod review;
#[path = "align/slips.rs"]
mod slips;
#[path = "align/truth.rs"]
mod truth;

pub(crate) use crate::placement::generate::names::document;
use mulu::align::{Dataset, align};
use mulu::result::DocumentResult;
use mulu::tables::Tables;
use mulu::tables::decisions::Decisions;

/// The documents, aligned without decisions.
pub(crate) fn aligned(documents: Vec<DocumentResult>, tables: &Tables) -> Dataset {
    align(documents, &Decisions::default(), tables, None).output
}

/// Precision and recall as their harmonic mean.
pub(crate) fn f1(right: usize, found: usize, wanted: usize) -> f64 {
    2.0 * right as f64 / (found + wanted) as f64
}
