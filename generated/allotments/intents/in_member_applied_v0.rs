// Generated from the protocol snapshot. Change the protocol, not this file.

//! `allotments::IN_MEMBER_APPLIED_V0`: An application for membership

use pgs_pgc::prelude::*;

payload! {
    /// What the workflow reads of an admitted payload.
    Payload(GATE) {
        /// How the member is reached; it also identifies the member. Required string.
        email: String = required "email",
        /// As it is to stand in the list. Required string.
        full_name: String = required "full_name",
    }
}

/// What is checked.
pub const GATE: Gate = Gate {
    intent: ContractId { fqdn: "allotments::IN_MEMBER_APPLIED_V0", address: 17 },
    declares: &[
        Declared::required("email", DeclaredType::String),
        Declared::required("full_name", DeclaredType::String),
    ],
};
