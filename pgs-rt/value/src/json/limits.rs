//! How large a document may be.

/// How deep lists and objects may be nested in a document that is read.
pub const DEPTH_LIMIT: usize = 127;

/// How large a document may be. What goes beyond is refused where it is met, before anything more is read.
///
/// How many digits an integer may have is the same for all documents: [`MAX_INTEGER_DIGITS`](crate::MAX_INTEGER_DIGITS).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How deep lists and objects may be nested. Reading takes some of the stack for each level.
    pub depth: usize,
    /// How many values there may be: each list, object, text, number and word counts.
    pub values: usize,
    /// How many bytes of UTF-8 a text or a key may have.
    pub text: usize,
}

impl Limits {
    /// As deep as this, and no other limit.
    pub const fn nested(depth: usize) -> Self {
        Self { depth, values: usize::MAX, text: usize::MAX }
    }
}

/// No limit but [`DEPTH_LIMIT`].
impl Default for Limits {
    fn default() -> Self {
        Self::nested(DEPTH_LIMIT)
    }
}
