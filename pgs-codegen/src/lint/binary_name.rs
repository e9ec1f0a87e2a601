//! E014: two workflows with one binary name.

use std::collections::BTreeMap;

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Workflow, say};

use crate::analysis::Analysis;
use crate::names::binary;

/// All workflows, domain by domain. `pgs` is taken.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let mut binaries = BTreeMap::from([("pgs".to_owned(), "pgs")]);
    let mut workflows: Vec<&Workflow> = analysis.protocol.workflows.values().collect();
    workflows.sort_by_key(|workflow| (&workflow.domain, &workflow.fqdn));
    for workflow in workflows {
        let name = binary(&workflow.fqdn);
        if let Some(other) = binaries.insert(name.clone(), &workflow.fqdn) {
            say(
                diagnostics,
                Code::BinaryNameClash,
                &workflow.place,
                format!("the binary `{name}` would also be that of {other}"),
                "rename one of the two workflows",
            );
        }
    }
}
