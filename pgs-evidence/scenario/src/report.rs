//! What became of a scenario.

use std::path::PathBuf;
use std::time::Duration;

use pgs_trace::Trace;

use crate::compare::Difference;

/// What became of a scenario.
#[derive(Clone, Debug)]
pub struct Report {
    /// The file that holds it.
    pub file: PathBuf,
    /// What it is called.
    pub name: String,
    /// How long it took.
    pub time: Duration,
    /// The runs that took place.
    pub steps: Vec<StepRun>,
    /// What is not as expected; empty: it passed.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether everything is as expected.
    pub fn passed(&self) -> bool {
        self.findings.is_empty()
    }
}

/// A run that took place.
#[derive(Clone, Debug)]
pub struct StepRun {
    /// The FQDN of the workflow.
    pub workflow: String,
    /// How it ended: a status, `ERROR` where it could not go on.
    pub status: String,
    /// The EXIT node.
    pub exit: Option<String>,
    /// Its trace.
    pub trace: Option<Trace>,
}

/// Something that is not as expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Where in the scenario.
    pub place: Place,
    /// One sentence, or where values differ.
    pub what: What,
    /// Why a run may have gone its way: a sentence for each step that did not succeed, and each rule that was not met.
    pub because: Vec<String>,
}

/// Where in a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In what it says itself.
    Scenario,
    /// At a step, counted from 1, with the FQDN of its workflow.
    Step(usize, String),
    /// In a store after the last step.
    Store(String),
}

/// What is not as expected.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// One sentence.
    Says(String),
    /// Values differ.
    Differs(Vec<Difference>),
}

impl Finding {
    /// A sentence about a place.
    pub fn says(place: Place, sentence: impl Into<String>) -> Self {
        Self { place, what: What::Says(sentence.into()), because: Vec::new() }
    }
}
