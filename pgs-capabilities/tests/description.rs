//! `description/capabilities.toml` says what the Rust types say.

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
    let types = transforms!(types.transform_drawing: derive_wallet_keypairs, generate_entropy);
    transforms!(types.compute_drawing: evaluate_inactivity)
}

#[test]
fn the_description_agrees_with_the_types() {
    let description = pgs_description::read(pgs_capabilities_description::FILE, pgs_capabilities_description::TEXT);
    let differences = check::differences(&description.unwrap(), &types());
    let differences: Vec<String> = differences.iter().map(ToString::to_string).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
