// Generated from the protocol snapshot. Change the protocol, not this file.

//! `pgc_gate_alone::IN_ASKED_V0`: Something is asked

use pgs_pgc::prelude::*;

payload! {
    /// What the workflow reads of an admitted payload.
    Payload(GATE) {
        /// What is asked. Required string.
        question: String = required "question",
    }
}

/// What is checked.
pub const GATE: Gate = Gate {
    intent: ContractId { fqdn: "pgc_gate_alone::IN_ASKED_V0", address: 0 },
    declares: &[Declared::required("question", DeclaredType::String)],
};
