//! `blockchain::IN_ACTOR_REGISTERED_V0`

use pgs_pgc::prelude::*;

payload! {
    /// What the workflow reads of an admitted payload.
    Payload(GATE) {
        /// Required object.
        actor_record: Map<String, Value> = required "actor_record",
        /// Not declared.
        address_path: Field<Value> = field "address_path",
        /// Not declared.
        address_type: Field<Value> = field "address_type",
        /// Not declared.
        occurrence_fields: Field<Value> = field "occurrence_fields",
        /// Required object.
        registration_schema: Map<String, Value> = required "registration_schema",
        /// Not declared.
        stream_id: Field<Value> = field "stream_id",
    }
}

/// What is checked.
pub const GATE: Gate = Gate {
    intent: ContractId { fqdn: "blockchain::IN_ACTOR_REGISTERED_V0", address: 37 },
    declares: &[
        Declared::required("actor_record", DeclaredType::Object),
        Declared::required("registration_schema", DeclaredType::Object),
    ],
};
