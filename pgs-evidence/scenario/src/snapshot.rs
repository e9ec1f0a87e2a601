//! Which workflows scenarios are about: those of the snapshot in which they lie.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use pgs_rt::Workflow;
use pgs_value::snapshot::{ArtifactKind, file_name};

use crate::file::{FoundScenario, is_project};

/// The folders of a snapshot's root in which scenarios may lie.
const WITHIN: [&str; 2] = ["protocol", "protocol_snapshot"];

/// Where the artifacts of a snapshot may lie below its root.
const SEALED: [&str; 2] = ["protocol_snapshot", ""];

/// The FQDNs of the workflows that the scenarios of a path are about: all of a project; those of the snapshots in which the
/// scenarios lie; where they lie in none, the namespaces of the workflows that they run. Those that they run always belong.
pub fn about(path: &Path, scenarios: &[FoundScenario], workflows: &[Workflow]) -> BTreeSet<&'static str> {
    let names = |takes: &dyn Fn(&Workflow) -> bool| -> BTreeSet<&'static str> {
        workflows.iter().filter(|workflow| takes(workflow)).map(|workflow| workflow.id.fqdn).collect()
    };
    if is_project(path) {
        return names(&|_| true);
    }
    let roots = scenarios.iter().filter_map(|found| root_of(&found.file)).chain(path.is_dir().then(|| path.to_owned()));
    let roots: BTreeSet<PathBuf> = roots.collect();
    let mut found = names(&|workflow| roots.iter().any(|root| holds(root, workflow.id.fqdn)));
    let run: BTreeSet<&str> =
        scenarios.iter().flat_map(|found| &found.scenario.steps).map(|step| step.workflow.as_str()).collect();
    if found.is_empty() {
        let namespaces: BTreeSet<&str> = run.iter().filter_map(|fqdn| namespace(fqdn)).collect();
        found = names(&|workflow| namespace(workflow.id.fqdn).is_some_and(|it| namespaces.contains(it)));
    }
    found.extend(names(&|workflow| run.contains(workflow.id.fqdn)));
    found
}

/// The root of the snapshot in whose `scenarios` a file lies.
fn root_of(file: &Path) -> Option<PathBuf> {
    let file = file.canonicalize().ok()?;
    let folder = file.parent().filter(|folder| folder.ends_with("scenarios"))?.parent()?;
    let root = if WITHIN.iter().any(|name| folder.ends_with(name)) { folder.parent()? } else { folder };
    Some(root.to_owned())
}

/// Whether a workflow was sealed in this snapshot.
fn holds(root: &Path, fqdn: &str) -> bool {
    let Some((namespace, code)) = fqdn.rsplit_once("::") else { return false };
    let Some(kind) = ArtifactKind::from_code(code) else { return false };
    SEALED.iter().any(|sealed| root.join(sealed).join(kind.path()).join(file_name(namespace, code)).is_file())
}

fn namespace(fqdn: &str) -> Option<&str> {
    fqdn.rsplit_once("::").map(|(namespace, _)| namespace)
}
