//! `blockchain::RB_IDENTITY_BINDINGS_V0`

use pgs_pgc::prelude::*;

/// `ACTORS`.
pub const ACTORS: mutable_json::Store =
    mutable_json::Store::owned(Location::at("ACTORS", "blockchain/identity/actors.json"));

/// `ACTOR_OCCURRENCES`.
pub const ACTOR_OCCURRENCES: append_only::Store =
    append_only::Store::owned(Location::at("ACTOR_OCCURRENCES", "blockchain/identity/actor_occurrences.jsonl"));

/// `CONTACT_ADDRESS_REGISTRY`.
pub const CONTACT_ADDRESS_REGISTRY: registry::Store = registry::Store::owned(Location::at(
    "CONTACT_ADDRESS_REGISTRY",
    "blockchain/identity/contact_address_registry.jsonl",
));
