//! `book_library_mgmt::CT_PURE_GROUP_RECORDS_V0`: records by the value of a field.

use std::collections::HashMap;

use num_bigint::BigInt;
use num_traits::FromPrimitive as _;
use pgs_rt::{Failure, Field, Value};
use serde::{Deserialize, Serialize};

use crate::transforms::integer;

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The records.
        pub source: Field<Vec<Value>>,
        /// The field by which they are grouped.
        pub attribute: Field<String>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// Objects `{key, records}`, in the order in which each key was first seen.
        pub grouped: Vec<Value>,
    }
}

/// Groups the records. One that lacks the field is in the group of the empty text. Keys are equal as Python has it: `1`, `1.0`
/// and `true` are one. Refuses a record that is no object, and a field without name; a key that is a list or an object is a
/// fault.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    let source = inputs.source.required("source").map_err(Failure::Refused)?;
    let attribute = inputs.attribute.required("attribute").map_err(Failure::Refused)?;
    if attribute.is_empty() {
        return Err(Failure::refused("`attribute` is empty"));
    }
    let mut places: HashMap<Key, usize> = HashMap::new();
    let mut groups: Vec<(Value, Vec<Value>)> = Vec::new();
    for record in source {
        let fields = record.as_object().ok_or_else(|| Failure::refused("`source`: a record is no object"))?;
        let key = fields.get(&attribute).cloned().unwrap_or_else(|| Value::from(""));
        let place = *places.entry(Key::of(&key)?).or_insert(groups.len());
        match groups.get_mut(place) {
            Some((_, records)) => records.push(record),
            None => groups.push((key, vec![record])),
        }
    }
    let grouped = groups.into_iter().map(|(key, records)| pgs_value::json!({ "key": key, "records": records }));
    Ok(Outputs { grouped: grouped.collect() })
}

/// What keys that are equal have in common.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Null,
    Text(String),
    Integer(BigInt),
    /// A double with a fraction, by its bits.
    Fraction(u64),
}

impl Key {
    fn of(value: &Value) -> Result<Self, Failure> {
        match value {
            Value::Null => Ok(Self::Null),
            Value::Bool(truth) => Ok(Self::Integer(BigInt::from(u8::from(*truth)))),
            Value::String(text) => Ok(Self::Text(text.clone())),
            Value::Number(number) => {
                let float = number.as_f64().unwrap_or_default();
                let whole = || (float.fract() == 0.0).then(|| BigInt::from_f64(float)).flatten();
                Ok(integer::of(value).or_else(whole).map_or(Self::Fraction(float.to_bits()), Self::Integer))
            }
            Value::Array(_) | Value::Object(_) => Err(Failure::fault("`source`: a key is a list or an object")),
        }
    }
}

#[cfg(test)]
mod tests {
    use pgs_value::json;

    use super::*;

    fn grouped(source: Value, attribute: Value) -> Result<Value, Failure> {
        let inputs = Inputs { source: Field::json(source), attribute: Field::json(attribute) };
        run(inputs).map(|outputs| Value::Array(outputs.grouped))
    }

    #[test]
    fn equal_keys_are_one_group() {
        let source = json!([{"a": 1}, {"b": 2}, {"a": true}, {"a": ""}, {"a": 1.0}, {"a": null}, {"a": 0.5}]);
        let expected = json!([
            {"key": 1, "records": [{"a": 1}, {"a": true}, {"a": 1.0}]},
            {"key": "", "records": [{"b": 2}, {"a": ""}]},
            {"key": null, "records": [{"a": null}]},
            {"key": 0.5, "records": [{"a": 0.5}]},
        ]);
        assert_eq!(grouped(source, json!("a")), Ok(expected));
        assert_eq!(grouped(json!([]), json!("a")), Ok(json!([])));
    }

    #[test]
    fn the_first_that_is_wrong_decides() {
        assert!(grouped(json!([{"a": []}, 1]), json!("a")).unwrap_err().is_fault());
        assert!(!grouped(json!([1, {"a": []}]), json!("a")).unwrap_err().is_fault());
        assert!(!grouped(json!([]), json!("")).unwrap_err().is_fault());
        assert!(!grouped(json!({}), json!("a")).unwrap_err().is_fault());
    }
}
