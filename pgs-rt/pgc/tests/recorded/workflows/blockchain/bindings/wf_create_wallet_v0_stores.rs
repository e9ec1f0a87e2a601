//! `blockchain::WF_CREATE_WALLET_V0_STORES`

use pgs_pgc::prelude::*;

/// `ACTORS`.
pub const ACTORS: mutable_json::Store = mutable_json::Store::consulted(
    Location::at("ACTORS", "blockchain/identity/actors.json"),
    "blockchain::RB_IDENTITY_BINDINGS_V0",
);

/// `CONTACT_ADDRESS_REGISTRY`.
pub const CONTACT_ADDRESS_REGISTRY: registry::Store = registry::Store::consulted(
    Location::at("CONTACT_ADDRESS_REGISTRY", "blockchain/identity/contact_address_registry.jsonl"),
    "blockchain::RB_IDENTITY_BINDINGS_V0",
);

/// `WALLETS`.
pub const WALLETS: mutable_json::Store =
    mutable_json::Store::owned(Location::at("WALLETS", "blockchain/wallet/wallets.json"));

/// `WALLET_IDENTITIES`.
pub const WALLET_IDENTITIES: registry::Store =
    registry::Store::owned(Location::at("WALLET_IDENTITIES", "blockchain/wallet/wallet_identity_registry.jsonl"));

/// `WALLET_OCCURRENCES`.
pub const WALLET_OCCURRENCES: append_only::Store =
    append_only::Store::owned(Location::at("WALLET_OCCURRENCES", "blockchain/wallet/wallet_occurrences.jsonl"));
