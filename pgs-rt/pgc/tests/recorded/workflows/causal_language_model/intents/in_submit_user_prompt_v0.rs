//! `causal_language_model::IN_SUBMIT_USER_PROMPT_V0`

use pgs_pgc::prelude::*;

payload! {
    /// What the workflow reads of an admitted payload.
    Payload(GATE) {
        /// Required array.
        account_numbers: Vec<Value> = required "account_numbers",
        /// Required string.
        customer_id: String = required "customer_id",
        /// Required string.
        identity_key: String = required "identity_key",
        /// Required string.
        kind: String = required "kind",
        /// Required array.
        permitted_customers: Vec<Value> = required "permitted_customers",
        /// Required string.
        question: String = required "question",
        /// Required string.
        requester_id: String = required "requester_id",
        /// Required integer.
        seed: Field<i64> = field "seed",
        /// Required string.
        supporting_material: String = required "supporting_material",
        /// Required string.
        user_prompt_id: String = required "user_prompt_id",
    }
}

/// What is checked.
pub const GATE: Gate = Gate {
    intent: ContractId { fqdn: "causal_language_model::IN_SUBMIT_USER_PROMPT_V0", address: 84 },
    declares: &[
        Declared::required("account_numbers", DeclaredType::Array),
        Declared::required("customer_id", DeclaredType::String),
        Declared::required("identity_key", DeclaredType::String),
        Declared::required("kind", DeclaredType::String),
        Declared::required("permitted_customers", DeclaredType::Array),
        Declared::required("question", DeclaredType::String),
        Declared::required("requester_id", DeclaredType::String),
        Declared::required("seed", DeclaredType::Integer),
        Declared::required("supporting_material", DeclaredType::String),
        Declared::required("user_prompt_id", DeclaredType::String),
    ],
};
