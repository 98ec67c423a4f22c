//! cli/worker: `mulu worker`, a process that decodes files for another one; files in on standard input, what they hold out on standard output.
//!
//! Both ways go frames: eight bytes that say how many bytes come, the lowest first, and these bytes. The first frame is the overlay of the tables, each
//! further one a file; every file is answered by one frame before the next is read. The end of the input ends the worker.

use super::Ended;
use crate::decode::decode_bytes;
use crate::error::{Doing, Error};
use crate::pool;
use crate::tables::{Overlay, Tables};
use std::io::{self, Read, Write};

/// Decodes files for another process of this program.
#[derive(clap::Args)]
pub(super) struct Worker {}

/// What one file may cost. The readers count their work and stop long before; this is the last resort for what they do not see: an endless loop or
/// growth in a library. A worker sets the limits on itself, before it reads. Where the system has no such limits (Windows) or does not keep to them
/// (macOS: memory) a worker keeps crashes away from the run, and nothing ends it.
#[derive(Clone, Copy, clap::Args)]
pub(super) struct Limits {
    /// Memory of a worker, in MiB of addresses, the program itself included.
    #[arg(long = "worker-memory", hide = true, global = true, default_value_t = 2048)]
    pub(super) memory: u64,
    /// Processor time for one file, in seconds; waiting for a busy machine does not count.
    #[arg(long = "worker-seconds", hide = true, global = true, default_value_t = 120)]
    pub(super) seconds: u64,
}

impl Worker {
    pub(super) fn run(self, limits: Limits) -> Result<Ended, Error> {
        limits.hold_memory();
        limits.allow_time();
        answer_all(&limits, &mut io::stdin().lock(), &mut io::stdout().lock())?;
        Ok(Ended::Well)
    }
}

fn answer_all(limits: &Limits, input: &mut impl Read, output: &mut impl Write) -> Result<(), Error> {
    let not_read = |error| Error::file(Doing::Read, "standard input".as_ref(), error);
    let Some(overlay) = receive(input).map_err(not_read)? else { return Ok(()) };
    let overlay: Vec<Overlay> = pool::from_bytes(&overlay).map_err(|error| Error::usage(format!("the first frame: {error}")))?;
    let tables = Tables::with_overlay(&overlay)?;
    while let Some(bytes) = receive(input).map_err(not_read)? {
        limits.allow_time();
        let answer = pool::to_bytes(&decode_bytes(&bytes, &tables)).map_err(|error| Error::output("an answer", error))?;
        send(output, &answer).map_err(|error| Error::file(Doing::Write, "standard output".as_ref(), error))?;
    }
    Ok(())
}

/// Writes one frame.
pub(super) fn send(output: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    output.write_all(&(bytes.len() as u64).to_le_bytes())?;
    output.write_all(bytes)?;
    output.flush()
}

/// Reads one frame; `None` at the end.
pub(super) fn receive(input: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 8];
    match input.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let length = u64::from_le_bytes(length);
    let mut bytes = Vec::new();
    input.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(Some(bytes)) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

#[cfg(unix)]
mod system {
    use super::Limits;
    use rustix::process::{Resource, Rlimit, Signal, getrlimit, setrlimit};
    use rustix::time::{ClockId, clock_gettime};

    /// The signal by which the system ends a process that is over its processor time.
    pub(in super::super) const OVER_TIME: i32 = Signal::XCPU.as_raw();

    impl Limits {
        /// Holds this process to the memory, and lets it leave no image of itself on the disk when it dies.
        pub(super) fn hold_memory(&self) {
            limit(Resource::As, self.memory << 20);
            limit(Resource::Core, 0);
        }

        /// Allows this process the seconds from now on.
        pub(super) fn allow_time(&self) {
            let used = clock_gettime(ClockId::ProcessCPUTime).tv_sec.unsigned_abs();
            // The system rounds down: one second more, so that nobody gets less than is said.
            limit(Resource::Cpu, used + self.seconds + 1);
        }
    }

    /// Sets a limit, below the one that the system sets. A system that refuses leaves the process without.
    fn limit(resource: Resource, most: u64) {
        let maximum = getrlimit(resource).maximum;
        let current = Some(maximum.map_or(most, |maximum| maximum.min(most)));
        let _ = setrlimit(resource, Rlimit { current, maximum });
    }
}

#[cfg(not(unix))]
mod system {
    use super::Limits;

    impl Limits {
        /// This system has no such limit.
        pub(super) fn hold_memory(&self) {}

        /// This system has no such limit.
        pub(super) fn allow_time(&self) {}
    }
}

#[cfg(unix)]
pub(super) use system::OVER_TIME;
