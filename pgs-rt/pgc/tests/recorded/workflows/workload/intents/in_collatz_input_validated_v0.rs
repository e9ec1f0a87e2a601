//! `workload::IN_COLLATZ_INPUT_VALIDATED_V0`

use pgs_pgc::prelude::*;

payload! {
    /// What the workflow reads of an admitted payload.
    Payload(GATE) {
        /// Required array.
        numbers: Vec<Value> = required "numbers",
    }
}

/// What is checked.
pub const GATE: Gate = Gate {
    intent: ContractId { fqdn: "workload::IN_COLLATZ_INPUT_VALIDATED_V0", address: 88 },
    declares: &[Declared::required("numbers", DeclaredType::Array)],
};
