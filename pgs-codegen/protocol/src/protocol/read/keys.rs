//! E100, W070: keys of a machine block that nothing reads, which are misspelt ones more often than not.
//!
//! The keys are those that this compiler or the reference reads, and those that published snapshots carry for people.

use pgs_value::Value;

use super::super::parts::Part;
use super::super::place::say;
use super::reader::front;
use crate::diagnostic::{Code, Diagnostics};
use crate::near;
use crate::snapshot::{Artifact, ArtifactKind};

/// What every frontmatter may hold.
const FRONT: [&str; 8] = [
    "core",
    "version",
    "governed_by",
    "extensions",
    "artifact_code",
    "artifact_kind",
    "artifact_type",
    "implementation",
];

/// What every `core` may hold.
const CORE: [&str; 2] = ["summary", "description"];

const SCOPE: [&str; 3] = ["domain", "subdomain", "layer"];

/// Warns of the keys of this artifact.
pub fn check(artifact: &Artifact, diagnostics: &mut Diagnostics) {
    let front = front(artifact);
    let (of_front, of_core) = of_kind(artifact.kind);
    one(&front, &[&FRONT, of_front], diagnostics);
    let Some(core) = front.below("core") else { return };
    one(&core, &[&CORE, of_core], diagnostics);
    match artifact.kind {
        ArtifactKind::Workflow => workflow(&core, diagnostics),
        ArtifactKind::Contract => contract(&core, diagnostics),
        ArtifactKind::Intent | ArtifactKind::IngressIntent => {
            at(&core, "admission", &["requires", "forbids"], diagnostics);
            at(&core, "outcomes", &["ACK", "NACK"], diagnostics);
            at(&core, "route", &["method", "path", "content_type"], diagnostics);
            each(&core, "outcomes", &["description"], diagnostics);
        }
        ArtifactKind::RuntimeBinding => {
            each(&core, "bindings", &["policy", "config", "type", "host", "operation"], diagnostics);
            for (_, binding) in parts(&core, "bindings") {
                at(&binding, "policy", &["path", "enabled", "strict"], diagnostics);
                at(&binding, "config", &["path", "enabled", "strict"], diagnostics);
            }
        }
        ArtifactKind::Structure => {
            each(&core, "entity_stores", &["path", "description", "record_type"], diagnostics);
        }
        ArtifactKind::SideEffect => {
            let known =
                ["summary", "description", "handler", "idempotent", "input", "output", "notes", "result_status_values"];
            each(&core, "operations", &known, diagnostics);
        }
        ArtifactKind::Transform
        | ArtifactKind::Event
        | ArtifactKind::Entity
        | ArtifactKind::Actor
        | ArtifactKind::Invariant => {}
    }
}

/// What the frontmatter of a kind may hold besides, and what its `core`.
fn of_kind(kind: ArtifactKind) -> (&'static [&'static str], &'static [&'static str]) {
    match kind {
        ArtifactKind::Workflow => (
            &["wf_code", "runtime_binding", "structure", "subdomain"],
            &["start_node", "nodes", "runtime_binding", "admission", "entry", "exit"],
        ),
        ArtifactKind::Intent => {
            (&["in_code", "status", "superseded_by"], &["inputs", "outcomes", "workflow", "admission"])
        }
        ArtifactKind::IngressIntent => {
            (&["ti_code"], &["admission_schema", "outcomes", "route", "workflow", "admission"])
        }
        ArtifactKind::Contract => (
            &["cc_code"],
            &[
                "inputs",
                "outputs",
                "pipeline",
                "evaluation",
                "error_codes",
                "result_status_contract",
                "suppress_trace_fields",
            ],
        ),
        ArtifactKind::Transform => (&["ct_code", "machine"], &["inputs", "outputs"]),
        ArtifactKind::SideEffect => (
            &["cs_code"],
            &[
                "operations",
                "policy",
                "category",
                "configuration",
                "durability",
                "field_types",
                "idempotent",
                "side_effect_type",
            ],
        ),
        ArtifactKind::RuntimeBinding => (&["rb_code", "parameters"], &["bindings", "storage_structure"]),
        ArtifactKind::Structure => (
            &["structure_code"],
            &["entity_stores", "storage_roots", "isolation", "migration", "resolution", SCOPE[0], SCOPE[1], SCOPE[2]],
        ),
        ArtifactKind::Event => (&["ev_code"], &["schema"]),
        ArtifactKind::Entity => (
            &["entity_code"],
            &[
                "attributes",
                "authority",
                "identity",
                "invariants",
                "lifecycle",
                "projection",
                "relationships",
                "semantics",
                "versioning",
                SCOPE[0],
                SCOPE[1],
                SCOPE[2],
            ],
        ),
        ArtifactKind::Actor => (&["ac_code"], &["attributes", "type"]),
        ArtifactKind::Invariant => (
            &["invariant_code", "assert_projection"],
            &["allowed_capability_transforms", "enforced_by", "enforcement_stage", "scope", "violation_response"],
        ),
    }
}

