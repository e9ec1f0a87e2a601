//! Dates as the reference interpreter reads them: `datetime.fromisoformat` of Python 3.11, in UTC.

use jiff::civil::{Date, DateTime, ISOWeekDate};
use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// A day without leap seconds; offsets are shorter.
const SECONDS_PER_DAY: i32 = 86_400;

/// Whole days from one time to another, rounded down.
pub fn days_between(from: DateTime, to: DateTime) -> i64 {
    const DAY: i128 = SignedDuration::from_hours(24).as_micros();
    // At most four million days: fits.
    i64::try_from(to.duration_since(from).as_micros().div_euclid(DAY)).unwrap_or(i64::MAX)
}

/// The current time, UTC.
pub fn utc(time: Timestamp) -> DateTime {
    TimeZone::UTC.to_datetime(time)
}

/// The time that a text says, UTC, to the microsecond.
///
/// Dates are `2026-02-28`, `20260228`, `2026-W09-6` or `2026W096`; a week without a day is its Monday. After one character of any kind may follow hours,
/// minutes, seconds and a fraction, and an offset; without an offset the time is UTC.
pub fn parse(text: &str) -> Option<DateTime> {
    let (local, offset) = written(text)?;
    let utc = local.checked_sub(SignedDuration::from_secs(offset.into())).ok()?;
    to_micros(utc)
}

/// The date that a text says, as it is written: an offset does not move it.
#[cfg_attr(not(feature = "pgc"), allow(dead_code, reason = "PGC alone reads dates so"))]
pub fn written_date(text: &str) -> Option<Date> {
    written(text).map(|(local, _)| local.date())
}

/// The time as it is written, and its offset in seconds.
pub fn written(text: &str) -> Option<(DateTime, i32)> {
    let text = text.strip_suffix('Z').map_or_else(|| text.to_owned(), |rest| format!("{rest}+00:00"));
    let (date, rest) = split_date(&text)?;
    let mut rest = rest.chars();
    // Any character separates date and time.
    if rest.next().is_none() {
        return Some((date.at(0, 0, 0, 0), 0));
    }
    let time = rest.as_str();
    // The parser below reads zones and leap seconds too; Python reads neither.
    if time.contains(['[', 'Z', 'z']) || has_leap_second(time) {
        return None;
    }
    let text = format!("{date}T{time}");
    let pieces = Pieces::parse(&text).ok()?;
    let local = date.to_datetime(pieces.time()?);
    let offset = pieces.to_numeric_offset().map_or(0, Offset::seconds);
    (offset.abs() < SECONDS_PER_DAY).then_some((local, offset))
}

/// Python keeps no more than microseconds.
fn to_micros(time: DateTime) -> Option<DateTime> {
    time.with().nanosecond(0).build().ok()
}

/// Whether the seconds of a time are 60.
fn has_leap_second(time: &str) -> bool {
    let clock = time.split(['+', '-', '.', ',']).next().unwrap_or_default();
    let digits: String = clock.chars().filter(|c| *c != ':').collect();
    digits.len() == 6 && digits.ends_with("60")
}

/// The date at the head of a text, and what follows it.
fn split_date(text: &str) -> Option<(Date, &str)> {
    // Python's years are 0001 to 9999, and never signed.
    if text.starts_with("0000") || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (head, rest) = text.split_at_checked(date_length(text.as_bytes())?)?;
    let date = match head.len() {
        _ if !head.contains('W') => head.parse().ok()?,
        7 => ISOWeekDate::date(format!("{head}1").parse().ok()?),
        8 if head.contains('-') => ISOWeekDate::date(format!("{head}-1").parse().ok()?),
        _ => ISOWeekDate::date(head.parse().ok()?),
    };
    Some((date, rest))
}

/// How long the date at the head of a text is. Where a week may have a day or not, and a time may follow without a sign,
/// Python decides by the digits; so is it decided here.
fn date_length(text: &[u8]) -> Option<usize> {
    let at = |n: usize| text.get(n).copied();
    let is_digit = |n: usize| at(n).is_some_and(|byte| byte.is_ascii_digit());
    Some(match (at(4)?, at(5)?) {
        // `2026-W09`, then a day or a time whose sign is `-`.
        (b'-', b'W') => match (at(8), is_digit(10)) {
            (Some(b'-'), false) if at(9).is_some() => 10,
            (Some(b'-'), false) => return None,
            (None | Some(_), _) => 8,
        },
        (b'-', _) => 10,
        (b'W', _) => {
            let digits = (7..text.len()).take_while(|n| is_digit(*n)).count();
            // Of more digits the first is the sign before a time, which has an even number of them, or a day before it.
            match digits {
                0 | 1 => 7 + digits,
                odd if odd % 2 == 1 => 7,
                _ => 8,
            }
        }
        _ => 8,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_as_python_reads_them() {
        for (text, expected) in [
            ("2026-02-28", "2026-02-28T00:00:00"),
            ("20260228", "2026-02-28T00:00:00"),
            ("2026-W09-6", "2026-02-28T00:00:00"),
            ("2026W096", "2026-02-28T00:00:00"),
            ("2026-W09", "2026-02-23T00:00:00"),
            ("2026W09", "2026-02-23T00:00:00"),
            ("2026-W09T10:20", "2026-02-23T10:20:00"),
            ("2026W09T1020", "2026-02-23T10:20:00"),
            ("2026-W09-6T10:20", "2026-02-28T10:20:00"),
            ("2026-W09-10:20", "2026-02-23T10:20:00"),
            ("2026W0961020", "2026-02-23T10:20:00"),
            ("2026W091020", "2026-02-23T20:00:00"),
            ("2026W096 10", "2026-02-28T10:00:00"),
            ("2026-02-28T10:20:30Z", "2026-02-28T10:20:30"),
            ("2026-02-28 10:20:30.123456789", "2026-02-28T10:20:30.123456"),
            ("2026-02-28é10:20", "2026-02-28T10:20:00"),
            ("2026-02-28T10", "2026-02-28T10:00:00"),
            ("20260228T102030", "2026-02-28T10:20:30"),
            ("2026-02-28T10:20:30+05:30", "2026-02-28T04:50:30"),
            ("2026-02-28T10:20:30,5-0100", "2026-02-28T11:20:30.5"),
            ("9999-12-31T23:59:59", "9999-12-31T23:59:59"),
            ("0001-01-01", "0001-01-01T00:00:00"),
        ] {
            assert_eq!(parse(text).map(|time| time.to_string()).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_texts_are_unreadable() {
        for text in [
            "",
            "soon",
            "2026",
            "2026-02-30",
            "2026-13-01",
            "0000-01-01",
            "-000001-01-01",
            "2026-02-28T25:00",
            "2026-02-28T",
            "2026-02-28T10:20:30[UTC]",
            "2026-02-28T10:20:30z",
            "2026-02-28T10:20:30+25:00",
            "2026-02-28T10:20:60",
            "2026-02-28T102060",
            "20260228T102060.5+0100",
            "2026-W09-",
            "2026-W54",
            "2026W5",
            "2026W0910",
            "2026-W096",
            "1767225600",
            "Z",
            "é",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn days_are_rounded_down() {
        let days = |from: &str, to: &str| days_between(parse(from).unwrap(), parse(to).unwrap());
        assert_eq!(days("2026-01-01T12:00:00", "2026-01-31T11:59:59"), 29);
        assert_eq!(days("2026-01-01T12:00:00", "2026-01-31T12:00:00"), 30);
        assert_eq!(days("2026-01-01T12:00:00", "2026-01-01T11:59:59"), -1);
    }
}
