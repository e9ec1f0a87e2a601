//! E007: an artifact without an integer address in the domain that uses it.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Call, Place, say};

use crate::analysis::Analysis;
use crate::analysis::call::Callee;
use crate::analysis::start::Start;

/// The contracts that are compiled, what their steps call, and all workflows.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let mut look_up = |domain: &str, fqdn: &str, place: &Place| {
        if analysis.protocol.address(domain, fqdn).is_none() {
            missing(domain, fqdn, place, diagnostics);
        }
    };
    for compiled in &analysis.compiled {
        look_up(compiled.domain, &compiled.contract.fqdn, &compiled.contract.place);
        for step in &compiled.steps {
            let (Call::Transform { fqdn, .. } | Call::SideEffect { fqdn, .. }) = &step.step.call;
            look_up(compiled.domain, fqdn, &step.step.place);
            if let Some(Callee::Start(start)) = &step.call.callee
                && let Start::Concurrent { workers } = &**start
            {
                for worker in workers {
                    look_up(compiled.domain, &worker.workflow.fqdn, &worker.place);
                }
            }
        }
    }
    for workflow in analysis.protocol.workflows.values() {
        look_up(&workflow.domain, &workflow.fqdn, &workflow.place);
    }
}

fn missing(domain: &str, fqdn: &str, place: &Place, diagnostics: &mut Diagnostics) {
    say(
        diagnostics,
        Code::MissingAddress,
        place,
        format!("`{fqdn}` has no address in the domain `{domain}`"),
        "seal the snapshot again, so that `artifact_index/index.json` gives it one",
    );
}
