//! fuzz/workbook: the parts or streams of a workbook, packed when they were changed.
#![no_main]

#[path = "../check.rs"]
mod check;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| check::decoded(&check::packed(bytes)));
