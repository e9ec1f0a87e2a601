//! The cargo features of the capabilities' crates without which a contract or workflow does not compile, with all that it
//! starts.

use std::collections::{BTreeMap, BTreeSet};

use pgs_protocol::protocol::{Body, Call, Protocol, Step, Workflow};

use super::workflows::started_by;
use super::{Analysis, CompiledContract};
use crate::capabilities;

/// Cargo features, by the crate as Rust paths name it.
pub type Features = BTreeMap<String, BTreeSet<String>>;

/// The features that a run of this workflow can need.
pub fn of_workflow(workflow: &Workflow, analysis: &Analysis<'_>) -> Features {
    let seen = BTreeSet::from([workflow.fqdn.as_str()]);
    of_steps(analysis.steps(workflow).collect(), seen, analysis)
}

/// The features that a contract can need as the workflows of a domain run it.
pub fn of_contract(contract: &CompiledContract<'_>, analysis: &Analysis<'_>) -> Features {
    of_steps(contract.steps.iter().map(|step| step.step).collect(), BTreeSet::new(), analysis)
}

/// The features that a transform needs: of one that is made of others, those of its atoms.
pub fn of_transform(fqdn: &str, protocol: &Protocol) -> Features {
    let mut features = Features::new();
    add_transform(fqdn, protocol, &mut features);
    features
}

/// Notes a feature. `module` starts with the crate.
pub fn add(module: &str, feature: Option<&str>, features: &mut Features) {
    if let (Some((crate_name, _)), Some(feature)) = (module.split_once("::"), feature) {
        features.entry(crate_name.to_owned()).or_default().insert(feature.to_owned());
    }
}

fn of_steps<'a>(mut open: Vec<&'a Step>, mut seen: BTreeSet<&'a str>, analysis: &'a Analysis<'a>) -> Features {
    let protocol = analysis.protocol;
    let mut features = Features::new();
    while let Some(step) = open.pop() {
        match &step.call {
            Call::Transform { fqdn, .. } => add_transform(fqdn, protocol, &mut features),
            Call::SideEffect { fqdn, op } => {
                if let Some((side_effect, _)) = capabilities::operation(fqdn, op, protocol) {
                    add(&side_effect.module, side_effect.feature.as_deref(), &mut features);
                }
            }
        }
        let started = started_by(step, protocol).into_iter().filter(|fqdn| seen.insert(*fqdn));
        open.extend(started.filter_map(|fqdn| protocol.workflows.get(fqdn)).flat_map(|it| analysis.steps(it)));
    }
    features
}

fn add_transform(fqdn: &str, protocol: &Protocol, features: &mut Features) {
    let atoms = match protocol.transforms.get(fqdn).map(|it| &it.body) {
        Some(Body::Molecule(molecule)) => molecule.atoms(),
        Some(Body::Atom(_)) | None => vec![fqdn],
    };
    for transform in atoms.into_iter().filter_map(|fqdn| capabilities::transform(fqdn, protocol)) {
        add(&transform.module, transform.feature.as_deref(), features);
    }
}
