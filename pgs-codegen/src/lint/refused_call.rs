//! W105: a call of a workflow whose payload the intent of that workflow refuses at every run.

use bumpalo::Bump;
use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::near;
use pgs_protocol::protocol::words;
use pgs_protocol::protocol::{Action, Binding, Intent, Place, Root, Workflow, say};
use pgs_value::Value;
use pgs_value::schema::Check;

use crate::analysis::call::Callee;
use crate::analysis::start::{Dispatch, Items, Start};
use crate::analysis::workflows::intent_of;
use crate::analysis::{Analysis, CompiledStep, admission};

/// Every value is known.
const CHECK: Check = Check { is_suppressed: |_| false };

/// The steps that are compiled and start workflows.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for compiled in analysis.compiled.iter().flat_map(|contract| &contract.steps) {
        let Some(Callee::Start(start)) = &compiled.call.callee else { continue };
        for (workflow, payload, place) in payloads(start, compiled) {
            let intent = intent_of(workflow).and_then(|fqdn| analysis.protocol.intents.get(fqdn));
            if let (Some(intent), Some(payload)) = (intent, payload) {
                judge(&payload, &place, intent, workflow, diagnostics);
            }
        }
    }
}

/// The fields of a payload, each with what it is bound to and where; none: whatever an item holds.
type Payload = Vec<(String, Option<Binding>, Place)>;

/// The workflows that a step starts, each with the fields of its payload, as far as they are written, and the place.
fn payloads<'a>(start: &Start<'a>, compiled: &CompiledStep<'_>) -> Vec<(&'a Workflow, Option<Payload>, Place)> {
    let place = |name: &str| compiled.step.place.at(["inputs", name]);
    match start {
        Start::Gateway { workflow, payload } => {
            let binding = payload.as_ref().map_or(Binding::Literal(Value::Null), |it| it.binding.clone());
            let at = if payload.is_some() { place("payload") } else { compiled.step.place.at(["inputs"]) };
            vec![(*workflow, fields(&binding, &at), at)]
        }
        Start::Concurrent { workers } => {
            let of_worker = |it: &crate::analysis::start::Worker<'a>| {
                let at = it.payload.place.clone();
                (it.workflow, fields(&it.payload.binding, &at), at)
            };
            workers.iter().map(of_worker).collect()
        }
        Start::Loop { item, sub, .. } => {
            let mut all = of_items(item, &place("item_wf"));
            all.extend(sub.iter().flat_map(|(_, items)| of_items(items, &place("item_sub_sequence"))));
            all
        }
    }
}

fn of_items<'a>(items: &Items<'a>, place: &Place) -> Vec<(&'a Workflow, Option<Payload>, Place)> {
    let workflows: Vec<&'a Workflow> = match &items.dispatch {
        Dispatch::One(workflow) => vec![*workflow],
        Dispatch::ByField { mapping, .. } => mapping.iter().map(|(_, workflow)| *workflow).collect(),
    };
    // Without `payload_fields` a payload is the item itself.
    let payload = (!items.payload_fields.is_empty()).then(|| {
        let taken = items.payload_fields.iter().map(|(key, _)| (key.clone(), None, place.at(["payload_fields", key])));
        let inject = place.at(["inject"]);
        let injected =
            items.inject.iter().map(|it| (it.name.clone(), Some(it.binding.clone()), inject.at([it.name.as_str()])));
        taken.chain(injected).collect::<Payload>()
    });
    workflows.into_iter().map(|workflow| (workflow, payload.clone(), place.clone())).collect()
}

/// The fields that a binding has for certain; `None` if that is known at run time only.
fn fields(binding: &Binding, place: &Place) -> Option<Payload> {
    match binding {
        Binding::Object(fields) => {
            let of_field =
                |(key, inner): &(String, Binding)| (key.clone(), Some(inner.clone()), place.at([key.as_str()]));
            Some(fields.iter().map(of_field).collect())
        }
        Binding::Literal(Value::Object(fields)) => {
            let of_field = |(key, value): (&String, &Value)| {
                (key.clone(), Some(Binding::Literal(value.clone())), place.at([key.as_str()]))
            };
            Some(fields.iter().map(of_field).collect())
        }
        Binding::Literal(Value::Null) => Some(Vec::new()),
        Binding::Literal(_)
        | Binding::Path(_)
        | Binding::Timestamp
        | Binding::Outcome
        | Binding::Plus { .. }
        | Binding::List(_) => None,
    }
}

fn judge(payload: &Payload, place: &Place, intent: &Intent, workflow: &Workflow, diagnostics: &mut Diagnostics) {
    let is_declared = |name: &str| intent.inputs.iter().any(|(known, _)| known == name);
    let is_given = |name: &str| {
        payload.iter().any(|(known, binding, _)| {
            let is_null = binding.as_ref().and_then(Binding::literal).is_some_and(Value::is_null);
            known == name && !is_null
        })
    };
    let mut missing = Vec::new();
    for (name, _) in intent.inputs.iter().filter(|(name, schema)| schema.is_required() && !is_given(name)) {
        let others = payload.iter().map(|(name, ..)| name.as_str()).filter(|name| !is_declared(name));
        let near = near::nearest(name, others);
        // Where the workflow itself reads that, the intent is misspelt, which is said of the reading.
        if near.is_some_and(|near| reads(workflow, near)) {
            continue;
        }
        match near {
            Some(near) => {
                let remedy = format!("write `{name}` where `{near}` stands, if that is meant");
                say(diagnostics, Code::RefusedCall, place, lacks(&format!("`{name}`"), intent), remedy);
            }
            None => missing.push(format!("`{name}`")),
        }
    }
    if !missing.is_empty() {
        let all = words::list(&missing);
        say(diagnostics, Code::RefusedCall, place, lacks(&all, intent), format!("add {all} to the payload"));
    }
    for (name, binding, place) in payload {
        let (Some(value), Some((_, schema))) =
            (binding.as_ref().and_then(Binding::literal), intent.inputs.iter().find(|(known, _)| known == name))
        else {
            continue;
        };
        let arena = Bump::new();
        let broken = CHECK.value(value, &admission::of_value(schema, &arena), &"").violations.into_iter().next();
        if let Some(broken) = broken.filter(|_| !value.is_null()) {
            let listed: Vec<&str> = schema.one_of.iter().flatten().filter_map(Value::as_str).collect();
            let otherwise = format!("write a value that {} admits", intent.fqdn);
            let remedy = near::remedy(value.as_str().unwrap_or_default(), listed, &otherwise);
            let message =
                format!("{value} as `{name}` is refused by {} at every run: it {}", intent.fqdn, broken.message);
            say(diagnostics, Code::RefusedCall, place, message, remedy);
        }
    }
}

fn lacks(names: &str, intent: &Intent) -> String {
    format!("the payload has no {names}, which {} requires: every run is refused", intent.fqdn)
}

/// Whether a node of the workflow reads this field of its payload.
fn reads(workflow: &Workflow, field: &str) -> bool {
    let inputs = workflow.nodes.iter().flat_map(|node| match &node.action {
        Action::Run { inputs, .. } => inputs.as_slice(),
        Action::Admit { .. } | Action::Exit { .. } => &[],
    });
    let mut paths = inputs.flat_map(|(_, binding)| binding.paths());
    paths.any(|path| path.root == Root::Payload && path.keys.first().is_some_and(|key| key == field))
}
