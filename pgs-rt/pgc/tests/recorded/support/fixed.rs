//! A clock that stands still, and bytes that are counted.

use std::sync::atomic::{AtomicU8, Ordering};

use pgs_pgc::{Sources, Timestamp, Violation};

/// The sources of a test.
#[derive(Default)]
pub struct Fixed(AtomicU8);

impl Fixed {
    /// Its time, as a clock of whole seconds and a log tell it.
    pub const TIMES: [&str; 2] = ["2031-02-03T04:05:06Z", "2031-02-03T04:05:06.789000"];
}

impl Sources for Fixed {
    fn now(&self) -> Timestamp {
        "2031-02-03T04:05:06.789Z".parse().unwrap()
    }

    fn fill(&self, bytes: &mut [u8]) -> Result<(), Violation> {
        bytes.fill(self.0.fetch_add(1, Ordering::Relaxed));
        Ok(())
    }
}
