//! What the threads of a batch, and others outside, tell the one that hands out lines.

use super::error::LinesError;
use super::line::Line;
use super::result::LineResult;
use crate::outside::Outside;

/// What the threads tell.
pub(super) enum Message {
    /// Lines were read.
    Lines(Vec<Line>),
    /// There are no more, or they can't be read.
    End(Result<(), LinesError>),
    /// The run of the line with this place is over; none where it was not begun, as the batch has stopped.
    Done(u64, Option<LineResult>),
    /// Something came from outside.
    Outside(Outside),
}
