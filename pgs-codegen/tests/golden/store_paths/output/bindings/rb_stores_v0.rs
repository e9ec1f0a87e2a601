// Generated from the protocol snapshot. Change the protocol, not this file.

//! `store_paths::RB_STORES_V0`: Where the stores lie

use pgs_rt::prelude::*;

/// `CARDS`.
pub const CARDS: mutable_json::Store = mutable_json::Store(Location::at("CARDS", "store_paths/cards.json"));

/// `CS_REGISTRY_V0`.
pub const REGISTRY: registry::Store = registry::Store(Location::at("CS_REGISTRY_V0", "members.jsonl"));

/// Whether CS_SEND_EMAIL_V0 is switched on.
pub const SEND_EMAIL: bool = false;
