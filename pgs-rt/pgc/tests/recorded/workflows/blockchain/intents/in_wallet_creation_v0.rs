//! `blockchain::IN_WALLET_CREATION_V0`

use pgs_pgc::prelude::*;

payload! {
    /// What the workflow reads of an admitted payload.
    Payload(GATE) {
        /// Required string.
        contact_address: String = required "contact_address",
        /// Required string.
        key_material: String = required "key_material",
        /// Not declared.
        occurrence_fields: Field<Value> = field "occurrence_fields",
        /// Not declared.
        wallet_fields: Field<Value> = field "wallet_fields",
        /// Required string.
        wallet_id_prefix: String = required "wallet_id_prefix",
    }
}

/// What is checked.
pub const GATE: Gate = Gate {
    intent: ContractId { fqdn: "blockchain::IN_WALLET_CREATION_V0", address: 40 },
    declares: &[
        Declared::required("contact_address", DeclaredType::String),
        Declared::required("key_material", DeclaredType::String),
        Declared::required("wallet_id_prefix", DeclaredType::String),
    ],
};
