//! Names that are declared in one place and nearly written in another: one cause, of which one rule speaks and about which
//! others are silent.

use std::collections::BTreeMap;

use pgs_protocol::near;
use pgs_protocol::protocol::{Contract, Protocol, Step};

use crate::analysis::signature::raw_outputs;
use crate::analysis::types::maps;

/// The declared outputs of a contract that no step maps, while a step maps an undeclared one of nearly that name: by
/// declared name, the step and what it maps.
pub fn outputs_without_step(contract: &Contract) -> BTreeMap<&str, (&Step, &str)> {
    let is_declared = |name: &str| contract.outputs.iter().any(|(declared, _)| declared == name);
    let mapped =
        || contract.steps.iter().flat_map(|step| step.outputs.iter().map(move |(name, _)| (step, name.as_str())));
    let found = contract.outputs.iter().filter(|(name, _)| !maps(contract, std::slice::from_ref(name)));
    let found = found.filter_map(|(name, _)| {
        let undeclared = || mapped().filter(|(_, mapped)| !is_declared(mapped));
        let near = near::nearest(name, undeclared().map(|(_, mapped)| mapped))?;
        Some((name.as_str(), undeclared().find(|(_, mapped)| *mapped == near)?))
    });
    found.collect()
}

/// The name that is bound and not declared, if it is nearly this one.
pub fn bound_instead<'a, T>(
    name: &str,
    bound: &'a [(String, T)],
    is_declared: impl Fn(&str) -> bool,
) -> Option<&'a str> {
    near::nearest(name, bound.iter().map(|(bound, _)| bound.as_str()).filter(|bound| !is_declared(bound)))
}

/// What can be read of the raw result of a step: its fields, and the path to the whole.
pub fn raw_names(step: &Step, protocol: &Protocol) -> Vec<String> {
    let fields = raw_outputs(step, protocol).into_iter().map(|it| it.name);
    fields.chain(["capability_result".to_owned()]).collect()
}