fn workflow(core: &Part<'_>, diagnostics: &mut Diagnostics) {
    at(core, "admission", &["requires", "forbids", "bindings"], diagnostics);
    for (_, node) in parts(core, "nodes") {
        let known: &[&str] = match node.text("type") {
            Some("IN") => &["code", "fqdn_id", "next", "payload_schema"],
            Some("CC") => &["code", "fqdn_id", "inputs", "next"],
            Some("EXIT") => &["reason", "emit"],
            None => &["code", "fqdn_id", "next", "payload_schema", "inputs", "reason", "emit"],
            // Another type is an error of its own.
            Some(_) => continue,
        };
        one(&node, &[&["type", "summary", "description"], known], diagnostics);
    }
}

fn contract(core: &Part<'_>, diagnostics: &mut Diagnostics) {
    at(core, "result_status_contract", &["allowed", "on_input_failure"], diagnostics);
    each(core, "evaluation", &["condition", "on_true", "on_false", "summary", "description"], diagnostics);
    let steps = core.fields.get("pipeline").and_then(Value::as_array).into_iter().flatten();
    for (n, step) in steps.enumerate() {
        let Value::Object(fields) = step else { continue };
        let step = Part { fields, place: core.place.at(["pipeline", &n.to_string()]) };
        // An `op` beside a transform says nothing, and most published contracts have one.
        let call: &[&str] = match (step.text("transform"), step.text("side_effect")) {
            (Some(_), _) => &["transform", "op", "on_ct_result"],
            (None, Some(_)) => &["side_effect", "op", "store"],
            (None, None) => &["transform", "on_ct_result", "side_effect", "op", "store"],
        };
        let known = ["step", "inputs", "outputs", "on_result", "result_surface", "summary", "description"];
        one(&step, &[&known, call], diagnostics);
        at(&step, "on_ct_result", &["on_success", "on_failure"], diagnostics);
    }
}

/// The objects below `key`, by name.
fn parts<'a>(part: &Part<'a>, key: &str) -> Vec<(&'a str, Part<'a>)> {
    let Some(part) = part.below(key) else { return Vec::new() };
    part.fields.keys().filter_map(|name| Some((name.as_str(), part.below(name)?))).collect()
}

/// The keys of the object at `key`.
fn at(part: &Part<'_>, key: &str, known: &[&str], diagnostics: &mut Diagnostics) {
    if let Some(part) = part.below(key) {
        one(&part, &[known], diagnostics);
    }
}

/// The keys of each object below `key`.
fn each(part: &Part<'_>, key: &str, known: &[&str], diagnostics: &mut Diagnostics) {
    for (_, part) in parts(part, key) {
        one(&part, &[known], diagnostics);
    }
}

fn one(part: &Part<'_>, known: &[&[&str]], diagnostics: &mut Diagnostics) {
    let words = || known.iter().copied().flatten().copied();
    for key in part.fields.keys().filter(|key| !words().any(|word| word == *key)) {
        let place = part.place.at([key.as_str()]);
        let message = format!("nothing reads `{key}` here");
        // What is nearly a key that is not there is that key.
        let absent = words().filter(|word| !part.fields.contains_key(*word));
        if let Some(near) = near::nearest(key, absent) {
            diagnostics.misspell(&place.file, &part.place.at([near]).pointer);
            say(diagnostics, Code::MisspeltKey, &place, message, format!("write `{near}`"));
        } else {
            let remedy = near::remedy(key, words(), "remove it, or keep it below `extensions` of the frontmatter");
            say(diagnostics, Code::UnknownKey, &place, message, remedy);
        }
    }
}
