//! Cases of PGC: those of a real snapshot, which are the authority on its transforms, and what each of them can find.
//!
//! The snapshot lies beside the project, at `../shared/pgc/snapshot`; without it that test says so and passes.

mod pgc_call;

use std::fs;
use std::io::Write as _;
use std::path::Path;

use pgs_capabilities::conformance::pgc::{Checked, Failure, Transform, case_files, check};
use pgs_rt::Value;
use pgs_value::json;

/// The transforms that cases call.
const fn all() -> [Transform; pgc_call::ALL.len()] {
    let mut all = [Transform { fqdn: "", run: |_| Ok(Value::Null) }; pgc_call::ALL.len()];
    let mut n = 0;
    while n < all.len() {
        all[n].fqdn = pgc_call::ALL[n].0;
        all[n].run = pgc_call::ALL[n].2;
        n += 1;
    }
    all
}

const ALL: [Transform; pgc_call::ALL.len()] = all();

#[test]
fn every_case_of_an_atom_conforms() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/pgc/snapshot");
    if !root.is_dir() {
        // Not `eprintln!`, which a test that passes does not show.
        writeln!(std::io::stderr().lock(), "passed over: there is no snapshot at {}", root.display()).unwrap();
        return;
    }
    let results: Vec<_> = case_files(&root).unwrap().iter().map(|file| check(file, &ALL)).collect();
    let failures: Vec<_> = results.iter().filter_map(|it| Some((&it.name, it.result.as_ref().err()?))).collect();
    assert!(failures.is_empty(), "{failures:#?}");
    let molecules = results.iter().filter(|it| matches!(it.result, Ok(Checked::Molecule))).count();
    assert_eq!((results.len(), molecules), (54, 2));
}

const TRUE: &str = "capability_transforms::CT_PURE_REQUIRE_TRUE_V0";

/// A case of one step, checked.
fn checked(fqdn: &str, inputs: Value, rest: Value, outputs: &[&str]) -> Result<Checked, Failure> {
    let arguments: pgs_value::Map<String, Value> =
        inputs.as_object().unwrap().keys().map(|name| (name.clone(), json!(format!("$.inputs.{name}")))).collect();
    let purity = if fqdn.contains("IMPURE") { "ct_impure" } else { "ct_pure" };
    let step = json!({"atom": fqdn, "args": arguments, "out": "__atom_result__", "purity": purity});
    let outputs: pgs_value::Map<String, Value> =
        outputs.iter().map(|name| ((*name).to_owned(), json!({"from": "__atom_result__"}))).collect();
    let mut case = json!({
        "ct_fqdn": fqdn, "fqdn": format!("{fqdn}::case"), "expected": {}, "expected_outcome": "SUCCESS",
        "ct_ir": {"atom_stream": [step], "inputs": inputs, "outputs": outputs},
    });
    for (key, value) in rest.as_object().unwrap() {
        case[key.as_str()] = value.clone();
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("case.json");
    fs::write(&file, case.to_string()).unwrap();
    check(&file, &ALL).result
}

#[test]
fn a_refusal_is_no_fault() {
    let wants = json!({"expected_outcome": "VIOLATION"});
    assert!(matches!(checked(TRUE, json!({"value": false}), wants.clone(), &["held"]), Ok(Checked::Conforms)));
    assert!(matches!(checked(TRUE, json!({"value": true}), wants.clone(), &["held"]), Err(Failure::NoRefusal { .. })));
    let refused = checked(TRUE, json!({"value": 1}), json!({}), &["held"]);
    assert!(matches!(refused, Err(Failure::Refused(_))), "{refused:?}");
    // A fault fails a case that wants a violation, too.
    let extract = "capability_transforms::CT_PURE_EXTRACT_V0";
    let inputs = json!({"from": null, "path": "a", "type": "string"});
    assert!(matches!(checked(extract, inputs, wants, &["result"]), Err(Failure::Fault(_))));
}

#[test]
fn an_input_that_is_missing_is_a_fault_before_the_transform_is_called() {
    let step = json!({"atom": TRUE, "args": {"value": "$.inputs.absent"}, "out": "__atom_result__"});
    let ir = json!({"atom_stream": [step], "inputs": {}, "outputs": {}});
    let wants = json!({"expected_outcome": "VIOLATION", "ct_ir": ir});
    assert!(matches!(checked(TRUE, json!({}), wants, &[]), Err(Failure::Fault(_))));
}

#[test]
fn a_result_has_exactly_the_declared_outputs() {
    let inputs = || json!({"value": true});
    assert!(matches!(checked(TRUE, inputs(), json!({"expected": {"held": 1}}), &["held"]), Ok(Checked::Conforms)));
    let wrong = checked(TRUE, inputs(), json!({"expected": {"held": false}}), &["held"]);
    assert_eq!(wrong.unwrap_err().to_string(), "held: want false, got true");
    for outputs in [&["held", "more"][..], &["a", "b"]] {
        let failure = checked(TRUE, inputs(), json!({}), outputs).unwrap_err();
        assert!(matches!(failure, Failure::Undeclared { .. }), "{failure}");
    }
    let quota = "ai_governance::CT_PURE_CHECK_QUOTA_AVAILABLE_V0";
    let inputs = json!({"assigned_count": 1, "quota": 2});
    assert!(matches!(checked(quota, inputs, json!({}), &["remaining"]), Err(Failure::Undeclared { .. })));
}

#[test]
fn a_recorded_result_stands_in_for_a_step_that_is_not_determined() {
    let offer = "causal_language_model::CT_IMPURE_OFFER_NEXT_WORDS_V0";
    let inputs = || json!({"reading": {}, "text": "", "finished": false, "stopped_by": "none"});
    let recorded = json!({"__atom_result__": {"candidates": [{"word": "other"}]}});
    let wants = json!({"expected": {"candidates": [{"word": "other"}]}, "recorded": recorded});
    assert!(matches!(checked(offer, inputs(), wants, &["candidates"]), Ok(Checked::Conforms)));
    let elsewhere = json!({"recorded": {"other": {}}});
    assert!(matches!(checked(offer, inputs(), elsewhere, &["candidates"]), Err(Failure::NotRecorded { .. })));
    let unused = json!({"recorded": {"__atom_result__": {"held": true}}});
    assert!(matches!(checked(TRUE, json!({"value": true}), unused, &["held"]), Err(Failure::Unused { .. })));
}

#[test]
fn what_is_no_case_says_why() {
    let folder = tempfile::tempdir().unwrap();
    for (text, reason) in [
        ("[1]", "is not a JSON object"),
        ("{}", "ct_ir is not an object"),
        ("{", "is not JSON"),
        (r#"{"ct_ir": {"atom_stream": [{"args": 1}]}}"#, "args is not an object"),
    ] {
        let file = folder.path().join("case.json");
        fs::write(&file, text).unwrap();
        let result = check(&file, &ALL);
        assert!(result.result.unwrap_err().to_string().contains(reason), "{text}");
        assert!(result.name.ends_with("case.json"));
    }
    let missing = checked("a::CT_NONE_V0", json!({}), json!({}), &[]).unwrap_err();
    assert_eq!(missing.to_string(), "the transform a::CT_NONE_V0 is not in this binary");
}
