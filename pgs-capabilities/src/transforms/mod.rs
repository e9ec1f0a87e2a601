//! The transforms, one file each (`docs/reference/README.md`).

#[cfg(feature = "transactions")]
mod access_list;
pub mod assemble_record;
pub mod before_0_5;
#[cfg(feature = "transactions")]
pub mod build_eth_transaction;
pub mod check_quota_available;
pub mod check_training_status;
pub mod collatz_step;
pub mod compare_equal;
#[cfg(feature = "keys")]
mod curve;
pub mod derive_balances;
#[cfg(feature = "keys")]
pub mod derive_child_key;
#[cfg(feature = "keys")]
pub mod derive_master_key;
pub mod derive_slot_epoch;
#[cfg(feature = "wallets")]
pub mod derive_wallet_keypairs;
#[cfg(feature = "keys")]
pub mod ecdsa_sign;
pub mod emit;
#[cfg(feature = "mnemonics")]
pub mod entropy_to_mnemonic;
pub mod evaluate_inactivity;
pub mod extract;
pub mod extract_predecessor_hash;
pub mod extract_wallet_tx_fields;
pub mod filter_records;
#[cfg(feature = "entropy")]
pub mod generate_entropy;
pub mod generate_id;
#[cfg(feature = "keccak")]
pub mod hash_block;
#[cfg(feature = "keys")]
mod hd_key;
#[cfg(feature = "wiped")]
#[cfg_attr(not(feature = "all"), allow(dead_code, reason = "each feature uses a part of it"))]
mod hex_bytes;
pub mod increment_wallet_nonce;
pub(crate) mod integer;
pub(crate) mod iso_date;
#[cfg(feature = "keccak")]
pub mod keccak256_hash;
pub mod lookup;
pub mod map_result_to_http;
#[cfg(feature = "mnemonics")]
pub mod mnemonic_to_seed;
pub mod passthrough;
#[cfg(feature = "keys")]
pub mod private_key_to_public;
#[cfg(feature = "keccak")]
pub mod pubkey_to_eth_address;
#[cfg_attr(not(feature = "all"), allow(dead_code, reason = "patterns use more of it than the rest"))]
pub(crate) mod python;
#[cfg(feature = "transactions")]
mod quantity;
pub mod select_proposer;
pub mod termination_check;
pub mod validate_parameter_rules;
#[cfg(feature = "patterns")]
pub mod validate_record_structure;
pub mod validate_set_membership;
mod wallet_record;
