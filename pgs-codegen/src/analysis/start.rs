//! The workflows that a call starts: which ones, with what payload.

use pgs_description::Starts;
use pgs_protocol::protocol::{Binding, Place, Workflow};
use pgs_value::Value;

use super::argument::{BoundArgument, CallScope};

/// A call that starts workflows.
#[derive(Clone, Debug)]
pub enum Start<'a> {
    /// `CS_WORKFLOW_GATEWAY`
    Gateway {
        /// The workflow that is run.
        workflow: &'a Workflow,
        /// Its payload; none: null.
        payload: Option<BoundArgument>,
    },
    /// `CS_WORKFLOW_LOOP`
    Loop {
        /// The sequence; none: null.
        sequence: Option<BoundArgument>,
        /// What is done with each item.
        item: Box<Items<'a>>,
        /// What is done before with the items inside an item: their field, and how.
        sub: Option<(String, Box<Items<'a>>)>,
    },
    /// `CS_CONCURRENT_WORKFLOWS`
    Concurrent {
        /// The workflows that are run side by side.
        workers: Vec<Worker<'a>>,
    },
}

impl Start<'_> {
    /// Everything that is evaluated for the call, in order.
    pub fn arguments(&self) -> Vec<&BoundArgument> {
        match self {
            Self::Gateway { payload, .. } => payload.iter().collect(),
            Self::Loop { sequence, item, sub } => {
                let sub = sub.iter().flat_map(|(_, items)| &items.inject);
                sequence.iter().chain(&item.inject).chain(sub).collect()
            }
            Self::Concurrent { workers } => workers.iter().map(|worker| &worker.payload).collect(),
        }
    }
}

/// Why it can't be said which workflows a call starts.
#[derive(Clone, Debug)]
pub enum StartProblem {
    /// Which workflow is run is not written literally.
    Dynamic(Place),
    /// There is no workflow of this name.
    NoWorkflow {
        /// The name.
        name: String,
        /// Where it is written.
        place: Place,
    },
    /// A workflow stands twice among those that are run side by side.
    Repeated {
        /// The name.
        name: String,
        /// Where it is written the second time.
        place: Place,
    },
}

/// How a loop treats its items.
#[derive(Clone, Debug)]
pub struct Items<'a> {
    /// Payload field and source keys in the item; empty: the item itself.
    pub payload_fields: Vec<(String, Vec<String>)>,
    /// Fields added to each payload.
    pub inject: Vec<BoundArgument>,
    /// Which workflow is run.
    pub dispatch: Dispatch<'a>,
}

/// Which workflow a loop runs for an item.
#[derive(Clone, Debug)]
pub enum Dispatch<'a> {
    /// Always this one.
    One(&'a Workflow),
    /// The one that a field of the item names.
    ByField {
        /// The field.
        field: String,
        /// Value and workflow.
        mapping: Vec<(String, &'a Workflow)>,
    },
}

/// A workflow that is run beside others.
#[derive(Clone, Debug)]
pub struct Worker<'a> {
    /// The workflow.
    pub workflow: &'a Workflow,
    /// Its payload.
    pub payload: BoundArgument,
    /// Where it is written.
    pub place: Place,
}

type Problems = Vec<StartProblem>;

/// The workflows that a step starts. `None` if that can't be said: `problems` say why.
pub fn resolve<'a>(scope: &CallScope<'_, 'a>, starts: Starts, problems: &mut Problems) -> Option<Start<'a>> {
    match starts {
        Starts::One => gateway(scope, problems),
        Starts::Sequence => sequence(scope, problems),
        Starts::Concurrent => concurrent(scope, problems),
    }
}

fn gateway<'a>(scope: &CallScope<'_, 'a>, problems: &mut Problems) -> Option<Start<'a>> {
    let place = scope.step.place.at(["inputs", "workflow_code"]);
    let code = input(scope, "workflow_code").and_then(Binding::literal).and_then(Value::as_str);
    let Some(code) = code else { return dynamic(&place, problems) };
    let workflow = workflow(scope, code, &place, problems)?;
    Some(Start::Gateway { workflow, payload: argument(scope, "payload") })
}

fn sequence<'a>(scope: &CallScope<'_, 'a>, problems: &mut Problems) -> Option<Start<'a>> {
    let place = |name: &str| scope.step.place.at(["inputs", name]);
    let Some(spec) = input(scope, "item_wf") else { return dynamic(&place("item_wf"), problems) };
    let item = Box::new(items(scope, spec, &place("item_wf"), problems)?);
    let sub = match input(scope, "item_sub_sequence") {
        None => None,
        Some(spec) => {
            let place = place("item_sub_sequence");
            let Some(field) = text(spec, "field") else { return dynamic(&place, problems) };
            Some((field, Box::new(items(scope, spec, &place, problems)?)))
        }
    };
    Some(Start::Loop { sequence: argument(scope, "sequence"), item, sub })
}

