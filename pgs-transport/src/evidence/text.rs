//! Values of a trace as texts that can be shown: short, on one line, without control characters.

use std::time::Duration;

/// How many characters of a value are shown.
const SHOWN: usize = 200;

/// The text on one line, with nothing in it that a terminal obeys or that changes the direction of reading.
pub(crate) fn plain(text: &str) -> String {
    let invisible = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}');
    text.chars().map(|c| if c.is_control() || invisible(c) { ' ' } else { c }).collect()
}

/// The text, [`plain`], up to 200 characters and an ellipsis.
pub(crate) fn short(text: &str) -> String {
    cut(text, SHOWN)
}

/// The text, [`plain`], up to this many characters and an ellipsis.
pub(crate) fn cut(text: &str, most: usize) -> String {
    let mut shown = plain(text);
    if let Some((end, _)) = shown.char_indices().nth(most) {
        shown.truncate(end);
        shown.push('…');
    }
    shown
}

/// `s` for any number but one.
pub(crate) fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// A duration with three digits or more: `417 µs`, `1.25 ms`, `2.5 s`.
pub(crate) fn duration(nanoseconds: u64) -> String {
    let duration = Duration::from_nanos(nanoseconds);
    match nanoseconds {
        0..1_000_000 => format!("{} µs", duration.as_micros()),
        1_000_000..1_000_000_000 => format!("{:.2} ms", duration.as_secs_f64() * 1000.0),
        _ => format!("{:.2} s", duration.as_secs_f64()),
    }
}

/// Whether this is a trace id: `YYYYMMDDTHHMMSSmmmZ__<WF_CODE>__<XXXX>` (`3-traces.md`). It is then safe as a file name.
pub(crate) fn is_trace_id(text: &str) -> bool {
    let Some((stamp, rest)) = text.split_once("__") else { return false };
    let Some((code, suffix)) = rest.rsplit_once("__") else { return false };
    let word = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c));
    time(stamp).is_some() && word(code) && suffix.len() == 4 && suffix.chars().all(|c| c.is_ascii_hexdigit())
}

/// When the run of this trace began, UTC: `2026-02-03 04:05:06.007`.
pub(crate) fn when(trace_id: &str) -> Option<String> {
    time(trace_id.split_once("__")?.0)
}

fn time(stamp: &str) -> Option<String> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (date, clock) = stamp.strip_suffix('Z')?.split_once('T')?;
    if (date.len(), clock.len()) != (8, 9) || !digits(date) || !digits(clock) {
        return None;
    }
    let (d, c) = (|range| date.get(range), |range| clock.get(range));
    Some(format!("{}-{}-{} {}:{}:{}.{}", d(0..4)?, d(4..6)?, d(6..8)?, c(0..2)?, c(2..4)?, c(4..6)?, c(6..9)?))
}

/// Texts as lines.
pub(crate) fn lines<I: AsRef<str>>(lines: impl IntoIterator<Item = I>) -> String {
    lines.into_iter().fold(String::new(), |mut out, line| {
        out.push_str(line.as_ref());
        out.push('\n');
        out
    })
}

/// Rows as columns that line up, two spaces between them.
pub(crate) fn columns(rows: &[Vec<String>]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let length = |cell: &String| cell.chars().count();
    let widths: Vec<usize> =
        (0..count).map(|n| rows.iter().filter_map(|row| row.get(n)).map(length).max().unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        cells.join("  ").trim_end().to_owned()
    };
    lines(rows.iter().map(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_id_has_three_parts() {
        let id = "20260203T040506007Z__WF_PLACE_ORDER_V0__9CB3";
        assert!(is_trace_id(id));
        assert_eq!(when(id).as_deref(), Some("2026-02-03 04:05:06.007"));
        for text in [
            "",
            "trace",
            "20260203T040506007Z__9CB3",
            "20260203T040506007Z____9CB3",
            "20260203T04050600Z__WF_A_V0__9CB3",
            "20260203T040506007Z__../WF_A_V0__9CB3",
            "20260203T040506007Z__WF_A_V0__9CBX",
            "20260203T0405060é7Z__WF_A_V0__9CB3",
        ] {
            assert!(!is_trace_id(text), "{text}");
        }
    }

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
