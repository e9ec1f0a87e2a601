//! What contracts need of a runtime binding, and what it gives them: where stores lie, which side effects are switched on
//! (`docs/reference/README.md`).

use std::path::{Component, Path};

use pgs_description::{StoreKind, WorksOn};
use pgs_protocol::fqdn::code;
use pgs_protocol::protocol::{Call, Placing, Protocol, Reach, RuntimeBinding, Step, StorePath, Workflow};
use pgs_value::Value;

use super::signature::operation;

/// Something that a contract needs of the runtime binding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// A store.
    Store {
        /// The kind.
        kind: StoreKind,
        /// The store's name; none: the path of the side effect's policy.
        name: Option<String>,
        /// The side effect that needs it first.
        side_effect: String,
    },
    /// Whether a side effect is switched on (`policy.enabled`).
    Switch {
        /// The side effect.
        side_effect: String,
        /// The last part of its Rust module.
        module: String,
    },
    /// The policy of a side effect that takes one.
    Policy {
        /// The side effect.
        side_effect: String,
        /// Its Rust module.
        module: String,
    },
}

impl Need {
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Store { kind, name, .. }, Self::Store { kind: other, name: of, .. }) => kind == other && name == of,
            (Self::Switch { side_effect, .. }, Self::Switch { side_effect: other, .. })
            | (Self::Policy { side_effect, .. }, Self::Policy { side_effect: other, .. }) => side_effect == other,
            (Self::Store { .. } | Self::Switch { .. } | Self::Policy { .. }, _) => false,
        }
    }
}

/// What these steps need, each once, in their order.
pub fn needs<'s>(steps: impl IntoIterator<Item = &'s Step>, protocol: &Protocol) -> Vec<Need> {
    let mut needs: Vec<Need> = Vec::new();
    for step in steps {
        let Call::SideEffect { fqdn, op } = &step.call else { continue };
        let Ok((implemented, _)) = operation(fqdn, op, protocol) else { continue };
        let side_effect = fqdn.clone();
        let need = match implemented.works_on {
            WorksOn::Store(kind) => Need::Store { kind, name: step.store.clone(), side_effect },
            WorksOn::World { switch: true } => {
                let module = implemented.module.rsplit("::").next().unwrap_or_default().to_owned();
                Need::Switch { side_effect, module }
            }
            WorksOn::World { switch: false } if !implemented.policy.is_empty() => {
                Need::Policy { side_effect, module: implemented.module.clone() }
            }
            WorksOn::World { switch: false } | WorksOn::Workflows(_) => continue,
        };
        if !needs.iter().any(|known| known.is_same(&need)) {
            needs.push(need);
        }
    }
    needs
}

/// What stands for the data root in a policy.
pub const DATA_ROOT: &str = "{{module_data_root}}/";

/// A path that does not lie below the data root.
#[derive(Clone, Debug)]
pub struct OutsideDataRoot(pub StorePath);

/// The path of a store below the data root for a workflow: that of its runtime binding, or of one that it consults. `None`
/// if neither places it.
pub fn place(
    workflow: &Workflow,
    kind: StoreKind,
    name: Option<&str>,
    side_effect: &str,
    protocol: &Protocol,
) -> Result<Option<StorePath>, OutsideDataRoot> {
    let reached = name.and_then(|name| protocol.stores_of(workflow).remove(name));
    let consulted = reached.filter(|store| store.reach == Reach::Consulted).map(|store| store.path.clone());
    match (consulted, workflow.binding.as_ref().and_then(|fqdn| protocol.bindings.get(fqdn))) {
        (Some(store), _) => inside(Some(store)),
        (None, Some(binding)) => place_by(binding, kind, name, side_effect),
        (None, None) => Ok(None),
    }
}

/// The path of a store that a runtime binding places: the named one of the STRUCTURE, or else that of the side effect's
/// policy, as [`Placing`] says.
pub fn place_by(
    binding: &RuntimeBinding,
    kind: StoreKind,
    name: Option<&str>,
    side_effect: &str,
) -> Result<Option<StorePath>, OutsideDataRoot> {
    let of_policy = || policy_path(binding, side_effect);
    let store = match (placed_by(binding, kind, name), name.and_then(|name| binding.stores.get(name))) {
        (By::Policy, _) | (By::Either, None) => of_policy()?,
        (By::Either | By::Structure, store) => store.cloned(),
    };
    inside(store)
}

fn inside(store: Option<StorePath>) -> Result<Option<StorePath>, OutsideDataRoot> {
    match store {
        Some(store) if !stays_inside(&store.path) => Err(OutsideDataRoot(store)),
        store => Ok(store),
    }
}

/// What places a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Policy,
    Structure,
    /// The policy where the STRUCTURE does not.
    Either,
}

fn placed_by(binding: &RuntimeBinding, kind: StoreKind, name: Option<&str>) -> By {
    match (binding.placing, kind, name) {
        (_, _, None) | (Placing::ByPolicy, StoreKind::Registry | StoreKind::AppendOnly, Some(_)) => By::Policy,
        (Placing::ByStructure, StoreKind::Registry, Some(_)) => By::Either,
        (Placing::ByPolicy | Placing::ByStructure, StoreKind::MutableJson | StoreKind::NameRegistry, Some(_))
        | (Placing::ByStructure, StoreKind::AppendOnly, Some(_)) => By::Structure,
    }
}

/// Whether the policy alone can place this store.
pub fn is_by_policy(binding: &RuntimeBinding, kind: StoreKind, name: Option<&str>) -> bool {
    placed_by(binding, kind, name) == By::Policy
}

/// Whether a store that a step names lies where the policy says, since the STRUCTURE does not have it.
pub fn falls_back(binding: &RuntimeBinding, kind: StoreKind, name: &str, side_effect: &str) -> bool {
    placed_by(binding, kind, Some(name)) == By::Either
        && !binding.stores.contains_key(name)
        && matches!(place_by(binding, kind, Some(name), side_effect), Ok(Some(_)))
}

/// Where a store lies below the data root, as [`place`] has it.
pub fn path(
    workflow: &Workflow,
    kind: StoreKind,
    name: Option<&str>,
    side_effect: &str,
    protocol: &Protocol,
) -> Result<Option<String>, OutsideDataRoot> {
    Ok(place(workflow, kind, name, side_effect, protocol)?.map(|store| store.path))
}

/// The name of a store in messages: its own, or the code of the side effect whose policy places it.
pub fn name<'a>(name: Option<&'a str>, side_effect: &'a str) -> &'a str {
    name.unwrap_or(code(side_effect))
}

fn policy_path(binding: &RuntimeBinding, side_effect: &str) -> Result<Option<StorePath>, OutsideDataRoot> {
    let Some(policy) = binding.policies.get(side_effect) else { return Ok(None) };
    let Some(path) = policy.fields.get("path").and_then(Value::as_str) else { return Ok(None) };
    let place = policy.place.at(["path"]);
    match path.strip_prefix(DATA_ROOT) {
        Some(below) => Ok(Some(StorePath { path: below.to_owned(), place })),
        None => Err(OutsideDataRoot(StorePath { path: path.to_owned(), place })),
    }
}

fn stays_inside(path: &str) -> bool {
    !path.is_empty() && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

/// Whether a side effect is switched on under this runtime binding.
pub fn is_on(binding: &RuntimeBinding, side_effect: &str) -> bool {
    let policy = binding.policies.get(side_effect);
    policy.and_then(|policy| policy.fields.get("enabled")) != Some(&Value::Bool(false))
}
