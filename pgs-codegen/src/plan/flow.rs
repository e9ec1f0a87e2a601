//! What a run of a workflow does, step by step: the steps of all its nodes as one graph, and where their values come
//! from. Diagnostics that concern more than one step are decided here.

use std::collections::{BTreeMap, BTreeSet};

use super::Answer;
use super::statuses::{Statuses, edge, next_step, of_step, reachable, reachable_steps, route};
use super::stores;
use crate::capabilities::{self, Behaviour, StoreKind};
use crate::diagnostic::Diagnostics;
use crate::protocol::{Action, Binding, Call, Contract, Node, Operand, Path, Protocol, Root, Route, Step, Workflow};

/// Operations that change a store.
const WRITES: [&str; 7] = ["REGISTER", "DEREGISTER", "APPEND", "WRITE", "DELETE", "DELETE_MANY", "UPDATE_WHERE"];

/// Transforms that hand on what they are given.
const HANDS_ON: [&str; 3] = ["CT_EXEC_EMIT_V0", "CT_PURE_PASSTHROUGH_V0", "CT_PURE_ASSEMBLE_RECORD_V0"];

/// The steps that a run of a workflow can reach.
pub struct Flow<'a> {
    /// The workflow.
    pub workflow: &'a Workflow,
    /// Its steps, node by node.
    pub stops: Vec<Stop<'a>>,
    protocol: &'a Protocol,
}

/// One step at one node.
pub struct Stop<'a> {
    /// The node.
    pub node: &'a Node,
    /// Its contract.
    pub contract: &'a Contract,
    /// The step.
    pub step: &'a Step,
    /// What it does to the world.
    pub effect: Effect,
    /// What follows each of its answers.
    pub leads: Vec<Lead>,
}

/// What a step does to the world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It computes.
    None,
    /// It reads a store.
    Reads(Place),
    /// It changes a store.
    Writes(Place),
    /// It sends mail.
    Mails,
    /// It runs workflows, or works on a store that no binding places.
    Unknown,
}

/// A store as the runtime binding of the workflow places it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its name in messages.
    pub name: String,
    /// The kind.
    pub kind: StoreKind,
    /// The path below the data root.
    pub path: String,
}

/// What follows one answer of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// The answer as the capability says it.
    pub answer: String,
    /// How the contract ends, if it does.
    pub outcome: Option<String>,
    /// Whether an evaluation decided.
    pub evaluated: Option<String>,
    /// Where the run goes.
    pub target: Target,
}

/// Where a run goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To the step with this index.
    Stop(usize),
    /// To its end, at the node with this key.
    End(String),
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The payload, at these keys.
    Payload(Vec<String>),
    /// The raw result of the step with this index, at these keys.
    Result(usize, Vec<String>),
    /// The time, or the value itself in an earlier round.
    Changing,
}

/// Everything that a value is made of.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// Where its parts come from.
    pub sources: BTreeSet<Source>,
    /// The names under which its parts were met on the way.
    pub names: BTreeSet<String>,
    open: Vec<(String, Vec<String>)>,
    seen: BTreeSet<(String, Vec<String>)>,
}

impl<'a> Flow<'a> {
    /// The flow of this workflow.
    pub fn of(workflow: &'a Workflow, protocol: &'a Protocol, statuses: &Statuses) -> Self {
        let mut stops = Vec::new();
        let mut index = BTreeMap::new();
        for (key, _) in reachable(workflow, statuses) {
            let Some(node) = workflow.node(&key) else { continue };
            let Action::Run { contract, .. } = &node.action else { continue };
            let Some(contract) = protocol.contracts.get(contract) else { continue };
            for n in reachable_steps(contract, protocol, statuses) {
                let Some(step) = contract.steps.get(n) else { continue };
                index.insert((key.clone(), n), stops.len());
                let effect = effect(step, workflow, protocol);
                stops.push(Stop { node, contract, step, effect, leads: Vec::new() });
            }
        }
        for ((key, n), at) in &index {
            let leads = stops.get(*at).map(|stop| leads(stop, *n, protocol, statuses, &index));
            if let (Some(stop), Some(leads)) = (stops.get_mut(*at), leads) {
                debug_assert_eq!(&stop.node.key, key, "the index names the node of the step");
                stop.leads = leads;
            }
        }
        Self { workflow, stops, protocol }
    }

