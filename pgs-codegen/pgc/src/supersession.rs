//! Supersession: an artifact that another one names in `supersedes` is not in force.

use std::collections::BTreeMap;

use pgs_sealed::Snapshot;
use pgs_value::Value;

/// The artifacts that are not in force, each with the one that has taken its place.
pub type Superseded = BTreeMap<String, String>;

/// Which artifacts of a snapshot are superseded. `superseded_by` of these is history: it decides nothing.
pub fn of(snapshot: &Snapshot) -> Superseded {
    let mut superseded = Superseded::new();
    for artifact in snapshot.domains.values().flat_map(|domain| domain.artifacts.values()) {
        let Some(named) = artifact.at(&["supersedes"]) else { continue };
        let one = named.as_str();
        let several = named.as_array().into_iter().flatten().filter_map(Value::as_str);
        for named in one.into_iter().chain(several) {
            let fqdn = if named.contains("::") { named.to_owned() } else { format!("{}::{named}", artifact.namespace) };
            superseded.insert(fqdn, artifact.fqdn.clone());
        }
    }
    superseded
}
