//! The shortest of some runs, for benches that measure one stage.

use std::time::{Duration, Instant};

/// The shortest of five runs on what `prepare` makes; what is made once (automata, lists) is made before.
pub(crate) fn fastest<T>(mut prepare: impl FnMut() -> T, run: impl Fn(T) -> usize) -> Duration {
    let time = |_| {
        let prepared = prepare();
        let start = Instant::now();
        assert!(run(prepared) > 0);
        start.elapsed()
    };
    (0..6).map(time).skip(1).min().unwrap_or_default()
}
