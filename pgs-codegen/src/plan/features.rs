//! Which cargo features of the crates that implement capabilities are needed: by everything, and by one module.

use pgs_description::Transform;

use super::FeatureNames;
use crate::analysis::Analysis;
use crate::analysis::feature_use::{Features, add, of_contract};

/// Those of every declared transform, since `pgs conformance` checks it, and of everything that a contract calls.
pub fn needed(transforms: &[(String, Transform)], analysis: &Analysis<'_>) -> Features {
    let mut features = Features::new();
    for (_, transform) in transforms {
        add(&transform.module, transform.feature.as_deref(), &mut features);
    }
    for (name, of_crate) in analysis.compiled.iter().flat_map(|contract| of_contract(contract, analysis)) {
        features.entry(name).or_default().extend(of_crate);
    }
    features
}

/// The crate whose features the generated package passes on, by its name in Rust paths.
pub const PASSED_ON: &str = "pgs_capabilities";

/// The feature of the capabilities of PGC that need no library: nothing is saved without it.
const OF_NO_LIBRARY: &str = "pgc";

/// Those of the features that the generated package passes on.
pub fn passed_on(features: &Features) -> FeatureNames {
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

/// Those that what stands in this module of a crate needs.
pub fn features_of(module: &str, feature: Option<&str>) -> FeatureNames {
    let mut features = Features::new();
    add(module, feature, &mut features);
    passed_on(&features)
}
