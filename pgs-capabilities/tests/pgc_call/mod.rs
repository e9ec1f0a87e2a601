//! Every transform of PGC by its FQDN, with inputs and results as JSON.

use pgs_capabilities::pgc::transforms as ct;
use pgs_rt::{Failure, Map, Value};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// How a transform is called.
pub type Call = fn(Map<String, Value>) -> Result<Value, Failure>;

/// FQDNs, modules of transforms, and how they are called.
macro_rules! transforms {
    ($($fqdn:literal: $module:ident,)*) => {
        &[$(($fqdn, stringify!($module), |inputs| answer(stringify!($module), ct::$module::run, inputs)),)*]
    };
}

/// All of them.
pub const ALL: &[(&str, &str, Call)] = transforms! {
    "ai_governance::CT_PURE_CHECK_QUOTA_AVAILABLE_V0": check_quota_available,
    "ai_governance::CT_PURE_CHECK_TRAINING_STATUS_V0": check_training_status,
    "ai_governance::CT_PURE_EVALUATE_INACTIVITY_V0": evaluate_inactivity,
    "blockchain::CT_PURE_DERIVE_WALLET_ADDRESS_V0": derive_wallet_address,
    "book_library_mgmt::CT_PURE_FORM_BOOK_IDENTITY_KEY_V0": form_book_identity_key,
    "book_library_mgmt::CT_PURE_FORM_WORK_IDENTITY_KEY_V0": form_work_identity_key,
    "book_library_mgmt::CT_PURE_GROUP_RECORDS_V0": group_records,
    "book_library_mgmt::CT_PURE_SELECT_RECORDS_V0": select_records,
    "capability_transforms::CT_EXEC_EMIT_V0": emit,
    "capability_transforms::CT_PURE_ASSEMBLE_RECORD_V0": assemble_record,
    "capability_transforms::CT_PURE_COMPARE_EQUAL_V0": compare_equal,
    "capability_transforms::CT_PURE_EXTRACT_V0": extract,
    "capability_transforms::CT_PURE_FILTER_RECORDS_V0": filter_records,
    "capability_transforms::CT_PURE_GENERATE_ID_V0": generate_id,
    "capability_transforms::CT_PURE_LOOKUP_V0": lookup,
    "capability_transforms::CT_PURE_MAP_RESULT_TO_HTTP_V0": map_result_to_http,
    "capability_transforms::CT_PURE_PASSTHROUGH_V0": passthrough,
    "capability_transforms::CT_PURE_REQUIRE_TRUE_V0": require_true,
    "capability_transforms::CT_PURE_VALIDATE_PARAMETER_RULES_V0": validate_parameter_rules,
    "capability_transforms::CT_PURE_VALIDATE_RECORD_STRUCTURE_V0": validate_record_structure,
    "capability_transforms::CT_PURE_VALIDATE_SET_MEMBERSHIP_V0": validate_set_membership,
    "causal_language_model::CT_IMPURE_OFFER_NEXT_WORDS_V0": offer_next_words,
    "causal_language_model::CT_PURE_ASSEMBLE_MODEL_READING_V0": assemble_model_reading,
    "causal_language_model::CT_PURE_CHOOSE_PERMITTED_TOKEN_V0": choose_permitted_token,
    "causal_language_model::CT_PURE_CHOOSE_PERMITTED_WORD_V0": choose_permitted_word,
    "causal_language_model::CT_PURE_COMPARE_SENSITIVITY_V0": compare_sensitivity,
    "causal_language_model::CT_PURE_FORM_MODEL_IDENTITY_KEY_V0": form_model_identity_key,
    "causal_language_model::CT_PURE_FORM_RESPONSE_RULES_V0": form_response_rules,
    "causal_language_model::CT_PURE_READ_HOSTED_STATE_V0": read_hosted_state,
    "workload::CT_PURE_COLLATZ_STEP_V0": collatz_step,
    "workload::CT_PURE_TERMINATION_CHECK_V0": termination_check,
};

/// The transform whose result is the value of its one output.
const BARE: &str = "passthrough";

/// Runs the transform of this FQDN; nothing if there is none.
#[allow(dead_code, reason = "each test uses its part")]
pub fn call(fqdn: &str, inputs: Value) -> Option<Result<Value, Failure>> {
    let (_, _, call) = ALL.iter().find(|(known, _, _)| *known == fqdn)?;
    let Value::Object(inputs) = inputs else { return None };
    Some(call(inputs))
}

fn answer<I: DeserializeOwned, O: Serialize>(
    module: &str,
    run: fn(I) -> Result<O, Failure>,
    inputs: Map<String, Value>,
) -> Result<Value, Failure> {
    let outputs = run(pgs_value::from_value(Value::Object(inputs)).unwrap())?;
    let mut result = pgs_value::to_value(&outputs).unwrap();
    Ok(if module == BARE { result["value"].take() } else { result })
}
