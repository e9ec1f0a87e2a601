//! A scenario as data.

use pgs_rt::{Admission, Map, Timestamp, Value};

/// A scenario: state, steps, and what is expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// What it is called.
    pub name: String,
    /// What it shows; may be empty.
    pub description: String,
    /// Whether traces must have their events in the order that is expected.
    pub trace_order: TraceOrder,
    /// What stores hold before the first step, by path.
    pub seed_data: Map<String, Value>,
    /// The runs, one after the other.
    pub steps: Vec<Step>,
    /// What stores hold after the last step, by path. Other stores are not looked at.
    pub expect_data: Map<String, StoreAfter>,
}

/// Whether the order of events counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TraceOrder {
    /// `ordered`: traces and side effects are compared in their order.
    #[default]
    Ordered,
    /// `any`: workflows run side by side. Traces are not compared, and side effects in any order.
    Any,
}

/// One run of a workflow.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The FQDN of the workflow.
    pub workflow: String,
    /// The payload.
    pub payload: Map<String, Value>,
    /// The admission mode.
    pub admission: Admission,
    /// What the clock says, all the time.
    pub time: Timestamp,
    /// Random bytes, draw by draw; then those that every run of the scenario has.
    pub random: Vec<Vec<u8>>,
    /// What side effects answer that do not take place.
    pub answers: Vec<Answers>,
    /// With what the trace id ends.
    pub trace_id_suffix: Option<String>,
    /// What is expected.
    pub expect: Expected,
}

/// What the calls of a step of a contract are answered, in the place of its side effect.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    /// The contract, as its FQDN or code; none: any that has a step of the name.
    pub contract: Option<String>,
    /// The step.
    pub step: String,
    /// The answers.
    pub given: Given,
    /// Whether they are there for several steps, so that one of them need not ask.
    pub shared: bool,
}

impl Answers {
    /// The key in a scenario.
    pub fn key(&self) -> String {
        self.contract.as_ref().map_or_else(|| self.step.clone(), |contract| format!("{contract}.{}", self.step))
    }
}

/// What calls are answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// All of them this.
    Always(Value),
    /// The first ones these; for later ones nothing is given.
    InTurn(Vec<Value>),
}

/// What is expected of a run. What is none is not looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expected {
    /// The status.
    pub status: Option<String>,
    /// The key of the EXIT node; inner none: the run ends for want of an edge.
    pub exit: Option<Option<String>>,
    /// The surface, as it is printed.
    pub surface: Option<Value>,
    /// The side effects, of nested workflows too: of each what is written down.
    pub effects: Option<Vec<Map<String, Value>>>,
    /// The rules that the payload does not meet: of each what is written down.
    pub violations: Option<Vec<Map<String, Value>>>,
    /// The events of the trace: of each what is written down.
    pub trace: Option<Vec<Value>>,
    /// What stands in the sentence that says why the run could not go on.
    pub error: Option<String>,
}

/// What a store is expected to hold.
#[derive(Clone, Debug, PartialEq)]
pub enum StoreAfter {
    /// Nothing was ever written to it.
    Absent,
    /// This: a list of lines, or an object.
    Holds(Value),
}
