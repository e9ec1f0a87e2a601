//! `causal_language_model::IN_REGISTER_MODEL_V0`

use pgs_pgc::prelude::*;

payload! {
    /// What the workflow reads of an admitted payload.
    Payload(GATE) {
        /// Required object.
        description: Map<String, Value> = required "description",
        /// Required string.
        fingerprint: String = required "fingerprint",
        /// Required object.
        staff_credentials: Map<String, Value> = required "staff_credentials",
        /// Required string.
        staff_id: String = required "staff_id",
    }
}

/// What is checked.
pub const GATE: Gate = Gate {
    intent: ContractId { fqdn: "causal_language_model::IN_REGISTER_MODEL_V0", address: 81 },
    declares: &[
        Declared::required("description", DeclaredType::Object),
        Declared::required("fingerprint", DeclaredType::String),
        Declared::required("staff_credentials", DeclaredType::Object),
        Declared::required("staff_id", DeclaredType::String),
    ],
};
