//! Which cargo features of the crates that implement capabilities are needed: by everything, and by one module.

use pgs_description::Transform;
use pgs_protocol::protocol::Protocol;

use super::{Domain, Needs};
use crate::analysis::feature_use::{Features, add};
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

/// The crate whose features the generated package passes on, by its name in Rust paths.
pub const PASSED_ON: &str = "pgs_capabilities";

/// The feature of the capabilities of PGC that need no library: nothing is saved without it.
const OF_NO_LIBRARY: &str = "pgc";

/// Those of the features that the generated package passes on.
pub fn passed_on(features: &Features) -> Needs {
    let of_crate = features.get(PASSED_ON).into_iter().flatten();
    of_crate.filter(|it| is_passed_on(PASSED_ON, it)).cloned().collect()
}

/// Those of the features that the generated package turns on in a crate, whatever features it has itself.
pub fn always_on<'f>(crate_name: &'f str, features: &'f Features) -> impl Iterator<Item = &'f str> {
    let of_crate = features.get(crate_name).into_iter().flatten();
    of_crate.map(String::as_str).filter(move |it| !is_passed_on(crate_name, it))
}

fn is_passed_on(crate_name: &str, feature: &str) -> bool {
    crate_name == PASSED_ON && feature != OF_NO_LIBRARY
}

/// What one transform needs.
pub fn needs_of(transform: &Transform) -> Needs {
    let mut features = Features::new();
    add(&transform.module, transform.feature.as_deref(), &mut features);
    passed_on(&features)
}
