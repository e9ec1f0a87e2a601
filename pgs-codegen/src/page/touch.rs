//! Which operations work on which stores.

use pgs_description::{Access, StoreKind};

use super::Touch;
use crate::plan::{self, Call, Domain, Step};

/// Every operation on a store, by store and access.
pub fn touches<'a>(workflow: &'a plan::Workflow, domain: &'a Domain) -> Vec<Touch<'a>> {
    let mut touches: Vec<Touch<'a>> = workflow.nodes.iter().flat_map(|node| of_node(node, domain)).collect();
    touches.sort();
    touches
}

/// The contract that a node runs.
pub fn contract<'a>(node: &plan::Node, domain: &'a Domain) -> Option<&'a plan::Contract> {
    domain.contract(&node.contract_fqdn)
}

/// The operations on stores at a node, in the order of the steps.
fn of_node<'a>(node: &'a plan::Node, domain: &'a Domain) -> Vec<Touch<'a>> {
    let steps = contract(node, domain).into_iter().flat_map(|it| &it.steps);
    steps.filter_map(|step| touch(step, node, domain)).collect()
}

/// The operation of a step on a store at a node.
pub fn touch<'a>(step: &'a Step, node: &'a plan::Node, domain: &'a Domain) -> Option<Touch<'a>> {
    let Call::Store { kind, operation, .. } = &step.call else { return None };
    let store = domain.supplied_store(node, step)?;
    Some(Touch {
        store: &store.name,
        kind: kind_words(*kind),
        path: store.path.as_deref(),
        access: match operation.access {
            Access::Read => "read",
            Access::Append => "append",
            Access::Mutate => "mutate",
        },
        operation: step.op.as_deref().unwrap_or_default(),
        node: &node.key,
        step: &step.name,
    })
}

/// What a kind of store is called.
pub fn kind_words(kind: StoreKind) -> &'static str {
    match kind {
        StoreKind::Registry => "registry",
        StoreKind::AppendOnly => "append-only",
        StoreKind::MutableJson => "mutable JSON",
        StoreKind::NameRegistry => "name registry",
    }
}
