//! Texts in XML and HTML.

use crate::invisible::push;

/// A text between tags, or between quotes of an attribute. Line breaks and tabs stay.
pub fn xml(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            c => push(&mut out, c),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::xml;

    #[test]
    fn a_text_is_no_tag() {
        assert_eq!(xml("<a b=\"'\">&\u{fffe}\0"), r"&lt;a b=&quot;&#39;&quot;&gt;&amp;\u{fffe}\u{0}");
    }
}
