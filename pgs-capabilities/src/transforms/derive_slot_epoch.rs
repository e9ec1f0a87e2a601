//! `blockchain::CT_PURE_DERIVE_SLOT_EPOCH_V0`: what a slot number means within its epoch.

use jiff::SignedDuration;
use jiff::civil::{DateTime, date};
use num_bigint::{BigInt, Sign};
use pgs_rt::{Field, Value, Violation};
use serde::{Deserialize, Serialize};

use super::integer;

/// How many slots an epoch has where none are given.
const SLOTS_PER_EPOCH: i64 = 32;

/// How long a slot takes.
const SECONDS_PER_SLOT: i64 = 30;

/// When slot 0 begins, UTC.
const FIRST_SLOT: DateTime = date(2026, 1, 1).at(0, 0, 0, 0);

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The slot, counted from 0 over all epochs.
        pub slot_number: Field<i64>,
        /// When the slot begins; derived from its number if not given.
        pub slot_start_ts: Field<String>,
        /// How many slots an epoch has; 32 if not given, or 0.
        pub slots_per_epoch: Field<i64>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// The epoch, counted from 0: an integer, as are the next two.
        pub epoch_number: Value,
        /// The round of block proposal: the slot's number.
        pub round_number: Value,
        /// The slot's place in its epoch, counted from 0.
        pub slot_index: Value,
        /// When the slot begins.
        pub timestamp: String,
    }
}

/// Derives them. Fails on a negative slot, less than one slot an epoch, and a derived time after the year 9999.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let slot = integer::required("slot_number", inputs.slot_number)?;
    let slots = integer::optional("slots_per_epoch", inputs.slots_per_epoch)?;
    // The reference takes 0 for "not given".
    let slots = slots.filter(|slots| slots.sign() != Sign::NoSign).unwrap_or_else(|| BigInt::from(SLOTS_PER_EPOCH));
    if slot.sign() == Sign::Minus {
        return Err(Violation::new("`slot_number` is negative"));
    }
    if slots.sign() == Sign::Minus {
        return Err(Violation::new("`slots_per_epoch` is less than 1"));
    }
    let timestamp = inputs.slot_start_ts.optional("slot_start_ts")?.map_or_else(|| starts_at(&slot), Ok)?;
    let (epoch, index) = (&slot / &slots, &slot % &slots);
    Ok(Outputs {
        epoch_number: integer::write("slot_number", epoch)?,
        round_number: integer::write("slot_number", slot)?,
        slot_index: integer::write("slot_number", index)?,
        timestamp,
    })
}

fn starts_at(slot: &BigInt) -> Result<String, Violation> {
    i64::try_from(slot)
        .ok()
        .and_then(|slot| slot.checked_mul(SECONDS_PER_SLOT))
        .and_then(|seconds| FIRST_SLOT.checked_add(SignedDuration::from_secs(seconds)).ok())
        .map(|time| format!("{time}Z"))
        .ok_or_else(|| Violation::new("`slot_number`: the slot begins after the year 9999"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pgs_value::{Value, json};

    fn derive(inputs: Value) -> Result<Value, Violation> {
        run(pgs_value::from_value(inputs).unwrap()).map(|outputs| json!(outputs))
    }

    #[test]
    fn a_slot_has_its_place_in_its_epoch() {
        let expected =
            json!({"epoch_number": 1, "round_number": 37, "slot_index": 5, "timestamp": "2026-01-01T00:18:30Z"});
        assert_eq!(derive(json!({"slot_number": 37})).unwrap(), expected);
        assert_eq!(derive(json!({"slot_number": 37, "slots_per_epoch": 0, "slot_start_ts": null})).unwrap(), expected);
        let expected = json!({"epoch_number": 9, "round_number": 37, "slot_index": 1, "timestamp": "then"});
        let inputs = json!({"slot_number": 37, "slots_per_epoch": 4, "slot_start_ts": "then"});
        assert_eq!(derive(inputs).unwrap(), expected);
    }

    #[test]
    fn slots_that_can_not_be_fail() {
        for inputs in [
            json!({}),
            json!({"slot_number": -1}),
            json!({"slot_number": 1.0}),
            json!({"slot_number": 1, "slots_per_epoch": -4}),
            json!({"slot_number": 1, "slots_per_epoch": "4"}),
            json!({"slot_number": i64::MAX}),
            json!({"slot_number": 9_000_000_000_i64}),
        ] {
            assert!(derive(inputs.clone()).is_err(), "{inputs}");
        }
    }

    #[test]
    fn a_given_time_needs_no_derived_one() {
        let inputs = json!({"slot_number": i64::MAX, "slot_start_ts": "late"});
        assert_eq!(derive(inputs).unwrap()["timestamp"], "late");
        let inputs = r#"{"slot_number": 36893488147419103237, "slot_start_ts": "late"}"#;
        let expected = r#"{"epoch_number": 1152921504606846976, "round_number": 36893488147419103237, "slot_index": 5,
            "timestamp": "late"}"#;
        let parse = |text: &str| pgs_value::json::parse(text).unwrap();
        assert_eq!(derive(parse(inputs)).unwrap(), parse(expected));
    }
}
