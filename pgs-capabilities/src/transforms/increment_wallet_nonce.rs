//! `blockchain::CT_PURE_INCREMENT_WALLET_NONCE_V0`: reserves a wallet's next nonce.

use pgs_rt::{Field, Map, Value, Violation};
use serde::{Deserialize, Serialize};

use super::{integer, wallet_record};

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The wallet.
        pub wallet_record: Field<Map<String, Value>>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The nonce before, an integer: the one that is reserved. 0 for a wallet without one.
        pub nonce: Value,
        /// The wallet, with `state.eoa.nonce` one higher.
        pub updated_wallet_record: Map<String, Value>,
    }
}

/// Counts the nonce up in a copy. Fails where the nonce, or a part on the way, is of another type.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let mut wallet = inputs.wallet_record.required("wallet_record")?;
    let mut state = wallet_record::part(&wallet, "state")?;
    let mut eoa = wallet_record::part(&state, "eoa")?;
    let nonce =
        wallet_record::nonce(&eoa)?.ok_or_else(|| Violation::new("`wallet_record`: `state.eoa.nonce` is null"))?;
    eoa.insert("nonce".into(), integer::write("wallet_record", &nonce + 1)?);
    state.insert("eoa".into(), Value::Object(eoa));
    wallet.insert("state".into(), Value::Object(state));
    Ok(Outputs { nonce: integer::write("wallet_record", nonce)?, updated_wallet_record: wallet })
}

#[cfg(test)]
mod tests {
    use super::*;
    use pgs_value::json;

    fn increment(wallet: Value) -> Result<(Value, Value), Violation> {
        run(Inputs { wallet_record: Field::json(wallet) }).map(|o| (o.nonce, Value::Object(o.updated_wallet_record)))
    }

    #[test]
    fn the_nonce_counts_up_and_nothing_else_changes() {
        let (nonce, wallet) = increment(json!({"a": [1], "state": {"b": 2, "eoa": {"nonce": 4, "c": 3}}})).unwrap();
        assert_eq!(nonce, json!(4));
        assert_eq!(wallet, json!({"a": [1], "state": {"b": 2, "eoa": {"nonce": 5, "c": 3}}}));
    }

    #[test]
    fn a_wallet_without_a_nonce_begins_at_zero() {
        assert_eq!(increment(json!({})).unwrap(), (json!(0), json!({"state": {"eoa": {"nonce": 1}}})));
    }

    #[test]
    fn a_nonce_may_have_any_size() {
        for (nonce, next) in
            [("9223372036854775807", "9223372036854775808"), ("36893488147419103231", "36893488147419103232")]
        {
            let parse = |text: &str| pgs_value::json::parse(text).unwrap();
            let wallet = |nonce: &str| json!({"state": {"eoa": {"nonce": parse(nonce)}}});
            assert_eq!(increment(wallet(nonce)).unwrap(), (parse(nonce), wallet(next)));
        }
    }

    #[test]
    fn a_nonce_that_can_not_be_counted_fails() {
        for nonce in [json!(null), json!("4"), json!(1.5), json!(true)] {
            assert!(increment(json!({"state": {"eoa": {"nonce": nonce}}})).is_err(), "{nonce}");
        }
        for wallet in [json!(null), json!("w"), json!({"state": null}), json!({"state": {"eoa": []}})] {
            assert!(increment(wallet.clone()).is_err(), "{wallet}");
        }
    }
}
