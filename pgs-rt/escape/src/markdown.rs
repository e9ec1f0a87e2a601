//! Texts in Markdown (CommonMark, GitHub's dialect), as what they are and never as markup. Every text becomes one line.

use crate::plain::line;

/// Characters that mean something anywhere in a line.
const MARKUP: &str = r"\`*[]<>#|~&$";

/// A text as prose.
///
/// What GitHub makes a link of although it is no markup, an address or an `@name`, becomes code: there nothing is made of
/// anything. A backslash would not help, as links are made of what is left when the markup is gone.
pub fn markdown(text: &str) -> String {
    let shown = line(text);
    let mut out = String::with_capacity(shown.len());
    for word in shown.split_inclusive(' ') {
        let (word, blank) = word.strip_suffix(' ').map_or((word, ""), |word| (word, " "));
        if is_linked(word) {
            out.push_str(&code_cell(word));
        } else {
            push_prose(&mut out, word);
        }
        out.push_str(blank);
    }
    out
}

/// A text of ours that quotes others in pairs of backticks: what stands in them is code, the rest is prose.
pub fn markdown_with_code(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    // The last backtick of an odd number opens nothing.
    let is_open = parts.len().is_multiple_of(2);
    let mut out = String::with_capacity(text.len());
    for (n, part) in parts.iter().enumerate() {
        let is_last = n + 1 == parts.len();
        if n % 2 == 1 && !(is_open && is_last) {
            out.push_str(&code_cell(part));
        } else {
            if n % 2 == 1 {
                out.push_str("\\`");
            }
            out.push_str(&markdown(part));
        }
    }
    out
}

/// A text as code. The fence is longer than any run of backticks in it.
pub fn code(text: &str) -> String {
    let shown = line(text);
    let longest = shown.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // A blank that stands at both ends is not shown; without one a backtick would belong to the fence.
    let blank = if shown.is_empty() || shown.starts_with(['`', ' ']) || shown.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{blank}{shown}{blank}{fence}")
}

/// Code in a cell of a table, where `|` ends the cell even inside code.
pub fn code_cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// Whether something in a word becomes a link by itself: an address, a name, a number of an issue.
fn is_linked(word: &str) -> bool {
    let lower = word.to_lowercase();
    let number = word.split_once('#').is_some_and(|(_, after)| after.starts_with(|c: char| c.is_ascii_digit()));
    let issue = lower.split("gh-").nth(1).is_some_and(|after| after.starts_with(|c: char| c.is_ascii_digit()));
    let beginnings = ["@", "://", "www.", "mailto:", "xmpp:"];
    number || issue || beginnings.iter().any(|beginning| lower.contains(beginning))
}

fn push_prose(out: &mut String, word: &str) {
    let in_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut before = ' ';
    let mut rest = word.chars().peekable();
    while let Some(c) = rest.next() {
        let after = rest.peek().copied().unwrap_or(' ');
        // Within a word it marks nothing.
        let is_emphasis = c == '_' && !(in_word(before) && in_word(after));
        let begins = out.trim_start().is_empty() && "-+=:".contains(c);
        if MARKUP.contains(c) || is_emphasis || begins || (after == ' ' && ends_number(out, c)) {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
}

/// Whether this would make a numbered list of a line that starts with a number, if a blank follows.
fn ends_number(line: &str, c: char) -> bool {
    (c == '.' || c == ')') && !line.is_empty() && line.chars().all(|it| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_no_markup() {
        assert_eq!(markdown("a <b> & *c* [d](e) `f` | g"), r"a \<b\> \& \*c\* \[d\](e) \`f\` \| g");
        assert_eq!(markdown("EXIT_OK (a, b): x::Y"), "EXIT_OK (a, b): x::Y");
        assert_eq!(markdown("_a_ b__c <b>\n# | [x](y) `"), r"\_a\_ b__c \<b\> \# \| \[x\](y) \`");
        assert_eq!(markdown("WF_ADD_V0 is _new_"), r"WF_ADD_V0 is \_new\_");
        assert_eq!(markdown("# title"), r"\# title");
        assert_eq!(markdown("- item"), r"\- item");
        assert_eq!(markdown(" - item"), r" \- item");
        assert_eq!(markdown("12. item"), r"12\. item");
        assert_eq!(markdown("0.1"), "0.1");
        assert_eq!(markdown("left\u{202e}right"), r"left\\u{202e}right");
    }

    #[test]
    fn nothing_links_by_itself() {
        assert_eq!(
            markdown("see HTTPS://a.example|b and (www.a.example)"),
            r"see `HTTPS://a.example\|b` and `(www.a.example)`"
        );
        assert_eq!(markdown("ask @all, a@example.org or #12 GH-3"), "ask `@all,` `a@example.org` or `#12` `GH-3`");
        assert_eq!(markdown("`@a`"), "`` `@a` ``");
    }

    #[test]
    fn code_keeps_its_backticks() {
        assert_eq!(code(r#"{"a":1}"#), r#"`{"a":1}`"#);
        assert_eq!(code("a``b`"), "``` a``b` ```");
        assert_eq!(code("`a`"), "`` `a` ``");
        assert_eq!(code(""), "`  `");
        assert_eq!(code("a\nb"), "`a b`");
        assert_eq!(code("a|b"), "`a|b`");
        assert_eq!(code_cell("a|b"), r"`a\|b`");
    }

    #[test]
    fn what_is_quoted_is_code() {
        assert_eq!(markdown_with_code("`a_` is *not* `@b`"), r"`a_` is \*not\* `@b`");
        assert_eq!(markdown_with_code("one ` alone_"), r"one \` alone\_");
    }
}
