//! Texts that are JSON.

use std::fmt::Write as _;

use crate::invisible::is_invisible;

/// JSON that is to be shown: it says the same, and hidden characters stand in it as JSON's own escapes.
///
/// In a document they can stand in texts and keys alone; line breaks and tabs stay.
pub fn json(document: &str) -> String {
    let mut out = String::with_capacity(document.len());
    for c in document.chars() {
        if !is_invisible(c) || matches!(c, '\n' | '\r' | '\t') {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            // Writing to a text does not fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::json;

    #[test]
    fn the_document_stays_what_it_is() {
        assert_eq!(json("{\n\t\"a\u{7f}é\": \"\u{e0041}\"}"), "{\n\t\"a\\u007fé\": \"\\udb40\\udc41\"}");
    }
}
