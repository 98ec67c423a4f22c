//! cli/helpers: documents read by threads of their own, so that one that takes longer than its limit costs itself and nothing else.
//!
//! A thread cannot be ended from outside. One that is over its limit is left behind, and ends with the program.

use crate::ingest::RawDocument;
use crate::result::DocumentResult;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, Scope};
use std::time::Duration;

/// The threads that read, as many as are asked at once; each is used for many documents.
pub(super) struct Helpers<'scope, 'env> {
    scope: &'scope Scope<'scope, 'env>,
    read: &'env (dyn Fn(&RawDocument) -> DocumentResult + Sync),
    limit: Duration,
    idle: Mutex<Vec<Helper>>,
    left_behind: Mutex<u64>,
}

/// A thread that waits for a document.
struct Helper {
    ask: Sender<Arc<RawDocument>>,
    answer: Receiver<DocumentResult>,
}

impl<'scope, 'env> Helpers<'scope, 'env> {
    /// Helpers that do `read`, each time for at most `limit`. None is started yet.
    pub(super) fn new(
        scope: &'scope Scope<'scope, 'env>,
        read: &'env (dyn Fn(&RawDocument) -> DocumentResult + Sync),
        limit: Duration,
    ) -> Self {
        Helpers { scope, read, limit, idle: Mutex::default(), left_behind: Mutex::default() }
    }

    /// What is made of `raw`; `None` where it takes longer than the limit.
    pub(super) fn result(&self, raw: &Arc<RawDocument>) -> Option<DocumentResult> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let helper = match idle.or_else(|| self.start()) {
            Some(helper) if helper.ask.send(raw.clone()).is_ok() => helper,
            // No thread is to be had: without a limit it can still be read.
            _ => return Some((self.read)(raw)),
        };
        match helper.answer.recv_timeout(self.limit) {
            Ok(result) => {
                self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(helper);
                Some(result)
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                *self.left_behind.lock().unwrap_or_else(PoisonError::into_inner) += 1;
                None
            }
        }
    }

    /// Whether a thread was left behind: then nobody may wait for all of them.
    pub(super) fn is_one_left_behind(&self) -> bool {
        *self.left_behind.lock().unwrap_or_else(PoisonError::into_inner) > 0
    }

    fn start(&self) -> Option<Helper> {
        let (ask, asked) = channel::<Arc<RawDocument>>();
        let (answers, answer) = channel();
        let read = self.read;
        let work = move || {
            for raw in asked {
                let result = read(&raw);
                // Its bytes are not needed any more.
                drop(raw);
                if answers.send(result).is_err() {
                    return;
                }
            }
        };
        Builder::new().name("document".to_owned()).spawn_scoped(self.scope, work).ok()?;
        Some(Helper { ask, answer })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::decode;
    use crate::document;
    use crate::ingest::{Manifest, raw_document};
    use crate::tables::Tables;
    use std::sync::atomic::{AtomicBool, Ordering};

    #[test]
    fn a_document_over_the_limit_costs_itself() {
        let documents = ["a.txt", "slow.txt", "b.txt"].map(|path| Arc::new(raw_document(path, b"1".to_vec(), &Manifest::default())));
        let (tables, go_on) = (Tables::embedded().unwrap(), AtomicBool::new(false));
        let read = |raw: &RawDocument| {
            while raw.path.as_str() == "slow.txt" && !go_on.load(Ordering::Relaxed) {
                std::thread::yield_now();
            }
            document::read(raw, None, &tables, &decode).result
        };
        std::thread::scope(|scope| {
            let slow = Helpers::new(scope, &read, Duration::from_millis(20));
            assert!(slow.result(&documents[1]).is_none() && slow.is_one_left_behind());
            let helpers = Helpers::new(scope, &read, Duration::from_secs(600));
            let read: Vec<bool> = [0, 2].map(|index| helpers.result(&documents[index]).is_some()).into();
            assert!(read == [true, true] && !helpers.is_one_left_behind());
            go_on.store(true, Ordering::Relaxed);
        });
    }
}
