//! Where secrets are in one workflow of a run: they are followed from suppressed keys to wherever the build says that their
//! values are bound. A run that repeats a recorded one finds them at the same places.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use pgs_trace::{Flow, Origin, Redaction, below, visit_values};
use pgs_value::pointer;

use crate::View;

/// JSON pointers to secrets in a value.
pub(crate) type Places = Vec<String>;

/// What is known of the secrets of one workflow of a run.
#[derive(Default)]
pub(crate) struct Followed(Mutex<State>);

#[derive(Default)]
struct State {
    payload: Places,
    /// The surfaces of nodes that have run.
    nodes: BTreeMap<String, Places>,
    /// Where the inputs of the next node come from.
    binds: &'static [Flow],
    node: String,
    inputs: Places,
    /// What steps of the contract have mapped, and what they were answered.
    steps: BTreeMap<String, Places>,
    raws: BTreeMap<String, Places>,
    /// What the step that runs is given.
    given: Places,
    /// What it was given by whoever started this workflow.
    inherited: Places,
    /// The surface with which it ended.
    surface: Places,
    /// Whether the workflow, or one that started it, has met a secret.
    has_any: bool,
    /// The names of secrets in the surfaces of workflows that the step that runs has started.
    returned: BTreeSet<String>,
}

impl Followed {
    /// What a workflow that the step that runs starts knows of its payload.
    pub fn nested(&self) -> Self {
        let outer = self.lock();
        Self(Mutex::new(State { inherited: outer.given.clone(), has_any: outer.has_any, ..State::default() }))
    }

    /// A thread that panicked has changed whole lists.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Where secrets stand in what is bound like this.
    fn bound(&self, redaction: &Redaction, flows: &[Flow], raw: &[String]) -> Places {
        let mut places = Places::new();
        for (to, origin) in flows {
            let (known, pointer) = self.known(*origin, raw);
            if redaction.hides_at(pointer) {
                places.push((*to).to_owned());
            }
            places.extend(known.iter().filter_map(|place| Some(format!("{to}{}", below(place, pointer)?))));
        }
        places
    }

    /// What is mapped to a suppressed key is a secret where it comes from, too.
    fn mapped(&self, redaction: &Redaction, flows: &[Flow]) -> impl Iterator<Item = &'static str> {
        flows.iter().filter_map(|(to, origin)| match origin {
            Origin::Raw(pointer) if redaction.hides_at(to) || self.returned.contains(name(pointer)) => Some(*pointer),
            _ => None,
        })
    }

    fn known<'s>(&'s self, origin: Origin, raw: &'s [String]) -> (&'s [String], &'static str) {
        let of = |known: &'s BTreeMap<String, Places>, name: &str| known.get(name).map_or(&[][..], Vec::as_slice);
        match origin {
            Origin::Payload(pointer) => (&self.payload, pointer),
            Origin::Node(node, pointer) => (of(&self.nodes, node), pointer),
            Origin::Input(pointer) => (&self.inputs, pointer),
            Origin::Step(step, pointer) => (of(&self.steps, step), pointer),
            Origin::StepRaw(step, pointer) => (of(&self.raws, step), pointer),
            Origin::Raw(pointer) => (raw, pointer),
        }
    }
}

/// The same places in the detail of an event that has the value at this key.
pub(crate) fn within(key: &str, places: &[String]) -> Places {
    places.iter().map(|place| format!("/{key}{place}")).collect()
}

/// The pointer to a field.
fn pointer_to(key: &str) -> String {
    let mut pointer = String::new();
    pointer::push(&mut pointer, key);
    pointer
}

/// The last key of a pointer.
fn name(pointer: &str) -> &str {
    pointer.rsplit('/').next().unwrap_or_default()
}

impl Followed {
    /// Says where the inputs of the node that is about to run come from.
    pub fn binds(&self, flows: &'static [Flow]) {
        self.lock().binds = flows;
    }

