//! fuzz/html: any bytes; the corpus is pages.
#![no_main]

#[path = "../check.rs"]
mod check;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| check::decoded(bytes));
