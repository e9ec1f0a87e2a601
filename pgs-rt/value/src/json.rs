//! JSON as the reference interpreter reads, writes and compares it (`2-execution.md`, "Numbers and text").

use std::cmp::Ordering;
use std::fmt::Write as _;

use num_bigint::BigInt;
use num_traits::FromPrimitive as _;
use serde_json::{Map, Number, Value};

use crate::View;

/// How deep lists and objects may be nested in a document that [`parse`] reads.
pub const DEPTH_LIMIT: usize = 127;

/// How `serde_json` marks a number of any size in its own data model.
const SERDE_NUMBER: &str = "$serde_json::private::Number";

/// Reads one JSON document.
///
/// Integers of any size are kept exactly. Refused, with a message that names the place: what is no JSON, a number
/// outside the range of a double, a lone surrogate, nesting deeper than [`DEPTH_LIMIT`].
pub fn parse(text: &str) -> Result<Value, String> {
    // An object with this key would come back as a number.
    if text.contains(SERDE_NUMBER) {
        return Err(format!("the name {SERDE_NUMBER} is reserved by the JSON library; rename it"));
    }
    let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    check_numbers(&value)?;
    Ok(value)
}

fn check_numbers(value: &Value) -> Result<(), String> {
    match value {
        Value::Number(number) if !is_integer(number) && as_float(number).is_none() => {
            Err(format!("number {number} is outside the range of a double"))
        }
        Value::Array(items) => items.iter().try_for_each(check_numbers),
        Value::Object(object) => object.values().try_for_each(check_numbers),
        _ => Ok(()),
    }
}

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

/// One line of JSON: `json.dumps(x, separators=(",", ":"))`. Traces, line files and command output are made of it.
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

const COMPACT: Style = Style { sorted: false, ascii: true, indent: None };

/// JSON for people: `json.dumps(x, indent=2, ensure_ascii=False)`. Mutable JSON files are made of it.
pub fn pretty(value: &Value) -> String {
    let mut out = String::new();
    write(&mut out, value.into(), Style { sorted: false, ascii: false, indent: Some(2) }, 0);
    out
}

#[derive(Clone, Copy)]
struct Style {
    sorted: bool,
    ascii: bool,
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
        out.push_str(if style.indent.is_some() { ": " } else { ":" });
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
            out.push(',');
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
    for unit in c.encode_utf16(&mut [0; 2]) {
        // Writing to a String can't fail.
        let _ = write!(out, "\\u{unit:04x}");
    }
}

/// A number as Python prints it: an integer exactly, anything else as `repr(float)`.
pub fn number_text(number: &Number) -> String {
    let mut out = String::new();
    write_number(&mut out, number);
    out
}

fn write_number(out: &mut String, number: &Number) {
    match number.as_str() {
        "-0" => out.push('0'),
        digits if is_integer(number) => out.push_str(digits),
        other => match as_float(number) {
            Some(float) => out.push_str(&float_text(float)),
            None => out.push_str(other),
        },
    }
}

