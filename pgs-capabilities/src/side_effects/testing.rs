//! A run in folders of its own, for tests.

use pgs_rt::store::{Durability, FILES, State};
use pgs_rt::{Admission, Ended, Map, Run, Settings, SystemSources, Traces, Value, Waits, WorkflowId};
use tempfile::TempDir;

/// A run, and the folder that it lives in.
pub struct TestRun {
    pub run: Run,
    _folder: TempDir,
}

impl TestRun {
    pub fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let state = State::at(&folder.path().join("data"), &FILES, Durability::Os).unwrap();
        let traces = Traces::below(folder.path());
        let settings = Settings { state, waits: Waits::Run, traces, admission: Admission::Enforce };
        let workflow = WorkflowId { fqdn: "test::WF_TEST_V0", domain: "test", address: 1 };
        let run = Run::begin(workflow, "", &[], &Map::new(), settings, Box::new(SystemSources)).unwrap();
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
pub fn ended(status: &'static str, surface: Value) -> Ended {
    Ended { status, surface: surface.as_object().unwrap().clone(), exit: None }
}
