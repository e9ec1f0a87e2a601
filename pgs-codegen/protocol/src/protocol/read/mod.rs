//! Frontmatters become the parts of the protocol, each kind of artifact in a file of its own; references become FQDNs.

mod bound_settings;
mod connections;
mod contract;
mod entity;
mod intent;
mod keys;
mod reader;
mod runtime_binding;
mod side_effect;
mod texts;
mod transform;
mod uncovered;
mod unsealed;
mod unused;
mod workflow;

use std::collections::BTreeMap;

use self::reader::{Reader, front};
use super::place::say;
use super::{Protocol, Scenario};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::snapshot::{Artifact, ArtifactKind, CapabilityCrate, SETTINGS, Snapshot, file};

/// Adds a snapshot to the protocol.
pub fn read(snapshot: &Snapshot, protocol: &mut Protocol, diagnostics: &mut Diagnostics) {
    connections::note(snapshot, diagnostics);
    let mut reader = Reader::new(snapshot, diagnostics);
    for artifact in snapshot.artifacts.values() {
        let fqdn = artifact.fqdn.clone();
        check_only_here(artifact, protocol, reader.diagnostics);
        keys::check(artifact, reader.diagnostics);
        reader.hidden_characters(artifact);
        protocol.hashes.insert(fqdn.clone(), artifact.hash.clone());
        match artifact.kind {
            ArtifactKind::Workflow => insert(&mut protocol.workflows, fqdn, reader.workflow(artifact)),
            ArtifactKind::Intent => insert(&mut protocol.intents, fqdn, reader.intent(artifact)),
            ArtifactKind::Contract => insert(&mut protocol.contracts, fqdn, reader.contract(artifact)),
            ArtifactKind::Transform => {
                let mut transform = reader.transform(artifact);
                if let Some(known) = protocol.transforms.get(&fqdn) {
                    transform.versions.extend(&known.versions);
                }
                insert(&mut protocol.transforms, fqdn, Some(transform));
            }
            ArtifactKind::SideEffect => insert(&mut protocol.side_effects, fqdn, Some(reader.side_effect(artifact))),
            ArtifactKind::Entity => {
                insert(&mut protocol.entities, fqdn, Some(entity::entity(artifact, reader.diagnostics)));
            }
            ArtifactKind::RuntimeBinding => {
                insert(&mut protocol.bindings, fqdn, Some(reader.runtime_binding(artifact)));
            }
            ArtifactKind::IngressIntent => protocol.ingress.extend(reader.ingress_intent(artifact)),
            ArtifactKind::Event => reader.event_schema(artifact),
            // A structure is read with the runtime binding that names it.
            ArtifactKind::Structure | ArtifactKind::Actor | ArtifactKind::Invariant | ArtifactKind::Assertion => {}
        }
    }
    reader.unused();
    reader.copies();
    reader.added_crates();
    reader.bound_settings();
    reader.waived_rules(protocol);
    reader.unsealed();
    for (fqdn, addresses) in &snapshot.addresses {
        protocol.addresses.entry(fqdn.clone()).or_default().extend(addresses.clone());
    }
    protocol.scenarios.extend(snapshot.scenarios.values().flat_map(Scenario::all_of));
    protocol.settings.transforms.extend(snapshot.settings.transforms.clone());
    protocol.waivers.extend(snapshot.waivers());
    for (name, dependency) in &snapshot.settings.dependencies {
        let dependency = absolute(dependency.clone(), snapshot);
        let known = protocol.settings.dependencies.insert(name.clone(), dependency.clone());
        check_one_crate(name, known.as_ref(), &dependency, snapshot, diagnostics);
    }
    for (name, implements) in &snapshot.settings.capabilities {
        let dependency = absolute(implements.dependency.clone(), snapshot);
        let description = implements.description.clone();
        let added = CapabilityCrate { dependency: dependency.clone(), description };
        let known = protocol.settings.capabilities.insert(name.clone(), added);
        check_one_crate(name, known.map(|it| it.dependency).as_ref(), &dependency, snapshot, diagnostics);
    }
}

/// Says where the settings of two snapshots mean two crates by one name: one manifest has them all.
fn check_one_crate(
    name: &str,
    known: Option<&toml::Value>,
    other: &toml::Value,
    snapshot: &Snapshot,
    diagnostics: &mut Diagnostics,
) {
    if known.is_some_and(|known| known != other) {
        let path = file::home(&snapshot.root).join(SETTINGS);
        let message = format!("the crate `{name}` is another one in the settings of another snapshot");
        let remedy = "build the two snapshots apart, or name the same crate in both";
        diagnostics.push(Diagnostic { code: Code::DuplicateName, ..file::unreadable(&path, message, remedy) });
    }
}

/// A dependency whose path, if it has one, no longer depends on the folder of `pgs.toml`.
fn absolute(mut dependency: toml::Value, snapshot: &Snapshot) -> toml::Value {
    let folder = snapshot.root.parent().unwrap_or(&snapshot.root);
    if let Some(path) = dependency.get("path").and_then(toml::Value::as_str).map(|path| folder.join(path))
        && let Some(table) = dependency.as_table_mut()
    {
        table.insert("path".to_owned(), toml::Value::String(path.display().to_string()));
    }
    dependency
}

fn insert<T>(map: &mut BTreeMap<String, T>, fqdn: String, value: Option<T>) {
    if let Some(value) = value {
        map.insert(fqdn, value);
    }
}

/// Capabilities may be part of several snapshots; what a domain consists of may not.
fn check_only_here(artifact: &Artifact, protocol: &Protocol, diagnostics: &mut Diagnostics) {
    let fqdn = &artifact.fqdn;
    let known = match artifact.kind {
        ArtifactKind::Workflow => protocol.workflows.get(fqdn).map(|it| &it.place),
        ArtifactKind::Intent => protocol.intents.get(fqdn).map(|it| &it.place),
        ArtifactKind::Contract => protocol.contracts.get(fqdn).map(|it| &it.place),
        ArtifactKind::RuntimeBinding => protocol.bindings.get(fqdn).map(|it| &it.place),
        ArtifactKind::Transform
        | ArtifactKind::SideEffect
        | ArtifactKind::Entity
        | ArtifactKind::Structure
        | ArtifactKind::Event
        | ArtifactKind::IngressIntent
        | ArtifactKind::Actor
        | ArtifactKind::Invariant
        | ArtifactKind::Assertion => None,
    };
    if let Some(known) = known {
        let message = format!("`{fqdn}` is also declared in {}", known.file.display());
        let remedy = "build the two snapshots apart, or rename one of the two domains";
        say(diagnostics, Code::DuplicateName, &front(artifact).place, message, remedy);
    }
}
