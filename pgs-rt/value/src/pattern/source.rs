//! The characters of a pattern, and how often what stands before is repeated.

use super::PatternError;

/// Python's greatest number of repeats.
const MAX_REPEAT: usize = 4_294_967_294;

pub struct Source<'p> {
    rest: std::str::Chars<'p>,
    position: usize,
    /// Whether white space and comments mean nothing.
    pub is_verbose: bool,
}

impl<'p> Source<'p> {
    pub fn new(pattern: &'p str) -> Self {
        Self { rest: pattern.chars(), position: 0, is_verbose: false }
    }

    pub fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    pub fn peek_second(&self) -> Option<char> {
        self.rest.clone().nth(1)
    }

    pub fn next(&mut self) -> Option<char> {
        self.position += 1;
        self.rest.next()
    }

    pub fn take(&mut self, wanted: char) -> bool {
        let is_next = self.peek() == Some(wanted);
        if is_next {
            self.next();
        }
        is_next
    }

    /// Whether `(?` and flags up to a `)` follow.
    pub fn starts_with_flags(&self) -> bool {
        let flags = self.rest.as_str().strip_prefix("(?").and_then(|rest| rest.split_once(')')).map(|(flags, _)| flags);
        flags.is_some_and(|flags| !flags.is_empty() && flags.chars().all(|it| it.is_ascii_alphabetic()))
    }

    pub fn is_at_end(&self) -> bool {
        self.rest.as_str().is_empty()
    }

    /// Python refuses it.
    pub fn error(&self, reason: &'static str) -> PatternError {
        PatternError { reason, position: self.position.max(1), is_pattern: false }
    }

    /// Python reads it, or breaks off in another way than by refusing it.
    pub fn unsupported(&self, reason: &'static str) -> PatternError {
        PatternError { is_pattern: true, ..self.error(reason) }
    }

    /// The characters up to this one, which is taken too.
    pub fn until(&mut self, end: char) -> Result<String, PatternError> {
        let mut text = String::new();
        loop {
            match self.next() {
                None => return Err(self.error("missing end of a group's name or comment")),
                Some(it) if it == end => return Ok(text),
                Some(it) => text.push(it),
            }
        }
    }

    /// Digits of a base: at least and at most so many.
    pub fn digits(&mut self, base: u32, least: usize, most: usize) -> Result<u32, PatternError> {
        let (mut value, mut count) = (0_u32, 0);
        while count < most
            && let Some(digit) = self.peek().and_then(|it| it.to_digit(base))
        {
            value = value.wrapping_mul(base).wrapping_add(digit);
            self.next();
            count += 1;
        }
        if count < least { Err(self.error("incomplete escape")) } else { Ok(value) }
    }

    /// Passes over what means nothing in a verbose pattern.
    pub fn skip_verbose(&mut self) {
        while self.is_verbose {
            match self.peek() {
                Some(' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}') => _ = self.next(),
                Some('#') => while self.next().is_some_and(|it| it != '\n') {},
                _ => return,
            }
        }
    }

    /// A repeat, if one follows: at least and at most how often.
    pub fn repeat(&mut self) -> Result<Option<(usize, Option<usize>)>, PatternError> {
        let found = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => {
                let before = (self.rest.clone(), self.position);
                self.next();
                let Some(bounds) = self.bounds() else {
                    (self.rest, self.position) = before;
                    return Ok(None);
                };
                if bounds.0 > MAX_REPEAT || bounds.1.is_some_and(|most| most > MAX_REPEAT) {
                    return Err(self.unsupported("the repetition number is too large"));
                }
                return Ok(Some(bounds));
            }
            _ => return Ok(None),
        };
        self.next();
        Ok(Some(found))
    }

    /// `m}`, `m,}`, `,n}` or `m,n}`; nothing is taken where it is none of these: then `{` is a character.
    pub fn bounds(&mut self) -> Option<(usize, Option<usize>)> {
        let (inner, _) = self.rest.as_str().split_once('}')?;
        let (least, most) = inner.split_once(',').unwrap_or((inner, inner));
        let is_digits = |text: &str| text.bytes().all(|it| it.is_ascii_digit());
        if inner.is_empty() || !is_digits(least) || !is_digits(most) {
            return None;
        }
        let number = |text: &str| if text.is_empty() { None } else { Some(text.parse().unwrap_or(usize::MAX)) };
        let found = (number(least).unwrap_or(0), number(most));
        for _ in 0..=inner.chars().count() {
            self.next();
        }
        Some(found)
    }
}
