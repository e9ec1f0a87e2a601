//! A run in folders of its own, for tests.

use pgs_rt::store::{Durability, FILES, State};
use pgs_rt::{Context, End, Fault, Map, Run, Traces, Value, Workflow, WorkflowId};
use tempfile::TempDir;

/// A run, and the folder that it lives in.
pub struct TestRun {
    pub run: Run,
    _folder: TempDir,
}

impl TestRun {
    pub fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let state = State::at(folder.path().join("data"), &FILES, Durability::Os).unwrap();
        let traces = Traces::below(folder.path());
        let id = WorkflowId { fqdn: "test::WF_TEST_V0", domain: "test", address: 1 };
        let workflow = Workflow::new(id, |_, _| Err(Fault::new("never run")));
        let run = workflow.begin(&Context::new(state, traces), &Map::new()).unwrap();
        Self { run, _folder: folder }
    }

    /// The messages of the trace's ERROR events.
    pub fn errors(&self) -> Vec<String> {
        self.run.flush().unwrap();
        let path = self.run.trace_file();
        let lines = std::fs::read_to_string(path).unwrap();
        let events = lines.lines().map(|line| pgs_value::from_str::<Value>(line).unwrap());
        let errors = events.filter(|event| event["event_type"] == "ERROR");
        errors.map(|event| event["detail"]["message"].as_str().unwrap().to_owned()).collect()
    }
}

/// How a workflow ended.
pub fn ended(status: &'static str, surface: Value) -> End {
    End { status, surface: surface.as_object().unwrap().clone(), exit: None }
}