    /// The first step of a run.
    pub fn first(&self) -> Option<usize> {
        let start = self.workflow.node(&self.workflow.start)?;
        let key = if matches!(start.action, Action::Admit { .. }) { edge(start, "ACK")? } else { start.key.clone() };
        self.stops.iter().position(|stop| stop.node.key == key)
    }

    /// The steps that can follow these targets, by index.
    pub fn after<'b>(&self, targets: impl IntoIterator<Item = &'b Target>) -> BTreeSet<usize> {
        let stop = |target: &Target| match target {
            Target::Stop(at) => Some(*at),
            Target::End(_) => None,
        };
        let mut open: Vec<usize> = targets.into_iter().filter_map(stop).collect();
        let mut reached = BTreeSet::new();
        while let Some(at) = open.pop() {
            if reached.insert(at) {
                let leads = self.stops.get(at).into_iter().flat_map(|it| &it.leads);
                open.extend(leads.filter_map(|lead| stop(&lead.target)));
            }
        }
        reached
    }

    /// What the argument of this name is made of.
    pub fn argument(&self, at: usize, name: &str) -> Origin {
        let mut origin = Origin::default();
        let binding = self.stops.get(at).and_then(|it| it.step.inputs.iter().find(|(key, _)| key == name));
        if let Some((_, binding)) = binding {
            self.in_step(at, binding, &[], &mut origin);
        }
        origin
    }

    /// What all arguments of a step are made of.
    pub fn arguments(&self, at: usize) -> Origin {
        let mut origin = Origin::default();
        for (_, binding) in self.stops.get(at).into_iter().flat_map(|it| &it.step.inputs) {
            self.in_step(at, binding, &[], &mut origin);
        }
        origin
    }

    /// What an evaluation at a step compares.
    pub fn evaluated(&self, at: usize, name: &str) -> Origin {
        let mut origin = Origin::default();
        let evaluation = self.stops.get(at).and_then(|it| it.contract.evaluations.get(name));
        for operand in evaluation.into_iter().flat_map(|it| [&it.condition.left, &it.condition.right]) {
            match operand {
                Operand::Literal(_) => {}
                Operand::Input(keys) => self.node_input(at, keys, &mut origin),
                Operand::Raw(keys) => self.result(at, keys, &mut origin),
                Operand::Output(keys) => self.surface_or_result(at, keys, &mut origin),
            }
        }
        origin
    }

    /// The literal that an argument is, directly or by way of a node's input.
    pub fn literal(&self, at: usize, name: &str) -> Option<&'a serde_json::Value> {
        let stop = self.stops.get(at)?;
        match stop.step.inputs.iter().find(|(key, _)| key == name).map(|(_, binding)| binding)? {
            Binding::Literal(value) => Some(value),
            Binding::Path(Path { root: Root::Input, keys }) => match (keys.as_slice(), &stop.node.action) {
                ([key], Action::Run { inputs, .. }) => {
                    match inputs.iter().find(|(name, _)| name == key).map(|(_, it)| it) {
                        Some(Binding::Literal(value)) => Some(value),
                        _ => None,
                    }
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// A binding of a step, and in what it finds the value at `rest`.
    fn in_step(&self, at: usize, binding: &Binding, rest: &[String], origin: &mut Origin) {
        let Some((path, keys)) = origin.part(binding, rest, &mut |inner, rest, origin| {
            self.in_step(at, inner, rest, origin);
        }) else {
            return;
        };
        let sibling = |name: &str| {
            let node = self.stops.get(at).map(|it| &it.node.key)?;
            self.stops.iter().position(|it| &it.node.key == node && it.step.name == name)
        };
        match &path.root {
            Root::Input => self.node_input(at, &keys, origin),
            Root::Step(name) => {
                if let Some(at) = sibling(name) {
                    self.output(at, &keys, origin);
                }
            }
            Root::StepRaw(name) => {
                if let Some(at) = sibling(name) {
                    self.result(at, &keys, origin);
                }
            }
            Root::Raw => self.result(at, &keys, origin),
            Root::Payload | Root::Node(_) => {}
        }
    }

    /// A binding of a node, and in what it finds the value at `rest`.
    fn in_node(&self, binding: &Binding, rest: &[String], origin: &mut Origin) {
        let Some((path, keys)) = origin.part(binding, rest, &mut |inner, rest, origin| {
            self.in_node(inner, rest, origin);
        }) else {
            return;
        };
        match &path.root {
            Root::Payload => {
                origin.sources.insert(Source::Payload(keys));
            }
            Root::Node(node) => {
                if let Some(at) = self.stops.iter().position(|it| &it.node.key == node) {
                    self.surface(at, &keys, origin);
                }
            }
            _ => {}
        }
    }

    /// An input of the contract at the node of this step.
    fn node_input(&self, at: usize, keys: &[String], origin: &mut Origin) {
        let (Some(stop), Some((key, rest))) = (self.stops.get(at), keys.split_first()) else { return };
        let Action::Run { inputs, .. } = &stop.node.action else { return };
        let Some((_, binding)) = inputs.iter().find(|(name, _)| name == key) else { return };
        origin.within((format!("{} inputs", stop.node.key), keys.to_vec()), |origin| {
            self.in_node(binding, rest, origin);
        });
    }

    /// A key of the surface of the node of this step: what its steps map, and the input of that name.
    fn surface(&self, at: usize, keys: &[String], origin: &mut Origin) {
        let Some(node) = self.stops.get(at).map(|it| &it.node.key) else { return };
        for (other, _) in self.stops.iter().enumerate().filter(|(_, it)| &it.node.key == node) {
            self.output(other, keys, origin);
        }
        self.node_input(at, keys, origin);
    }

    /// What an evaluation names without a root: a mapped output, or else a field of the raw result.
    fn surface_or_result(&self, at: usize, keys: &[String], origin: &mut Origin) {
        let Some(stop) = self.stops.get(at) else { return };
        if super::shape::maps(stop.contract, keys) {
            self.surface(at, keys, origin);
        } else {
            self.result(at, keys, origin);
        }
    }

    /// A mapped output of a step.
    fn output(&self, at: usize, keys: &[String], origin: &mut Origin) {
        let (Some(stop), Some((key, rest))) = (self.stops.get(at), keys.split_first()) else { return };
        let Some((_, binding)) = stop.step.outputs.iter().find(|(name, _)| name == key) else { return };
        origin.within((format!("{} {} outputs", stop.node.key, stop.step.name), keys.to_vec()), |origin| {
            self.in_step(at, binding, rest, origin);
        });
    }

    /// The raw result of a step; of a transform that hands on what it is given, that too.
    fn result(&self, at: usize, keys: &[String], origin: &mut Origin) {
        origin.sources.insert(Source::Result(at, keys.to_vec()));
        let Some(stop) = self.stops.get(at) else { return };
        let Call::Transform { fqdn, .. } = &stop.step.call else { return };
        if HANDS_ON.iter().any(|code| fqdn.ends_with(&format!("::{code}"))) {
            origin.within((format!("{} {} arguments", stop.node.key, stop.step.name), Vec::new()), |origin| {
                for (_, binding) in &stop.step.inputs {
                    self.in_step(at, binding, &[], origin);
                }
            });
        }
    }

    /// Whether a value depends, by way of any steps, on what this step answers.
    pub fn depends(&self, origin: &Origin, on: usize) -> bool {
        let stops = |origin: &Origin| -> Vec<usize> {
            let stop = |source: &Source| match source {
                Source::Result(at, _) => Some(*at),
                _ => None,
            };
            origin.sources.iter().filter_map(stop).collect()
        };
        let mut seen = BTreeSet::new();
        let mut open = stops(origin);
        while let Some(at) = open.pop() {
            if at == on {
                return true;
            }
            if seen.insert(at) {
                open.extend(stops(&self.arguments(at)));
            }
        }
        false
    }

    /// The protocol.
    pub fn protocol(&self) -> &'a Protocol {
        self.protocol
    }
}

impl Stop<'_> {
    /// The store that it changes.
    pub fn writes(&self) -> Option<&Place> {
        match &self.effect {
            Effect::Writes(place) => Some(place),
            _ => None,
        }
    }

    /// Whether this is no decision but a failure: a store that can't be read, or that refuses its arguments.
    /// UPDATE_WHERE refuses where nothing matches, which is a decision.
    pub fn fails_with(&self, lead: &Lead) -> bool {
        let of_store = match &self.step.call {
            Call::SideEffect { op, .. } => {
                matches!(self.effect, Effect::Reads(_) | Effect::Writes(_)) && op != "UPDATE_WHERE"
            }
            Call::Transform { .. } => false,
        };
        lead.evaluated.is_none() && (lead.answer == "BACKEND_ERROR" || (lead.answer == "VIOLATION" && of_store))
    }
}

