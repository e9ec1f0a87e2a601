//! What a workflow lacks: the capabilities that it calls and nobody implements.

use std::collections::BTreeSet;

use pgs_protocol::protocol::{Action, Body, Call, Contract, Protocol, Step, Workflow};

use crate::capabilities;

/// What this workflow lacks, in order: transforms by FQDN, operations with their side effect.
pub fn of_workflow(workflow: &Workflow, protocol: &Protocol) -> BTreeSet<String> {
    let contracts = workflow.nodes.iter().filter_map(|node| match &node.action {
        Action::Run { contract, .. } => self::contract(contract, protocol),
        Action::Admit { .. } | Action::Exit { .. } => None,
    });
    contracts.flat_map(|contract| &contract.steps).flat_map(|step| of_step(step, protocol)).collect()
}

/// A contract, of the workflows that are left out too.
fn contract<'p>(fqdn: &str, protocol: &'p Protocol) -> Option<&'p Contract> {
    protocol.contracts.get(fqdn).or_else(|| protocol.contracts_left_out.get(fqdn))
}

fn of_step(step: &Step, protocol: &Protocol) -> Vec<String> {
    match &step.call {
        Call::Transform { fqdn, .. } => {
            let body = protocol.transforms.get(fqdn).map(|it| &it.body);
            let atoms = match body {
                Some(Body::Molecule(molecule)) => molecule.atoms(),
                Some(Body::Atom(_)) | None => vec![fqdn.as_str()],
            };
            let is_lacking = |fqdn: &&str| capabilities::transform(fqdn, protocol).is_none();
            atoms.into_iter().filter(is_lacking).map(str::to_owned).collect()
        }
        Call::SideEffect { fqdn, op } => match capabilities::operation(fqdn, op, protocol) {
            Some(_) => Vec::new(),
            None => vec![format!("{op} of {fqdn}")],
        },
    }
}
