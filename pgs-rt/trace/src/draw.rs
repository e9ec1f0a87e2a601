//! What a run took from outside the protocol, as it stands in the event that follows.

use std::collections::VecDeque;

use pgs_value::{Value, View, json};

use crate::detail::DetailWriter;
use crate::hidden::SUPPRESSED;
use crate::sources::{Timestamp, rfc3339_nanos};

/// The key of the draws in a detail.
pub const DRAWS: &str = "draws";

const TIME: &str = "time";
const RANDOM: &str = "random";

/// What a run took from outside the protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Draw {
    /// The time.
    Time(Timestamp),
    /// Random bytes.
    Random(Vec<u8>),
    /// Random bytes that no trace shows.
    Suppressed,
}

impl Draw {
    /// Appends draws to a detail, in order.
    pub fn write_all(draws: &[Self], detail: &mut DetailWriter<'_>) {
        if !draws.is_empty() {
            json::write_list(detail.key(DRAWS), draws, |text, draw| draw.write(text));
        }
    }

    fn write(&self, text: &mut String) {
        let (key, value) = match self {
            Self::Time(time) => (TIME, rfc3339_nanos(*time)),
            Self::Random(bytes) => (RANDOM, hex::encode(bytes)),
            Self::Suppressed => return json::write_compact(text, View::fields(&[(RANDOM, &SUPPRESSED)])),
        };
        json::write_compact(text, View::fields(&[(key, &value.as_str())]));
    }

    /// Reads a list of draws. None where it is no list, or one that can't be read is in it.
    pub fn read_all(draws: &Value) -> Result<VecDeque<Self>, DrawError> {
        let draws = draws.as_array().ok_or(DrawError::NoList)?;
        draws.iter().map(|draw| Self::read(draw).ok_or(DrawError::NoDraw)).collect()
    }

    fn read(value: &Value) -> Option<Self> {
        if value.as_object()?.len() != 1 {
            return None;
        }
        if let Some(time) = value.get(TIME) {
            return time.as_str()?.parse().ok().map(Self::Time);
        }
        match value.get(RANDOM)?.as_str()? {
            SUPPRESSED => Some(Self::Suppressed),
            bytes => hex::decode(bytes).ok().map(Self::Random),
        }
    }
}

/// Why the draws of an event can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DrawError {
    /// They are no list.
    #[error("`detail.draws` is no list")]
    NoList,
    /// One of them is something else.
    #[error("a draw is neither a time nor random bytes")]
    NoDraw,
}
