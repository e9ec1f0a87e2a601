//! W102: a field of the payload that is bound to a suppressed key and has another name itself, so that the first event of
//! a trace shows it.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Action, Binding, Path, Place, Root, say};

use crate::analysis::Analysis;
use crate::analysis::flow::Flow;
use crate::analysis::origin::Source;
use crate::analysis::workflows::suppressed;

/// The nodes and steps of all workflows.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for flow in &analysis.flows {
        let secrets = suppressed(flow.workflow, flow.protocol());
        let is_secret = |name: &str| secrets.contains_key(name);
        let mut shown = |keys: &[String], secret: &str, place: &Place| {
            if !keys.is_empty() && !keys.iter().any(|key| is_secret(key)) {
                say_shown(flow, keys, (secret, &secrets[secret]), place, diagnostics);
            }
        };
        for node in &flow.workflow.nodes {
            let Action::Run { inputs, .. } = &node.action else { continue };
            under_secrets(inputs, &node.place.at(["inputs"]), &is_secret, &mut |secret, path, place| {
                if path.root == Root::Payload {
                    shown(&path.keys, secret, place);
                }
            });
        }
        for (at, stop) in flow.stops.iter().enumerate() {
            under_secrets(
                &stop.step.inputs,
                &stop.step.place.at(["inputs"]),
                &is_secret,
                &mut |secret, path, place| {
                    for source in flow.part(at, &Binding::Path(path.clone())).sources {
                        if let Source::Payload(keys) = source {
                            shown(&keys, secret, place);
                        }
                    }
                },
            );
        }
    }
}

/// Visits the paths that are bound to a suppressed key, at any depth.
fn under_secrets(
    bound: &[(String, Binding)],
    place: &Place,
    is_secret: &dyn Fn(&str) -> bool,
    visit: &mut dyn FnMut(&str, &Path, &Place),
) {
    for (name, binding) in bound {
        let place = place.at([name.as_str()]);
        match binding {
            Binding::Path(path) | Binding::Plus { path, .. } if is_secret(name) => visit(name, path, &place),
            Binding::Object(fields) => under_secrets(fields, &place, is_secret, visit),
            Binding::Path(_)
            | Binding::Plus { .. }
            | Binding::Literal(_)
            | Binding::Timestamp
            | Binding::Outcome
            | Binding::List(_) => {}
        }
    }
}

fn say_shown(
    flow: &Flow<'_>,
    keys: &[String],
    (secret, contract): (&str, &str),
    place: &Place,
    diagnostics: &mut Diagnostics,
) {
    let (field, name) = (keys.join("."), keys.last().map(String::as_str).unwrap_or_default());
    let message = format!(
        "`{field}` of the payload of {} is bound to `{secret}`, which {contract} keeps out of traces; the payload shows it",
        flow.workflow.fqdn
    );
    let remedy = format!("add `{name}` to it: `suppress_trace_fields: [{secret}, {name}]` in {contract}");
    say(diagnostics, Code::ShownSecret, place, message, remedy);
}
