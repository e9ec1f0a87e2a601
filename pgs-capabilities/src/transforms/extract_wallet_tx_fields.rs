//! `blockchain::CT_PURE_EXTRACT_WALLET_TX_FIELDS_V0`: what a transaction needs of a wallet.

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
        /// `actor_id`; null if there is none.
        pub actor_id: Option<String>,
        /// `state.eoa.nonce`, an integer; 0 if it is absent, null if it is null.
        pub current_nonce: Value,
        /// `addresses.eoa[0].address`; null if there is none.
        pub from_address: Option<String>,
    }
}

/// Reads them. Fails where a part on the way is of another type.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let wallet = inputs.wallet_record.required("wallet_record")?;
    let eoa = wallet_record::part(&wallet_record::part(&wallet, "state")?, "eoa")?;
    let nonce = wallet_record::nonce(&eoa)?;
    Ok(Outputs {
        actor_id: wallet_record::text(&wallet, "actor_id")?,
        current_nonce: nonce.map_or(Ok(Value::Null), |nonce| integer::write("wallet_record", nonce))?,
        from_address: from_address(&wallet)?,
    })
}

/// A list of addresses that is absent, empty or no list has none.
fn from_address(wallet: &Map<String, Value>) -> Result<Option<String>, Violation> {
    let addresses = wallet_record::part(wallet, "addresses")?;
    match addresses.get("eoa").and_then(Value::as_array).and_then(|list| list.first()) {
        None => Ok(None),
        Some(Value::Object(address)) => wallet_record::text(address, "address"),
        Some(_) => Err(Violation::new("`wallet_record`: `addresses.eoa[0]` is not an object")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pgs_value::json;

    fn extract(wallet: Value) -> Result<Value, Violation> {
        run(Inputs { wallet_record: Field::json(wallet) }).map(|outputs| json!(outputs))
    }

    #[test]
    fn reads_what_is_there_and_null_for_the_rest() {
        let wallet = json!({
            "actor_id": "A", "addresses": {"eoa": [{"address": "0x1"}, {"address": "0x2"}]}, "state": {"eoa": {"nonce": 7}}
        });
        assert_eq!(extract(wallet).unwrap(), json!({"actor_id": "A", "current_nonce": 7, "from_address": "0x1"}));
        let nothing = json!({"actor_id": null, "current_nonce": 0, "from_address": null});
        for wallet in [json!({}), json!({"addresses": {"eoa": []}, "state": {}}), json!({"addresses": {"eoa": "0x1"}})]
        {
            assert_eq!(extract(wallet).unwrap(), nothing);
        }
        assert_eq!(extract(json!({"state": {"eoa": {"nonce": null}}})).unwrap()["current_nonce"], json!(null));
    }

    #[test]
    fn parts_of_another_type_fail() {
        for wallet in [
            json!(null),
            json!([]),
            json!({"addresses": null}),
            json!({"addresses": {"eoa": ["0x1"]}}),
            json!({"state": {"eoa": 5}}),
            json!({"state": {"eoa": {"nonce": "5"}}}),
            json!({"actor_id": 5}),
        ] {
            assert!(extract(wallet.clone()).is_err(), "{wallet}");
        }
    }
}
