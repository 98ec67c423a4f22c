//! cli/stop: Ctrl-C, and the request of the system to end, become a flag that is looked at where a run can end cleanly. The second one ends it at once.

use crate::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Exit code of a run that was asked to end, as shells have it for Ctrl-C (128 and the number of the signal).
pub(super) const INTERRUPTED: u8 = 130;

/// Whether the program is asked to end.
#[derive(Clone, Default)]
pub(super) struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Listens from now on. Where the system has no signals, or refuses, they end the program as ever: outputs stay whole, too.
    pub(super) fn listen() -> Self {
        let stop = Stop::default();
        #[cfg(unix)]
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            // In this order: the first signal finds the flag down, and raises it.
            let _ = signal_hook::flag::register_conditional_shutdown(signal, INTERRUPTED.into(), stop.0.clone());
            let _ = signal_hook::flag::register(signal, stop.0.clone());
        }
        stop
    }

    pub(super) fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Fails where the program is asked to end.
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.is_asked() { Err(Error::interrupted()) } else { Ok(()) }
    }
}
