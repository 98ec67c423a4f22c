//! cli/workers: raw documents to `Decoded`, those of binary formats by worker processes, so that a file that breaks its reader breaks nothing else.
#![expect(clippy::disallowed_methods, reason = "starting workers is this module's job")]

use super::worker::{Limits, receive, send};
use crate::decode::{Decoded, container, decode};
use crate::error::Error;
use crate::finding::{Finding, Staged};
use crate::ingest::RawDocument;
use crate::pool;
use crate::tables::{Overlay, Tables};
use std::io::{self, Read};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;

/// The workers of a run: as many as threads ask at once, started when they are first needed, each used for many files and replaced when it died.
pub(super) struct Workers {
    limits: Limits,
    /// The overlay of the tables as workers are told it.
    overlay: Vec<u8>,
    idle: Mutex<Vec<Running>>,
    /// Held by all who ask a worker; alone by who tries again.
    asking: RwLock<()>,
}

/// A worker process that waits for a file.
struct Running {
    process: Child,
    input: Option<ChildStdin>,
    output: ChildStdout,
    /// Reads what it says on standard error, and hands out how that begins.
    said: Option<JoinHandle<Vec<u8>>>,
}

/// Why a worker did not answer.
#[derive(Debug, PartialEq, Eq)]
enum Stop {
    NotStarted(String),
    Memory,
    Time,
    Panic,
    Signal(i32),
    Ended(Option<i32>),
}

impl Workers {
    /// Workers that have the embedded tables with `overlay`. None is started yet.
    pub(super) fn new(overlay: &[Overlay], limits: Limits) -> Result<Self, Error> {
        let overlay = pool::to_bytes(&overlay).map_err(|error| Error::output("the tables for workers", error))?;
        Ok(Workers { limits, overlay, idle: Mutex::default(), asking: RwLock::default() })
    }

    /// Decodes as [`decode`] does; texts in this process.
    pub(super) fn decoder(&self) -> impl Fn(&RawDocument, &Tables) -> Staged<Decoded> + Sync + '_ {
        |raw, tables| match container(raw) {
            Some(media_type) => self.decode(raw, media_type),
            None => decode(raw, tables),
        }
    }

    fn decode(&self, raw: &RawDocument, media_type: &str) -> Staged<Decoded> {
        let mut findings = raw.findings.clone();
        let output = match self.answer(&raw.bytes) {
            Ok(staged) => staged.collect(&mut findings),
            Err(stop) => {
                findings.push(decode_stopped(&stop, self.limits));
                let media_evidence = "its first bytes; reading it was stopped".into();
                Decoded { media_type: media_type.into(), media_evidence, ..Decoded::default() }
            }
        };
        Staged { output, findings }
    }

    /// What a worker makes of `bytes`. Where the first one dies, a fresh one tries again while no other works: neither what a worker read before nor how
    /// much the others take decides what comes out.
    fn answer(&self, bytes: &[u8]) -> Result<Staged<Decoded>, Stop> {
        let first = {
            let _together = self.asking.read().unwrap_or_else(PoisonError::into_inner);
            let idle = self.idle().pop();
            idle.map_or_else(|| self.start(), Ok).and_then(|worker| self.ask(worker, bytes))
        };
        first.or_else(|_| {
            let _alone = self.asking.write().unwrap_or_else(PoisonError::into_inner);
            self.ask(self.start()?, bytes)
        })
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Running>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn start(&self) -> Result<Running, Stop> {
        Running::start(self.limits, &self.overlay).map_err(|error| Stop::NotStarted(error.to_string()))
    }

    /// Has `worker` decode `bytes`, and keeps it for the next file if it lives.
    fn ask(&self, mut worker: Running, bytes: &[u8]) -> Result<Staged<Decoded>, Stop> {
        let answer = worker.ask(bytes).ok().flatten().and_then(|answer| pool::from_bytes(&answer).ok());
        match answer {
            Some(answer) => {
                self.idle().push(worker);
                Ok(answer)
            }
            None => Err(worker.stop()),
        }
    }
}

