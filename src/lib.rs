//! mulu (目录): published government directories and service guides to one dataset with evidence for every value.
//!
//! ```text
//! raw/ ─ingest─▶ RawDocument ─decode─▶ Decoded ─structure─▶ Records ─fields─▶ DocumentResult ─align─▶ Dataset ─check─▶ Checked
//!                                                                                                     └▶ output: normalized/   report: reports/
//! ```
//!
//! Read [`pipeline`] first. Deliberately absent: configuration objects, plug-ins, and any stage that can fail on bad data.

// What all stages stand on.
pub mod boxes;
pub mod encoding;
pub mod error;
pub mod evidence;
pub mod field;
pub mod finding;
pub mod item;
pub mod ledger;
pub mod lines;
pub mod pool;
pub mod recognise;
pub mod result;
pub mod tables;
pub mod text;

// The stages, in the order of the flow.
pub mod ingest;

pub mod decode;

pub mod structure;

pub mod fields;

pub mod document;

pub mod corrections;

pub mod align;

pub mod check;

pub mod output;

pub mod changes;

pub mod report;

pub mod pipeline;

pub mod cli;
