//! Times and random bytes of a repetition. They are the same whenever a trace is replayed.

use std::sync::{Arc, Mutex, PoisonError};

use pgs_pgc::Sources;
use pgs_trace::Timestamp;
use pgs_trace::sources::time_of_stamp;
use pgs_value::Violation;

/// What a repetition draws: one time, and bytes that follow from a number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Draws {
    time: Timestamp,
    seed: u64,
}

/// Another day, month, hour, minute and second, in the same number of digits.
const LATER: i64 = (41 * 24 * 3600) + (3 * 3600) + (7 * 60) + 11;

impl Draws {
    /// The time at which the run of this trace began. What it read of the clock is mostly the same in seconds.
    pub fn at(trace_id: &str) -> Self {
        let stamp = trace_id.split("__").next().unwrap_or_default();
        Self { time: time_of_stamp(stamp).unwrap_or(Timestamp::UNIX_EPOCH), seed: 1 }
    }

    /// The same bytes at another time.
    pub fn at_another_time(trace_id: &str) -> Self {
        let it = Self::at(trace_id);
        // Where there is no later time there is an earlier one.
        let moved = |by: i64| Timestamp::from_millisecond(it.time.as_millisecond().saturating_add(by)).ok();
        let by = LATER * 1000 + 7;
        Self { time: moved(by).filter(|it| *it < Timestamp::MAX).or_else(|| moved(-by)).unwrap_or(it.time), ..it }
    }

    /// Other bytes at the same time.
    pub fn of_other_bytes(trace_id: &str) -> Self {
        Self { seed: 2, ..Self::at(trace_id) }
    }

    /// What a run takes them from.
    pub fn into_sources(self) -> Arc<dyn Sources> {
        Arc::new(Drawn { time: self.time, state: Mutex::new(self.seed) })
    }
}

struct Drawn {
    time: Timestamp,
    state: Mutex<u64>,
}

impl Sources for Drawn {
    fn now(&self) -> Timestamp {
        self.time
    }

    /// No secret is made of them: a repetition leaves nothing.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Violation> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        for chunk in bytes.chunks_mut(8) {
            let drawn = next(&mut state).to_le_bytes();
            chunk.copy_from_slice(drawn.get(..chunk.len()).unwrap_or_default());
        }
        Ok(())
    }
}

/// SplitMix64.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
