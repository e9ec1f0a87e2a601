//! JSON as the reference interpreter reads, writes and compares it.

mod compare;
mod error;
mod exact;
mod float;
mod limits;
mod parse;
pub(crate) mod reader;
pub(crate) mod text;
mod write;

pub use self::compare::{compare, depth, equal};
pub use self::error::{Context, ParseError, Position, Syntax};
pub use self::exact::{compact_at, compact_len};
pub use self::float::float_text;
pub use self::limits::{DEPTH_LIMIT, Limits};
pub use self::parse::{leading_text, parse, parse_slice, parse_within};
pub use self::write::{
    canonical, compact, number_text, plain, pretty, pretty_sorted, spaced, write_canonical, write_compact,
    write_integer, write_list, write_object, write_text,
};
