//! Where the steps of workflows find their stores, on one side and on the other.

use std::collections::BTreeMap;

use pgs_description::{StoreKind, WorksOn};
use pgs_protocol::protocol::{Call, RuntimeBinding, Step, StorePath};

use super::Verdict;
use super::side::{Side, Sides};
use crate::analysis::stores;
use crate::capabilities;

/// A side effect, and the store that steps name with it.
pub type Key = (String, Option<String>);

/// Where the stores lie that steps of a runtime binding's workflows use; none of those that end with BACKEND_ERROR.
pub type Placed = BTreeMap<Key, Option<StorePath>>;

/// The stores that workflows of this runtime binding reach.
pub fn of(binding: &RuntimeBinding, side: &Side<'_>) -> Placed {
    let workflows = side.protocol.workflows.values().filter(|it| it.binding.as_ref() == Some(&binding.fqdn));
    let steps = workflows.flat_map(|workflow| side.contracts(workflow)).flat_map(|(_, contract)| side.steps(contract));
    let stores = steps.filter_map(|step| Some((store_kind(step, side)?, step)));
    stores.filter_map(|(kind, step)| Some((key(step)?, place(binding, kind, step)))).collect()
}

/// What a step calls on which store.
pub fn key(step: &Step) -> Option<Key> {
    match &step.call {
        Call::SideEffect { fqdn, .. } => Some((fqdn.clone(), step.store.clone())),
        Call::Transform { .. } => None,
    }
}

/// The kind of store that a step calls.
fn store_kind(step: &Step, side: &Side<'_>) -> Option<StoreKind> {
    let (side_effect, _) = key(step)?;
    match capabilities::side_effect(&side_effect, side.protocol)?.works_on {
        WorksOn::Store(kind) => Some(kind),
        WorksOn::Workflows(_) | WorksOn::World { .. } => None,
    }
}

fn place(binding: &RuntimeBinding, kind: StoreKind, step: &Step) -> Option<StorePath> {
    let (side_effect, name) = key(step)?;
    stores::place_by(binding, kind, name.as_deref(), &side_effect).ok().flatten()
}

/// The path of a step's store; none if it calls no store, or one that lies nowhere.
pub fn path(binding: &RuntimeBinding, step: &Step, side: &Side<'_>) -> Option<String> {
    Some(place(binding, store_kind(step, side)?, step)?.path)
}

/// Whether two steps find their store in the same file, in every workflow that both protocols run a contract in.
pub fn is_same_file(contract: &str, [old, new]: [&Step; 2], sides: &Sides<'_>) -> bool {
    let of = |side: &Side<'_>, workflow: &str, step| {
        let binding = side.protocol.workflows.get(workflow)?.binding.as_ref()?;
        path(side.protocol.bindings.get(binding)?, step, side)
    };
    let both = &sides.old.contract_users(contract) & &sides.new.contract_users(contract);
    let runs = |workflow: &&String| {
        let side = &sides.new;
        let workflow = side.protocol.workflows.get(*workflow);
        workflow.is_some_and(|it| side.contracts(it).any(|(_, run)| run.fqdn == contract))
    };
    let mut paths = both.iter().filter(runs).map(|it| (of(&sides.old, it, old), of(&sides.new, it, new))).peekable();
    paths.peek().is_some() && paths.all(|(old, new)| old.is_some() && old == new)
}

/// What a change of what places these stores means for those who use them.
pub fn consequence(keys: &[&Key], old: &Placed, new: &Placed) -> (Verdict, String) {
    let path = |store: &Option<StorePath>| store.as_ref().map(|store| store.path.clone());
    let both: Vec<_> = keys.iter().filter_map(|key| Some((path(old.get(*key)?), path(new.get(*key)?)))).collect();
    if let Some((from, to)) = both.iter().find(|(from, to)| from != to) {
        return moved(from.as_deref(), to.as_deref());
    }
    let text = match (both.first(), keys.first()) {
        (Some((Some(path), _)), _) => format!("the operations that use it stay at {path}"),
        (Some((None, _)), _) => "the operations that use it end with BACKEND_ERROR, as before".to_owned(),
        (None, Some(key)) if new.contains_key(*key) => "no step used it before".to_owned(),
        (None, Some(_)) => "no step uses it any more".to_owned(),
        (None, None) => "no workflow uses it".to_owned(),
    };
    (Verdict::Neutral, text)
}

fn moved(from: Option<&str>, to: Option<&str>) -> (Verdict, String) {
    match (from, to) {
        (Some(from), Some(to)) => {
            (Verdict::Breaking, format!("what was kept at {from} is no longer read or written; the store is now {to}"))
        }
        (None, Some(to)) => {
            (Verdict::Widening, format!("the store now lies at {to}; an operation on it ended with BACKEND_ERROR"))
        }
        (Some(from), None) => {
            (Verdict::Breaking, format!("an operation on the store, at {from} so far, now ends with BACKEND_ERROR"))
        }
        (None, None) => (Verdict::Neutral, String::new()),
    }
}
