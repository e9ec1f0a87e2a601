//! Times as PyYAML reads them and Python's `str` writes them.

use std::sync::LazyLock;

use regex_lite::Regex;

// The pattern is a constant: that it compiles is proved by every test that reads a time.
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\A([0-9]{4}-)([0-9]{1,2})-([0-9]{1,2})(?:[Tt]|[ \t]+)([0-9]{1,2}):([0-9]{2}:[0-9]{2})(?:\.([0-9]*))?",
        r"(?:[ \t]*(?:(Z)|([-+])([0-9]{1,2})(?::([0-9]{2}))?))?\z"
    ))
    .expect("a constant pattern")
});

/// What `str` makes of a date with a time of day; none if the text is not one. A date alone is the text that it is.
pub fn python(text: &str) -> Option<String> {
    // Without the look at the first character every text would be searched.
    let parts = text.starts_with(|first: char| first.is_ascii_digit()).then(|| TIME.captures(text)).flatten()?;
    let part = |n: usize| parts.get(n).map_or("", |it| it.as_str());
    let fraction: String = part(6).chars().take(6).collect();
    let fraction = match fraction.trim_end_matches('0') {
        "" => String::new(),
        _ => format!(".{fraction:0<6}"),
    };
    let zone = match (part(7), part(8)) {
        ("", "") => String::new(),
        ("Z", _) => "+00:00".to_owned(),
        // A difference of nothing has no sign of its own.
        (_, "-") if [part(9), part(10)].iter().all(|it| it.trim_matches('0').is_empty()) => "+00:00".to_owned(),
        (_, sign) => format!("{sign}{:0>2}:{:0>2}", part(9), part(10)),
    };
    Some(format!("{}{:0>2}-{:0>2} {:0>2}:{}{fraction}{zone}", part(1), part(2), part(3), part(4), part(5)))
}

#[cfg(test)]
mod tests {
    use super::python;

    /// Each as PyYAML 6 and Python 3.11 have it.
    #[test]
    fn times_are_as_python_writes_them() {
        for (written, said) in [
            ("2026-01-05T9:30:00.5Z", "2026-01-05 09:30:00.500000+00:00"),
            ("2026-1-5 09:30:00", "2026-01-05 09:30:00"),
            ("2026-01-05 09:30:00.1234567 -0", "2026-01-05 09:30:00.123456+00:00"),
            ("2026-01-05 09:30:00 -5:30", "2026-01-05 09:30:00-05:30"),
            ("2026-01-05t09:30:00.+05", "2026-01-05 09:30:00+05:00"),
            ("2026-01-05T09:30:00.000000Z", "2026-01-05 09:30:00+00:00"),
        ] {
            assert_eq!(python(written).as_deref(), Some(said), "{written}");
        }
        for written in ["2026-01-05", "26-01-05 09:30:00", "2026-01-05 09:30", "later"] {
            assert_eq!(python(written), None, "{written}");
        }
    }
}