impl Running {
    fn start(limits: Limits, overlay: &[u8]) -> io::Result<Running> {
        let mut command = Command::new(std::env::current_exe()?);
        // Ctrl-C in the terminal is for the run, which lets its workers end what they have begun.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut process = command
            // The allocator asks for a gigabyte of addresses at once, which the worker's limit would count.
            .env("MIMALLOC_ARENA_RESERVE", "32MiB")
            .args(["worker", "--worker-memory", &limits.memory.to_string(), "--worker-seconds", &limits.seconds.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let (input, output, error) = (process.stdin.take(), process.stdout.take(), process.stderr.take());
        let (Some(mut input), Some(output), Some(error)) = (input, output, error) else { return Err(io::ErrorKind::BrokenPipe.into()) };
        let said = std::thread::spawn(|| start_of(error));
        // A worker that is dead already does not take it; the first question finds that out.
        let _ = send(&mut input, overlay);
        Ok(Running { process, input: Some(input), output, said: Some(said) })
    }

    /// The answer to `bytes`. A worker reads a frame to its end before it writes, so neither waits for the other.
    fn ask(&mut self, bytes: &[u8]) -> io::Result<Option<Vec<u8>>> {
        let input = self.input.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        send(input, bytes)?;
        receive(&mut self.output)
    }

    /// Ends the worker, which did not answer, and tells why it did not.
    fn stop(mut self) -> Stop {
        // The state of a process that has ended by itself does not change any more.
        let _ = self.process.kill();
        let Ok(status) = self.process.wait() else { return Stop::Ended(None) };
        let said = self.said.take().and_then(|said| said.join().ok()).unwrap_or_default();
        Stop::of(status, &String::from_utf8_lossy(&said))
    }
}

/// A worker ends when its input does.
impl Drop for Running {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.process.wait();
    }
}

/// How `from` begins; it is read to its end, so that nobody waits for a full pipe.
fn start_of(mut from: impl Read) -> Vec<u8> {
    const MOST: u64 = 4096;
    let mut start = Vec::new();
    let _ = from.by_ref().take(MOST).read_to_end(&mut start);
    let _ = io::copy(&mut from, &mut io::sink());
    start
}

impl Stop {
    /// What a process that ended so, and said this, ended by.
    fn of(status: ExitStatus, said: &str) -> Stop {
        /// What the standard library ends a program with that panics.
        const PANIC: i32 = 101;
        // So the standard library says that it cannot get memory: before it aborts, and as an error of reading.
        if ["memory allocation of ", "out of memory"].iter().any(|words| said.contains(words)) {
            return Stop::Memory;
        }
        #[cfg(unix)]
        if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
            return if signal == super::worker::OVER_TIME { Stop::Time } else { Stop::Signal(signal) };
        }
        if status.code() == Some(PANIC) { Stop::Panic } else { Stop::Ended(status.code()) }
    }

    /// In English and in Chinese.
    fn reason(&self, limits: Limits) -> [String; 2] {
        let Limits { memory, seconds } = limits;
        match self {
            Stop::NotStarted(error) => [format!("a worker process could not be started: {error}"), format!("无法启动工作进程：{error}")],
            Stop::Memory => [format!("it takes more than {memory} MiB of memory"), format!("所需内存超过{memory} MiB")],
            Stop::Time => [format!("it takes more than {seconds} seconds of processor time"), format!("所需处理器时间超过{seconds}秒")],
            Stop::Panic => ["its reader met something that it does not provide for".into(), "读取程序遇到未预料的内容".into()],
            Stop::Signal(signal) => [format!("its reader was ended by signal {signal}"), format!("读取程序被信号{signal}终止")],
            Stop::Ended(Some(code)) => [format!("its reader ended with code {code}"), format!("读取程序以代码{code}退出")],
            Stop::Ended(None) => ["its reader ended".into(), "读取程序退出".into()],
        }
    }
}

fn decode_stopped(stop: &Stop, limits: Limits) -> Finding {
    let [reason, reason_zh] = stop.reason(limits);
    Finding::new("decode-stopped").with("reason", reason).with("reason_zh", reason_zh)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::process::ExitStatusExt;

    #[test]
    fn the_end_of_a_worker_tells_why() {
        let of = |status, said| Stop::of(ExitStatus::from_raw(status), said);
        assert_eq!(of(super::super::worker::OVER_TIME, ""), Stop::Time);
        assert_eq!(of(6, "memory allocation of 12 bytes failed\n"), Stop::Memory);
        assert_eq!(of(2 << 8, "error: could not read standard input: out of memory\n"), Stop::Memory);
        assert_eq!(of(6, "thread 'main' has overflowed its stack\n"), Stop::Signal(6));
        assert_eq!((of(101 << 8, ""), of(2 << 8, "")), (Stop::Panic, Stop::Ended(Some(2))));
    }
}
