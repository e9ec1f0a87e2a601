//! What stands behind a backslash.

use std::fmt::Write as _;

use super::group::Flags;
use super::source::Source;
use super::{Item, PatternError, Translation};

/// A set of characters that has a name.
#[derive(Clone, Copy)]
pub enum Named {
    Digit,
    Space,
    Word,
}

/// What an escape means in a class as well as outside.
pub enum Escaped {
    Character(char),
    Set(Named, bool),
}

impl Named {
    /// What stands between the brackets of its class.
    pub fn members(self, flags: Flags) -> &'static str {
        match (self, flags.ascii) {
            (Self::Digit, false) => r"\p{Nd}",
            (Self::Digit, true) => "0-9",
            (Self::Space, false) => {
                r"\t-\r\x1c-\x20\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"
            }
            (Self::Space, true) => r"\t-\r\x20",
            (Self::Word, false) => r"\p{L}\p{N}_",
            (Self::Word, true) => "a-zA-Z0-9_",
        }
    }
}

/// Writes a character as itself.
pub fn literal(it: char, out: &mut String) {
    if it.is_ascii_alphanumeric() || !it.is_ascii() {
        out.push(it);
    } else {
        let _ = write!(out, "\\x{{{:x}}}", u32::from(it));
    }
}

/// What an escape means in a class; none if it means something outside of one only.
pub fn common(source: &mut Source<'_>, it: char) -> Result<Option<Escaped>, PatternError> {
    let code = |source: &Source<'_>, code: u32| {
        char::from_u32(code).map(Escaped::Character).ok_or_else(|| source.unsupported("an escape of no character"))
    };
    if it == 'N' && source.peek() == Some('{') {
        return Err(source.unsupported("a character by its name can't be carried over"));
    }
    Ok(Some(match it {
        'a' => Escaped::Character('\u{7}'),
        'f' => Escaped::Character('\u{c}'),
        'n' => Escaped::Character('\n'),
        'r' => Escaped::Character('\r'),
        't' => Escaped::Character('\t'),
        'v' => Escaped::Character('\u{b}'),
        'd' | 'D' => Escaped::Set(Named::Digit, it == 'D'),
        's' | 'S' => Escaped::Set(Named::Space, it == 'S'),
        'w' | 'W' => Escaped::Set(Named::Word, it == 'W'),
        'x' => {
            let value = source.digits(16, 2, 2)?;
            code(source, value)?
        }
        'u' => {
            let value = source.digits(16, 4, 4)?;
            code(source, value)?
        }
        'U' => {
            let value = source.digits(16, 8, 8)?;
            code(source, value)?
        }
        '0' => {
            let value = source.digits(8, 0, 2)?;
            code(source, value)?
        }
        it if it.is_ascii_alphanumeric() => return Ok(None),
        it => Escaped::Character(it),
    }))
}

/// Three octal digits, the first of which was read; none if there are fewer.
pub fn octal(source: &mut Source<'_>, first: char) -> Result<Option<char>, PatternError> {
    let is_octal = |it: Option<char>| it.is_some_and(|it| it.is_digit(8));
    let Some(digit) = first.to_digit(8) else { return Ok(None) };
    if !is_octal(source.peek()) || !is_octal(source.peek_second()) {
        return Ok(None);
    }
    let value = digit * 64 + source.digits(8, 2, 2)?;
    let it = char::from_u32(value).filter(|_| value <= 0o377);
    it.map(Some).ok_or_else(|| source.error("octal escape value outside of range 0-0o377"))
}

/// One to three octal digits, the first of which was read, as a class has them.
pub fn short_octal(source: &mut Source<'_>, first: u32) -> Result<char, PatternError> {
    let mut value = first;
    for _ in 0..2 {
        if let Some(digit) = source.peek().and_then(|it| it.to_digit(8)) {
            source.next();
            value = value * 8 + digit;
        }
    }
    let it = char::from_u32(value).filter(|_| value <= 0o377);
    it.ok_or_else(|| source.error("octal escape value outside of range 0-0o377"))
}

impl Translation<'_> {
    /// An escape outside of a class.
    pub(super) fn escape(&mut self, flags: Flags) -> Result<Item, PatternError> {
        let Some(it) = self.source.next() else { return Err(self.source.error("bad escape (end of pattern)")) };
        match it {
            'A' => self.out.push_str(r"\A"),
            'Z' => self.out.push_str(r"\z"),
            'b' | 'B' => self.boundary(it == 'B', flags),
            '1'..='9' => return self.reference(it, flags),
            it => match common(&mut self.source, it)? {
                Some(Escaped::Character(it)) => {
                    literal(it, &mut self.out);
                    return Ok(Item::Matches((1, 1)));
                }
                Some(Escaped::Set(named, is_not)) => {
                    let _ = write!(self.out, "[{}{}]", if is_not { "^" } else { "" }, named.members(flags));
                    return Ok(Item::Matches((1, 1)));
                }
                None => return Err(self.source.error("bad escape")),
            },
        }
        Ok(Item::Assertion)
    }

    fn boundary(&mut self, is_not: bool, flags: Flags) {
        let word = Named::Word.members(flags);
        let (one, other) = if is_not { ("=", "!") } else { ("!", "=") };
        // Before 3.14, `\B` does not match the empty text.
        self.out.push_str(if is_not { r"(?!\A\z)" } else { "" });
        let _ = write!(self.out, "(?:(?<=[{word}])(?{one}[{word}])|(?<![{word}])(?{other}[{word}]))");
    }

    /// `\1` to `\99`, or a character in three octal digits.
    fn reference(&mut self, first: char, flags: Flags) -> Result<Item, PatternError> {
        if let Some(it) = octal(&mut self.source, first)? {
            literal(it, &mut self.out);
            return Ok(Item::Matches((1, 1)));
        }
        let mut number = first.to_digit(10).unwrap_or_default() as usize;
        if let Some(digit) = self.source.peek().and_then(|it| it.to_digit(10)) {
            self.source.next();
            number = number * 10 + digit as usize;
        }
        self.refer(number, flags)
    }

    /// What a group has matched.
    pub(super) fn refer(&mut self, number: usize, flags: Flags) -> Result<Item, PatternError> {
        let Some(group) = number.checked_sub(1).and_then(|index| self.groups.get(index)) else {
            return Err(self.source.error("invalid group reference"));
        };
        let Some(width) = group.width else { return Err(self.source.error("cannot refer to an open group")) };
        if flags.ignore_case {
            return Err(self
                .source
                .unsupported("a reference to a group, where case is ignored, can't be carried over"));
        }
        let _ = write!(self.out, r"(?:\{number})");
        Ok(Item::Matches(width))
    }
}
