//! Texts that can't be read as Markdown.

use crate::text::{plain, short};

/// A text in a line.
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let characters: Vec<char> = plain(text).chars().collect();
    let in_word = |c: &char| c.is_alphanumeric() || *c == '_';
    for (n, c) in characters.iter().enumerate() {
        let inside = |at: Option<usize>| at.and_then(|at| characters.get(at)).is_some_and(in_word);
        let special = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!' | '$' => true,
            // Within a word it marks nothing.
            '_' => !(inside(n.checked_sub(1)) && inside(Some(n + 1))),
            // At the start of a line these make lists.
            '-' | '+' | '=' => n == 0,
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(*c);
    }
    out
}

/// A text as code, up to 200 characters. The fence is longer than any run of backticks in it.
pub fn code(text: &str) -> String {
    let shown = short(text);
    let longest = shown.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // A space that stands at both ends is not shown; without one a backtick would belong to the fence.
    let space = if shown.is_empty() || shown.starts_with(['`', ' ']) || shown.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{space}{shown}{space}{fence}")
}

/// A text in a cell of a table.
pub fn cell(cell: &str) -> String {
    text(&short(cell))
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
