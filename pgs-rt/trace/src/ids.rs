//! The times that the ids of one process have taken.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// How many times are remembered before those that have passed are forgotten.
const REMEMBERED: usize = 4096;

/// By workflow and suffix of an id, the time in milliseconds that was taken last.
#[derive(Debug, Default)]
pub(super) struct Ids {
    taken: Mutex<HashMap<(&'static str, u16), i64>>,
}

impl Ids {
    /// The first time from `wanted` on that no id of this workflow and suffix has taken here.
    pub fn next(&self, workflow: &'static str, suffix: u16, now: i64, wanted: i64) -> i64 {
        // A thread that panicked has added its time or not.
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.len() >= REMEMBERED {
            taken.retain(|_, time| *time >= now);
        }
        let last = taken.entry((workflow, suffix)).or_insert(i64::MIN);
        *last = wanted.max(last.saturating_add(1));
        *last
    }
}
