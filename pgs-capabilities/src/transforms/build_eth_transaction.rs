//! `blockchain::CT_PURE_BUILD_ETH_TRANSACTION`: an unsigned EIP-1559 transaction.

use alloy_rlp::{Bytes, Encodable as _, RlpEncodable};
use pgs_rt::{Field, Value, Violation};
use serde::{Deserialize, Serialize};

use super::{access_list, access_list::Access, hex_bytes, quantity::Quantity};

/// The type of an EIP-1559 transaction in its EIP-2718 envelope.
const TYPE: u8 = 2;

pgs_rt::described! {
    /// What the transform reads. Quantities are integers of any size, from 0: as JSON numbers, or as decimal digits in text.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The chain that the transaction is for.
        pub chain_id: Field<Value>,
        /// The number of the sender's transactions before this one.
        pub nonce: Field<Value>,
        /// The destination's address, as hex: 20 bytes.
        pub to: Field<String>,
        /// The amount to transfer, in wei.
        pub value: Field<Value>,
        /// Input of a contract call, as hex; nothing if absent.
        pub data: Field<String>,
        /// The most gas that may be used; 21000 if absent.
        pub gas_limit: Field<Value>,
        /// The most that is paid, in wei per gas; 20000000000 if absent.
        pub max_fee_per_gas: Field<Value>,
        /// What of it goes to the block's proposer, in wei per gas; 1000000000 if absent.
        pub max_priority_fee_per_gas: Field<Value>,
        /// Storage that the transaction will touch (EIP-2930): items `{address, storageKeys}` or `[address, [key, …]]`,
        /// 20 and 32 bytes as hex; empty if absent.
        pub access_list: Field<Vec<Value>>,
    }

    /// What the transform yields.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The transaction as it is hashed for signing: `02` and the RLP list of its fields, as `0x` hex.
        pub unsigned_tx_bytes: String,
    }
}

/// The fields in the order of EIP-1559.
#[derive(RlpEncodable)]
struct Unsigned {
    chain_id: Quantity,
    nonce: Quantity,
    max_priority_fee_per_gas: Quantity,
    max_fee_per_gas: Quantity,
    gas_limit: Quantity,
    to: [u8; 20],
    value: Quantity,
    data: Bytes,
    access_list: Vec<Access>,
}

/// Builds the transaction. A quantity that is no integer from 0, an address that is not 20 bytes, data that is not hex,
/// and an access list of another form are violations.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let unsigned = read(inputs)?;
    let mut bytes = vec![TYPE];
    unsigned.encode(&mut bytes);
    Ok(Outputs { unsigned_tx_bytes: hex_bytes::write(bytes) })
}

fn read(inputs: Inputs) -> Result<Unsigned, Violation> {
    let data = inputs.data.optional("data")?.unwrap_or_default();
    Ok(Unsigned {
        chain_id: Quantity::required("chain_id", inputs.chain_id)?,
        nonce: Quantity::required("nonce", inputs.nonce)?,
        max_priority_fee_per_gas: Quantity::or(
            1_000_000_000,
            "max_priority_fee_per_gas",
            inputs.max_priority_fee_per_gas,
        )?,
        max_fee_per_gas: Quantity::or(20_000_000_000, "max_fee_per_gas", inputs.max_fee_per_gas)?,
        gas_limit: Quantity::or(21_000, "gas_limit", inputs.gas_limit)?,
        to: *hex_bytes::read_exactly("to", &inputs.to.required("to")?)?,
        value: Quantity::required("value", inputs.value)?,
        data: Bytes::copy_from_slice(&hex_bytes::read("data", &data)?),
        access_list: access_list::read("access_list", inputs.access_list.optional("access_list")?.unwrap_or_default())?,
    })
}

#[cfg(test)]
mod tests {
    use pgs_value::json;
    use proptest::prelude::*;

    use super::*;

    fn build(inputs: Value) -> Result<String, Violation> {
        run(pgs_value::from_value(inputs).unwrap()).map(|outputs| outputs.unsigned_tx_bytes)
    }

    /// A complete transaction with one field replaced.
    fn with(key: &str, value: Value) -> Value {
        let mut inputs = json!({
            "chain_id": 1, "nonce": 10, "to": "0x1234567890123456789012345678901234567890", "value": "1000000000000000000",
        });
        inputs[key] = value;
        inputs
    }

    // Computed with the `rlp` package of Python.
    const PLAIN: &str = "0x02f0010a843b9aca008504a817c800825208941234567890123456789012345678901234567890880de0b6b3a7\
                         64000080c0";

