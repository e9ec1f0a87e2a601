//! Texts where there is no markup: on a terminal, in a label, in a comment.

use crate::invisible::{is_invisible, push};

/// A text on one line: line breaks and tabs are blanks.
pub fn line(text: &str) -> String {
    shown(text, |out, c| if matches!(c, '\n' | '\r' | '\t') { out.push(' ') } else { push(out, c) })
}

/// A text of several lines, in which line breaks stay.
pub fn lines(text: &str) -> String {
    shown(text, |out, c| match c {
        '\n' => out.push(c),
        '\t' => out.push_str("    "),
        c => push(out, c),
    })
}

/// A text in comments of Rust: line breaks and tabs stay. rustc refuses what turns the direction of reading.
pub fn comment(text: &str) -> String {
    shown(text, |out, c| if matches!(c, '\n' | '\t') { out.push(c) } else { push(out, c) })
}

fn shown(text: &str, show: impl Fn(&mut String, char)) -> String {
    if !text.contains(is_invisible) {
        return text.to_owned();
    }
    text.chars().fold(String::with_capacity(text.len() + 16), |mut out, c| {
        show(&mut out, c);
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hidden_is_left() {
        let all: String = ('\0'..=char::MAX).collect();
        assert!(!line(&all).contains(is_invisible));
        assert!(!lines(&all).replace('\n', "").contains(is_invisible));
        assert!(!comment(&all).replace(['\n', '\t'], "").contains(is_invisible));
    }

    #[test]
    fn a_line_is_one() {
        assert_eq!(line("a\r\nb\tc\u{85}d\u{2028}e"), r"a  b c\u{85}d\u{2028}e");
        assert_eq!(lines("a\r\nb"), "a\\u{d}\nb");
        assert_eq!(comment("a\tb\u{202e}"), "a\tb\\u{202e}");
    }
}
