//! Every transform by its FQDN, with inputs and outputs as JSON.

use pgs_capabilities::transforms as ct;
use pgs_rt::{Sources, Value, Violation};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What a transform answered.
pub type TransformResult = Result<Value, Violation>;

/// Runs the transform of this FQDN with these sources of time and randomness; nothing if there is none.
pub fn call(fqdn: &str, inputs: Value, sources: &dyn Sources) -> Option<TransformResult> {
    let (domain, code) = fqdn.split_once("::")?;
    match domain {
        "ai_governance" => ai_governance(code, inputs),
        "blockchain" => blockchain(code, inputs, sources),
        "capability_transforms" => common(code, inputs, sources),
        _ => None,
    }
}

/// Runs what the transform of this FQDN was before 0.5; nothing if it was what it is.
#[allow(dead_code, reason = "the cases of a snapshot of today call none of them")]
pub fn call_earlier(fqdn: &str, inputs: Value) -> Option<TransformResult> {
    Some(match fqdn {
        "capability_transforms::CT_PURE_VALIDATE_PARAMETER_RULES_V0" => {
            pure(ct::before_0_5::validate_parameter_rules::run, inputs)
        }
        "capability_transforms::CT_PURE_VALIDATE_SET_MEMBERSHIP_V0" => {
            pure(ct::before_0_5::validate_set_membership::run, inputs)
        }
        _ => return None,
    })
}

fn ai_governance(code: &str, inputs: Value) -> Option<TransformResult> {
    Some(match code {
        "CT_PURE_COLLATZ_STEP_V0" => pure(ct::collatz_step::run, inputs),
        "CT_PURE_TERMINATION_CHECK_V0" => pure(ct::termination_check::run, inputs),
        _ => return None,
    })
}

fn blockchain(code: &str, inputs: Value, sources: &dyn Sources) -> Option<TransformResult> {
    Some(match code {
        "CT_PURE_BUILD_ETH_TRANSACTION_V0" => pure(ct::build_eth_transaction::run, inputs),
        "CT_PURE_DERIVE_BALANCES_V0" => pure(ct::derive_balances::run, inputs),
        "CT_PURE_DERIVE_SLOT_EPOCH_V0" => pure(ct::derive_slot_epoch::run, inputs),
        "CT_PURE_DERIVE_WALLET_KEYPAIRS_V0" => drawing(ct::derive_wallet_keypairs::run, inputs, sources),
        "CT_PURE_EXTRACT_PREDECESSOR_HASH_V0" => pure(ct::extract_predecessor_hash::run, inputs),
        "CT_PURE_EXTRACT_WALLET_TX_FIELDS_V0" => pure(ct::extract_wallet_tx_fields::run, inputs),
        "CT_PURE_HASH_BLOCK_V0" => pure(ct::hash_block::run, inputs),
        "CT_PURE_INCREMENT_WALLET_NONCE_V0" => pure(ct::increment_wallet_nonce::run, inputs),
        "CT_PURE_SELECT_PROPOSER_V0" => pure(ct::select_proposer::run, inputs),
        _ => return None,
    })
}

fn common(code: &str, inputs: Value, sources: &dyn Sources) -> Option<TransformResult> {
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
            drawing(|inputs, sources| Ok(ct::evaluate_inactivity::run(inputs, sources)), inputs, sources)
        }
        "CT_PURE_EXTRACT_V0" => pure(ct::extract::run, inputs),
        "CT_PURE_FILTER_RECORDS_V0" => pure(ct::filter_records::run, inputs),
        "CT_PURE_GENERATE_ENTROPY_V0" => drawing(ct::generate_entropy::run, inputs, sources),
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
    sources: &dyn Sources,
) -> TransformResult {
    run(pgs_value::from_value(inputs).unwrap(), sources).map(|outputs| pgs_value::to_value(&outputs).unwrap())
}
