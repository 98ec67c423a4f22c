//! fuzz/word: the parts of a Word document, packed when they were changed.
#![no_main]

#[path = "../check.rs"]
mod check;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| check::decoded(&check::packed(bytes)));
