//! A run on state of a form that a test chooses.

use std::fs;
use std::sync::Arc;

use pgs_pgc::prelude::*;
use pgs_pgc::store::{Durability, FILES, State};
use pgs_pgc::{Reply, Sources, Status, Step, SystemSources, Traces, Typed};
use pgs_store_memory::Memory;
use pgs_store_sqlite::SQLITE;
use pgs_value::json;
use tempfile::TempDir;

/// Where a place has its state.
#[derive(Clone, Copy)]
pub enum Form {
    Files,
    Sqlite,
    Memory,
}

/// Makes a test of each function of a run for each form of state.
#[macro_export]
macro_rules! on_each_backend {
    ($($name:ident),+ $(,)?) => {
        $(mod $name {
            use $crate::support::{Form, Place};

            #[test]
            fn files() {
                super::$name(&Place::on(Form::Files).run());
            }

            #[test]
            fn sqlite() {
                super::$name(&Place::on(Form::Sqlite).run());
            }

            #[test]
            fn memory() {
                super::$name(&Place::on(Form::Memory).run());
            }
        })+
    };
}

/// A folder that goes with the test.
pub struct Place {
    folder: TempDir,
    form: Form,
}

impl Place {
    pub fn on(form: Form) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), form }
    }

    pub fn run(&self) -> Run {
        self.run_with(Arc::new(SystemSources))
    }

    pub fn run_with(&self, sources: Arc<dyn Sources>) -> Run {
        const PROTOCOL: Protocol =
            Protocol { snapshot_id: "", determinative: &[], observational: &[], observational_keys: &[] };
        const GATE: Gate = Gate { intent: ContractId { fqdn: "town::IN_V0", address: 1 }, declares: &[] };
        let at = |backend| State::at(self.folder.path(), backend, Durability::Os).unwrap();
        let state = match self.form {
            Form::Files => at(&FILES),
            Form::Sqlite => at(&SQLITE),
            Form::Memory => State::on(Arc::new(Memory::default())),
        };
        let context = Context { sources, traces: Traces::below(self.folder.path()), ..Context::new(state) };
        let id = WorkflowId { fqdn: "town::WF_V0", domain: "town", address: 9 };
        let workflow = Workflow::new(id, GATE, &PROTOCOL, |_, _| unreachable!("the test takes its steps by hand"));
        workflow.begin(&context, &Map::new()).unwrap()
    }

    /// The data root.
    pub fn root(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Writes a state file.
    pub fn seed(&self, path: &str, text: &str) {
        let file = self.folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// What a state file holds; empty where there is none.
    pub fn state(&self, path: &str) -> String {
        fs::read_to_string(self.folder.path().join(path)).unwrap_or_default()
    }
}

/// The step of a test.
pub fn step(run: &Run) -> Step<'_> {
    const CONTRACT: &ContractId = &ContractId { fqdn: "town::CC_V0", address: 2 };
    const STEP: &StepId = &StepId::side_effect("call", "CALL", "capability_side_effects::CS_STORE_V0", 5);
    run.step(CONTRACT, STEP)
}

/// An argument as JSON; unset where it is empty.
pub fn argument<T: Typed>(text: &str) -> Field<T> {
    if text.is_empty() { Field::Unset } else { Field::json(pgs_value::from_str(text).unwrap()) }
}

/// The status and the outputs, or `fault`.
pub fn answer<S: Status, O: serde::Serialize>(reply: Result<Reply<S, O>, Fault>) -> String {
    match reply {
        Err(Fault::Capability { .. }) => "fault".to_owned(),
        Err(fault) => panic!("{fault}"),
        Ok(reply) => match reply.outputs.map(|outputs| json::compact(&pgs_value::to_value(&outputs).unwrap())) {
            Some(outputs) if outputs != "{}" => format!("{} {outputs}", reply.status.as_str()),
            _ => reply.status.as_str().to_owned(),
        },
    }
}
