//! Where a run gets time and randomness from.

use crate::Violation;

pub use jiff::Timestamp;
use jiff::tz::Offset;

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
    digits(time, ["-", "T", ":", "."], 3, "Z")
}

/// RFC 3339 with nanoseconds and `Z`: a time in a trace, exactly as it was drawn.
pub(crate) fn rfc3339_nanos(time: Timestamp) -> String {
    digits(time, ["-", "T", ":", "."], 9, "Z")
}

/// With microseconds and without a zone: the `timestamp` of an append-only line (`4-capabilities.md`).
pub(crate) fn naive_micros(time: Timestamp) -> String {
    digits(time, ["-", "T", ":", "."], 6, "")
}

/// `YYYYMMDDTHHMMSSmmmZ`, the head of a trace id (`3-traces.md`).
pub(crate) fn trace_stamp(time: Timestamp) -> String {
    digits(time, ["", "T", "", ""], 3, "Z")
}

/// A time in UTC: year, month, day, hour, minute, second, and so many digits of its fraction, with these words within the
/// date, after it, within the time, before the fraction, and at the end. Every run writes several: a format string would
/// be read each time.
fn digits(time: Timestamp, [date, middle, clock, point]: [&str; 4], fraction: u8, end: &str) -> String {
    let time = Offset::UTC.to_datetime(time);
    let mut out = String::with_capacity(32);
    if time.year() < 0 {
        out.push('-');
    }
    let mut put = |before: &str, number: u32, width: u32| {
        out.push_str(before);
        out.extend((0..width).rev().map(|place| char::from(b'0' + (number / 10u32.pow(place) % 10).to_le_bytes()[0])));
    };
    let small = |number: i8| number.unsigned_abs().into();
    put("", time.year().unsigned_abs().into(), 4);
    put(date, small(time.month()), 2);
    put(date, small(time.day()), 2);
    put(middle, small(time.hour()), 2);
    put(clock, small(time.minute()), 2);
    put(clock, small(time.second()), 2);
    put(point, time.subsec_nanosecond().unsigned_abs() / 10u32.pow(9 - u32::from(fraction)), fraction.into());
    out.push_str(end);
    out
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
        }
    }
}