    #[test]
    fn absent_fields_have_the_declared_defaults() {
        assert_eq!(build(with("data", Value::Null)).unwrap(), PLAIN);
        for (key, value) in [
            ("data", json!("0x")),
            ("gas_limit", json!(21000)),
            ("max_fee_per_gas", json!("20000000000")),
            ("max_priority_fee_per_gas", json!(1_000_000_000)),
            ("access_list", json!([])),
        ] {
            assert_eq!(build(with(key, value)).unwrap(), PLAIN);
        }
    }

    #[test]
    fn zeros_are_empty() {
        let inputs = json!({
            "chain_id": 0, "nonce": "0", "max_priority_fee_per_gas": 0, "max_fee_per_gas": "0", "gas_limit": "00",
            "to": "00".repeat(20), "value": 0,
        });
        let expected = format!("0x02dd808080808094{}8080c0", "00".repeat(20));
        assert_eq!(build(inputs).unwrap(), expected);
    }

    #[test]
    fn integers_have_any_size() {
        let inputs = r#"{
            "chain_id": 18446744073709551617, "nonce": "1180591620717411303424", "max_priority_fee_per_gas": 1,
            "max_fee_per_gas": 2, "gas_limit": 36893488147419103232, "to": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "value": "115792089237316195423570985008687907853269984665640564039457584007913129639935",
            "data": "0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b"
        }"#;
        let expected = "0x02f895890100000000000000018940000000000000000001028902000000000000000094aaaaaaaaaaaaaaaaaaaa\
                        aaaaaaaaaaaaaaaaaaaaa0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffb83c0001\
                        02030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f3031\
                        32333435363738393a3bc0";
        assert_eq!(build(pgs_value::from_str(inputs).unwrap()).unwrap(), expected);
    }

    #[test]
    fn access_lists_are_encoded_in_both_forms() {
        let (first, second) = ("cc".repeat(20), format!("0x{}", "ee".repeat(20)));
        let keys = json!(["00".repeat(32), format!("0x{}", "dd".repeat(32))]);
        let objects = json!([{"address": first, "storageKeys": keys}, {"address": second, "storageKeys": []}]);
        let lists = json!([[first, keys], [second, []]]);
        let expected = format!(
            "0x02f89b0501843b9aca008504a817c80082520894{}077ff872f85994{}f842a0{}a0{}d694{}c0",
            "bb".repeat(20),
            "cc".repeat(20),
            "00".repeat(32),
            "dd".repeat(32),
            "ee".repeat(20)
        );
        for access_list in [objects, lists] {
            let inputs = json!({
                "chain_id": 5, "nonce": 1, "to": "bb".repeat(20), "value": "7", "data": "0x7f",
                "access_list": access_list,
            });
            assert_eq!(build(inputs).unwrap(), expected);
        }
    }

    #[test]
    fn bad_inputs_are_violations_that_name_the_field() {
        let address = "11".repeat(20);
        let cases = [
            ("chain_id", json!(null)),
            ("chain_id", json!(-1)),
            ("nonce", json!(1.0)),
            ("nonce", json!(true)),
            ("nonce", json!("")),
            ("value", json!("-1")),
            ("value", json!("+1")),
            ("value", json!("1_000")),
            ("value", json!("0x10")),
            ("value", json!("1e18")),
            ("value", json!([])),
            ("gas_limit", json!("many")),
            ("max_fee_per_gas", json!(0.5)),
            ("max_priority_fee_per_gas", json!({})),
            ("to", json!("0x12")),
            ("to", json!("")),
            ("to", json!(null)),
            ("data", json!("0x0")),
            ("data", json!(5)),
            ("access_list", json!("[]")),
            ("access_list", json!({})),
            ("access_list", json!([null])),
            ("access_list", json!([[address]])),
            ("access_list", json!([[address, "00"]])),
            ("access_list", json!([[address, ["00"]]])),
            ("access_list", json!([["11", []]])),
            ("access_list", json!([{"address": address}])),
        ];
        for (key, value) in cases {
            let reason = build(with(key, value.clone())).unwrap_err().reason();
            assert!(reason.starts_with(&format!("`{key}")), "{key}: {value}: {reason}");
        }
    }

    proptest! {
        /// A number and its decimal digits mean the same.
        #[test]
        fn numbers_and_digits_are_equal(value: u64) {
            prop_assert_eq!(build(with("value", json!(value))), build(with("value", json!(value.to_string()))));
        }
    }
}
