//! `format: email`: a mailbox of RFC 5321, 4.1.2, with the sizes of 4.5.3.1.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Whether the text is one mailbox: `local@domain`, in ASCII, without a name, a comment or white space around it.
pub fn holds(text: &str) -> bool {
    // 256 octets of a path, less the brackets around it.
    text.len() <= 254 && split(text).is_some_and(|(local, domain)| local.len() <= 64 && is_domain(domain))
}

/// The local part, which is read here, and what follows the `@`.
fn split(text: &str) -> Option<(&str, &str)> {
    let end = if text.starts_with('"') { quoted(text)? } else { text.find('@')? };
    let (local, rest) = text.split_at_checked(end)?;
    let is_read = local.starts_with('"') || local.split('.').all(is_atom);
    is_read.then_some((local, rest.strip_prefix('@')?))
}

/// Where the quoted text that the text begins with ends.
fn quoted(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if !matches!(c, ' '..='~') => return None,
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn is_atom(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c))
}

fn is_domain(text: &str) -> bool {
    match text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
        Some(address) => is_address(address),
        None => text.split('.').all(is_label),
    }
}

fn is_label(text: &str) -> bool {
    let is_inside = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (1..=63).contains(&text.len()) && text.chars().all(is_inside) && !text.starts_with('-') && !text.ends_with('-')
}

/// An address of the internet, in brackets.
fn is_address(text: &str) -> bool {
    match text.split_at_checked(5) {
        Some((tag, address)) if tag.eq_ignore_ascii_case("IPv6:") => address.parse::<Ipv6Addr>().is_ok(),
        Some(_) | None => text.parse::<Ipv4Addr>().is_ok(),
    }
}
