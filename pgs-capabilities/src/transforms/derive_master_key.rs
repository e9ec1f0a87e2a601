//! `capability_transforms::CT_PURE_DERIVE_MASTER_KEY`: the root of a BIP-32 tree on secp256k1.

use pgs_rt::{Field, Violation};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{hd_key, hex_bytes};

pgs_rt::described! {
    /// What the transform reads.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The seed, as hex: at least 16 bytes. A secret.
        pub seed_bytes: Field<String>,
    }

    /// What the transform yields.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The private key, 32 bytes as `0x` hex. A secret.
        pub master_private_key_bytes: String,
        /// The chain code, 32 bytes as `0x` hex. A secret.
        pub master_chain_code_bytes: String,
    }
}

/// Derives the key. A seed that is not hex or too short is a violation.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let text = Zeroizing::new(inputs.seed_bytes.required("seed_bytes")?);
    let seed = hex_bytes::read("seed_bytes", &text)?;
    let master = hd_key::master("seed_bytes", &seed)?;
    Ok(Outputs {
        master_private_key_bytes: hex_bytes::write(*Zeroizing::new(master.to_bytes())),
        master_chain_code_bytes: hex_bytes::write(master.attrs().chain_code),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn master(seed: &str) -> Result<(String, String), Violation> {
        let outputs = run(Inputs { seed_bytes: seed.into() })?;
        Ok((outputs.master_private_key_bytes, outputs.master_chain_code_bytes))
    }

    // Seeds of 16, 64 and 32 bytes: test vectors 1, 2 and 4 of BIP-32. Those of 20 and 100 bytes: bip_utils.
    #[test]
    fn known_answers() {
        let cases = [
            (
                "000102030405060708090a0b0c0d0e0f",
                "0xe8f32e723decf4051aefac8e2c93c9c5b214313817cdb01a1494b917c8436b35",
                "0x873dff81c02f525623fd1fe5167eac3a55a049de3d314bb42ee227ffed37d508",
            ),
            (
                "0xfffcf9f6f3f0edeae7e4e1dedbd8d5d2cfccc9c6c3c0bdbab7b4b1aeaba8a5a2\
                 9f9c999693908d8a8784817e7b7875726f6c696663605d5a5754514e4b484542",
                "0x4b03d6fc340455b363f51020ad3ecca4f0850280cf436c70c727923f6db46c3e",
                "0x60499f801b896d83179a4374aeb7822aaeaceaa0db1f85ee3e904c4defbd9689",
            ),
            (
                "3ddd5602285899a946114506157c7997e5444528f3003f6134712147db19b678",
                "0x12c0d59c7aa3a10973dbd3f478b65f2516627e3fe61e00c345be9a477ad2e215",
                "0xd0c8a1f6edf2500798c3e0b54f1b56e45f6d03e6076abd36e5e2f54101e44ce6",
            ),
            (
                &"0f".repeat(20),
                "0x14b001009b7b9d84c3bf9149ace7e4cf9fac191b7735d8505056f4414d4fd93a",
                "0xc528191a2c45aee83c37f02baeea2c0897c9557bd2f8c5d4734e0a3543838e98",
            ),
            (
                &"ab".repeat(100),
                "0x32831ff329bec77d995200ed237df7ace1a624b121533ee85f00057202b1d3ba",
                "0x4041f8364a744f52458cffe72df62dc4d5563d0707edfe444de1f1fb48263bc8",
            ),
        ];
        for (seed, key, chain_code) in cases {
            assert_eq!(master(seed).unwrap(), (key.to_owned(), chain_code.to_owned()));
        }
    }

    #[test]
    fn a_bad_seed_is_a_violation() {
        assert!(master(&"ab".repeat(15)).is_err());
        assert!(master("").is_err());
        assert!(master("0xseed").is_err());
        assert!(run(Inputs::default()).is_err());
    }
}
