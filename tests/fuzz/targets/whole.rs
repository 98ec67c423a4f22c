//! fuzz/whole: any bytes through all stages of one document; the corpus is that of all formats.
#![no_main]

#[path = "../check.rs"]
mod check;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| check::whole(bytes));
