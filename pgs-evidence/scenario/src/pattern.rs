//! What may stand for many values in what is expected: texts in angle brackets.

use pgs_rt::{Value, json};
use pgs_trace::SUPPRESSED;

/// Any value at all.
const ANY: &str = "<any>";
/// A time, also within a text.
const TIMESTAMP: &str = "<timestamp>";
/// An address of a registry, also within a text.
const ADDRESS: &str = "<address>";
/// What an address begins with, and how many hex digits follow.
const ADDRESS_FORM: (&str, usize) = ("ADDR_", 32);

/// Whether this stands for the value, or is it. Objects and lists are only looked at as a whole.
pub fn stands_for(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::String(pattern), _) if pattern == ANY => true,
        (Value::String(pattern), Value::String(text)) => text_fits(pattern, text),
        (Value::Number(expected), Value::Number(found)) => expected.to_string() == found.to_string(),
        (Value::Array(_) | Value::Object(_), _) => json::compact(expected) == json::compact(found),
        _ => expected == found,
    }
}

/// The same value as an expected one: a text that would stand for others stands for itself.
pub fn escaped(value: &Value) -> Value {
    match value {
        Value::String(text) if is_name(text) || text.starts_with("\\<") => format!("\\{text}").into(),
        Value::Array(items) => Value::Array(items.iter().map(escaped).collect()),
        Value::Object(fields) => Value::Object(fields.iter().map(|(key, it)| (key.clone(), escaped(it))).collect()),
        other => other.clone(),
    }
}

/// Whether a text is one name in angle brackets, which stands for any text that is not empty.
fn is_name(text: &str) -> bool {
    let name = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let is_word = |name: &str| !name.is_empty() && name.bytes().all(|it| it.is_ascii_lowercase() || it == b'_');
    text != SUPPRESSED && name.is_some_and(is_word)
}

fn text_fits(pattern: &str, text: &str) -> bool {
    if let Some(literal) = pattern.strip_prefix('\\').filter(|rest| rest.trim_start_matches('\\').starts_with('<')) {
        return literal == text;
    }
    if is_name(pattern) && ![TIMESTAMP, ADDRESS].contains(&pattern) {
        return !text.is_empty();
    }
    let (mut pattern, mut text) = (pattern, text);
    loop {
        let next = [TIMESTAMP, ADDRESS].into_iter().filter_map(|it| Some((pattern.find(it)?, it))).min();
        let Some((at, placeholder)) = next else { return pattern == text };
        let (before, after) = pattern.split_at(at);
        let Some(rest) = text.strip_prefix(before) else { return false };
        let taken = if placeholder == TIMESTAMP { time_at_start(rest) } else { address_at_start(rest) };
        let Some(taken) = taken else { return false };
        pattern = &after[placeholder.len()..];
        text = &rest[taken..];
    }
}

/// How many bytes of a time the text begins with: a date, `T`, a time, and what there is of a fraction and a zone.
fn time_at_start(text: &str) -> Option<usize> {
    const FORM: &[u8] = b"dddd-dd-ddTdd:dd:dd";
    let head = text.as_bytes().get(..FORM.len())?;
    let fits = |(it, form): (&u8, &u8)| if *form == b'd' { it.is_ascii_digit() } else { it == form };
    head.iter().zip(FORM).all(fits).then_some(())?;
    let mut taken = FORM.len();
    if let Some(fraction) = text[taken..].strip_prefix('.') {
        let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
        taken += if digits > 0 { digits + 1 } else { 0 };
    }
    let zone = ["Z", "+00:00"].into_iter().find(|zone| text[taken..].starts_with(zone));
    Some(taken + zone.map_or(0, str::len))
}

fn address_at_start(text: &str) -> Option<usize> {
    let (prefix, digits) = ADDRESS_FORM;
    let hex = text.strip_prefix(prefix)?.as_bytes().get(..digits)?;
    hex.iter().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f')).then_some(prefix.len() + digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_in_angle_brackets_stand_for_others() {
        for (pattern, text, fits) in [
            ("a", "a", true),
            ("a", "b", false),
            ("<timestamp>", "2026-11-23T18:34:42.857Z", true),
            ("<timestamp>", "2026-11-23T18:34:42", true),
            ("<timestamp>", "2026-11-23", false),
            ("<timestamp>_000001", "2026-11-23T18:34:42.857375_000001", true),
            ("<timestamp>_000001", "2026-11-23T18:34:42.857375_000002", false),
            ("at <timestamp>", "2026-11-23T18:34:42Z", false),
            ("<address>", "ADDR_af07e6532a0211e8b85cb40ee28ccff6", true),
            ("<address>", "ADDR_af", false),
            ("<public_key>", "0x12", true),
            ("<public_key>", "", false),
            ("<suppressed>", "<suppressed>", true),
            ("<suppressed>", "a", false),
            ("\\<any>", "<any>", true),
            ("\\<any>", "a", false),
            ("<b>", "x", true),
            ("<B>", "x", false),
        ] {
            assert_eq!(stands_for(&pattern.into(), &text.into()), fits, "{pattern} {text}");
        }
        assert!(stands_for(&"<any>".into(), &Value::Null));
        assert!(!stands_for(&"<text>".into(), &1.into()));
        assert!(!stands_for(&1.into(), &json::parse("1.0").unwrap()));
        assert!(!stands_for(&1.into(), &true.into()));
    }
}
