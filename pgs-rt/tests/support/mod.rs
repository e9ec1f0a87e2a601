//! A run of its own for each test: a data root, a workspace, and sources that a test chooses.
#![allow(dead_code, reason = "each test crate uses its part")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pgs_rt::store::{BackendEntry, Durability, FILES, Isolation, State};
use pgs_rt::{
    Context, ContractId, End, Fault, Map, Run, Sources, Step, StepId, SystemSources, TraceError, Traces, Value,
    Workflow, WorkflowId,
};
use pgs_store_memory::Memory;
use pgs_store_sqlite::SQLITE;
use tempfile::TempDir;

pub const WORKFLOW: WorkflowId = WorkflowId { fqdn: "tests::WF_TRY_V0", domain: "tests", address: 7 };

pub const CONTRACT: ContractId = ContractId { fqdn: "tests::CC_TRY_V0", address: 20 };

/// Where a place has its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Files,
    Sqlite,
    Memory,
}

impl Form {
    /// The word for the backend that several processes can share.
    pub fn scheme(self) -> &'static str {
        match self {
            Self::Files => FILES.scheme,
            Self::Sqlite => SQLITE.scheme,
            Self::Memory => panic!("no other process has the state in memory"),
        }
    }
}

/// Makes a test of each function of an empty place for each form of state.
#[macro_export]
macro_rules! on_each_backend {
    ($($name:ident),+ $(,)?) => {
        $(mod $name {
            use $crate::support::{Form, Place};

            #[test]
            fn files() {
                super::$name(&Place::on(Form::Files));
            }

            #[test]
            fn sqlite() {
                super::$name(&Place::on(Form::Sqlite));
            }

            #[test]
            fn memory() {
                super::$name(&Place::on(Form::Memory));
            }
        })+
    };
}

/// The same without what only one process has.
#[macro_export]
macro_rules! on_each_shared_backend {
    ($($name:ident),+ $(,)?) => {
        $(mod $name {
            use $crate::support::{Form, Place};

            #[test]
            fn files() {
                super::$name(&Place::on(Form::Files));
            }

            #[test]
            fn sqlite() {
                super::$name(&Place::on(Form::Sqlite));
            }
        })+
    };
}

/// An empty folder that holds a data root and a workspace, and goes with the test.
pub struct Place {
    folder: TempDir,
    form: Form,
    memory: Memory,
}

impl Place {
    /// For state as files.
    pub fn new() -> Self {
        Self::on(Form::Files)
    }

    pub fn on(form: Form) -> Self {
        Self { folder: TempDir::new().unwrap(), form, memory: Memory::default() }
    }

    pub fn form(&self) -> Form {
        self.form
    }

    pub fn data_root(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn workspace(&self) -> PathBuf {
        self.folder.path().join("workspace")
    }

    pub fn context(&self) -> Context {
        let state = match self.form {
            Form::Files => state(&self.data_root(), &FILES),
            Form::Sqlite => state(&self.data_root(), &SQLITE),
            Form::Memory => State::on(Arc::new(self.memory.clone())),
        };
        context(state, self.workspace())
    }

    pub fn run(&self) -> Run {
        self.run_with(Box::new(SystemSources))
    }

    /// A run that waits for the disk.
    pub fn syncing_run(&self) -> Run {
        let state = State::at(self.data_root(), &FILES, Durability::Sync).unwrap();
        begin(context(state, self.workspace()), &Map::new(), &[], Box::new(SystemSources)).unwrap()
    }

    pub fn run_with(&self, sources: Box<dyn Sources>) -> Run {
        begin(self.context(), &Map::new(), &[], sources).unwrap()
    }

    /// Writes a file below the data root.
    pub fn seed(&self, path: &str, text: &str) {
        let path = self.data_root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The machine is started anew, after the power went: no index counts any more.
    pub fn lose_power(&self) {
        let _ = fs::remove_dir_all(self.data_root().join(".pgs/index"));
        for record in fs::read_dir(self.data_root().join(".pgs/confirmed")).into_iter().flatten() {
            let path = record.unwrap().path();
            let mut bytes = fs::read(&path).unwrap();
            // Each place: 56 bytes, of which the second and third word are the boot, and the last one is the checksum.
            for place in [0, 512] {
                let Some(words) = bytes.get_mut(place..place + 56).filter(|words| words[0] != 0) else { continue };
                words[8..24].fill(7);
                let check = u64::from(crc32fast::hash(&words[..48]));
                words[48..].copy_from_slice(&check.to_le_bytes());
            }
            fs::write(&path, bytes).unwrap();
        }
    }

    /// Puts another file in the place of one below the data root.
    pub fn replace(&self, path: &str, bytes: &[u8]) {
        let (path, new) = (self.data_root().join(path), self.data_root().join("new"));
        fs::write(&new, bytes).unwrap();
        fs::rename(new, path).unwrap();
    }

    /// The text of a file below the data root.
    pub fn text(&self, path: &str) -> String {
        fs::read_to_string(self.data_root().join(path)).unwrap()
    }

    pub fn has(&self, path: &str) -> bool {
        self.data_root().join(path).exists()
    }
}

/// Without waiting for the disk.
pub fn state(data_root: &Path, backend: &BackendEntry) -> State {
    State::at(data_root, backend, Durability::Os).unwrap()
}

/// Runs see what each operation of another has done: what a test does by hand it does in turns.
pub fn context(state: State, workspace: PathBuf) -> Context {
    Context { isolation: Isolation::Operation, ..Context::new(state, Traces::below(workspace)) }
}

pub fn begin(
    context: Context,
    payload: &Map<String, Value>,
    suppressed: &'static [&'static str],
    sources: Box<dyn Sources>,
) -> Result<Run, TraceError> {
    let workflow =
        Workflow { suppressed, protocol: "sha256:0", ..Workflow::new(WORKFLOW, |_, _| Err(Fault::new("never run"))) };
    workflow.begin(&Context { sources: sources.into(), ..context }, payload)
}

/// A step of some contract, for the operations of stores.
pub fn step(run: &Run) -> Step<'_> {
    const STEP: StepId = StepId { name: "try", fqdn: "x::CS_TRY_V0", address: 30, op: Some("TRY") };
    run.step(&CONTRACT, &STEP)
}

/// Ends the contract of the steps so far.
pub fn end_contract(run: &Run) {
    run.contract_ends(&CONTRACT, "SUCCESS", &Map::new()).unwrap();
}

/// Ends the contract of the steps so far, and the run: what it did is there for others. Another run may follow in it.
pub fn end_run(run: &Run) {
    end_contract(run);
    run.workflow_ends(&WORKFLOW, &End { status: "SUCCESS", surface: Map::new(), exit: None }).unwrap();
}

/// A JSON value, read as every file and payload is.
pub fn json(text: &str) -> Value {
    pgs_rt::json::parse(text).unwrap()
}

/// The fields of a JSON object.
pub fn fields(text: &str) -> Map<String, Value> {
    match json(text) {
        Value::Object(object) => object,
        other => panic!("{other} is no object"),
    }
}

/// The files below a folder, as relative paths, in order.
pub fn files_below(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(folder).unwrap().to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    found
}
