//! Values of a trace as texts that can be shown: short, on one line, without control characters.

use std::time::Duration;

/// How many characters of a value are shown.
const SHOWN: usize = 200;

/// The text on one line, with nothing in it that a terminal obeys or that changes the direction of reading.
pub fn plain(text: &str) -> String {
    let invisible = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}');
    text.chars().map(|c| if c.is_control() || invisible(c) { ' ' } else { c }).collect()
}

/// The text, [`plain`], up to 200 characters and an ellipsis.
pub fn short(text: &str) -> String {
    cut(text, SHOWN)
}

/// The text, [`plain`], up to this many characters and an ellipsis.
pub fn cut(text: &str, most: usize) -> String {
    let mut shown = plain(text);
    if let Some((end, _)) = shown.char_indices().nth(most) {
        shown.truncate(end);
        shown.push('…');
    }
    shown
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
        assert_eq!(short("a\u{1b}[31m\nb"), "a [31m b");
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
