//! The conformance cases of a real snapshot, which are the authority on transforms.
//!
//! The snapshot lies beside the project, at `../shared/pgs/protocol_snapshot`; without it the tests say so and pass.

mod call;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use pgs_rt::{SystemSources, Value, json};

/// The files of a folder of the snapshot, read; nothing if there is no snapshot.
fn documents(folder: &str) -> Option<Vec<(PathBuf, Value)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/pgs/protocol_snapshot");
    if !root.is_dir() {
        // Not `eprintln!`, which a test that passes does not show.
        let mut shown = std::io::stderr().lock();
        writeln!(shown, "passed over: there is no snapshot at {}", root.display()).unwrap();
        return None;
    }
    let mut paths: Vec<_> = fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let document = json::parse(&fs::read_to_string(&path).unwrap()).unwrap();
        (path, document)
    };
    Some(paths.into_iter().map(read).collect())
}

/// What is wrong with the answer to a case; nothing if it conforms.
fn check(case: &Value) -> Result<(), String> {
    let fqdn = case["ct_fqdn"].as_str().unwrap();
    let answer =
        call::call(fqdn, case["ct_ir"]["inputs"].clone(), &SystemSources).ok_or("there is no such transform")?;
    let outputs = match (case["expected_outcome"].as_str().unwrap(), answer) {
        ("SUCCESS", Ok(outputs)) => outputs,
        ("VIOLATION", Err(_)) => return Ok(()),
        (expected, answer) => return Err(format!("expected {expected}, got {answer:?}")),
    };
    for (name, expected) in case["expected"].as_object().unwrap() {
        if !json::equal(&outputs[name], expected) {
            return Err(format!("{name}: expected {expected}, got {}", outputs[name]));
        }
    }
    let assertions = case.get("assertions").and_then(Value::as_object);
    assertions.into_iter().flatten().try_for_each(|(name, assertion)| {
        if holds(assertion, &outputs[name]) {
            Ok(())
        } else {
            Err(format!("{name}: {assertion}, got {}", outputs[name]))
        }
    })
}

/// Whether the value has the asserted property; an unknown property has no value.
fn holds(assertion: &Value, value: &Value) -> bool {
    let bytes = value.as_str().and_then(|text| hex::decode(text.strip_prefix("0x").unwrap_or(text)).ok());
    let length = bytes.as_ref().map(|bytes| bytes.len() as u64);
    match (assertion["mode"].as_str(), assertion["type"].as_str()) {
        (Some("property"), Some("hex_string")) => length.is_some() && length == assertion["byte_length"].as_u64(),
        (Some("property"), Some("byte_length_range")) => {
            length >= assertion["min"].as_u64() && length.is_some() && length <= assertion["max"].as_u64()
        }
        (Some("property"), Some("non_zero")) => bytes.is_some_and(|bytes| bytes.iter().any(|byte| *byte != 0)),
        _ => false,
    }
}

#[test]
fn every_case_conforms() {
    let Some(cases) = documents("conformance") else { return };
    assert_eq!(cases.len(), 77);
    let failures = cases.iter().filter_map(|(path, case)| {
        let failure = check(case).err()?;
        Some(format!("{}: {failure}", path.file_name().unwrap().display()))
    });
    let failures: Vec<_> = failures.collect();
    assert!(failures.is_empty(), "{} of {} cases fail:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

#[test]
fn every_transform_is_there() {
    let Some(artifacts) = documents("artifacts/capability_transforms") else { return };
    assert_eq!(artifacts.len(), 35);
    let fqdns = artifacts.iter().map(|(_, artifact)| artifact["fqdn_id"].as_str().unwrap());
    let missing: Vec<_> =
        fqdns.filter(|fqdn| call::call(fqdn, Value::Object(pgs_value::Map::new()), &SystemSources).is_none()).collect();
    assert!(missing.is_empty(), "no transform for {missing:?}");
}