impl Origin {
    /// The path of a binding with the keys to follow, or nothing: what an object or a list holds is followed by `inner`.
    fn part<'b>(
        &mut self,
        binding: &'b Binding,
        rest: &[String],
        inner: &mut dyn FnMut(&Binding, &[String], &mut Self),
    ) -> Option<(&'b Path, Vec<String>)> {
        match binding {
            Binding::Literal(_) => None,
            Binding::Timestamp => {
                self.sources.insert(Source::Changing);
                None
            }
            Binding::Path(path) | Binding::Plus { path, .. } => {
                self.names.extend(path.keys.iter().cloned());
                Some((path, path.keys.iter().chain(rest).cloned().collect()))
            }
            Binding::Object(fields) => {
                let wanted = rest.first();
                for (key, binding) in fields.iter().filter(|(key, _)| wanted.is_none_or(|wanted| wanted == key)) {
                    if !matches!(binding, Binding::Literal(_)) {
                        self.names.insert(key.clone());
                    }
                    inner(binding, rest.get(1..).unwrap_or_default(), self);
                }
                None
            }
            Binding::List(items) => {
                items.iter().for_each(|item| inner(item, &[], self));
                None
            }
        }
    }

    /// Follows something once. What is made of itself was made in an earlier round.
    fn within(&mut self, what: (String, Vec<String>), follow: impl FnOnce(&mut Self)) {
        if self.open.contains(&what) {
            self.sources.insert(Source::Changing);
        } else if self.seen.insert(what.clone()) {
            self.open.push(what);
            follow(self);
            self.open.pop();
        }
    }
}

