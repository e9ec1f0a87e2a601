//! The formats of a text (`1-snapshot-format.md`, "Schemas").

use email_address::EmailAddress;
use jiff::Timestamp;

/// A declared format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A mail address.
    Email,
    /// RFC 3339.
    DateTime,
    /// Hex digits behind a prefix.
    Hex {
        /// What the text must start with.
        prefix: &'static str,
        /// Whether it may also start without.
        optional: bool,
    },
}

/// Whether the text has this format.
pub fn holds(format: Format, text: &str) -> bool {
    match format {
        Format::Email => EmailAddress::is_valid(text),
        Format::DateTime => text.parse::<Timestamp>().is_ok(),
        Format::Hex { prefix, optional } => match text.strip_prefix(prefix) {
            Some(digits) => is_hex(digits),
            None => optional && is_hex(text),
        },
    }
}

fn is_hex(digits: &str) -> bool {
    !digits.is_empty() && digits.chars().all(|c| c.is_ascii_hexdigit())
}

/// What the format asks for, in words.
pub fn expectation(format: Format) -> String {
    match format {
        Format::Email => "must be a mail address".to_owned(),
        Format::DateTime => "must be a date and time with a zone, as in RFC 3339".to_owned(),
        Format::Hex { prefix: "", .. } => "must be hex digits".to_owned(),
        Format::Hex { prefix, optional: false } => format!("must be hex digits behind `{prefix}`"),
        Format::Hex { prefix, optional: true } => format!("must be hex digits, with or without `{prefix}`"),
    }
}