/// `repr(float)` of a finite double: the shortest digits that read back, `1e+21`, `1e-05`, `12.5`, `2.0`.
pub fn float_text(float: f64) -> String {
    let mut buffer = zmij::Buffer::new();
    let shortest = buffer.format_finite(float);
    if (1e-4..1e15).contains(&float.abs()) && !shortest.contains('e') {
        return shortest.to_owned();
    }
    let (sign, magnitude) = shortest.strip_prefix('-').map_or(("", shortest), |rest| ("-", rest));
    let (mantissa, exponent) = magnitude.split_once(['e', 'E']).unwrap_or((magnitude, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    // The exponent was just printed by zmij: at most three digits.
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let all = format!("{whole}{fraction}");
    let leading = all.len() - all.trim_start_matches('0').len();
    let digits = all.trim_matches('0');
    if digits.is_empty() {
        return format!("{sign}0.0");
    }
    // Where the decimal point stands, counted from the first significant digit.
    let point = i32::try_from(whole.len()).unwrap_or(0) - i32::try_from(leading).unwrap_or(0) + exponent;
    format!("{sign}{}", layout(digits, point))
}

/// Python's layout of significant digits whose decimal point stands before digit `point`.
fn layout(digits: &str, point: i32) -> String {
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    if !(-3..=16).contains(&point) {
        let exponent = point - 1;
        let (first, rest) = digits.split_at(1);
        let dot = if rest.is_empty() { "" } else { "." };
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{first}{dot}{rest}e{sign}{:02}", exponent.abs());
    }
    let zeros = |n: i32| "0".repeat(usize::try_from(n).unwrap_or(0));
    if point <= 0 {
        format!("0.{}{digits}", zeros(-point))
    } else if point >= count {
        format!("{digits}{}.0", zeros(point - count))
    } else {
        let (whole, fraction) = digits.split_at(usize::try_from(point).unwrap_or(0));
        format!("{whole}.{fraction}")
    }
}

/// Whether a number is written as an integer (`1.0` and `1e3` are floats, as in Python).
pub fn is_integer(number: &Number) -> bool {
    !number.as_str().contains(['.', 'e', 'E'])
}

/// The number as an integer, if it is written as one (`1.0` and `1e3` are floats, as in Python).
pub fn as_integer(number: &Number) -> Option<BigInt> {
    if is_integer(number) { number.as_str().parse().ok() } else { None }
}

/// The number as a finite double.
pub fn as_float(number: &Number) -> Option<f64> {
    number.as_f64().filter(|float| float.is_finite())
}

/// An integer of any size as a JSON number.
pub fn integer(value: &BigInt) -> Number {
    // The decimal digits of an integer are JSON, so this can't be refused.
    serde_json::from_str(&value.to_string()).unwrap_or_else(|_| Number::from(0))
}

/// Python's `==`: `1` equals `1.0`, and `true` equals `1`.
pub fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(left, right))
        }
        (Value::Object(left), Value::Object(right)) => equal_objects(left, right),
        (Value::Null, Value::Null) => true,
        _ => compare(left, right) == Some(Ordering::Equal),
    }
}

fn equal_objects(left: &Map<String, Value>, right: &Map<String, Value>) -> bool {
    left.len() == right.len() && left.iter().all(|(key, value)| right.get(key).is_some_and(|other| equal(value, other)))
}

/// The order of two values that have one: two numbers (booleans count as 0 and 1) or two texts.
pub fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    if let (Value::String(left), Value::String(right)) = (left, right) {
        return Some(left.cmp(right));
    }
    // Most numbers are small; a big integer costs more to read than to compare.
    if let (Some(left), Some(right)) = (left.as_i64(), right.as_i64()) {
        return Some(left.cmp(&right));
    }
    match (Numeric::of(left)?, Numeric::of(right)?) {
        (Numeric::Integer(left), Numeric::Integer(right)) => Some(left.cmp(&right)),
        (Numeric::Float(left), Numeric::Float(right)) => left.partial_cmp(&right),
        (Numeric::Integer(left), Numeric::Float(right)) => compare_mixed(&left, right),
        (Numeric::Float(left), Numeric::Integer(right)) => compare_mixed(&right, left).map(Ordering::reverse),
    }
}

enum Numeric {
    Integer(BigInt),
    Float(f64),
}

impl Numeric {
    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Bool(truth) => Some(Self::Integer(BigInt::from(u8::from(*truth)))),
            Value::Number(number) => {
                as_integer(number).map(Self::Integer).or_else(|| as_float(number).map(Self::Float))
            }
            _ => None,
        }
    }
}

/// Exact, as in Python: the integer is not rounded to a double.
fn compare_mixed(integer: &BigInt, float: f64) -> Option<Ordering> {
    let floor = BigInt::from_f64(float.floor())?;
    Some(match integer.cmp(&floor) {
        Ordering::Equal if float.fract() != 0.0 => Ordering::Less,
        order => order,
    })
}

/// How deep lists and objects are nested in a value: 0 for a scalar.
pub fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(object) => 1 + object.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}