/// What a step does to the world.
fn effect(step: &Step, workflow: &Workflow, protocol: &Protocol) -> Effect {
    let Call::SideEffect { fqdn, op } = &step.call else { return Effect::None };
    let kind = match capabilities::side_effect(fqdn, op) {
        Some(Behaviour::Store(kind, _)) => kind,
        Some(Behaviour::Email) => return Effect::Mails,
        _ => return Effect::Unknown,
    };
    let binding = workflow.binding.as_ref().and_then(|fqdn| protocol.bindings.get(fqdn));
    // What is wrong with the place is said where it is planned.
    let store =
        binding.map(|binding| stores::place(binding, kind, step.store.as_deref(), fqdn, &mut Diagnostics::default()));
    let Some((name, path)) = store.and_then(|store| Some((store.name, store.path?))) else { return Effect::Unknown };
    let place = Place { name, kind, path };
    if WRITES.contains(&op.as_str()) { Effect::Writes(place) } else { Effect::Reads(place) }
}

/// What follows each answer of a step.
fn leads(
    stop: &Stop<'_>,
    n: usize,
    protocol: &Protocol,
    statuses: &Statuses,
    index: &BTreeMap<(String, usize), usize>,
) -> Vec<Lead> {
    let stop_at = |key: &str, n: usize| index.get(&(key.to_owned(), n)).map(|at| Target::Stop(*at));
    let end = |outcome: &str| {
        let next = edge(stop.node, outcome);
        let started = next.as_ref().and_then(|key| stop_at(key, 0));
        started.unwrap_or_else(|| Target::End(next.unwrap_or_else(|| stop.node.key.clone())))
    };
    let mut leads = Vec::new();
    for (answer, word) in of_step(stop.step, protocol, statuses) {
        let answer = match answer {
            Answer::Status(status) => status.word,
            Answer::Always => "SUCCESS".to_owned(),
            Answer::NotRun => "BACKEND_ERROR".to_owned(),
        };
        let mut ends = |outcome: &str, evaluated: Option<&String>| {
            leads.push(Lead {
                answer: answer.clone(),
                outcome: Some(outcome.to_owned()),
                evaluated: evaluated.cloned(),
                target: end(outcome),
            });
        };
        match route(stop.step, &word) {
            Route::Evaluation(name) => {
                let evaluation = stop.contract.evaluations.get(&name).into_iter();
                evaluation
                    .flat_map(|it| [&it.on_true, &it.on_false])
                    .for_each(|outcome| ends(outcome, Some(&name)));
            }
            _ => match next_step(stop.contract, n, &word) {
                None => ends(&word, None),
                Some(next) => {
                    let target = stop_at(&stop.node.key, next);
                    leads.extend(target.map(|target| Lead { answer, outcome: None, evaluated: None, target }));
                }
            },
        }
    }
    leads
}
