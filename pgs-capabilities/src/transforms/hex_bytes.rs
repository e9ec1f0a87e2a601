//! Bytes as hex text: how the protocol writes keys, hashes and addresses.
//!
//! The prefix `0x` or `0X` is optional when read, and `0x` is always written. Bytes are wiped from memory when dropped, since any of them
//! may be key material; for the same reason no reason of a violation shows a digit.

use pgs_rt::Violation;
use zeroize::Zeroizing;

/// The bytes that `text` stands for. `name` is the field's name.
pub(super) fn read(name: &str, text: &str) -> Result<Zeroizing<Vec<u8>>, Violation> {
    let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")).unwrap_or(text);
    let bytes = hex::decode(digits);
    bytes.map(Zeroizing::new).map_err(|_| Violation::new(format!("`{name}` is not an even number of hex digits")))
}

/// The `N` bytes that `text` stands for; any other number of bytes is a violation.
pub(super) fn read_exactly<const N: usize>(name: &str, text: &str) -> Result<Zeroizing<[u8; N]>, Violation> {
    let bytes = read(name, text)?;
    let array = <[u8; N]>::try_from(bytes.as_slice());
    array.map(Zeroizing::new).map_err(|_| Violation::new(format!("`{name}` is not {N} bytes long")))
}

/// `0x` and two lower-case digits for each byte.
pub(super) fn write(bytes: impl AsRef<[u8]>) -> String {
    format!("0x{}", hex::encode(bytes))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_prefix_is_optional_and_digits_have_any_case() {
        for text in ["0x00ff7A", "00FF7a", "0X00ff7A"] {
            assert_eq!(*read("x", text).unwrap(), [0x00, 0xff, 0x7a]);
        }
        assert!(read("x", "0x").unwrap().is_empty());
    }

    #[test]
    fn anything_but_pairs_of_digits_is_a_violation_without_the_value() {
        for text in ["0xabc", "zz", "0x 00", "0x0x00", "0x0X00", "\u{e9}"] {
            let reason = read("key", text).unwrap_err().reason();
            assert_eq!(reason, "`key` is not an even number of hex digits");
        }
    }

    #[test]
    fn a_wrong_length_is_a_violation() {
        assert_eq!(*read_exactly::<2>("x", "0x0102").unwrap(), [1, 2]);
        for text in ["0x01", "0x010203", ""] {
            assert_eq!(read_exactly::<2>("x", text).unwrap_err().reason(), "`x` is not 2 bytes long");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(bytes: Vec<u8>) {
            prop_assert_eq!(&*read("x", &write(&bytes)).unwrap(), &bytes);
        }
    }
}
