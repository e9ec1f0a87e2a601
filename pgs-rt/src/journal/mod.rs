//! Where the events of a run go, and where its draws come from.
//!
//! ```text
//! replay      a run that repeats a recorded one, and where both differ
//! agree       when two events are the same
//! comparison  how a replay compares with its recording
//! ```

mod agree;
mod comparison;
mod replay;

pub use comparison::{Comparison, Divergence};
pub(crate) use replay::Replay;
