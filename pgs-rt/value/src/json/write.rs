//! JSON text as Python's `json.dumps` writes it, in six forms.

use std::fmt::{self, Write as _};

use super::float::write_float;
use crate::number::{Number, Parts};
use crate::value::Value;
use crate::view::View;

/// Canonical JSON: `json.dumps(x, sort_keys=True, separators=(",", ":"))`. Identifiers and hashes are made of it.
pub fn canonical(value: &Value) -> String {
    let mut out = String::new();
    write_canonical(&mut out, value.into());
    out
}

/// Appends what [`canonical`] gives.
pub fn write_canonical(out: &mut String, value: View<'_>) {
    write(out, value, Style { sorted: true, ..COMPACT }, 0);
}

/// One line of JSON: `json.dumps(x, separators=(",", ":"))`. Traces and command output are made of it.
pub fn compact(value: &Value) -> String {
    let mut out = String::with_capacity(USUAL);
    write_compact(&mut out, value.into());
    out
}

/// Appends what [`compact`] gives.
pub fn write_compact(out: &mut String, value: View<'_>) {
    write(out, value, COMPACT, 0);
}

/// Appends a text as [`compact`] writes it.
pub fn write_text(out: &mut String, text: &str) {
    write_styled_text(out, text, COMPACT);
}

/// Appends a list that this writes item by item.
pub fn write_list<I: IntoIterator>(out: &mut String, items: I, write_item: impl FnMut(&mut String, I::Item)) {
    write_items(out, ('[', ']'), items, COMPACT, 0, write_item);
}

/// Appends an object that this writes value by value.
pub fn write_object<'a, V>(
    out: &mut String,
    entries: impl IntoIterator<Item = (&'a str, V)>,
    mut write_value: impl FnMut(&mut String, &'a str, V),
) {
    write_items(out, ('{', '}'), entries, COMPACT, 0, |out, (key, value)| {
        write_text(out, key);
        out.push(':');
        write_value(out, key, value);
    });
}

/// Appends an integer.
pub fn write_integer(out: &mut String, integer: impl itoa::Integer) {
    out.push_str(itoa::Buffer::new().format(integer));
}

/// How long most lines of a state file are at most.
const USUAL: usize = 512;

const COMPACT: Style = Style { sorted: false, ascii: true, spaced: false, indent: None };

/// One line of JSON: `json.dumps(x)`. Line files are made of it.
pub fn spaced(value: &Value) -> String {
    let mut out = String::with_capacity(USUAL);
    write(&mut out, value.into(), Style { spaced: true, ..COMPACT }, 0);
    out
}

/// One line of JSON with every character as it is: `json.dumps(x, separators=(",", ":"), ensure_ascii=False)`.
pub fn plain(value: &Value) -> String {
    plain_view(value.into())
}

fn plain_view(value: View<'_>) -> String {
    let mut out = String::new();
    write(&mut out, value, Style { ascii: false, ..COMPACT }, 0);
    out
}

/// JSON for people: `json.dumps(x, indent=2, ensure_ascii=False)`. Mutable JSON files are made of it.
pub fn pretty(value: &Value) -> String {
    let mut out = String::new();
    write(&mut out, value.into(), Style { ascii: false, indent: Some(2), ..COMPACT }, 0);
    out
}

/// JSON as sealed snapshots are hashed in part: `json.dumps(x, indent=2, sort_keys=True)`.
///
/// ```
/// use pgs_value::json;
///
/// let text = "{\n  \"a\": [],\n  \"b\": \"\\u00e9\"\n}";
/// assert_eq!(json::pretty_sorted(&pgs_value::json!({"b": "é", "a": []})), text);
/// ```
pub fn pretty_sorted(value: &Value) -> String {
    let mut out = String::new();
    write(&mut out, value.into(), Style { sorted: true, indent: Some(2), ..COMPACT }, 0);
    out
}

#[derive(Clone, Copy)]
struct Style {
    sorted: bool,
    ascii: bool,
    /// Whether white space follows the signs between entries of one line.
    spaced: bool,
    indent: Option<usize>,
}

fn write(out: &mut String, value: View<'_>, style: Style, depth: usize) {
    match value {
        View::Null => out.push_str("null"),
        View::Bool(true) => out.push_str("true"),
        View::Bool(false) => out.push_str("false"),
        View::Integer(integer) => write_integer(out, integer),
        View::Number(number) => write_number(out, number),
        View::Text(text) => write_styled_text(out, text, style),
        View::Array(items) => write_items(out, ('[', ']'), items, style, depth, |out, item| {
            write(out, item.into(), style, depth + 1);
        }),
        View::Object(object) if style.sorted => {
            let mut entries: Vec<(&String, &Value)> = object.iter().collect();
            // UTF-8 sorts bytewise as code points do.
            entries.sort_by(|left, right| left.0.cmp(right.0));
            let entries = entries.into_iter().map(|(key, value)| (key.as_str(), value.into()));
            write_entries(out, entries, style, depth);
        }
        View::Object(object) => {
            write_entries(out, object.iter().map(|(key, value)| (key.as_str(), value.into())), style, depth);
        }
        View::Fields(fields) if style.sorted => write(out, (&View::Fields(fields).to_value()).into(), style, depth),
        View::Fields(fields) => write_entries(out, fields.entries(), style, depth),
    }
}

fn write_entries<'a>(out: &mut String, entries: impl Iterator<Item = (&'a str, View<'a>)>, style: Style, depth: usize) {
    write_items(out, ('{', '}'), entries, style, depth, |out, (key, value)| {
        write_styled_text(out, key, style);
        out.push_str(if style.spaced || style.indent.is_some() { ": " } else { ":" });
        write(out, value, style, depth + 1);
    });
}

