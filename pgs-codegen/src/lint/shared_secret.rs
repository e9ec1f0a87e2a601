//! W100: what one workflow keeps out of its traces and writes to a store, another one reads back and shows.

use std::collections::{BTreeMap, BTreeSet};

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Call, Protocol, Step, say};

use super::stored_secret::secrets_written;
use crate::analysis::Analysis;
use crate::analysis::flow::Effect;
use crate::analysis::workflows::suppressed;
use crate::capabilities;

/// The secrets in stores: by the path of the store and the argument that held it, the secret and who wrote it.
type Kept<'a> = BTreeMap<(String, String), BTreeSet<(String, &'a str)>>;

/// Every step that reads a store, each secret of each step once.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let mut kept = Kept::new();
    for flow in &analysis.flows {
        for (at, stop) in flow.stops.iter().enumerate() {
            let Effect::Writes(store) = &stop.effect else { continue };
            for (argument, secret) in secrets_written(flow, at) {
                let of_store = kept.entry((store.path.clone(), argument)).or_default();
                of_store.insert((secret, flow.workflow.fqdn.as_str()));
            }
        }
    }
    for flow in &analysis.flows {
        let own = suppressed(flow.workflow, flow.protocol());
        for stop in &flow.stops {
            let Effect::Reads(store) = &stop.effect else { continue };
            for ((path, argument), secrets) in &kept {
                for (secret, writer) in secrets.iter().filter(|(secret, _)| !own.contains_key(secret)) {
                    if *path != store.path || !answers(stop.step, argument, flow.protocol()) {
                        continue;
                    }
                    let message = format!(
                        "step `{}` reads from the store {} what {writer} keeps out of its traces as `{secret}`; the \
                         traces of {} show it",
                        stop.step.name, store.name, flow.workflow.fqdn
                    );
                    let remedy = format!(
                        "add `suppress_trace_fields: [{secret}]` to {}, and map what is read to `{secret}`",
                        stop.contract.fqdn
                    );
                    say(diagnostics, Code::SharedSecret, &stop.step.place, message, remedy);
                }
            }
        }
    }
}

/// Whether what was written by this argument is in the answer: under its name, or within whole entries.
fn answers(step: &Step, argument: &str, protocol: &Protocol) -> bool {
    const WHOLE: [&str; 5] = ["entries", "records", "record", "value", "entry"];
    let Call::SideEffect { fqdn, op } = &step.call else { return false };
    let operation = capabilities::operation(fqdn, op, protocol);
    operation.is_some_and(|(_, it)| {
        it.outputs.iter().any(|output| output.name == argument || WHOLE.contains(&output.name.as_str()))
    })
}
