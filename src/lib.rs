//! mulu (目录): published government directories and service guides to one dataset with evidence for every value.
//!
//! ```text
//! raw/ ─ingest─▶ RawDocument ─decode─▶ Decoded ─structure─▶ Records ─fields─▶ DocumentResult ─align─▶ Dataset ─check─▶ Checked
//!                                                                                                     └▶ output: normalized/   report: reports/
//! ```
//!
//! Read [`pipeline`] first. Deliberately absent: configuration objects, plug-ins, and any stage that can fail on bad data.

pub mod error;
pub mod evidence;
pub mod field;
pub mod finding;
pub mod item;
pub mod ledger;
mod pool;
pub mod recognise;
pub mod result;
pub mod tables;
pub mod text;

pub mod decode;
pub mod ingest;

pub mod align;
pub mod check;
pub mod cli;
pub mod corrections;
pub mod fields;
pub mod output;
pub mod pipeline;
pub mod report;
pub mod structure;
