//! `description/capabilities.toml` says what the Rust types say.

use pgs_capabilities::side_effects::{concurrent_workflows, send_email, workflow_gateway, workflow_loop};
use pgs_capabilities::{pgc, transforms as ct};
use pgs_description::Generation;
use pgs_description::check::{self, Types};

/// The types of transforms whose `run` has this form.
macro_rules! transforms {
    ($types:ident . $form:ident: $($module:ident),+ $(,)?) => {
        $types$(.$form(concat!("transforms::", stringify!($module)), ct::$module::run))+
    };
}

fn types() -> Types {
    let types = Types::new();
    let types = transforms!(types.transform:
        assemble_record,
        build_eth_transaction,
        check_quota_available,
        check_training_status,
        collatz_step,
        compare_equal,
        derive_balances,
        derive_child_key,
        derive_master_key,
        derive_slot_epoch,
        ecdsa_sign,
        emit,
        entropy_to_mnemonic,
        extract,
        extract_predecessor_hash,
        extract_wallet_tx_fields,
        filter_records,
        generate_id,
        hash_block,
        increment_wallet_nonce,
        keccak256_hash,
        lookup,
        map_result_to_http,
        mnemonic_to_seed,
        passthrough,
        private_key_to_public,
        pubkey_to_eth_address,
        select_proposer,
        termination_check,
        validate_parameter_rules,
        validate_record_structure,
        validate_set_membership,
    );
    let types = types
        .transform("transforms::before_0_5::validate_parameter_rules", ct::before_0_5::validate_parameter_rules::run)
        .transform("transforms::before_0_5::validate_set_membership", ct::before_0_5::validate_set_membership::run);
    let types = transforms!(types.transform_drawing: derive_wallet_keypairs, generate_entropy);
    transforms!(types.compute_drawing: evaluate_inactivity)
}

fn with_side_effects(types: Types) -> Types {
    let concurrent = ("side_effects::concurrent_workflows", "execute_concurrent");
    let sequence = ("side_effects::workflow_loop", "execute_sequence");
    types
        .on_workflows::<NotRun, workflow_gateway::ExecuteOutputs>("side_effects::workflow_gateway", "execute")
        .on_workflows::<concurrent_workflows::ConcurrentStatus, concurrent_workflows::ConcurrentOutputs>(
            concurrent.0,
            concurrent.1,
        )
        .on_workflows::<workflow_loop::SequenceStatus, workflow_loop::SequenceOutputs>(sequence.0, sequence.1)
        .effect_switched("side_effects::send_email", "send", send_email::send)
}

pgs_rt::statuses! {
    /// How EXECUTE ends where the workflow could not be run; else the workflow says it.
    NotRun { BackendError = "BACKEND_ERROR" }
}

/// Those of PGC: the modules of transforms that refuse or fault.
macro_rules! pgc_transforms {
    ($types:expr, $($name:ident,)+) => {
        $types$(.transform_of_pgc(concat!("pgc::transforms::", stringify!($name)), pgc::transforms::$name::run))+
    };
}

fn pgc_types() -> Types {
    let types = pgc_transforms!(
        Types::new(),
        assemble_model_reading,
        assemble_record,
        check_quota_available,
        check_training_status,
        choose_permitted_token,
        choose_permitted_word,
        collatz_step,
        compare_equal,
        compare_sensitivity,
        derive_wallet_address,
        emit,
        evaluate_inactivity,
        extract,
        filter_records,
        form_book_identity_key,
        form_model_identity_key,
        form_response_rules,
        form_work_identity_key,
        generate_id,
        group_records,
        lookup,
        map_result_to_http,
        offer_next_words,
        passthrough,
        read_hosted_state,
        require_true,
        select_records,
        termination_check,
        validate_parameter_rules,
        validate_record_structure,
        validate_set_membership,
    );
    let (clock, expiry, text) =
        ("pgc::side_effects::clock", "pgc::side_effects::evidence_expiry", "pgc::side_effects::text_artifact");
    types
        .effect_configured_without_inputs(clock, "now", pgc::side_effects::clock::now)
        .effect_configured(expiry, "survey", pgc::side_effects::evidence_expiry::survey)
        .effect_configured(expiry, "expire", pgc::side_effects::evidence_expiry::expire)
        .effect_configured(text, "write_all", pgc::side_effects::text_artifact::write_all)
        .effect_configured_without_inputs(text, "list", pgc::side_effects::text_artifact::list)
}

#[test]
fn the_description_of_pgc_agrees_with_the_types() {
    let description =
        pgs_description::read(pgs_capabilities_description::PGC_FILE, pgs_capabilities_description::PGC_TEXT).unwrap();
    assert_eq!(description.generation, Generation::Pgc);
    let differences = check::differences(&description, &pgc_types());
    let differences: Vec<String> = differences.iter().map(ToString::to_string).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn the_description_agrees_with_the_types() {
    let description = pgs_description::read(pgs_capabilities_description::FILE, pgs_capabilities_description::TEXT);
    let differences = check::differences(&description.unwrap(), &with_side_effects(types()));
    let differences: Vec<String> = differences.iter().map(ToString::to_string).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
