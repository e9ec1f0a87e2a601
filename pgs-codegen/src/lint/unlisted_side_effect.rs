//! W106: a side effect that a compiled step uses, and that the runtime binding of its workflow does not list.

use std::collections::BTreeSet;

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::near;
use pgs_protocol::protocol::{Call, RuntimeBinding, Step, say};

use super::subjects::{binding_of, compiled_nodes};
use crate::analysis::{Analysis, CompiledStep};

/// The nodes that are compiled, each binding and side effect once.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let mut said = BTreeSet::new();
    for run in compiled_nodes(analysis) {
        let Some(binding) = binding_of(run.workflow, analysis) else { continue };
        let steps = analysis.compiled(&run.workflow.domain, run.contract).into_iter().flat_map(|it| &it.steps);
        for CompiledStep { step, .. } in steps {
            let Call::SideEffect { fqdn, .. } = &step.call else { continue };
            if !lists(binding, fqdn) && said.insert((binding.fqdn.as_str(), fqdn.as_str())) {
                missing(binding, fqdn, step, run.contract, diagnostics);
            }
        }
    }
}

/// Whether the binding lists it; under a misspelt name too, which is said there.
fn lists(binding: &RuntimeBinding, fqdn: &str) -> bool {
    binding.bound.contains(fqdn) || near::nearest(fqdn, binding.bound.iter().map(String::as_str)).is_some()
}

fn missing(binding: &RuntimeBinding, fqdn: &str, step: &Step, contract: &str, diagnostics: &mut Diagnostics) {
    say(
        diagnostics,
        Code::UnlistedSideEffect,
        &binding.place.at(["core", "bindings"]),
        format!("{} does not list {fqdn}, which step `{}` of {contract} uses", binding.fqdn, step.name),
        format!("add `{fqdn}: {{policy: {{}}}}` to its `bindings`"),
    );
}
