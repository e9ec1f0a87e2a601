//! Texts of a protocol in Markdown, as `pgs_escape` shows them. Runs of white space are one blank.

/// Prose.
pub fn text(text: &str) -> String {
    pgs_escape::markdown(&one_line(text))
}

/// A name or a value, as code.
pub fn code(text: &str) -> String {
    pgs_escape::code(&one_line(text))
}

/// Code in a cell of a table.
pub fn cell(text: &str) -> String {
    pgs_escape::code_cell(&one_line(text))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
