//! `blockchain::CT_PURE_DERIVE_BALANCES_V0`: the balances that a committed history adds up to.

use num_bigint::BigInt;
use num_traits::ToPrimitive as _;
use pgs_rt::{Field, Map, Number, Value, Violation};
use serde::{Deserialize, Serialize};

use super::python;

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The entries of the chain's log, a list; declared as an object.
        pub committed_history: Field<Value>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The balance of each wallet that a transaction names: exact while all amounts are integers, a double otherwise.
        pub reconciled_balances: Map<String, Value>,
    }
}

/// Folds over `entry.record.transactions`: subtracts `amount` from `from_wallet`, adds it to `to_wallet`.
///
/// A wallet that is absent or null is skipped, an absent or null amount is 0, and so is an entry, record or list of
/// transactions that is empty. Fails on a part of another type, and where a sum leaves the range of a double.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let history = inputs.committed_history.required("committed_history")?;
    let mut balances = Map::new();
    for entry in list(Some(&history), "committed_history")? {
        let entry = object(Some(entry), "an entry")?;
        let record = object(entry.and_then(|entry| entry.get("record")), "`record`")?;
        for transaction in list(record.and_then(|record| record.get("transactions")), "transactions")? {
            let transaction =
                transaction.as_object().ok_or_else(|| unreadable("a member of `transactions` is not an object"))?;
            apply(&mut balances, transaction)?;
        }
    }
    Ok(Outputs { reconciled_balances: balances })
}

fn apply(balances: &mut Map<String, Value>, transaction: &Map<String, Value>) -> Result<(), Violation> {
    let amount = transaction.get("amount").filter(|amount| python::truthy(amount));
    let amount = amount.map_or(Ok(Amount::zero()), Amount::of)?;
    if let Some(wallet) = wallet(transaction, "from_wallet")? {
        add(balances, wallet, amount.clone().negated())?;
    }
    if let Some(wallet) = wallet(transaction, "to_wallet")? {
        add(balances, wallet, amount)?;
    }
    Ok(())
}

fn add(balances: &mut Map<String, Value>, wallet: &str, amount: Amount) -> Result<(), Violation> {
    let before = balances.get(wallet).map_or(Ok(Amount::zero()), Amount::of)?;
    balances.insert(wallet.to_owned(), Value::Number(before.plus(amount)?));
    Ok(())
}

fn wallet<'a>(transaction: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, Violation> {
    match transaction.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(wallet)) => Ok(Some(wallet)),
        Some(_) => Err(unreadable(&format!("`{name}` is not a text"))),
    }
}

fn list<'a>(value: Option<&'a Value>, name: &str) -> Result<&'a [Value], Violation> {
    match value {
        Some(Value::Array(items)) => Ok(items),
        Some(other) if python::truthy(other) => Err(unreadable(&format!("`{name}` is not a list"))),
        _ => Ok(&[]),
    }
}

fn object<'a>(value: Option<&'a Value>, name: &str) -> Result<Option<&'a Map<String, Value>>, Violation> {
    match value {
        Some(Value::Object(object)) => Ok(Some(object)),
        Some(other) if python::truthy(other) => Err(unreadable(&format!("{name} is not an object"))),
        _ => Ok(None),
    }
}

fn unreadable(what: &str) -> Violation {
    Violation::new(format!("`committed_history`: {what}"))
}

/// An amount of money as Python counts it: integers exactly, anything with a float as a double.
#[derive(Clone, Debug)]
enum Amount {
    Integer(BigInt),
    Float(f64),
}

impl Amount {
    fn zero() -> Self {
        Self::Integer(BigInt::ZERO)
    }

    fn of(value: &Value) -> Result<Self, Violation> {
        let number = match value {
            Value::Bool(truth) => return Ok(Self::Integer(BigInt::from(u8::from(*truth)))),
            Value::Number(number) => number,
            _ => return Err(unreadable("`amount` is not a number")),
        };
        number
            .to_bigint()
            .map(Self::Integer)
            .or_else(|| number.as_f64().map(Self::Float))
            .ok_or_else(|| unreadable("`amount` is outside the range of a double"))
    }

