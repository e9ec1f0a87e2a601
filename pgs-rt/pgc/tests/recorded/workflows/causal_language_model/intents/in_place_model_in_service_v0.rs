//! `causal_language_model::IN_PLACE_MODEL_IN_SERVICE_V0`

use pgs_pgc::prelude::*;

payload! {
    /// What the workflow reads of an admitted payload.
    Payload(GATE) {
        /// Required string.
        ceiling: String = required "ceiling",
        /// Required string.
        identity_key: String = required "identity_key",
        /// Required object.
        response_rules: Map<String, Value> = required "response_rules",
        /// Required object.
        staff_credentials: Map<String, Value> = required "staff_credentials",
        /// Required string.
        staff_id: String = required "staff_id",
        /// Required string.
        system_prompt: String = required "system_prompt",
        /// Required string.
        time_in_service_id: String = required "time_in_service_id",
    }
}

/// What is checked.
pub const GATE: Gate = Gate {
    intent: ContractId { fqdn: "causal_language_model::IN_PLACE_MODEL_IN_SERVICE_V0", address: 80 },
    declares: &[
        Declared::required("ceiling", DeclaredType::String),
        Declared::required("identity_key", DeclaredType::String),
        Declared::required("response_rules", DeclaredType::Object),
        Declared::required("staff_credentials", DeclaredType::Object),
        Declared::required("staff_id", DeclaredType::String),
        Declared::required("system_prompt", DeclaredType::String),
        Declared::required("time_in_service_id", DeclaredType::String),
    ],
};
