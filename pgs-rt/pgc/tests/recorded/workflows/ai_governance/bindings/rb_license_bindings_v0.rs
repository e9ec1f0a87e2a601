//! `ai_governance::RB_LICENSE_BINDINGS_V0`

use pgs_pgc::prelude::*;

/// `CS_REGISTRY_V0`.
pub const CS_REGISTRY_V0: registry::Store =
    registry::Store::owned(Location::at("CS_REGISTRY_V0", "ai_governance/ai_licensing/license_registry.json"));

/// `LICENSE_AUDIT`.
pub const LICENSE_AUDIT: append_only::Store =
    append_only::Store::owned(Location::at("LICENSE_AUDIT", "ai_governance/ai_licensing/audit_log.jsonl"));
