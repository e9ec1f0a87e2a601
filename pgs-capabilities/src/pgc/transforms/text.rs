//! Texts as the reference interpreter's language takes them apart.

/// Python's `str.isspace` of one character: white space of Unicode, and four separators of ASCII besides.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// Python's `text.strip()`.
pub(super) fn strip(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// Python's `text.split()`.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_space).filter(|word| !word.is_empty())
}

/// Python's `bytes.fromhex`: pairs of digits, with ASCII blanks between them.
#[cfg_attr(not(feature = "pgc-keccak"), allow(dead_code, reason = "keys alone are written so"))]
pub(super) fn bytes_from_hex(text: &str) -> Option<Vec<u8>> {
    let pieces = text.split([' ', '\t', '\n', '\u{b}', '\u{c}', '\r']);
    let bytes: Vec<Vec<u8>> = pieces.map(hex::decode).collect::<Result<_, _>>().ok()?;
    Some(bytes.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_pythons() {
        assert_eq!(words(" a\u{1c}b\u{3000}c\u{200b}d \n").collect::<Vec<_>>(), ["a", "b", "c\u{200b}d"]);
        assert_eq!(strip("\u{1f} a b\u{85}"), "a b");
        assert_eq!(words(" ").count(), 0);
    }

    #[test]
    fn blanks_stand_between_bytes_alone() {
        assert_eq!(bytes_from_hex(" 0A \u{b}ff\n"), Some(vec![10, 255]));
        for text in ["0", "0 a", "0x0a", "0a\u{a0}ff", "é"] {
            assert_eq!(bytes_from_hex(text), None, "{text}");
        }
    }
}
