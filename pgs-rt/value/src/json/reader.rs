//! JSON text, read part by part: what [`parse`](super::parse) and typed reading stand on.

use jiter::{Jiter, JiterError, JiterErrorType, JsonErrorType, LinePosition, Peek};
use num_bigint::BigInt;

use super::error::{ParseError, Position, Syntax};
use super::limits::Limits;
use super::text::Text;
use crate::map::Map;
use crate::number::{MAX_INTEGER_DIGITS, Number};
use crate::value::Value;

/// How many characters of a number an error shows.
const SHOWN_OF_NUMBER: usize = 400;

/// The text of bytes in UTF-8.
pub(crate) fn text(bytes: &[u8]) -> Result<&str, ParseError> {
    std::str::from_utf8(bytes).map_err(|error| ParseError::NotUtf8 { position: position(bytes, error.valid_up_to()) })
}

fn position(text: &[u8], index: usize) -> Position {
    let LinePosition { line, column } = LinePosition::find(text, index);
    Position { line, column }
}

/// Why reading stopped. It is boxed so that a result is no larger than what is read.
pub(crate) struct Failure(Box<ParseError>);

impl From<ParseError> for Failure {
    fn from(error: ParseError) -> Self {
        Self(Box::new(error))
    }
}

impl From<Failure> for ParseError {
    fn from(Failure(error): Failure) -> Self {
        *error
    }
}

/// A document that is being read.
pub(crate) struct Reader<'t> {
    text: &'t str,
    jiter: Jiter<'t>,
    limits: Limits,
    /// How many lists and objects are open.
    depth: usize,
    /// How many values were read as such.
    values: usize,
    /// The fields of the objects that are being read.
    fields: Vec<(String, Value)>,
}

impl<'t> Reader<'t> {
    pub fn new(text: &'t str) -> Self {
        Self::within(text, Limits::default())
    }

    pub fn within(text: &'t str, limits: Limits) -> Self {
        Self { text, jiter: Jiter::new(text.as_bytes()), limits, depth: 0, values: 0, fields: Vec::with_capacity(16) }
    }

    /// What begins next.
    pub fn peek(&mut self) -> Result<Peek, Failure> {
        self.jiter.peek().map_err(|error| self.error(error))
    }

    /// The value that begins next.
    pub fn value(&mut self) -> Result<Value, Failure> {
        let start = self.peek()?;
        self.value_of(start)
    }

    fn value_of(&mut self, start: Peek) -> Result<Value, Failure> {
        if self.values == self.limits.values {
            return Err(ParseError::TooManyValues { limit: self.limits.values, position: self.position() }.into());
        }
        self.values += 1;
        Ok(match start {
            Peek::String => Value::String(self.string()?.to_owned()),
            Peek::Object => Value::Object(self.object()?),
            Peek::Array => Value::Array(self.array()?),
            Peek::Null => {
                self.null()?;
                Value::Null
            }
            Peek::True | Peek::False => Value::Bool(self.bool(start)?),
            _ => Value::Number(self.number(start)?),
        })
    }

    fn array(&mut self) -> Result<Vec<Value>, Failure> {
        let mut items = Vec::new();
        let mut next = self.open_array()?;
        while let Some(start) = next {
            items.push(self.value_of(start)?);
            next = self.next_item()?;
        }
        Ok(items)
    }

    fn object(&mut self) -> Result<Map<String, Value>, Failure> {
        let base = self.fields.len();
        let mut key = self.open_object()?.map(Text::into_string);
        while let Some(name) = key {
            let value = self.value()?;
            self.fields.push((name, value));
            key = self.next_key()?.map(Text::into_string);
        }
        Ok(self.fields.drain(base..).collect())
    }

