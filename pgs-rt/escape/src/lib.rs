//! Texts of others, shown so that nothing in them acts.
//!
//! A payload, a protocol, a trace or a file name may hold what moves a cursor, turns the direction of reading, can't be
//! seen, or is markup. Whoever shows such a text does so by one of these, one for each medium:
//!
//! | medium | function |
//! |---|---|
//! | a line of a terminal, a log, a label | [`line()`] |
//! | several lines of a terminal | [`lines()`] |
//! | prose in Markdown | [`markdown()`], [`markdown_with_code()`] |
//! | code in Markdown | [`code()`], in a table [`code_cell()`] |
//! | XML and HTML | [`xml()`] |
//! | JSON | [`json()`] |
//! | a comment in Rust | [`comment()`] |
//!
//! Everywhere an [invisible](is_invisible) character is written as Rust writes it in a text, `\u{202e}`; in JSON as JSON does.
//!
//! ```
//! assert_eq!(pgs_escape::line("a\u{1b}[31mb\nc"), r"a\u{1b}[31mb c");
//! assert_eq!(pgs_escape::markdown("*see* https://example.org, @all"), r"\*see\* `https://example.org,` `@all`");
//! assert_eq!(pgs_escape::xml("<a\u{fffe}>"), r"&lt;a\u{fffe}&gt;");
//! assert_eq!(pgs_escape::json("{\"a\":\"\u{202e}\"}"), r#"{"a":"\u202e"}"#);
//! ```

mod invisible;
mod json;
mod markdown;
mod plain;
mod xml;

pub use invisible::is_invisible;
pub use json::json;
pub use markdown::{code, code_cell, markdown, markdown_with_code};
pub use plain::{comment, line, lines};
pub use xml::xml;
