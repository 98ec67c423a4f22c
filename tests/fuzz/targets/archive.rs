//! fuzz/archive: any bytes as a file of a folder; the corpus is archives.
#![no_main]

#[path = "../check.rs"]
mod check;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| check::archive(bytes));
