//! Processor time of a whole run on one core, stage by stage: `cargo bench --bench run -- FOLDER`.
//!
//! The files of `normalized/` that are JSON Lines or Parquet are counted apart from the others and from the reports: they alone are what a program needs
//! that goes on with the data. Nothing is written.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "it prints what it measured, and ends where it cannot")]

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[cfg(unix)]
fn main() {
    unix::main();
}

#[cfg(not(unix))]
fn main() {}

#[cfg(unix)]
mod unix {
    use mulu::decode::decode;
    use mulu::error::Error;
    use mulu::ingest::ingest;
    use mulu::output::{Content, Files, RunInfo, outputs};
    use mulu::pipeline::run;
    use mulu::report::reports;
    use mulu::tables::Tables;
    use mulu::tables::findings::Language;
    use rustix::time::{ClockId, clock_gettime};
    use std::cell::Cell;
    use std::io;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicU64, Ordering};

    pub(super) fn main() {
        let folder = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
        // `cargo test --benches` asks for nothing.
        let Some(folder) = folder else { return println!("run FOLDER") };
        rayon::ThreadPoolBuilder::new().num_threads(1).build_global().unwrap();
        let last = Cell::new(seconds());
        let lap = || seconds() - last.replace(seconds());

        let tables = Tables::embedded().unwrap();
        let start = lap();
        let input = ingest(folder.as_ref()).unwrap();
        let megabytes = input.documents.iter().map(|document| document.bytes.len()).sum::<usize>() as f64 / 1e6;
        let found = lap();
        let read_until = Mutex::new(seconds());
        let made = run(&input, &tables, &decode, &|_| *read_until.lock().unwrap() = seconds()).unwrap();
        let read = *read_until.lock().unwrap() - last.get();
        let judged = lap() - read;
        let info = RunInfo::default();
        let output = |is_wanted: fn(&str) -> bool| {
            let files = Sink { is_wanted, bytes: AtomicU64::new(0) };
            outputs(&made.dataset, &made.checked, &tables, &info, &files).unwrap();
            (lap(), files.bytes.into_inner())
        };
        let (lines, lines_bytes) = output(|path| path.ends_with(".jsonl"));
        let (parquet, parquet_bytes) = output(|path| path.ends_with(".parquet"));
        let (others, others_bytes) = output(|path| !path.ends_with(".jsonl") && !path.ends_with(".parquet"));
        let files = Sink { is_wanted: |_| true, bytes: AtomicU64::new(0) };
        reports(&made.dataset, &made.checked, &tables, None, Language::English, &files).unwrap();
        let told = lap();

        let items: usize = made.dataset.documents.iter().map(|document| document.items.len()).sum();
        println!("{} documents, {items} items, {megabytes:.2} MB; {start:.2} s to load the tables", input.documents.len());
        println!("stage                     seconds  µs an item   MB made");
        let row = |stage: &str, seconds: f64, bytes: u64| {
            println!("{stage:<25} {seconds:>7.2} {:>11.1} {:>9.1}", seconds * 1e6 / items.max(1) as f64, bytes as f64 / 1e6);
        };
        row("ingest", found, 0);
        row("documents", read, 0);
        row("align, check", judged, 0);
        row("JSON Lines", lines, lines_bytes);
        row("Parquet", parquet, parquet_bytes);
        row("other outputs", others, others_bytes);
        row("reports", told, files.bytes.into_inner());
        let data = found + read + judged + lines + parquet;
        println!("to JSON Lines and Parquet: {data:.2} s, {:.2} MB/s", megabytes / data);
        println!("with all else:             {:.2} s, {:.2} MB/s", data + others + told, megabytes / (data + others + told));
    }

    /// Processor time of all threads so far.
    fn seconds() -> f64 {
        let time = clock_gettime(ClockId::ProcessCPUTime);
        time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
    }

    /// Counts what is written; the files that are not wanted are not made.
    struct Sink {
        is_wanted: fn(&str) -> bool,
        bytes: AtomicU64,
    }

    impl Files for Sink {
        fn add(&self, path: &str, content: &mut Content<'_>) -> Result<(), Error> {
            if (self.is_wanted)(path) { content(&mut Count(&self.bytes)) } else { Ok(()) }
        }
    }

    struct Count<'a>(&'a AtomicU64);

    impl io::Write for Count<'_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.fetch_add(bytes.len() as u64, Ordering::Relaxed);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
}