fn items<'a>(scope: &CallScope<'_, 'a>, spec: &Binding, place: &Place, problems: &mut Problems) -> Option<Items<'a>> {
    let dispatch = match (text(spec, "code"), spec.member("wf_dispatch")) {
        (Some(code), None) => Dispatch::One(workflow(scope, &code, &place.at(["code"]), problems)?),
        (None, Some(spec)) => dispatch(scope, &spec, &place.at(["wf_dispatch"]), problems)?,
        (Some(_), Some(_)) | (None, None) => return dynamic(place, problems),
    };
    let keys = |source: &Value| Some(source.as_str()?.split('.').map(str::to_owned).collect());
    let payload_fields = match literal(spec, "payload_fields") {
        Some(Value::Object(fields)) => {
            fields.iter().filter_map(|(dest, source)| Some((dest.clone(), keys(source)?))).collect()
        }
        _ => Vec::new(),
    };
    let place = place.at(["inject"]);
    let inject = spec.member("inject").map(|inject| members(&inject)).unwrap_or_default();
    let inject = inject.iter().map(|(key, inner)| scope.bound(key, inner, None, place.clone())).collect();
    Some(Items { payload_fields, inject, dispatch })
}

fn dispatch<'a>(
    scope: &CallScope<'_, 'a>,
    spec: &Binding,
    place: &Place,
    problems: &mut Problems,
) -> Option<Dispatch<'a>> {
    let (Some(field), Some(Value::Object(mapping))) = (text(spec, "key_field"), literal(spec, "mapping")) else {
        return dynamic(place, problems);
    };
    let mut workflows = Vec::new();
    for (value, code) in &mapping {
        let place = place.at(["mapping", value]);
        let Some(code) = code.as_str() else { return dynamic(&place, problems) };
        workflows.push((value.clone(), workflow(scope, code, &place, problems)?));
    }
    Some(Dispatch::ByField { field, mapping: workflows })
}

fn concurrent<'a>(scope: &CallScope<'_, 'a>, problems: &mut Problems) -> Option<Start<'a>> {
    let place = scope.step.place.at(["inputs", "workflows"]);
    let items = match input(scope, "workflows") {
        Some(Binding::List(items)) => items.clone(),
        Some(Binding::Literal(Value::Array(items))) => items.iter().cloned().map(Binding::Literal).collect(),
        _ => return dynamic(&place, problems),
    };
    let mut workers: Vec<Worker<'a>> = Vec::new();
    for (n, item) in items.iter().enumerate() {
        let place = place.at([n.to_string().as_str()]);
        let Some(code) = text(item, "code") else { return dynamic(&place, problems) };
        let workflow = workflow(scope, &code, &place, problems)?;
        if workers.iter().any(|known| known.workflow.fqdn == workflow.fqdn) {
            problems.push(StartProblem::Repeated { name: code, place: place.clone() });
        }
        let payload = item.member("payload").unwrap_or(Binding::Literal(Value::Null));
        let payload = scope.bound("payload", &payload, None, place.at(["payload"]));
        workers.push(Worker { workflow, payload, place });
    }
    Some(Start::Concurrent { workers })
}

/// The workflow of this name: its FQDN, or its code in the domain.
fn workflow<'a>(scope: &CallScope<'_, 'a>, name: &str, place: &Place, problems: &mut Problems) -> Option<&'a Workflow> {
    let workflows = &scope.protocol.workflows;
    let found = workflows.get(name).or_else(|| workflows.get(&format!("{}::{name}", scope.domain)));
    if found.is_none() {
        problems.push(StartProblem::NoWorkflow { name: name.to_owned(), place: place.clone() });
    }
    found
}

fn dynamic<T>(place: &Place, problems: &mut Problems) -> Option<T> {
    problems.push(StartProblem::Dynamic(place.clone()));
    None
}

fn input<'s>(scope: &CallScope<'s, '_>, name: &str) -> Option<&'s Binding> {
    scope.step.inputs.iter().find(|(known, _)| known == name).map(|(_, binding)| binding)
}

fn argument(scope: &CallScope<'_, '_>, name: &str) -> Option<BoundArgument> {
    input(scope, name).map(|binding| scope.bound(name, binding, None, scope.step.place.at(["inputs", name])))
}

fn members(binding: &Binding) -> Vec<(String, Binding)> {
    match binding {
        Binding::Object(fields) => fields.clone(),
        Binding::Literal(Value::Object(object)) => {
            object.iter().map(|(key, value)| (key.clone(), Binding::Literal(value.clone()))).collect()
        }
        Binding::Literal(_)
        | Binding::Path(_)
        | Binding::Timestamp
        | Binding::Outcome
        | Binding::Plus { .. }
        | Binding::List(_) => Vec::new(),
    }
}

fn literal(binding: &Binding, key: &str) -> Option<Value> {
    binding.member(key)?.literal().cloned()
}

fn text(binding: &Binding, key: &str) -> Option<String> {
    literal(binding, key)?.as_str().map(str::to_owned)
}
