//! E005, of statuses: two of one contract or workflow that differ only in what the names of Rust do not keep: case, and
//! characters between words.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Place, say};

use crate::analysis::Analysis;
use crate::names::camel;

/// The contracts that are compiled, and all workflows.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for contract in analysis.compiled.iter().map(|compiled| compiled.contract) {
        let statuses = analysis.statuses.of_contract(&contract.fqdn);
        compare(&statuses.collect::<Vec<_>>(), &contract.fqdn, &contract.place, diagnostics);
    }
    for workflow in analysis.protocol.workflows.values() {
        let statuses = analysis.statuses.of_workflow(&workflow.fqdn);
        compare(&statuses.collect::<Vec<_>>(), &workflow.fqdn, &workflow.place, diagnostics);
    }
}

fn compare(statuses: &[&str], of: &str, place: &Place, diagnostics: &mut Diagnostics) {
    for (n, status) in statuses.iter().enumerate() {
        let variant = camel(status);
        if let Some(other) = statuses.iter().take(n).find(|other| camel(other) == variant) {
            let message =
                format!("{of} can end with {other} and with {status}, which would both be `{variant}` in Rust");
            say(diagnostics, Code::DuplicateName, place, message, "spell the status in one way");
        }
    }
}
