//! What bindings carry: what is there, null, and nothing.

use pgs_pgc::prelude::*;
use pgs_value::json;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::support::Place;
use crate::town::CONTRACT;

const STEP: StepId = StepId::transform("answer", "town::CT_PURE_ANSWER_V0", 4);

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[a-c$.]{0,4}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            proptest::collection::vec(("[abc]", inner), 0..3).prop_map(Value::from_iter),
        ]
    })
}

/// Python's walk along a path: none where it reaches nothing.
fn walked<'v>(value: &'v Value, keys: &[&str]) -> Option<&'v Value> {
    match keys.split_first() {
        None => Some(value),
        Some((key, rest)) => walked(value.as_object()?.get(*key)?, rest),
    }
}

fn keys() -> impl Strategy<Value = Vec<&'static str>> {
    proptest::collection::vec(proptest::sample::select(&["a", "b", "c"][..]), 1..4)
}

proptest! {
    #[test]
    fn a_path_reaches_what_is_there_null_too(value in value(), keys in keys()) {
        let expected = walked(&value, &keys).cloned();
        for found in [value.follow::<Value>(&keys), Field::<Value>::json(value.clone()).follow(&keys)] {
            prop_assert_eq!(found.is_unset(), expected.is_none());
            prop_assert_eq!(found.to_value(), expected.clone().unwrap_or_default());
        }
        // Whatever the field is declared as.
        let declared: Field<String> = value.follow(&keys);
        prop_assert_eq!(declared.is_unset(), expected.is_none());
        prop_assert_eq!(declared.to_value(), expected.unwrap_or_default());
    }

    #[test]
    fn a_mapping_leaves_out_what_is_absent_and_nothing_else(
        value in value(), (one, two) in (keys(), keys()), written in value(),
    ) {
        let bound: Field<Value> = mapping([
            ("one", value.follow(&one)),
            ("inner", mapping([("two", value.follow(&two)), ("literal", literal(written.clone()))])),
        ]);
        let mut expected = Map::new();
        expected.extend(walked(&value, &one).map(|value| ("one".to_owned(), value.clone())));
        let inner = walked(&value, &two).map(|value| ("two".to_owned(), value.clone()));
        let inner: Map<String, Value> = inner.into_iter().chain([("literal".to_owned(), written)]).collect();
        expected.insert("inner".to_owned(), Value::Object(inner));
        prop_assert_eq!(bound.to_value(), Value::Object(expected));
    }

    #[test]
    fn what_is_absent_leaves_a_surface_as_it_is(before in value(), after in proptest::option::of(value())) {
        let mut surface: Field<String> = Field::json(before.clone());
        let mapped: Field<Value> = after.clone().map_or(Field::Unset, Field::json);
        merge(&mut surface, mapped);
        prop_assert_eq!(surface.to_value(), after.unwrap_or(before));
    }
}

#[test]
fn a_list_is_whole_or_a_fault() {
    let place = Place::new();
    let run = place.run();
    let ran = TestRunner::default().run(&(value(), keys(), keys()), |(value, one, two)| {
        let items = || [value.follow(&one), literal("x"), value.follow(&two)];
        let expected = walked(&value, &one).zip(walked(&value, &two));
        let expected = expected.map(|(one, two)| json!([one, "x", two]));
        let of_step: Result<Field<Value>, Fault> = run.step(&CONTRACT, &STEP).list(items());
        let of_contract: Result<Field<Value>, Fault> = run.list(&CONTRACT, items());
        prop_assert_eq!(of_step.ok().map(|list| list.to_value()), expected.clone());
        prop_assert_eq!(of_contract.ok().map(|list| list.to_value()), expected);
        Ok(())
    });
    ran.unwrap();
}

#[test]
fn an_input_stands_in_a_surface_where_no_output_has_its_name() {
    let (set, unset, input) = (Field::from("output"), Field::<String>::Unset, Field::from("input"));
    let surface = |output: &Field<String>| fields([("key", output), ("key", &Unless(output, &input))]).to_map();
    assert_eq!(Value::Object(surface(&set)), json!({"key": "output"}));
    assert_eq!(Value::Object(surface(&unset)), json!({"key": "input"}));
}
