//! `format: date-time`: RFC 3339, 5.6, to the letter.

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};

/// Whether the text is a `date-time` of RFC 3339. `T` and `Z` may be small; a fraction has any number of digits. The second
/// 60 is a leap second: there is one at the end of a 30 June or 31 December in UTC, or none.
pub fn holds(text: &str) -> bool {
    read(text).is_some()
}

fn read(text: &str) -> Option<()> {
    // Of other digits and signs nothing is left to be told apart.
    let text = text.is_ascii().then_some(text)?;
    let (date, rest) = text.split_at_checked(10)?;
    let (time, rest) = rest.strip_prefix(['T', 't'])?.split_at_checked(8)?;
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let [hour, minute, second] = numbers(time, ':', [2, 2, 2])?;
    let offset = offset(fraction(rest)?)?;
    let date = Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    let is_leap = second == 60;
    let second = if is_leap { 59 } else { second };
    let time = Time::new(hour.try_into().ok()?, minute.try_into().ok()?, second.try_into().ok()?, 0).ok()?;
    (!is_leap || before_leap_second(DateTime::from_parts(date, time).checked_sub(offset).ok()?)).then_some(())
}

/// Numbers with this sign between them, each of so many digits.
fn numbers(text: &str, sign: char, digits: [usize; 3]) -> Option<[i16; 3]> {
    let mut parts = text.split(sign);
    let mut numbers = [0; 3];
    for (number, digits) in numbers.iter_mut().zip(digits) {
        *number = self::number(parts.next()?, digits)?;
    }
    parts.next().is_none().then_some(numbers)
}

fn number(text: &str, digits: usize) -> Option<i16> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// What follows a fraction, if there is one.
fn fraction(text: &str) -> Option<&str> {
    let Some(digits) = text.strip_prefix('.') else { return Some(text) };
    let rest = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    (rest.len() < digits.len()).then_some(rest)
}

/// The distance from UTC: `Z`, or hours and minutes.
fn offset(text: &str) -> Option<SignedDuration> {
    if matches!(text, "Z" | "z") {
        return Some(SignedDuration::ZERO);
    }
    let (hours, minutes) = text.strip_prefix(['+', '-'])?.split_once(':')?;
    let (hours, minutes) = (number(hours, 2)?, number(minutes, 2)?);
    let distance = SignedDuration::from_mins(i64::from(hours) * 60 + i64::from(minutes));
    (hours < 24 && minutes < 60).then_some(if text.starts_with('-') { -distance } else { distance })
}

/// Whether a leap second can follow this second, in UTC.
fn before_leap_second(utc: DateTime) -> bool {
    (utc.hour(), utc.minute()) == (23, 59) && matches!((utc.month(), utc.day()), (6, 30) | (12, 31))
}
