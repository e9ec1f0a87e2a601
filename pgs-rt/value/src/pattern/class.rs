//! Classes: in Python `[`, `&&`, `--`, `~~`, `||` and `[:alpha:]` are characters in one.

use std::fmt::Write as _;

use super::PatternError;
use super::escape::{self, Escaped};
use super::group::Flags;
use super::source::Source;

/// Reads a class whose bracket was read, and writes it.
pub fn class(source: &mut Source<'_>, flags: Flags, out: &mut String) -> Result<(), PatternError> {
    out.push('[');
    if source.take('^') {
        out.push('^');
    }
    let mut is_first = true;
    loop {
        let Some(it) = source.next() else { return Err(source.error("unterminated character set")) };
        if it == ']' && !is_first {
            break;
        }
        is_first = false;
        let low = member(source, it)?;
        if source.peek() != Some('-') || source.peek_second() == Some(']') {
            write(&low, flags, out);
            continue;
        }
        source.next();
        let Some(it) = source.next() else { return Err(source.error("unterminated character set")) };
        let (Escaped::Character(low), Escaped::Character(high)) = (low, member(source, it)?) else {
            return Err(source.error("bad character range"));
        };
        if high < low {
            return Err(source.error("bad character range"));
        }
        character(low, out);
        out.push('-');
        character(high, out);
    }
    out.push(']');
    Ok(())
}

fn member(source: &mut Source<'_>, it: char) -> Result<Escaped, PatternError> {
    if it != '\\' {
        return Ok(Escaped::Character(it));
    }
    let Some(it) = source.next() else { return Err(source.error("bad escape (end of pattern)")) };
    if it == 'b' {
        return Ok(Escaped::Character('\u{8}'));
    }
    if let Some(digit) = it.to_digit(8) {
        return escape::short_octal(source, digit).map(Escaped::Character);
    }
    escape::common(source, it)?.ok_or_else(|| source.error("bad escape"))
}

fn write(member: &Escaped, flags: Flags, out: &mut String) {
    match member {
        Escaped::Character(it) => character(*it, out),
        Escaped::Set(named, false) => out.push_str(named.members(flags)),
        Escaped::Set(named, true) => _ = write!(out, "[^{}]", named.members(flags)),
    }
}

fn character(it: char, out: &mut String) {
    let _ = write!(out, "\\x{{{:x}}}", u32::from(it));
}
