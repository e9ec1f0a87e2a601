//! What values are made of: the payload, the answers of steps, the time; and under which names they were met.

use std::collections::BTreeSet;

use pgs_protocol::protocol::{Action, Binding, Call, Operand, Path, Root};

use super::flow::Flow;
use super::types::maps;
use crate::capabilities;

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
    open: Vec<Part>,
    seen: BTreeSet<Part>,
}

/// How deep a value is followed, and how many parts of it.
const DEPTH: usize = 128;
const PARTS: usize = 4096;

/// Something that values are bound to, and the keys of the part of it that is followed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    node: String,
    /// The step; none: the inputs of the node.
    step: Option<String>,
    keys: Vec<String>,
}

impl Part {
    /// Whether the other is a part of the same input or output.
    fn is_same(&self, other: &Self) -> bool {
        (&self.node, &self.step, self.keys.first()) == (&other.node, &other.step, other.keys.first())
    }
}

impl<'a> Flow<'a> {
    /// What the argument of this name is made of.
    pub fn argument(&self, at: usize, name: &str) -> Origin {
        let mut origin = Origin::default();
        let binding = self.stops.get(at).and_then(|it| it.step.inputs.iter().find(|(key, _)| key == name));
        if let Some((_, binding)) = binding {
            self.in_step(at, binding, &[], &mut origin);
        }
        origin
    }

    /// What a binding of a step is made of.
    pub fn part(&self, at: usize, binding: &Binding) -> Origin {
        let mut origin = Origin::default();
        self.in_step(at, binding, &[], &mut origin);
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
    pub fn literal(&self, at: usize, name: &str) -> Option<&'a pgs_value::Value> {
        let stop = self.stops.get(at)?;
        let bound = |inputs: &'a [(String, Binding)], name: &str| {
            inputs.iter().find(|(key, _)| key == name).map(|(_, binding)| binding)
        };
        let binding = bound(&stop.step.inputs, name)?;
        let Binding::Path(Path { root: Root::Input, keys }) = binding else { return binding.literal() };
        let ([key], Action::Run { inputs, .. }) = (keys.as_slice(), &stop.node.action) else { return None };
        bound(inputs, key)?.literal()
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
            Root::Input | Root::Step(_) | Root::StepRaw(_) | Root::Raw => {}
        }
    }

    /// An input of the contract at the node of this step.
    fn node_input(&self, at: usize, keys: &[String], origin: &mut Origin) {
        let (Some(stop), Some((key, rest))) = (self.stops.get(at), keys.split_first()) else { return };
        let Action::Run { inputs, .. } = &stop.node.action else { return };
        let Some((_, binding)) = inputs.iter().find(|(name, _)| name == key) else { return };
        origin.within(Part { node: stop.node.key.clone(), step: None, keys: keys.to_vec() }, |origin| {
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
        if maps(stop.contract, keys) {
            self.surface(at, keys, origin);
        } else {
            self.result(at, keys, origin);
        }
    }

    /// A mapped output of a step.
    fn output(&self, at: usize, keys: &[String], origin: &mut Origin) {
        let (Some(stop), Some((key, rest))) = (self.stops.get(at), keys.split_first()) else { return };
        let Some((_, binding)) = stop.step.outputs.iter().find(|(name, _)| name == key) else { return };
        let part = Part { node: stop.node.key.clone(), step: Some(stop.step.name.clone()), keys: keys.to_vec() };
        origin.within(part, |origin| {
            self.in_step(at, binding, rest, origin);
        });
    }

    /// The raw result of a step; of a transform that hands on what it is given, that too.
    fn result(&self, at: usize, keys: &[String], origin: &mut Origin) {
        origin.sources.insert(Source::Result(at, keys.to_vec()));
        let Some(stop) = self.stops.get(at) else { return };
        let Call::Transform { fqdn, .. } = &stop.step.call else { return };
        if capabilities::transform(fqdn, self.protocol()).is_some_and(|it| it.hands_on) {
            let part = Part { node: stop.node.key.clone(), step: Some(stop.step.name.clone()), keys: Vec::new() };
            origin.within(part, |origin| {
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
                Source::Payload(_) | Source::Changing => None,
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
            Binding::Literal(_) | Binding::Outcome => None,
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
                for item in items {
                    inner(item, &[], self);
                }
                None
            }
        }
    }

    /// Follows something once. What is made of itself was made in an earlier round, and what is made of very much is
    /// taken to change.
    fn within(&mut self, what: Part, follow: impl FnOnce(&mut Self)) {
        let is_open = self.open.iter().any(|open| open.is_same(&what));
        if is_open || self.open.len() >= DEPTH || self.seen.len() >= PARTS {
            self.sources.insert(Source::Changing);
        } else if self.seen.insert(what.clone()) {
            self.open.push(what);
            follow(self);
            self.open.pop();
        }
    }
}
