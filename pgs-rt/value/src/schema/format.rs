//! The formats of a text (`docs/reference/schemas.md`).

use super::{Format, date_time, mailbox};

/// Whether the text has this format.
pub fn holds(text: &str, format: Format<'_>) -> bool {
    match format {
        Format::Email => mailbox::holds(text),
        Format::DateTime => date_time::holds(text),
        Format::Hex { prefix, optional } => match text.strip_prefix(prefix) {
            Some(digits) => is_hex(digits),
            None => optional && is_hex(text),
        },
    }
}

fn is_hex(digits: &str) -> bool {
    !digits.is_empty() && digits.chars().all(|c| c.is_ascii_hexdigit())
}
