//! `description/capabilities.toml` says what the Rust types say.

use pgs_capabilities::side_effects::{concurrent_workflows, send_email, workflow_gateway, workflow_loop};
use pgs_capabilities::transforms as ct;
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

#[test]
fn the_description_agrees_with_the_types() {
    let description = pgs_description::read(pgs_capabilities_description::FILE, pgs_capabilities_description::TEXT);
    let differences = check::differences(&description.unwrap(), &with_side_effects(types()));
    let differences: Vec<String> = differences.iter().map(ToString::to_string).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
