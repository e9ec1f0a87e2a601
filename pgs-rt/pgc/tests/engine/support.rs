//! Runs in a folder that goes with the test.

use std::fs;
use std::path::Path;

use pgs_pgc::prelude::*;
use pgs_pgc::store::{Durability, FILES, State};
use tempfile::TempDir;

use crate::town;

/// A folder with state and traces.
pub struct Place {
    folder: TempDir,
    pub context: Context,
}

impl Place {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let context = context(folder.path());
        Self { folder, context }
    }

    /// A run whose steps the test takes by hand.
    pub fn run(&self) -> Run {
        town::by_hand().begin(&self.context, &Map::new()).unwrap()
    }

    /// What a state file holds; empty where there is none.
    pub fn state(&self, path: &str) -> String {
        fs::read_to_string(self.folder.path().join(path)).unwrap_or_default()
    }
}

fn context(data_root: &Path) -> Context {
    Context::new(State::at(data_root, &FILES, Durability::Os).unwrap())
}

/// The lines of a run's trace behind the first.
pub fn events(run: &Run) -> Vec<Value> {
    let text = fs::read_to_string(run.trace_file()).unwrap();
    text.lines().skip(1).map(|line| pgs_value::from_str(line).unwrap()).collect()
}

/// Their types, with what tells one from another.
pub fn told(run: &Run) -> Vec<String> {
    let word = |event: &Value| {
        let detail = &event["detail"];
        let more = match event["event_type"].as_str().unwrap() {
            "CC_STEP" => format!(" {} {}", detail["outcome"], detail["continuation"]),
            "EVENT" => format!(" {}", detail["ev_fqdn"]),
            "WF_ROUTE" => format!(" {}", detail["to_node"]),
            "ERROR" => format!(" {}", detail["message"]),
            "WF_COMPLETE" => format!(" {}", event["result_status"]),
            "CT_STEP" => format!(" {}", detail["path"]),
            _ => String::new(),
        };
        format!("{}{}", event["event_type"].as_str().unwrap(), more.replace('"', ""))
    };
    events(run).iter().map(word).collect()
}
