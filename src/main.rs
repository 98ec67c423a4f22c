//! The program: everything is in the library.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Many small texts are allocated and freed: see the line on mimalloc in Cargo.toml.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    mulu::cli::main()
}
