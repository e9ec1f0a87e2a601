//! Where a run gets time and randomness from.

use crate::Violation;

pub use jiff::Timestamp;

/// A source of what is different in every run. Transforms that draw time or randomness take it as an argument; a
/// run that is repeated from its trace brings its own.
pub trait Sources: Send + Sync {
    /// The current time, UTC.
    fn now(&self) -> Timestamp;

    /// Fills `bytes` with cryptographically secure random bytes. A trace shows them: no secret may be made of them.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Violation>;

    /// The same for bytes that keys and other secrets are made of. No trace shows them.
    fn fill_secret(&self, bytes: &mut [u8]) -> Result<(), Violation> {
        self.fill(bytes)
    }
}

/// The operating system's clock and random bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemSources;

impl Sources for SystemSources {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn fill(&self, bytes: &mut [u8]) -> Result<(), Violation> {
        getrandom::fill(bytes).map_err(|error| Violation::new(format!("no random bytes: {error}")))
    }
}

/// RFC 3339 with milliseconds and `Z`: what `{{timestamp}}` stands for (`2-execution.md`, "Bindings").
pub(crate) fn rfc3339_millis(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// RFC 3339 with nanoseconds and `Z`: a time in a trace, exactly as it was drawn.
pub(crate) fn rfc3339_nanos(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S%.9fZ").to_string()
}

/// With microseconds and without a zone: the `timestamp` of an append-only line (`4-capabilities.md`).
pub(crate) fn naive_micros(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S%.6f").to_string()
}

/// `YYYYMMDDTHHMMSSmmmZ`, the head of a trace id (`3-traces.md`).
pub(crate) fn trace_stamp(time: Timestamp) -> String {
    format!("{}{:03}Z", time.strftime("%Y%m%dT%H%M%S"), time.subsec_millisecond())
}
