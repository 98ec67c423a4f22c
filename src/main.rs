//! The program: everything is in the library.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// A run makes and drops many millions of short texts and lists, in several threads.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    mulu::cli::main()
}
