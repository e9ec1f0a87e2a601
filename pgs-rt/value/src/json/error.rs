//! Why a text can't be read.

use std::fmt;

use jiter::{JiterErrorType, JsonErrorType};

use crate::number::MAX_INTEGER_DIGITS;

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in bytes, counted from 1; 0 where the text ends with the line before.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} column {}", self.line, self.column)
    }
}

/// Why a text is no JSON document, or none that can be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseError {
    /// The text ends within the document, or before it.
    #[error("EOF while parsing {within} at {position}")]
    UnexpectedEnd {
        /// What is not complete.
        within: Context,
        /// Where the text ends.
        position: Position,
    },
    /// The text is no JSON (RFC 8259).
    #[error("{problem} at {position}")]
    Syntax {
        /// What is wrong.
        problem: Syntax,
        /// Where it is.
        position: Position,
    },
    /// A text holds one half of a surrogate pair, which no Unicode text can hold.
    #[error("lone leading surrogate in hex escape at {position}")]
    LoneSurrogate {
        /// Where it is.
        position: Position,
    },
    /// A number is written with a point or an exponent, and its magnitude is beyond the largest double.
    #[error("number {number} is outside the range of a double at {position}")]
    NumberOutOfRange {
        /// The number as it is written; of a long one, the beginning.
        number: String,
        /// Where it begins.
        position: Position,
    },
    /// A number has too many digits before its point or end.
    #[error("a number has more than {MAX_INTEGER_DIGITS} digits at {position}")]
    TooManyDigits {
        /// Where it begins.
        position: Position,
    },
    /// Lists and objects are nested deeper than the reader was allowed ([`Limits::depth`](super::Limits::depth)).
    #[error("recursion limit exceeded at {position}")]
    TooDeep {
        /// Where the list or object begins that is too deep.
        position: Position,
    },
    /// A document has more values than the reader was allowed ([`Limits::values`](super::Limits::values)).
    #[error("there are more than {limit} values at {position}")]
    TooManyValues {
        /// How many there may be.
        limit: usize,
        /// Where the first begins that is too many.
        position: Position,
    },
    /// A text or key is longer than the reader was allowed ([`Limits::text`](super::Limits::text)).
    #[error("a text has more than {limit} bytes at {position}")]
    TextTooLong {
        /// How many bytes it may have.
        limit: usize,
        /// Where it begins, or what stands before it.
        position: Position,
    },
    /// Something follows the document.
    #[error("trailing characters at {position}")]
    TrailingCharacters {
        /// Where it begins.
        position: Position,
    },
    /// The bytes are no UTF-8.
    #[error("stream did not contain valid UTF-8 at {position}")]
    NotUtf8 {
        /// Where the first such byte is.
        position: Position,
    },
}

impl ParseError {
    /// Where the text can't be read.
    pub fn position(&self) -> Position {
        match self {
            Self::UnexpectedEnd { position, .. }
            | Self::Syntax { position, .. }
            | Self::LoneSurrogate { position }
            | Self::NumberOutOfRange { position, .. }
            | Self::TooManyDigits { position }
            | Self::TooDeep { position }
            | Self::TooManyValues { position, .. }
            | Self::TextTooLong { position, .. }
            | Self::TrailingCharacters { position }
            | Self::NotUtf8 { position } => *position,
        }
    }

    /// What the library says, in words of this crate.
    pub(super) fn of_library(error: JiterErrorType, position: Position) -> Self {
        let end = |within| Self::UnexpectedEnd { within, position };
        let syntax = |problem| Self::Syntax { problem, position };
        // Of a type that is not the expected one the library speaks where no value begins.
        let JiterErrorType::JsonError(error) = error else { return syntax(Syntax::Value) };
        match error {
            JsonErrorType::EofWhileParsingList => end(Context::List),
            JsonErrorType::EofWhileParsingObject => end(Context::Object),
            JsonErrorType::EofWhileParsingString => end(Context::String),
            JsonErrorType::EofWhileParsingValue => end(Context::Value),
            JsonErrorType::ExpectedColon => syntax(Syntax::Colon),
            JsonErrorType::ExpectedListCommaOrEnd => syntax(Syntax::ListCommaOrEnd),
            JsonErrorType::ExpectedObjectCommaOrEnd => syntax(Syntax::ObjectCommaOrEnd),
            JsonErrorType::ExpectedSomeIdent => syntax(Syntax::Word),
            JsonErrorType::InvalidEscape => syntax(Syntax::Escape),
            JsonErrorType::InvalidNumber => syntax(Syntax::Number),
            JsonErrorType::ControlCharacterWhileParsingString => syntax(Syntax::ControlCharacter),
            JsonErrorType::KeyMustBeAString => syntax(Syntax::Key),
            JsonErrorType::TrailingComma => syntax(Syntax::TrailingComma),
            JsonErrorType::UnexpectedEndOfHexEscape => syntax(Syntax::SurrogatePair),
            JsonErrorType::NumberOutOfRange => Self::TooManyDigits { position },
            JsonErrorType::InvalidUnicodeCodePoint => Self::NotUtf8 { position },
            JsonErrorType::LoneLeadingSurrogateInHexEscape => Self::LoneSurrogate { position },
            JsonErrorType::TrailingCharacters => Self::TrailingCharacters { position },
            JsonErrorType::RecursionLimitExceeded => Self::TooDeep { position },
            // The last three are of ways to read that are not used here.
            JsonErrorType::ExpectedSomeValue
            | JsonErrorType::FloatExpectingInt
            | JsonErrorType::DuplicateKey(_)
            | JsonErrorType::InternalError(_) => syntax(Syntax::Value),
        }
    }
}

/// What a text ends within.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Context {
    /// A value: nothing of it is there, or not all of a word or number.
    #[error("a value")]
    Value,
    /// A text.
    #[error("a string")]
    String,
    /// A list.
    #[error("a list")]
    List,
    /// An object.
    #[error("an object")]
    Object,
}

/// What is not as JSON has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Syntax {
    /// No value begins here.
    #[error("expected value")]
    Value,
    /// Neither `null` nor `true` nor `false`.
    #[error("expected ident")]
    Word,
    /// No number: a leading zero, or no digit after a sign, a point or an exponent.
    #[error("invalid number")]
    Number,
    /// A key is no text.
    #[error("key must be a string")]
    Key,
    /// No colon follows a key.
    #[error("expected `:`")]
    Colon,
    /// Neither a comma nor the end of the list.
    #[error("expected `,` or `]`")]
    ListCommaOrEnd,
    /// Neither a comma nor the end of the object.
    #[error("expected `,` or `}}`")]
    ObjectCommaOrEnd,
    /// Nothing follows a comma.
    #[error("trailing comma")]
    TrailingComma,
    /// A character that a text holds only as an escape.
    #[error("control character (\\u0000-\\u001F) found while parsing a string")]
    ControlCharacter,
    /// No escape.
    #[error("invalid escape")]
    Escape,
    /// The second half of a surrogate pair does not follow the first.
    #[error("unexpected end of hex escape")]
    SurrogatePair,
}
