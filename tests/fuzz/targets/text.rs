//! fuzz/text: any bytes; the corpus is text in several encodings, dialects and forms.
#![no_main]

#[path = "../check.rs"]
mod check;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| check::decoded(bytes));
