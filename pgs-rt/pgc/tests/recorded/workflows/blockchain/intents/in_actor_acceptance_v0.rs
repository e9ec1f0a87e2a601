//! `blockchain::IN_ACTOR_ACCEPTANCE_V0`

use pgs_pgc::prelude::*;

payload! {
    /// What the workflow reads of an admitted payload.
    Payload(GATE) {
        /// Not declared.
        admitted_outcomes: Field<Value> = field "admitted_outcomes",
        /// Required string.
        contact_address: String = required "contact_address",
        /// Not declared.
        decided_actor_fields: Field<Value> = field "decided_actor_fields",
        /// Not declared.
        decision: Field<Value> = field "decision",
        /// Not declared.
        occurrence_fields: Field<Value> = field "occurrence_fields",
        /// Not declared.
        self_check_parameters: Field<Value> = field "self_check_parameters",
        /// Not declared.
        self_check_rules: Field<Value> = field "self_check_rules",
        /// Not declared.
        states_admitting_a_decision: Field<Value> = field "states_admitting_a_decision",
        /// Not declared.
        stream_id: Field<Value> = field "stream_id",
        /// Required string.
        verifying_authority: String = required "verifying_authority",
    }
}

/// What is checked.
pub const GATE: Gate = Gate {
    intent: ContractId { fqdn: "blockchain::IN_ACTOR_ACCEPTANCE_V0", address: 36 },
    declares: &[
        Declared::required("contact_address", DeclaredType::String),
        Declared::required("verifying_authority", DeclaredType::String),
    ],
};
