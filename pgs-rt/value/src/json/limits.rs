//! How large a document may be.

/// How deep lists and objects may be nested in a document that is read.
pub const DEPTH_LIMIT: usize = 127;

/// How large a document may be. What goes beyond is refused where it is met, before anything more is read.
///
/// How many digits an integer may have is the same for all documents: [`MAX_INTEGER_DIGITS`](crate::MAX_INTEGER_DIGITS).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How deep lists and objects may be nested; at most as deep as in [`Limits::DEEPEST`].
    pub depth: usize,
    /// How many values there may be: each list, object, text, number and word counts.
    pub values: usize,
    /// How many bytes of UTF-8 a text or a key may have.
    pub text: usize,
}

impl Limits {
    /// As much as can be read: documents that hold others, such as the events of a trace, which hold what was in state.
    pub const DEEPEST: Self = Self { depth: 255, values: usize::MAX, text: usize::MAX };
}

/// No limit but [`DEPTH_LIMIT`].
impl Default for Limits {
    fn default() -> Self {
        Self { depth: DEPTH_LIMIT, values: usize::MAX, text: usize::MAX }
    }
}
