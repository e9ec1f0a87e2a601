//! The elliptic curves that the protocol names.

use pgs_rt::Violation;

/// A curve by its name in SEC 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Curve {
    Secp256k1,
    Secp256r1,
}

impl Curve {
    /// The curve of this name, as the input `curve` gives it.
    pub(super) fn named(name: &str) -> Result<Self, Violation> {
        match name {
            "secp256k1" => Ok(Self::Secp256k1),
            "secp256r1" => Ok(Self::Secp256r1),
            _ => Err(Violation::new("`curve` is neither secp256k1 nor secp256r1")),
        }
    }

    /// The curve of this name; without one secp256k1, the declared default.
    pub(super) fn named_or_default(name: Option<String>) -> Result<Self, Violation> {
        name.map_or(Ok(Self::Secp256k1), |name| Self::named(&name))
    }
}

/// Why a private key was refused.
pub(super) fn out_of_range(name: &str) -> Violation {
    Violation::new(format!("`{name}` is 0 or not below the order of the curve"))
}
