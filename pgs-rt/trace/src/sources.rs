//! Where a run gets time and randomness from.

use std::time::SystemTime;

use pgs_value::Violation;

pub use jiff::Timestamp;
use jiff::fmt::temporal::DateTimePrinter;
use jiff::tz::Offset;

/// A source of what is different in every run. Transforms that draw time or randomness take it as an argument; a
/// run that is repeated from its trace brings its own.
pub trait Sources: Send + Sync {
    /// The current time, UTC.
    fn now(&self) -> Timestamp;

    /// Fills `bytes` with cryptographically secure random bytes. A trace shows them: no secret may be made of them.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), Violation>;

    /// The same for what stores draw of their own: traces record their answers, not their draws.
    fn fill_unrecorded(&self, bytes: &mut [u8]) -> Result<(), Violation> {
        self.fill(bytes)
    }

    /// The same for bytes that keys and other secrets are made of. No trace shows them.
    fn fill_secret(&self, bytes: &mut [u8]) -> Result<(), Violation> {
        self.fill(bytes)
    }
}

/// The operating system's clock and random bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemSources;

impl Sources for SystemSources {
    /// A clock beyond all times that can be written stands at the first or last of them. No trace begins then.
    fn now(&self) -> Timestamp {
        let now = SystemTime::now();
        let beyond = if now < SystemTime::UNIX_EPOCH { Timestamp::MIN } else { Timestamp::MAX };
        Timestamp::try_from(now).unwrap_or(beyond)
    }

    fn fill(&self, bytes: &mut [u8]) -> Result<(), Violation> {
        getrandom::fill(bytes).map_err(|error| Violation::new(format!("no random bytes: {error}")))
    }
}

/// RFC 3339 with milliseconds and `Z`: what `{{timestamp}}` stands for (`docs/reference/bindings.md`).
pub fn rfc3339_millis(time: Timestamp) -> String {
    const PRINTER: DateTimePrinter = DateTimePrinter::new().precision(Some(3));
    PRINTER.timestamp_to_string(&time)
}

/// RFC 3339 with nanoseconds and `Z`: a time in a trace, exactly as it was drawn.
pub fn rfc3339_nanos(time: Timestamp) -> String {
    const PRINTER: DateTimePrinter = DateTimePrinter::new().precision(Some(9));
    PRINTER.timestamp_to_string(&time)
}

/// With microseconds and without a zone: the `timestamp` of an append-only line (`docs/reference/README.md`).
pub fn naive_micros(time: Timestamp) -> String {
    const PRINTER: DateTimePrinter = DateTimePrinter::new().precision(Some(6));
    PRINTER.datetime_to_string(&Offset::UTC.to_datetime(time))
}

/// `YYYYMMDDTHHMMSSmmmZ`, the head of a trace id (`docs/traces.md`).
pub fn trace_stamp(time: Timestamp) -> String {
    rfc3339_millis(time).replace(['-', ':', '.'], "")
}

/// The time that such a stamp holds.
pub fn time_of_stamp(stamp: &str) -> Option<Timestamp> {
    let part = |from: usize, to: usize| stamp.get(from..to);
    let (year, month, day, hour) = (part(0, 4)?, part(4, 6)?, part(6, 8)?, part(8, 11)?);
    let (minute, second, rest) = (part(11, 13)?, part(13, 15)?, part(15, stamp.len())?);
    format!("{year}-{month}-{day}{hour}:{minute}:{second}.{rest}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_what_their_format_says() {
        let random = &mut fastrand::Rng::with_seed(11);
        let first = "0000-01-01T00:00:00Z".parse::<Timestamp>().unwrap().as_nanosecond();
        let last = Timestamp::MAX.as_nanosecond();
        let this_century = 946_684_800_000_000_000..4_102_444_800_000_000_000;
        for n in 0..20_000 {
            let range = if n % 2 == 0 { this_century.clone() } else { first..last };
            let time = Timestamp::from_nanosecond(random.i128(range)).unwrap();
            let format = |format| time.strftime(format).to_string();
            assert_eq!(rfc3339_millis(time), format("%Y-%m-%dT%H:%M:%S%.3fZ"));
            assert_eq!(rfc3339_nanos(time), format("%Y-%m-%dT%H:%M:%S%.9fZ"));
            assert_eq!(naive_micros(time), format("%Y-%m-%dT%H:%M:%S%.6f"));
            assert_eq!(trace_stamp(time), format("%Y%m%dT%H%M%S%3fZ"));
            // Ids have no time before 1970.
            let stamped = time_of_stamp(&trace_stamp(time)).map(Timestamp::as_millisecond);
            assert!(time < Timestamp::UNIX_EPOCH || stamped == Some(time.as_millisecond()), "{time}");
        }
    }
}
