//! Transforms, by FQDN.

use pgs_protocol::protocol::Type::{self, Any, Array, Boolean, Integer, Number, Object, Text};

use super::{Argument, Output, Signature};

/// A row of the table: see [`Signature`].
struct Row {
    fqdn: &'static str,
    module: &'static str,
    inputs: &'static [Input],
    outputs: &'static [Answer],
    draws: bool,
    fallible: bool,
    others: bool,
}

/// Name, type, whether the transform fails without it.
type Input = (&'static str, Type, bool);

/// Name, type, whether the field is an `Option`.
type Answer = (&'static str, Type, bool);

/// What most transforms are: without time or randomness, able to fail, taking what they declare.
const PURE: Row = Row { fqdn: "", module: "", inputs: &[], outputs: &[], draws: false, fallible: true, others: false };

const fn needs(name: &'static str, ty: Type) -> Input {
    (name, ty, true)
}

const fn takes(name: &'static str, ty: Type) -> Input {
    (name, ty, false)
}

const fn gives(name: &'static str, ty: Type) -> Answer {
    (name, ty, false)
}

const fn maybe(name: &'static str, ty: Type) -> Answer {
    (name, ty, true)
}

const TABLE: &[Row] = &[
    Row {
        fqdn: "ai_governance::CT_PURE_COLLATZ_STEP_V0",
        module: "collatz_step",
        inputs: &[needs("numbers", Array)],
        outputs: &[gives("sequences", Object)],
        ..PURE
    },
    Row {
        fqdn: "ai_governance::CT_PURE_TERMINATION_CHECK_V0",
        module: "termination_check",
        inputs: &[needs("sequences", Object)],
        outputs: &[gives("all_terminate", Boolean), gives("non_terminating", Array)],
        ..PURE
    },
    Row {
        fqdn: "blockchain::CT_PURE_BUILD_ETH_TRANSACTION_V0",
        module: "build_eth_transaction",
        inputs: &[
            needs("chain_id", Any),
            needs("nonce", Any),
            needs("to", Text),
            needs("value", Any),
            takes("data", Text),
            takes("gas_limit", Any),
            takes("max_fee_per_gas", Any),
            takes("max_priority_fee_per_gas", Any),
            takes("access_list", Array),
        ],
        outputs: &[gives("unsigned_tx_bytes", Text)],
        ..PURE
    },
    Row {
        fqdn: "blockchain::CT_PURE_DERIVE_BALANCES_V0",
        module: "derive_balances",
        inputs: &[needs("committed_history", Any)],
        outputs: &[gives("reconciled_balances", Object)],
        ..PURE
    },
    Row {
        fqdn: "blockchain::CT_PURE_DERIVE_SLOT_EPOCH_V0",
        module: "derive_slot_epoch",
        inputs: &[needs("slot_number", Integer), takes("slot_start_ts", Text), takes("slots_per_epoch", Integer)],
        outputs: &[
            gives("epoch_number", Integer),
            gives("round_number", Integer),
            gives("slot_index", Integer),
            gives("timestamp", Text),
        ],
        ..PURE
    },
    Row {
        fqdn: "blockchain::CT_PURE_DERIVE_WALLET_KEYPAIRS_V0",
        module: "derive_wallet_keypairs",
        inputs: &[
            needs("entropy_bits", Integer),
            takes("entropy_bytes", Text),
            takes("passphrase", Text),
            needs("root_path_indices", Array),
            needs("eoa_child_indices", Array),
            needs("utxo_child_indices", Array),
            takes("curve", Text),
        ],
        outputs: &[
            gives("eoa_public_key_hex", Text),
            gives("eoa_address", Text),
            gives("eoa_derivation_path", Text),
            gives("utxo_public_key_hex", Text),
            gives("utxo_address", Text),
            gives("utxo_derivation_path", Text),
            gives("master_fingerprint", Text),
        ],
        draws: true,
        ..PURE
    },
    Row {
        fqdn: "blockchain::CT_PURE_EXTRACT_PREDECESSOR_HASH_V0",
        module: "extract_predecessor_hash",
        inputs: &[needs("block", Object)],
        outputs: &[maybe("predecessor_hash", Text)],
        ..PURE
    },
    Row {
        fqdn: "blockchain::CT_PURE_EXTRACT_WALLET_TX_FIELDS_V0",
        module: "extract_wallet_tx_fields",
        inputs: &[needs("wallet_record", Object)],
        outputs: &[maybe("actor_id", Text), maybe("current_nonce", Integer), maybe("from_address", Text)],
        ..PURE
    },
    Row {
        fqdn: "blockchain::CT_PURE_HASH_BLOCK_V0",
        module: "hash_block",
        inputs: &[needs("block", Object)],
        outputs: &[gives("content_hash", Text)],
        ..PURE
    },
    Row {
        fqdn: "blockchain::CT_PURE_INCREMENT_WALLET_NONCE_V0",
        module: "increment_wallet_nonce",
        inputs: &[needs("wallet_record", Object)],
        outputs: &[gives("nonce", Integer), gives("updated_wallet_record", Object)],
        ..PURE
    },
    Row {
        fqdn: "blockchain::CT_PURE_SELECT_PROPOSER_V0",
        module: "select_proposer",
        inputs: &[needs("eligible_validators", Array), needs("round_number", Integer)],
        outputs: &[maybe("proposer_id", Text)],
        ..PURE
    },
    Row {
        fqdn: "capability_transforms::CT_EXEC_EMIT_V0",
        module: "emit",
        inputs: &[takes("value", Any)],
        outputs: &[gives("result", Any)],
        ..PURE
    },
    Row {
        fqdn: "capability_transforms::CT_PURE_ASSEMBLE_RECORD_V0",
        module: "assemble_record",
        inputs: &[takes("fields", Object)],
        outputs: &[gives("record", Object)],
        others: true,
        ..PURE
    },
    Row {
        fqdn: "capability_transforms::CT_PURE_CHECK_QUOTA_AVAILABLE_V0",
        module: "check_quota_available",
        inputs: &[needs("assigned_count", Integer), needs("quota", Integer)],
        outputs: &[gives("quota_available", Boolean)],
        ..PURE
    },
    Row {
        fqdn: "capability_transforms::CT_PURE_CHECK_TRAINING_STATUS_V0",
        module: "check_training_status",
        inputs: &[needs("training_completed", Boolean)],
        outputs: &[gives("is_eligible", Boolean)],
        ..PURE
    },
    Row {
        fqdn: "capability_transforms::CT_PURE_COMPARE_EQUAL_V0",
        module: "compare_equal",
        inputs: &[needs("left", Any), needs("right", Any)],
        outputs: &[gives("is_equal", Boolean)],
        ..PURE
    },
    Row {
        fqdn: "capability_transforms::CT_PURE_DERIVE_CHILD_KEY_V0",
        module: "derive_child_key",
        inputs: &[
            needs("parent_private_key_bytes", Text),
            needs("parent_chain_code_bytes", Text),
            needs("index", Integer),
        ],
        outputs: &[gives("child_private_key_bytes", Text), gives("child_chain_code_bytes", Text)],
        ..PURE
    },
    Row {
        fqdn: "capability_transforms::CT_PURE_DERIVE_MASTER_KEY_V0",
        module: "derive_master_key",
        inputs: &[needs("seed_bytes", Text)],
        outputs: &[gives("master_private_key_bytes", Text), gives("master_chain_code_bytes", Text)],
        ..PURE
    },
    Row {
        fqdn: "capability_transforms::CT_PURE_ECDSA_SIGN_V0",
        module: "ecdsa_sign",
        inputs: &[needs("private_key_bytes", Text), needs("message_hash", Text), takes("curve", Text)],
        outputs: &[gives("r", Text), gives("s", Text), gives("v", Integer), gives("signed_bytes", Text)],
        ..PURE
    },
    Row {
        fqdn: "capability_transforms::CT_PURE_ENTROPY_TO_MNEMONIC_V0",
        module: "entropy_to_mnemonic",
        inputs: &[needs("entropy_bytes", Text)],
        outputs: &[gives("mnemonic", Text)],
        ..PURE
    },
    Row {
        fqdn: "capability_transforms::CT_PURE_EVALUATE_INACTIVITY_V0",
        module: "evaluate_inactivity",
        inputs: &[takes("last_active_date", Any), takes("threshold_days", Number), takes("current_date", Any)],
        outputs: &[gives("days_inactive", Integer), gives("is_inactive", Boolean)],
        draws: true,
        fallible: false,
        ..PURE
    },
    Row {
        fqdn: "capability_transforms::CT_PURE_EXTRACT_V0",
        module: "extract",
        inputs: &[needs("from", Any), needs("path", Text), needs("type", Text)],
        outputs: &[gives("result", Any)],
        ..PURE
    },
    Row {
        fqdn: "capability_transforms::CT_PURE_FILTER_RECORDS_V0",
        module: "filter_records",
        inputs: &[needs("filter", Object), needs("source", Array)],
        outputs: &[gives("extracted", Array)],
        ..PURE
    },
    Row {
        fqdn: "capability_transforms::CT_PURE_GENERATE_ENTROPY_V0",
        module: "generate_entropy",
        inputs: &[needs("entropy_bits", Integer)],
        outputs: &[gives("entropy_bytes", Text)],
        draws: true,
        ..PURE
    },
    Row {
        fqdn: "capability_transforms::CT_PURE_GENERATE_ID_V0",
        module: "generate_id",
        inputs: &[needs("data", Any), needs("prefix", Text)],
        outputs: &[gives("id", Text)],
        ..PURE
    },
    Row {
        fqdn: "capability_transforms::CT_PURE_KECCAK256_HASH_V0",
        module: "keccak256_hash",
        inputs: &[needs("input_bytes", Text)],
        outputs: &[gives("hash_hex", Text)],
        ..PURE
    },
    Row {
        fqdn: "capability_transforms::CT_PURE_LOOKUP_V0",
        module: "lookup",
        inputs: &[needs("key", Text), needs("map", Object)],
        outputs: &[gives("result", Any)],
        ..PURE
    },
    Row {
        fqdn: "capability_transforms::CT_PURE_MAP_RESULT_TO_HTTP_V0",
        module: "map_result_to_http",
        inputs: &[needs("execution_result", Object), needs("mapping", Object)],
        outputs: &[gives("http_status", Integer), gives("response_body", Object), gives("result_status", Text)],
        ..PURE
    },
    Row {
        fqdn: "capability_transforms::CT_PURE_MNEMONIC_TO_SEED_V0",
        module: "mnemonic_to_seed",
        inputs: &[needs("mnemonic", Text)],
        outputs: &[gives("seed_bytes", Text)],
        ..PURE
    },
    Row {
        fqdn: "capability_transforms::CT_PURE_PASSTHROUGH_V0",
        module: "passthrough",
        inputs: &[takes("value", Any)],
        outputs: &[gives("value", Any)],
        ..PURE
    },
    Row {
        fqdn: "capability_transforms::CT_PURE_PRIVATE_KEY_TO_PUBLIC_V0",
        module: "private_key_to_public",
        inputs: &[needs("private_key_bytes", Text), needs("curve", Text)],
        outputs: &[gives("public_key_uncompressed_bytes", Text)],
        ..PURE
    },
    Row {
        fqdn: "capability_transforms::CT_PURE_PUBKEY_TO_ETH_ADDRESS_V0",
        module: "pubkey_to_eth_address",
        inputs: &[needs("public_key_uncompressed_bytes", Text)],
        outputs: &[gives("eth_address_hex", Text)],
        ..PURE
    },
    Row {
        fqdn: "capability_transforms::CT_PURE_VALIDATE_PARAMETER_RULES_V0",
        module: "validate_parameter_rules",
        inputs: &[needs("parameters", Object), needs("rules", Array)],
        outputs: &[maybe("failed_rule", Object), gives("valid", Boolean)],
        ..PURE
    },
    Row {
        fqdn: "capability_transforms::CT_PURE_VALIDATE_RECORD_STRUCTURE_V0",
        module: "validate_record_structure",
        inputs: &[needs("record", Object), needs("schema", Object)],
        outputs: &[gives("violations", Array)],
        ..PURE
    },
    Row {
        fqdn: "capability_transforms::CT_PURE_VALIDATE_SET_MEMBERSHIP_V0",
        module: "validate_set_membership",
        inputs: &[needs("allowed_set", Array), needs("value", Any)],
        outputs: &[gives("is_member", Boolean)],
        ..PURE
    },
];

/// How this transform is called; none if it is not implemented.
pub fn find(fqdn: &str) -> Option<Signature> {
    let row = TABLE.iter().find(|row| row.fqdn == fqdn)?;
    let inputs =
        row.inputs.iter().map(|(name, ty, required)| Argument { name: (*name).into(), ty: *ty, required: *required });
    let outputs =
        row.outputs.iter().map(|(name, ty, optional)| Output { name: (*name).into(), ty: *ty, optional: *optional });
    Some(Signature {
        module: format!("pgs_capabilities::transforms::{}", row.module),
        inputs: inputs.collect(),
        outputs: outputs.collect(),
        draws: row.draws,
        fallible: row.fallible,
        others: row.others,
    })
}
