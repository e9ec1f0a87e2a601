//! One line of a batch.

/// One line that is not blank.
pub(crate) struct Line {
    /// Its number in the input, from 1. Blank lines count.
    pub number: u64,
    /// Its bytes without the line break; none where it is too long.
    pub bytes: Option<Vec<u8>>,
    /// How many bytes they are.
    pub size: usize,
    /// How many bytes of the input end with it.
    pub end: u64,
}
