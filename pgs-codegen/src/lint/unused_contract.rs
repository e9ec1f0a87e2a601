//! N003: a contract that no workflow runs.

use std::collections::BTreeSet;

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::say;

use crate::analysis::Analysis;
use crate::analysis::workflows::contracts_of;

/// All contracts.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let run: BTreeSet<&String> = analysis.protocol.workflows.values().flat_map(contracts_of).collect();
    for contract in analysis.protocol.contracts.values().filter(|contract| !run.contains(&contract.fqdn)) {
        say(
            diagnostics,
            Code::UnusedContract,
            &contract.place,
            "no workflow runs this contract; nothing is generated for it",
            "remove the contract, or run it at a node",
        );
    }
}
