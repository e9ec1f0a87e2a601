//! Values of a trace as texts that can be shown: short, on one line, with nothing hidden in them.

use std::borrow::Cow;
use std::time::Duration;

/// How many characters of a value are shown.
const SHOWN: usize = 200;

/// The text on one line, with nothing in it that a terminal obeys or that changes the direction of reading.
pub use pgs_escape::line as plain;

/// The text, [`plain`], up to 200 characters and an ellipsis.
pub fn short(text: &str) -> String {
    cut(text, SHOWN)
}

/// The text, [`plain`], up to this many characters and an ellipsis.
pub fn cut(text: &str, most: usize) -> String {
    plain(&cut_after(text, most))
}

/// The text up to this many characters and an ellipsis, as it is.
pub(crate) fn cut_after(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()).into(),
        None => text.into(),
    }
}

/// `s` for any number but one.
pub fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// A duration with three digits or more: `417 µs`, `1.25 ms`, `2.5 s`.
pub fn duration(nanoseconds: u64) -> String {
    let duration = Duration::from_nanos(nanoseconds);
    match nanoseconds {
        0..1_000_000 => format!("{} µs", duration.as_micros()),
        1_000_000..1_000_000_000 => format!("{:.2} ms", duration.as_secs_f64() * 1000.0),
        _ => format!("{:.2} s", duration.as_secs_f64()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_cut_between_characters() {
        assert_eq!(short("a\u{1b}[31m\nb"), r"a\u{1b}[31m b");
        assert_eq!(short(&"ä".repeat(200)), "ä".repeat(200));
        assert_eq!(short(&"ä".repeat(201)), format!("{}…", "ä".repeat(200)));
    }

    #[test]
    fn durations_have_a_fitting_unit() {
        for (nanoseconds, text) in
            [(999, "0 µs"), (417_200, "417 µs"), (1_250_000, "1.25 ms"), (2_500_000_000, "2.50 s")]
        {
            assert_eq!(duration(nanoseconds), text);
        }
    }
}
