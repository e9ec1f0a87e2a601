//! Scenarios, as far as a page names them. What they say is read by who runs them.

use pgs_value::{Map, Value};

/// A scenario: a test of workflows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// What it is called.
    pub name: String,
    /// Its runs, in order.
    pub runs: Vec<ScenarioRun>,
}

/// A run of a scenario, and how it is expected to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioRun {
    /// The FQDN of the workflow.
    pub workflow: String,
    /// The status.
    pub status: Option<String>,
    /// The EXIT node.
    pub exit: Option<String>,
}

impl Scenario {
    /// The scenarios of a sealed document. What is none is passed over.
    pub fn all_of(document: &Map<String, Value>) -> Vec<Self> {
        let list = document.get("scenarios").and_then(Value::as_array);
        let one = document.contains_key("steps").then_some(document);
        list.into_iter().flatten().filter_map(Value::as_object).chain(one).filter_map(Self::of).collect()
    }

    fn of(scenario: &Map<String, Value>) -> Option<Self> {
        let outer = scenario.get("wf");
        let runs = scenario.get("steps")?.as_array()?.iter().filter_map(|step| {
            let expected = |key: &str| step.get("expect")?.get(key)?.as_str().map(str::to_owned);
            let workflow = step.get("wf").or(outer)?.as_str()?.to_owned();
            Some(ScenarioRun { workflow, status: expected("status"), exit: expected("exit") })
        });
        Some(Self { name: scenario.get("name")?.as_str()?.to_owned(), runs: runs.collect() })
    }
}