    fn negated(self) -> Self {
        match self {
            Self::Integer(integer) => Self::Integer(-integer),
            Self::Float(float) => Self::Float(-float),
        }
    }

    fn float(&self) -> f64 {
        match self {
            Self::Integer(integer) => integer.to_f64().unwrap_or(f64::NAN),
            Self::Float(float) => *float,
        }
    }

    fn plus(self, other: Self) -> Result<Number, Violation> {
        if let (Self::Integer(left), Self::Integer(right)) = (&self, &other) {
            return Number::try_from(left + right).map_err(|error| unreadable(&error.to_string()));
        }
        Number::from_f64(self.float() + other.float())
            .ok_or_else(|| unreadable("a balance is outside the range of a double"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pgs_value::json;
    use proptest::prelude::*;

    fn balances(history: Value) -> Result<Value, Violation> {
        run(Inputs { committed_history: Field::json(history) }).map(|o| Value::Object(o.reconciled_balances))
    }

    fn block(transactions: Value) -> Value {
        json!({"record": {"transactions": transactions}})
    }

    #[test]
    fn balances_are_the_sum_of_all_blocks() {
        let history = json!([
            block(json!([{"amount": 4000, "from_wallet": null, "to_wallet": "W_1"}])),
            block(json!([{"amount": 12.5, "from_wallet": "W_1", "to_wallet": "W_2"}])),
        ]);
        assert_eq!(pgs_rt::json::compact(&balances(history).unwrap()), r#"{"W_1":3987.5,"W_2":12.5}"#);
    }

    #[test]
    fn integers_stay_exact_beyond_64_bits() {
        let huge: Value = pgs_value::from_str("100000000000000000000000000").unwrap();
        let history = json!([block(json!([{"amount": huge, "to_wallet": "a"}, {"amount": 1, "to_wallet": "a"}]))]);
        assert_eq!(balances(history).unwrap()["a"].to_string(), "100000000000000000000000001");
    }

    #[test]
    fn what_is_empty_counts_for_nothing() {
        let history = json!([null, {}, {"record": null}, block(json!(null)), block(json!([{"from_wallet": "a"}]))]);
        assert_eq!(balances(history).unwrap(), json!({"a": 0}));
        assert_eq!(balances(json!({})).unwrap(), json!({}));
    }

    #[test]
    fn parts_of_another_type_fail() {
        for history in [
            json!(null),
            json!({"a": 1}),
            json!(["entry"]),
            json!([{"record": 5}]),
            json!([block(json!({"a": 1}))]),
            json!([block(json!(["a"]))]),
            json!([block(json!([{"amount": "5", "to_wallet": "a"}]))]),
            json!([block(json!([{"amount": 5, "to_wallet": ["a"]}]))]),
        ] {
            assert!(balances(history.clone()).is_err(), "{history}");
        }
    }

    #[test]
    fn a_sum_outside_the_range_of_a_double_fails() {
        let most = json!({"amount": 1.7e308, "to_wallet": "a"});
        assert!(balances(json!([block(json!([most, most]))])).is_err());
    }

    proptest! {
        #[test]
        fn transfers_neither_make_nor_lose_money(amounts in prop::collection::vec((any::<i64>(), 0..4, 0..4), 0..40)) {
            let transactions: Vec<Value> = amounts
                .iter()
                .map(|(amount, from, to)| json!({"amount": amount, "from_wallet": format!("W{from}"), "to_wallet": format!("W{to}")}))
                .collect();
            let balances = balances(json!([block(json!(transactions))])).unwrap();
            let sum: i128 = balances.as_object().unwrap().values().map(|v| v.to_string().parse::<i128>().unwrap()).sum();
            prop_assert_eq!(sum, 0);
        }
    }
}
