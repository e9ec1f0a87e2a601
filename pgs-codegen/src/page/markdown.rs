//! Texts of a protocol in Markdown, as what they are and never as markup. Every text becomes one line.

use std::borrow::Cow;

/// Characters that mean something in the middle of a line of prose.
const MARKUP: &str = r"\`*[]<>|~&$";

/// Prose.
pub fn text(text: &str) -> String {
    let line = one_line(text);
    let mut out = String::new();
    let mut before = ' ';
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        let after = rest.peek().copied().unwrap_or(' ');
        // Between letters, `_` is a part of the word.
        let is_emphasis = c == '_' && !(before.is_alphanumeric() && after.is_alphanumeric());
        if MARKUP.contains(c) || is_emphasis || (out.is_empty() && "#-+=:".contains(c)) || ends_number(&out, c) {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

/// Whether this would make a numbered list of a line that starts with a number.
fn ends_number(line: &str, c: char) -> bool {
    (c == '.' || c == ')') && !line.is_empty() && line.chars().all(|it| it.is_ascii_digit())
}

/// A name or a value, as code.
pub fn code(text: &str) -> String {
    let line = one_line(text);
    let longest = line.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // One space on either side belongs to the fence where the text itself begins or ends with something that it must
    // be kept apart from.
    let is_apart = line.is_empty() || line.starts_with('`') || line.ends_with('`');
    let space = if is_apart { " " } else { "" };
    format!("{fence}{space}{line}{space}{fence}")
}

/// Code in a cell of a table, where `|` ends the cell even inside code.
pub fn cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// A text as one line: runs of white space and control characters are one space. What turns the direction of writing
/// is written as its number: a page must show what is there.
fn one_line(text: &str) -> String {
    let line: String = text.chars().map(visible).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn visible(c: char) -> Cow<'static, str> {
    match c {
        '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => {
            format!("U+{:04X}", u32::from(c)).into()
        }
        c if c.is_control() => " ".into(),
        c => c.to_string().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::{cell, code, text};

    #[test]
    fn prose_is_no_markup() {
        assert_eq!(text("a <b> & *c* [d](e) `f` | g"), r"a \<b\> \& \*c\* \[d\](e) \`f\` \| g");
        assert_eq!(text("one\n\n# two\t three"), "one # two three");
        assert_eq!(text("# title"), r"\# title");
        assert_eq!(text("- item"), r"\- item");
        assert_eq!(text("12. item"), r"12\. item");
        assert_eq!(text("WF_ADD_V0 is _new_"), r"WF_ADD_V0 is \_new\_");
        assert_eq!(text("left\u{202e}right"), "leftU+202Eright");
    }

    #[test]
    fn code_keeps_its_backticks() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`a`"), "`` `a` ``");
        assert_eq!(code(""), "`  `");
        assert_eq!(code("a\nb"), "`a b`");
        assert_eq!(code("a|b"), "`a|b`");
        assert_eq!(cell("a|b"), r"`a\|b`");
    }
}
