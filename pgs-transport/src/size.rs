//! How many bytes a payload may have.

use std::fmt;
use std::str::FromStr;

use pgs_rt::limits::{MOST_PAYLOAD_BYTES, PAYLOAD_BYTES};

/// How many bytes a payload may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size(usize);

impl Default for Size {
    fn default() -> Self {
        Self(PAYLOAD_BYTES)
    }
}

/// The units that a size may be given in, the largest first.
const UNITS: [(&str, usize); 3] = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];

impl Size {
    /// How many bytes.
    pub fn bytes(self) -> usize {
        self.0
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match UNITS.iter().find(|(_, unit)| self.0.is_multiple_of(*unit)) {
            Some((name, unit)) => write!(f, "{} {name}", self.0 / unit),
            None => write!(f, "{} bytes", self.0),
        }
    }
}

/// From a number of bytes, or of a unit: `1000`, `64MiB`.
impl FromStr for Size {
    type Err = SizeError;

    fn from_str(text: &str) -> Result<Self, SizeError> {
        let units = UNITS.iter().find_map(|(name, unit)| Some((text.strip_suffix(name)?.trim_end(), *unit)));
        let (number, unit) = units.unwrap_or((text, 1));
        let bytes = number.parse::<usize>().ok().and_then(|number| number.checked_mul(unit));
        bytes.filter(|bytes| (1..=MOST_PAYLOAD_BYTES).contains(bytes)).map(Self).ok_or(SizeError)
    }
}

/// What is no size of a payload.
#[derive(Debug, thiserror::Error)]
#[error("give a number of bytes, or of KiB, MiB or GiB, up to {}", Size(MOST_PAYLOAD_BYTES))]
pub(crate) struct SizeError;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_has_a_unit_or_none() {
        let bytes = |text: &str| text.parse::<Size>().ok().map(Size::bytes);
        assert_eq!([bytes("1"), bytes("3KiB"), bytes("64 MiB"), bytes("1GiB")], [1, 3072, 64 << 20, 1 << 30].map(Some));
        for text in ["", "0", "-1", "1.5MiB", "MiB", "2GiB", "1kb", "99999999999999999999GiB"] {
            assert_eq!(bytes(text), None, "{text}");
        }
        assert_eq!([Size::default().to_string(), Size(1000).to_string()], ["64 MiB", "1000 bytes"]);
    }
}
