//! What a gate checks.

use pgs_pgc::admission::{Declared, DeclaredType, Gate};
use pgs_pgc::event::{Check, Expected};
use pgs_pgc::prelude::*;
use pgs_value::json;
use proptest::prelude::*;

/// Which types Python's `isinstance` finds a value of.
const TABLE: &[(&str, &[DeclaredType])] = &[
    ("null", &[]),
    ("true", &[DeclaredType::Boolean, DeclaredType::Integer, DeclaredType::Number]),
    ("false", &[DeclaredType::Boolean, DeclaredType::Integer, DeclaredType::Number]),
    ("0", &[DeclaredType::Integer, DeclaredType::Number]),
    ("-7", &[DeclaredType::Integer, DeclaredType::Number]),
    ("123456789012345678901234567890", &[DeclaredType::Integer, DeclaredType::Number]),
    ("1.0", &[DeclaredType::Number]),
    ("1e400000", &[]),
    ("0.5", &[DeclaredType::Number]),
    ("\"\"", &[DeclaredType::String]),
    ("\"1\"", &[DeclaredType::String]),
    ("[]", &[DeclaredType::Array]),
    ("[{}]", &[DeclaredType::Array]),
    ("{}", &[DeclaredType::Object]),
    ("{\"a\":[]}", &[DeclaredType::Object]),
];

#[test]
fn a_type_holds_as_it_does_in_python() {
    for (text, types) in TABLE {
        // What no document can hold is not asked.
        let Ok(value) = pgs_value::from_str::<Value>(text) else { continue };
        for declared in DeclaredType::ALL {
            assert_eq!(declared.holds(&value), types.contains(&declared), "{text} as {}", declared.as_str());
        }
    }
}

const WORDS: [&str; 3] = ["a", "b", "c"];

fn gate(declares: &[(bool, Option<DeclaredType>)]) -> Gate {
    let fields = WORDS.iter().zip(declares);
    let fields = fields.map(|(field, (required, of))| Declared { field, required: *required, of: *of });
    let declares: &'static [Declared] = fields.collect::<Vec<_>>().leak();
    Gate { intent: ContractId { fqdn: "town::IN_V0", address: 1 }, declares }
}

fn declared() -> impl Strategy<Value = (bool, Option<DeclaredType>)> {
    (any::<bool>(), proptest::option::of(proptest::sample::select(&DeclaredType::ALL[..])))
}

fn value() -> impl Strategy<Value = Value> {
    let texts: Vec<&str> = TABLE.iter().map(|(text, _)| *text).filter(|text| !text.contains("e4")).collect();
    proptest::sample::select(texts).prop_map(|text| pgs_value::from_str(text).unwrap())
}

proptest! {
    /// Each field in turn, presence before type, and a type only of what is there.
    #[test]
    fn checks_are_what_is_declared(
        declares in proptest::collection::vec(declared(), 3),
        values in proptest::collection::vec(proptest::option::of(value()), 3),
    ) {
        let gate = gate(&declares);
        let present = WORDS.iter().zip(&values).filter_map(|(key, value)| Some(((*key).to_owned(), value.clone()?)));
        let payload: Map<String, Value> = present.chain([("undeclared".to_owned(), json!(null))]).collect();
        let mut expected = Vec::new();
        for ((field, (required, of)), value) in WORDS.iter().copied().zip(&declares).zip(&values) {
            if *required {
                expected.push(Check { field, expected: Expected::Present, held: value.is_some() });
            }
            if let (Some(of), Some(value)) = (of, value) {
                let text = value.to_string();
                let held = TABLE.iter().any(|(of_row, types)| text == *of_row && types.contains(of));
                expected.push(Check { field, expected: Expected::Type(of.as_str()), held });
            }
        }
        let checks = gate.checks(&payload);
        prop_assert_eq!(&checks, &expected);
        prop_assert_eq!(gate.admits(&payload), expected.iter().all(|check| check.held));
    }
}