fn write_items<I: IntoIterator>(
    out: &mut String,
    (open, close): (char, char),
    items: I,
    style: Style,
    depth: usize,
    mut write_item: impl FnMut(&mut String, I::Item),
) {
    let mut empty = true;
    out.push(open);
    for item in items {
        if !empty {
            out.push_str(if style.spaced { ", " } else { "," });
        }
        empty = false;
        new_line(out, style, depth + 1);
        write_item(out, item);
    }
    if !empty {
        new_line(out, style, depth);
    }
    out.push(close);
}

fn new_line(out: &mut String, style: Style, depth: usize) {
    if let Some(width) = style.indent {
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', width * depth));
    }
}

fn write_styled_text(out: &mut String, text: &str, style: Style) {
    out.push('"');
    // Most of a text needs no escape: it is copied in runs, of which this one is not copied yet.
    let mut run = text;
    while let Some((plain, c, rest)) = split_at_escape(run, style) {
        out.push_str(plain);
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            c => write_escape(out, c),
        }
        run = rest;
    }
    out.push_str(run);
    out.push('"');
}

/// The text before the first character that needs an escape, that character, and the text after it.
fn split_at_escape(text: &str, style: Style) -> Option<(&str, char, &str)> {
    let escaped = |byte: &u8| *byte < b' ' || *byte == b'"' || *byte == b'\\' || (style.ascii && *byte > b'~');
    // Whole blocks are looked at without a branch for each byte.
    let is_plain = |block: &[u8; 16]| !block.iter().fold(false, |found, byte| found | escaped(byte));
    let bytes = text.as_bytes();
    let (blocks, rest) = bytes.as_chunks::<16>();
    let plain = blocks.iter().take_while(|block| is_plain(block)).count();
    // So is the end of a longer text, with bytes of the block before it.
    if plain == blocks.len() && (rest.is_empty() || bytes.last_chunk().is_some_and(is_plain)) {
        return None;
    }
    let plain = plain * 16;
    let at = plain + bytes.get(plain..)?.iter().position(escaped)?;
    let (plain, rest) = text.split_at_checked(at)?;
    let mut rest = rest.chars();
    Some((plain, rest.next()?, rest.as_str()))
}

fn write_escape(out: &mut String, c: char) {
    // Without a formatter: a text may be nothing but such characters.
    for unit in c.encode_utf16(&mut [0; 2]) {
        out.push_str("\\u");
        out.extend([12, 8, 4, 0].map(|shift| char::from_digit(u32::from(*unit >> shift) & 0xf, 16).unwrap_or('0')));
    }
}

/// A number as Python prints it: an integer by all its digits, a double as `repr(float)`.
pub fn number_text(number: &Number) -> String {
    let mut out = String::new();
    write_number(&mut out, number);
    out
}

fn write_number(out: &mut String, number: &Number) {
    match number.parts() {
        Parts::Small(integer) => write_integer(out, integer),
        Parts::Float(float) => write_float(out, float),
        // Writing to a String can't fail.
        Parts::Big(integer) => {
            let _ = write!(out, "{integer}");
        }
    }
}

/// As Python prints it: an integer by all its digits, a double as `repr(float)`.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&number_text(self))
    }
}

/// One line of JSON, with every character as it is; [`compact`] writes ASCII alone.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        View::from(self).fmt(f)
    }
}

/// As the value.
impl fmt::Display for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&plain_view(*self))
    }
}