    /// Passes over the value that begins next.
    pub fn skip(&mut self) -> Result<(), Failure> {
        let start = self.peek()?;
        let before = self.jiter.clone();
        // The library is quick, but has a limit of its own for nesting. What can't be deeper than ours needs no other look.
        if self.jiter.known_skip(start).is_ok()
            && self.opened_since(before.current_index()) <= self.limits.depth - self.depth
        {
            return Ok(());
        }
        self.jiter = before;
        self.walk(start)
    }

    /// How many lists and objects begin between a place and the reader, or texts look as if they did.
    fn opened_since(&self, begin: usize) -> usize {
        let passed = self.text.as_bytes().get(begin..self.jiter.current_index()).unwrap_or_default();
        // Each takes two bytes at least.
        if passed.len() / 2 <= self.limits.depth - self.depth {
            return passed.len() / 2;
        }
        passed.iter().filter(|byte| matches!(byte, b'[' | b'{')).count()
    }

    /// Passes over a value part by part.
    fn walk(&mut self, start: Peek) -> Result<(), Failure> {
        match start {
            Peek::Object => {
                let mut goes_on = self.open_object()?.is_some();
                while goes_on {
                    let start = self.peek()?;
                    self.walk(start)?;
                    goes_on = self.next_key()?.is_some();
                }
                Ok(())
            }
            Peek::Array => {
                let mut next = self.open_array()?;
                while let Some(start) = next {
                    self.walk(start)?;
                    next = self.next_item()?;
                }
                Ok(())
            }
            scalar => self.jiter.known_skip(scalar).map_err(|error| self.error(error)),
        }
    }

    /// Reads `null`, which begins next.
    pub fn null(&mut self) -> Result<(), Failure> {
        self.jiter.known_null().map_err(|error| self.error(error))
    }

    /// Reads `true` or `false`, which begins next.
    pub fn bool(&mut self, start: Peek) -> Result<bool, Failure> {
        self.jiter.known_bool(start).map_err(|error| self.error(error))
    }

    /// Reads a number, which begins next.
    pub fn number(&mut self, start: Peek) -> Result<Number, Failure> {
        let begin = self.jiter.current_index();
        match self.jiter.known_number(start) {
            Ok(jiter::NumberAny::Int(jiter::NumberInt::Int(integer))) => Ok(Number::from(integer)),
            Ok(jiter::NumberAny::Float(float)) => Number::from_f64(float).ok_or_else(|| self.out_of_range(begin)),
            Err(JiterError { error_type: JiterErrorType::JsonError(JsonErrorType::NumberOutOfRange), .. }) => {
                self.big_integer(start)
            }
            Err(error) => Err(self.error(error)),
        }
    }

    /// Reads an integer beyond 64 bits.
    #[cold]
    fn big_integer(&mut self, start: Peek) -> Result<Number, Failure> {
        let position = self.position();
        let digits = self.digits(start)?;
        // Reading takes the square of the length.
        if digits.trim_start_matches('-').len() > MAX_INTEGER_DIGITS {
            return Err(ParseError::TooManyDigits { position }.into());
        }
        let integer = BigInt::parse_bytes(digits.as_bytes(), 10);
        integer
            .and_then(|integer| Number::try_from(integer).ok())
            .ok_or_else(|| ParseError::TooManyDigits { position }.into())
    }

