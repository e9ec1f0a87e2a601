//! Texts of traces in Markdown, as `pgs_escape` shows them; values are cut.

use crate::text::cut_after;

pub use pgs_escape::markdown as text;

/// How many characters of a value are shown.
const SHOWN: usize = 200;

/// A text as code, up to 200 characters.
pub fn code(text: &str) -> String {
    pgs_escape::code(&cut_after(text, SHOWN))
}

/// A text in a cell of a table, up to 200 characters.
pub fn cell(cell: &str) -> String {
    text(&cut_after(cell, SHOWN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_its_place() {
        assert_eq!(text("EXIT_OK (a, b): x::Y"), "EXIT_OK (a, b): x::Y");
        assert_eq!(text("_a_ b__c <b>\n# | [x](y) `"), r"\_a\_ b__c \<b\> \# \| \[x\](y) \`");
        assert_eq!(code(r#"{"a":1}"#), r#"`{"a":1}`"#);
        assert_eq!(code("a``b`"), "``` a``b` ```");
        assert_eq!(code(""), "`  `");
        assert_eq!(code("a\nb"), "`a b`");
    }
}
