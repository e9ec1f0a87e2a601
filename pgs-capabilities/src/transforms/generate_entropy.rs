//! `capability_transforms::CT_PURE_GENERATE_ENTROPY`: random bytes to make a mnemonic or a key of.

use pgs_rt::{Field, Sources, Violation};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::hex_bytes;

pgs_rt::described! {
    /// What the transform reads.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// How many bits: 128, 160, 192, 224 or 256.
        pub entropy_bits: Field<i64>,
    }

    /// What the transform yields.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The bytes, as `0x` hex. A secret.
        pub entropy_bytes: String,
    }
}

/// Draws the bytes. A number of bits that is not allowed is a violation, and so is a source that fails.
pub fn run(inputs: Inputs, sources: &dyn Sources) -> Result<Outputs, Violation> {
    let length = byte_length(inputs.entropy_bits.required("entropy_bits")?)?;
    Ok(Outputs { entropy_bytes: hex_bytes::write(draw(length, sources)?) })
}

/// The number of bytes, for an allowed number of bits.
pub(super) fn byte_length(bits: i64) -> Result<usize, Violation> {
    match bits {
        128 => Ok(16),
        160 => Ok(20),
        192 => Ok(24),
        224 => Ok(28),
        256 => Ok(32),
        _ => Err(Violation::new("`entropy_bits` is not one of 128, 160, 192, 224, 256")),
    }
}

/// This many random bytes.
pub(super) fn draw(length: usize, sources: &dyn Sources) -> Result<Zeroizing<Vec<u8>>, Violation> {
    let mut bytes = Zeroizing::new(vec![0; length]);
    sources.fill_secret(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use pgs_rt::{SystemSources, Timestamp};

    use super::*;

    /// Counts the bytes up, or has none.
    struct Counting {
        empty: bool,
    }

    impl Sources for Counting {
        fn now(&self) -> Timestamp {
            Timestamp::UNIX_EPOCH
        }

        fn fill(&self, bytes: &mut [u8]) -> Result<(), Violation> {
            if self.empty {
                return Err(Violation::new("no random bytes"));
            }
            bytes.iter_mut().zip(0..).for_each(|(byte, n)| *byte = n);
            Ok(())
        }
    }

    fn generate(bits: i64, sources: &dyn Sources) -> Result<String, Violation> {
        run(Inputs { entropy_bits: bits.into() }, sources).map(|outputs| outputs.entropy_bytes)
    }

    #[test]
    fn the_bytes_are_the_sources() {
        let text = generate(128, &Counting { empty: false }).unwrap();
        assert_eq!(text, "0x000102030405060708090a0b0c0d0e0f");
        assert_eq!(generate(128, &Counting { empty: true }).unwrap_err().reason(), "no random bytes");
    }

    #[test]
    fn every_allowed_length_is_drawn_anew() {
        for bits in [128, 160, 192, 224, 256] {
            let [first, second] = [(); 2].map(|()| generate(bits, &SystemSources).unwrap());
            assert_eq!(i64::try_from(first.len()).unwrap(), 2 + bits / 4);
            assert_ne!(first, second);
        }
    }

    #[test]
    fn other_lengths_are_violations() {
        for bits in [0, -128, 127, 129, 512, i64::MAX] {
            assert!(generate(bits, &SystemSources).is_err());
        }
        assert!(run(Inputs::default(), &SystemSources).is_err());
        assert!(run(Inputs { entropy_bits: Field::json("128".into()) }, &SystemSources).is_err());
    }
}