    /// The workflow begins: where secrets stand in its payload. `recorded` is, in a replay, where the recording says so.
    pub fn payload(&self, redaction: &Redaction, payload: View<'_>, recorded: Option<&[String]>) -> Places {
        redaction.learn_payload(payload);
        let mut state = self.lock();
        let mut places = Places::new();
        for given in &state.inherited {
            match given.strip_prefix("/payload/") {
                Some(below) => places.push(format!("/{below}")),
                // Which item of a list a payload is made of is not followed: its fields are told by their names.
                None => {
                    let whole = given.matches('/').count() < 2;
                    let keys =
                        payload.keys().filter(|key| whole || pointer_to(key).strip_prefix('/') == Some(name(given)));
                    places.extend(keys.map(pointer_to));
                }
            }
        }
        state.has_any |= !places.is_empty() || redaction.is_in(payload);
        // Whoever puts a secret where none belongs does not make it public. A replay does not know the secret, which may be a
        // word of the protocol as well: it takes what was found from the recording.
        let repeats = |at: &str, text: &str| match recorded {
            Some(marks) => marks.iter().any(|mark| mark.strip_prefix("/payload") == Some(at)),
            None => redaction.finds_of_payload(text),
        };
        visit_values(payload, &mut String::new(), &mut |at, value| {
            let repeats = matches!(value, View::Text(text) if state.has_any && repeats(at, text));
            if repeats && !redaction.hides_at(at) {
                places.push(at.to_owned());
            }
        });
        state.payload.clone_from(&places);
        places
    }

    /// Where secrets stand in the payload.
    pub fn payload_places(&self) -> Places {
        self.lock().payload.clone()
    }

    /// A contract begins: where secrets stand in its inputs.
    pub fn inputs(&self, redaction: &Redaction, node: &str) -> Places {
        let mut state = self.lock();
        let binds = std::mem::take(&mut state.binds);
        state.inputs = state.bound(redaction, binds, &[]);
        node.clone_into(&mut state.node);
        state.steps.clear();
        state.raws.clear();
        state.inputs.clone()
    }

    /// A contract has ended: its surface is what its steps have mapped, and its inputs.
    pub fn contract_leaves(&self) {
        let mut state = self.lock();
        let surface: Places = state.steps.values().flatten().chain(&state.inputs).cloned().collect();
        let node = state.node.clone();
        state.nodes.insert(node, surface.clone());
        state.surface = surface;
    }

    /// Where secrets stand in the surface with which the workflow ends.
    pub fn surface(&self) -> Places {
        self.lock().surface.clone()
    }

    /// A workflow that the step that runs has started has ended with this surface.
    pub fn returns(&self, surface: &[String]) {
        self.lock().returned.extend(surface.iter().map(|place| name(place).to_owned()));
    }

    /// A step begins: where secrets stand in what it is given.
    pub fn arguments(&self, redaction: &Redaction, flows: &[Flow]) -> Places {
        let mut state = self.lock();
        state.returned.clear();
        state.given = state.bound(redaction, flows, &[]);
        state.has_any |= !state.given.is_empty();
        state.given.clone()
    }

    /// Whether the workflow has met a secret.
    pub fn has_any(&self) -> bool {
        self.lock().has_any
    }

    /// It has.
    pub fn meets_any(&self) {
        self.lock().has_any = true;
    }

    /// What of the raw result of a step goes where secrets stand.
    pub fn mapped(&self, redaction: &Redaction, flows: &[Flow]) -> Places {
        self.lock().mapped(redaction, flows).map(str::to_owned).collect()
    }

    /// A step was answered, with secrets at these places of its raw result: where they stand in what it maps.
    pub fn results(&self, redaction: &Redaction, step: &str, flows: &[Flow], mut raw: Places) -> (Places, Places) {
        let mut state = self.lock();
        raw.extend(state.mapped(redaction, flows).map(str::to_owned));
        let results = state.bound(redaction, flows, &raw);
        state.steps.insert(step.to_owned(), results.clone());
        state.raws.insert(step.to_owned(), raw.clone());
        state.given.clear();
        (results, raw)
    }
}