    /// Reads a number, as it is written.
    fn digits(&mut self, start: Peek) -> Result<&'t str, Failure> {
        let begin = self.jiter.current_index();
        match self.jiter.known_number_bytes(start) {
            Ok(_) => Ok(self.text.get(begin..self.jiter.current_index()).unwrap_or_default()),
            Err(error) => Err(self.error(error)),
        }
    }

    #[cold]
    fn out_of_range(&self, begin: usize) -> Failure {
        let number = self.text.get(begin..self.jiter.current_index()).unwrap_or_default();
        let number = match number.get(..SHOWN_OF_NUMBER) {
            Some(shown) if number.len() > SHOWN_OF_NUMBER => format!("{shown}…"),
            _ => number.to_owned(),
        };
        ParseError::NumberOutOfRange { number, position: position(self.text.as_bytes(), begin) }.into()
    }

    fn string(&mut self) -> Result<&str, Failure> {
        let Self { text, jiter, limits, .. } = self;
        let begin = jiter.current_index();
        let string = jiter.known_str().map_err(|error| error_in(text, error))?;
        limits.check(string, text, begin)?;
        Ok(string)
    }

    /// Reads a text, which begins next.
    pub fn text(&mut self) -> Result<Text<'_, 't>, Failure> {
        let text = self.text;
        Ok(Text::of(text, self.string()?))
    }

    /// Opens a list, which begins next: what begins its first item, if there is one.
    pub fn open_array(&mut self) -> Result<Option<Peek>, Failure> {
        self.enter()?;
        let first = self.jiter.known_array().map_err(|error| self.error(error))?;
        self.leave_unless(first.is_some());
        Ok(first)
    }

    /// What begins the next item of the list, if there is one.
    pub fn next_item(&mut self) -> Result<Option<Peek>, Failure> {
        let next = self.jiter.array_step().map_err(|error| self.error(error))?;
        self.leave_unless(next.is_some());
        Ok(next)
    }

    /// Opens an object, which begins next: its first key, if there is one.
    pub fn open_object(&mut self) -> Result<Option<Text<'_, 't>>, Failure> {
        self.enter()?;
        let Self { text, jiter, limits, depth, .. } = self;
        let begin = jiter.current_index();
        let key = jiter.known_object().map_err(|error| error_in(text, error))?;
        limits.check(key.unwrap_or_default(), text, begin)?;
        *depth -= usize::from(key.is_none());
        Ok(key.map(|key| Text::of(text, key)))
    }

    /// The next key of the object, if there is one.
    pub fn next_key(&mut self) -> Result<Option<Text<'_, 't>>, Failure> {
        let Self { text, jiter, limits, depth, .. } = self;
        let begin = jiter.current_index();
        let key = jiter.next_key().map_err(|error| error_in(text, error))?;
        limits.check(key.unwrap_or_default(), text, begin)?;
        *depth -= usize::from(key.is_none());
        Ok(key.map(|key| Text::of(text, key)))
    }

    fn enter(&mut self) -> Result<(), Failure> {
        if self.depth == self.limits.depth {
            return Err(ParseError::TooDeep { position: self.position() }.into());
        }
        self.depth += 1;
        Ok(())
    }

    fn leave_unless(&mut self, goes_on: bool) {
        self.depth -= usize::from(!goes_on);
    }

    /// Only white space may follow.
    pub fn finish(&mut self) -> Result<(), Failure> {
        self.jiter.finish().map_err(|error| self.error(error))
    }

    /// What has not been read.
    pub fn rest(&self) -> &'t str {
        self.text.get(self.jiter.current_index()..).unwrap_or_default()
    }

    /// Where the reader is.
    pub fn position(&self) -> Position {
        position(self.text.as_bytes(), self.jiter.current_index())
    }

    /// What is wrong where the reader is.
    pub fn syntax(&self, problem: Syntax) -> Failure {
        ParseError::Syntax { problem, position: self.position() }.into()
    }

    #[cold]
    fn error(&self, error: JiterError) -> Failure {
        error_in(self.text, error)
    }
}

impl Limits {
    /// Whether a text may be as long as this one, which begins at or behind a place of the document.
    fn check(self, read: &str, document: &str, begin: usize) -> Result<(), Failure> {
        if read.len() <= self.text {
            return Ok(());
        }
        Err(ParseError::TextTooLong { limit: self.text, position: position(document.as_bytes(), begin) }.into())
    }
}

#[cold]
fn error_in(text: &str, error: JiterError) -> Failure {
    ParseError::of_library(error.error_type, position(text.as_bytes(), error.index)).into()
}
