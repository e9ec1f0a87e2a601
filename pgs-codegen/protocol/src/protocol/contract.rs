//! Contracts: `capability_contracts/`, `CC_`.

use std::collections::BTreeMap;

use super::{Binding, Condition, Place, Schema, Unlisted};

/// A contract: `capability_contracts/`, `CC_`.
#[derive(Clone, Debug)]
pub struct Contract {
    /// The FQDN.
    pub fqdn: String,
    /// The summary.
    pub summary: String,
    /// Declared inputs.
    pub inputs: Vec<(String, Schema)>,
    /// Declared outputs.
    pub outputs: Vec<(String, Schema)>,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// The statuses that it declares (`result_status_contract.allowed`); empty: none are listed.
    pub allowed: Vec<String>,
    /// The status that it declares for inputs that are not as declared (`result_status_contract.on_input_failure`).
    pub on_input_failure: Option<String>,
    /// Evaluations by name.
    pub evaluations: BTreeMap<String, Evaluation>,
    /// Keys whose values reach no output.
    pub suppressed: Vec<String>,
    /// `error_codes`: a name for a status, which nothing shows.
    pub error_codes: Vec<(String, String)>,
    /// Where it is declared.
    pub place: Place,
}

impl Contract {
    /// The step with this name.
    pub fn step(&self, name: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.name == name)
    }
}

/// A step of a pipeline.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// What it calls.
    pub call: Call,
    /// The store, if it names one.
    pub store: Option<String>,
    /// Arguments by name.
    pub inputs: Vec<(String, Binding)>,
    /// What it adds to the surface, by key.
    pub outputs: Vec<(String, Binding)>,
    /// What follows each status.
    pub routes: Vec<(String, Route)>,
    /// What follows a status without a route.
    pub unlisted: Unlisted,
    /// The statuses that it declares (`result_surface`); empty: none are listed.
    pub surface: Vec<String>,
    /// Where it is declared.
    pub place: Place,
}

/// What a step calls.
#[derive(Clone, Debug)]
pub enum Call {
    /// A transform.
    Transform {
        /// The transform's FQDN.
        fqdn: String,
        /// The step's status when the transform succeeds (`on_ct_result`).
        on_success: String,
        /// The step's status when the transform fails (`on_ct_result`).
        on_failure: String,
    },
    /// An operation of a side effect.
    SideEffect {
        /// The side effect's FQDN.
        fqdn: String,
        /// The operation.
        op: String,
    },
}

/// What follows a step's status (`on_result`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The next step; after the last, the contract ends with the status.
    Continue,
    /// The contract ends with the status.
    Exit,
    /// The step with this name.
    Step(String),
    /// The evaluation with this name decides how the contract ends.
    Evaluation(String),
    /// None: the run is refused there. No author writes it.
    Refused,
}

/// An `evaluation`: a condition and the two statuses with which the contract may end.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// The condition.
    pub condition: Condition,
    /// The status if it holds.
    pub on_true: String,
    /// The status if it does not.
    pub on_false: String,
    /// Where it is declared.
    pub place: Place,
}
