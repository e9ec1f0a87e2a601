//! The conformance cases of a real snapshot, which are the authority on transforms (`4-capabilities.md`).
//!
//! The snapshot lies beside the project, at `../shared/pgs/protocol_snapshot`; without it the tests say so and pass.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use pgs_capabilities::transforms as ct;
use pgs_rt::{Sources, SystemSources, Value, Violation, json};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What a transform answered.
type TransformResult = Result<Value, Violation>;

/// Runs the transform of this FQDN; nothing if there is none.
fn call(fqdn: &str, inputs: Value) -> Option<TransformResult> {
    let (domain, code) = fqdn.split_once("::")?;
    match domain {
        "ai_governance" => ai_governance(code, inputs),
        "blockchain" => blockchain(code, inputs),
        "capability_transforms" => common(code, inputs),
        _ => None,
    }
}

fn ai_governance(code: &str, inputs: Value) -> Option<TransformResult> {
    Some(match code {
        "CT_PURE_COLLATZ_STEP_V0" => pure(ct::collatz_step::run, inputs),
        "CT_PURE_TERMINATION_CHECK_V0" => pure(ct::termination_check::run, inputs),
        _ => return None,
    })
}

fn blockchain(code: &str, inputs: Value) -> Option<TransformResult> {
    Some(match code {
        "CT_PURE_BUILD_ETH_TRANSACTION_V0" => pure(ct::build_eth_transaction::run, inputs),
        "CT_PURE_DERIVE_BALANCES_V0" => pure(ct::derive_balances::run, inputs),
        "CT_PURE_DERIVE_SLOT_EPOCH_V0" => pure(ct::derive_slot_epoch::run, inputs),
        "CT_PURE_DERIVE_WALLET_KEYPAIRS_V0" => drawing(ct::derive_wallet_keypairs::run, inputs),
        "CT_PURE_EXTRACT_PREDECESSOR_HASH_V0" => pure(ct::extract_predecessor_hash::run, inputs),
        "CT_PURE_EXTRACT_WALLET_TX_FIELDS_V0" => pure(ct::extract_wallet_tx_fields::run, inputs),
        "CT_PURE_HASH_BLOCK_V0" => pure(ct::hash_block::run, inputs),
        "CT_PURE_INCREMENT_WALLET_NONCE_V0" => pure(ct::increment_wallet_nonce::run, inputs),
        "CT_PURE_SELECT_PROPOSER_V0" => pure(ct::select_proposer::run, inputs),
        _ => return None,
    })
}

fn common(code: &str, inputs: Value) -> Option<TransformResult> {
    Some(match code {
        "CT_EXEC_EMIT_V0" => pure(ct::emit::run, inputs),
        "CT_PURE_ASSEMBLE_RECORD_V0" => pure(ct::assemble_record::run, inputs),
        "CT_PURE_CHECK_QUOTA_AVAILABLE_V0" => pure(ct::check_quota_available::run, inputs),
        "CT_PURE_CHECK_TRAINING_STATUS_V0" => pure(ct::check_training_status::run, inputs),
        "CT_PURE_COMPARE_EQUAL_V0" => pure(ct::compare_equal::run, inputs),
        "CT_PURE_DERIVE_CHILD_KEY_V0" => pure(ct::derive_child_key::run, inputs),
        "CT_PURE_DERIVE_MASTER_KEY_V0" => pure(ct::derive_master_key::run, inputs),
        "CT_PURE_ECDSA_SIGN_V0" => pure(ct::ecdsa_sign::run, inputs),
        "CT_PURE_ENTROPY_TO_MNEMONIC_V0" => pure(ct::entropy_to_mnemonic::run, inputs),
        "CT_PURE_EVALUATE_INACTIVITY_V0" => {
            drawing(|inputs, sources| Ok(ct::evaluate_inactivity::run(inputs, sources)), inputs)
        }
        "CT_PURE_EXTRACT_V0" => pure(ct::extract::run, inputs),
        "CT_PURE_FILTER_RECORDS_V0" => pure(ct::filter_records::run, inputs),
        "CT_PURE_GENERATE_ENTROPY_V0" => drawing(ct::generate_entropy::run, inputs),
        "CT_PURE_GENERATE_ID_V0" => pure(ct::generate_id::run, inputs),
        "CT_PURE_KECCAK256_HASH_V0" => pure(ct::keccak256_hash::run, inputs),
        "CT_PURE_LOOKUP_V0" => pure(ct::lookup::run, inputs),
        "CT_PURE_MAP_RESULT_TO_HTTP_V0" => pure(ct::map_result_to_http::run, inputs),
        "CT_PURE_MNEMONIC_TO_SEED_V0" => pure(ct::mnemonic_to_seed::run, inputs),
        "CT_PURE_PASSTHROUGH_V0" => pure(ct::passthrough::run, inputs),
        "CT_PURE_PRIVATE_KEY_TO_PUBLIC_V0" => pure(ct::private_key_to_public::run, inputs),
        "CT_PURE_PUBKEY_TO_ETH_ADDRESS_V0" => pure(ct::pubkey_to_eth_address::run, inputs),
        "CT_PURE_VALIDATE_PARAMETER_RULES_V0" => pure(ct::validate_parameter_rules::run, inputs),
        "CT_PURE_VALIDATE_RECORD_STRUCTURE_V0" => pure(ct::validate_record_structure::run, inputs),
        "CT_PURE_VALIDATE_SET_MEMBERSHIP_V0" => pure(ct::validate_set_membership::run, inputs),
        _ => return None,
    })
}

/// A transform that is a function of its inputs.
fn pure<I: DeserializeOwned, O: Serialize>(run: fn(I) -> Result<O, Violation>, inputs: Value) -> TransformResult {
    run(pgs_value::from_value(inputs).unwrap()).map(|outputs| pgs_value::to_value(&outputs).unwrap())
}

/// A transform that draws time or randomness.
fn drawing<I: DeserializeOwned, O: Serialize>(
    run: fn(I, &dyn Sources) -> Result<O, Violation>,
    inputs: Value,
) -> TransformResult {
    run(pgs_value::from_value(inputs).unwrap(), &SystemSources).map(|outputs| pgs_value::to_value(&outputs).unwrap())
}

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
    let answer = call(fqdn, case["ct_ir"]["inputs"].clone()).ok_or("there is no such transform")?;
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
    let missing: Vec<_> = fqdns.filter(|fqdn| call(fqdn, Value::Object(pgs_value::Map::new())).is_none()).collect();
    assert!(missing.is_empty(), "no transform for {missing:?}");
}
