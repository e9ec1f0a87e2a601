//! `ai_governance::IN_RECLAIM_LICENSE_V0`

use pgs_pgc::prelude::*;

payload! {
    /// What the workflow reads of an admitted payload.
    Payload(GATE) {
        /// Optional object.
        context: Field<Map<String, Value>> = field "context",
        /// Required string.
        license_id: String = required "license_id",
        /// Optional integer.
        threshold_days: Field<i64> = field "threshold_days",
    }
}

/// What is checked.
pub const GATE: Gate = Gate {
    intent: ContractId { fqdn: "ai_governance::IN_RECLAIM_LICENSE_V0", address: 33 },
    declares: &[
        Declared::optional("context", DeclaredType::Object),
        Declared::required("license_id", DeclaredType::String),
        Declared::optional("threshold_days", DeclaredType::Integer),
    ],
};
