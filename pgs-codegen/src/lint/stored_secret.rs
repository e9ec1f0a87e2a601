//! W015: what a contract keeps out of traces is written to a store.

use std::collections::{BTreeMap, BTreeSet};

use pgs_description::WorksOn;
use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Action, Call, Protocol, Schema, say};

use crate::analysis::Analysis;
use crate::analysis::flow::{Flow, Stop};
use crate::analysis::origin::{Origin, Source};
use crate::analysis::workflows::suppressed;
use crate::capabilities;

/// What was said already: the place of an argument, and the secret.
type Said = BTreeSet<(String, String, String)>;

/// The secrets of all workflows. One that several workflows bring to one place is said once.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let mut said = Said::new();
    for flow in &analysis.flows {
        let secrets = suppressed(flow.workflow, flow.protocol());
        for at in 0..flow.stops.len() {
            check_stop(flow, at, &secrets, &mut said, diagnostics);
        }
    }
}

fn check_stop(
    flow: &Flow<'_>,
    at: usize,
    secrets: &BTreeMap<String, String>,
    said: &mut Said,
    diagnostics: &mut Diagnostics,
) {
    let Some((stop, store)) = flow.stops.get(at).and_then(|stop| Some((stop, stop.writes()?))) else { return };
    for name in written(stop, flow.protocol()) {
        let origin = flow.argument(at, &name);
        for (secret, contract) in secrets.iter().filter(|(secret, _)| holds(flow, &origin, secret)) {
            let place = stop.step.place.at(["inputs", &name]);
            if !said.insert((place.artifact.clone(), place.pointer.clone(), secret.clone())) {
                continue;
            }
            say(
                diagnostics,
                Code::StoredSecret,
                &place,
                format!(
                    "`{secret}`, which {contract} keeps out of traces, is written to the store {} at node `{}` of {}",
                    store.name, stop.node.key, flow.workflow.fqdn
                ),
                "write a digest of it, or nothing; if the store must have it, allow this code for the contract in pgs.toml",
            );
        }
    }
}

/// The secrets that a step writes to a store, each with the argument that holds it.
pub fn secrets_written(flow: &Flow<'_>, at: usize) -> Vec<(String, String)> {
    let Some(stop) = flow.stops.get(at).filter(|stop| stop.writes().is_some()) else { return Vec::new() };
    let secrets = suppressed(flow.workflow, flow.protocol());
    let of_argument = |name: String| {
        let origin = flow.argument(at, &name);
        let held: Vec<String> = secrets.keys().filter(|secret| holds(flow, &origin, secret)).cloned().collect();
        held.into_iter().map(move |secret| (name.clone(), secret))
    };
    written(stop, flow.protocol()).into_iter().flat_map(of_argument).collect()
}

/// The arguments that the operation takes.
fn written(stop: &Stop<'_>, protocol: &Protocol) -> Vec<String> {
    let Call::SideEffect { fqdn, op } = &stop.step.call else { return Vec::new() };
    match capabilities::operation(fqdn, op, protocol) {
        Some((side_effect, operation)) if matches!(side_effect.works_on, WorksOn::Store(_)) => {
            operation.inputs.iter().map(|it| it.name.clone()).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether the value has a part of this name.
fn holds(flow: &Flow<'_>, origin: &Origin, secret: &str) -> bool {
    let in_payload = |source: &Source| match source {
        Source::Payload(keys) => payload_schema(flow, keys).is_some_and(|schema| declares(schema, secret)),
        Source::Result(..) | Source::Changing => false,
    };
    origin.names.contains(secret) || origin.sources.iter().any(in_payload)
}

/// What is declared of this part of the payload.
fn payload_schema<'a>(flow: &Flow<'a>, keys: &[String]) -> Option<&'a Schema> {
    let Action::Admit { intent, .. } = &flow.workflow.node(&flow.workflow.start)?.action else { return None };
    let mut fields = &flow.protocol().intents.get(intent.as_ref()?)?.inputs;
    let mut found = None;
    for key in keys {
        let (_, schema) = fields.iter().find(|(name, _)| name == key)?;
        found = Some(schema);
        fields = &schema.fields;
    }
    found
}

/// Whether a field of this name is declared below.
fn declares(schema: &Schema, name: &str) -> bool {
    schema.fields.iter().any(|(key, inner)| key == name || declares(inner, name))
        || schema.items.as_ref().is_some_and(|items| declares(items, name))
}
