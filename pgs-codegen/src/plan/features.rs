//! Which cargo features of the crates that implement capabilities are needed.

use std::collections::{BTreeMap, BTreeSet};

use pgs_description::Transform;
use pgs_protocol::protocol::Protocol;

use super::{Domain, Features};
use crate::capabilities;

/// Those of every declared transform, since `pgs conformance` checks it, and of every side effect that a step calls.
pub fn needed(domains: &[Domain], transforms: &[(String, Transform)], protocol: &Protocol) -> Features {
    let mut features = Features::new();
    for (_, transform) in transforms {
        add(&transform.module, transform.feature.as_deref(), &mut features);
    }
    for step in domains.iter().flat_map(|domain| &domain.contracts).flat_map(|contract| &contract.steps) {
        let op = step.op.as_deref().unwrap_or_default();
        if let Some((side_effect, _)) = capabilities::operation(&step.fqdn, op, protocol) {
            add(&side_effect.module, side_effect.feature.as_deref(), &mut features);
        }
    }
    features
}

/// `module` starts with the crate.
fn add(module: &str, feature: Option<&str>, features: &mut BTreeMap<String, BTreeSet<String>>) {
    if let (Some((crate_name, _)), Some(feature)) = (module.split_once("::"), feature) {
        features.entry(crate_name.to_owned()).or_default().insert(feature.to_owned());
    }
}
