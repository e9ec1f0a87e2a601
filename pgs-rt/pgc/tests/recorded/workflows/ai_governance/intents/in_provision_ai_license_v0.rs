//! `ai_governance::IN_PROVISION_AI_LICENSE_V0`

use pgs_pgc::prelude::*;

payload! {
    /// What the workflow reads of an admitted payload.
    Payload(GATE) {
        /// Optional object.
        context: Field<Map<String, Value>> = field "context",
        /// Required string.
        employee_id: String = required "employee_id",
        /// Optional object.
        generated: Field<Map<String, Value>> = field "generated",
    }
}

/// What is checked.
pub const GATE: Gate = Gate {
    intent: ContractId { fqdn: "ai_governance::IN_PROVISION_AI_LICENSE_V0", address: 32 },
    declares: &[
        Declared::optional("context", DeclaredType::Object),
        Declared::required("employee_id", DeclaredType::String),
        Declared::optional("generated", DeclaredType::Object),
    ],
};
