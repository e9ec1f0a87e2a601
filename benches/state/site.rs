//! A data root with so many members and journal entries, and the runs that work on it.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use pgs_benches::timed;
use pgs_rt::store::{BackendEntry, Durability, FILES, Location, State, append_only, registry};
use pgs_rt::{Context, ContractId, Field, Map, StepId, Traces, Value, object};
use pgs_transport::Workflow;

/// Where the workflow keeps its members, and its journal.
const MEMBERS: Location = Location::at("MEMBERS", "library/members.jsonl");
const JOURNAL: Location = Location::at("JOURNAL", "library/journal.jsonl");

/// How many entries one transaction takes when a database is filled.
const TOGETHER: usize = 10_000;

/// A data root and a workspace.
pub struct Site {
    pub backend: BackendEntry,
    pub size: usize,
    folder: PathBuf,
}

impl Site {
    /// Fills a data root: files as the reference writes them, a database through the stores.
    pub fn seeded(base: &Path, backend: BackendEntry, size: usize) -> Self {
        let seeded = Self { backend, size, folder: base.join(format!("{}-{size}", backend.scheme)) };
        if backend == FILES {
            write_files(&seeded.data_root(), size).expect("files");
        } else {
            fill(&seeded.state(Durability::Os), size);
        }
        seeded
    }

    pub fn data_root(&self) -> PathBuf {
        self.folder.join("data")
    }

    pub fn workspace(&self) -> PathBuf {
        self.folder.join("workspace")
    }

    pub fn state(&self, durability: Durability) -> State {
        State::at(self.data_root(), &self.backend, durability).expect("a data root")
    }

    pub fn name(&self) -> String {
        format!("{} | {}", self.backend.scheme, self.size)
    }
}

/// Where a run leaves its trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tracing {
    /// Nowhere.
    Off,
    /// In a folder and a file of its own.
    Folder,
    /// In one file with all others.
    OneFile,
}

impl Tracing {
    /// From the cheapest.
    pub const ALL: [Self; 3] = [Self::Off, Self::OneFile, Self::Folder];

    /// The place below this folder; none where there is no trace.
    pub fn below(self, folder: &Path) -> Option<Traces> {
        fs::create_dir_all(folder).expect("a folder");
        match self {
            Self::Off => None,
            Self::Folder => Some(Traces::below(folder)),
            Self::OneFile => Some(Traces::into_file(&folder.join("traces.jsonl")).expect("a file")),
        }
    }
}

/// Runs a workflow once, in a process that has the state open. Panics if it ends otherwise than is wanted: what is timed
/// would not be what the table says.
pub fn run(
    state: &State,
    traces: Option<&Traces>,
    workflow: &Workflow,
    payload: Map<String, Value>,
    wanted: &str,
) -> Duration {
    let nowhere = || Traces::below(PathBuf::new());
    let context = Context::new(state.clone(), traces.cloned().unwrap_or_else(nowhere));
    timed(|| {
        let run = if traces.is_some() {
            workflow.begin(&context, &payload).expect("a run")
        } else {
            workflow.begin_untraced(&context)
        };
        let ended = (workflow.run)(&run, payload).expect("an end");
        assert_eq!(ended.status, wanted, "{ended:?}");
    })
}

/// A registration that no other repeats.
pub fn form() -> Map<String, Value> {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let email = format!("ada.{}@example.org", NEXT.fetch_add(1, Ordering::Relaxed));
    let member = object([("full_name", "Ada Lovelace".into()), ("email", email.into())]);
    let Value::Object(form) = object([("member", member)]) else { unreachable!("an object") };
    form
}

/// A key that looks like those that the workflow derives.
fn member_id(number: usize) -> String {
    format!("M_{:016x}", (number as u64).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

/// The reference's files.
pub fn write_files(root: &Path, size: usize) -> std::io::Result<()> {
    if size == 0 {
        return Ok(());
    }
    fs::create_dir_all(root.join("library"))?;
    let open = |location: Location| File::create(root.join(location.path.expect("a path"))).map(BufWriter::new);
    let (mut members, mut journal) = (open(MEMBERS)?, open(JOURNAL)?);
    for number in 0..size {
        let id = member_id(number);
        writeln!(
            members,
            r#"{{"key":"{id}","address":"ADDR_{number:032x}","target_cs":3,"target_ref":"member.{number}@example.org","full_name":"Ada Lovelace","language":null,"registered_at":"2026-03-02T09:30:00.000Z"}}"#,
        )?;
        writeln!(
            journal,
            r#"{{"record_id":"2026-03-02T09:30:00.000000_{number:06}","sequence_number":{},"timestamp":"2026-03-02T09:30:00.000000","actor_id":"desk","stream_id":"{id}","record":{{"details":{{"full_name":"Ada Lovelace"}},"event_code":"EV_MEMBER_REGISTERED_V0","recorded_at":"2026-03-02T09:30:00.000Z","subject":"{id}"}}}}"#,
            number + 1,
        )?;
    }
    members.flush()?;
    journal.flush()
}

/// The same entries, through the stores.
fn fill(state: &State, size: usize) {
    const CONTRACT: ContractId = ContractId { fqdn: "library::CC_REGISTER_MEMBER_V0", address: 1 };
    let id = |name, op| StepId { name, fqdn: "capability_side_effects::CS", address: 1, op: Some(op) };
    let (enter, record) = (id("enter_member", "REGISTER"), id("append_entry", "APPEND"));
    let workflow = pgs_benches::workflow("library::WF_REGISTER_MEMBER_V0");
    let run = workflow.begin_untraced(&Context::new(state.clone(), Traces::below(PathBuf::new())));
    for number in 0..size {
        let id = member_id(number);
        let value = map([
            ("full_name", "Ada Lovelace".into()),
            ("language", Value::Null),
            ("registered_at", "2026-03-02T09:30:00.000Z".into()),
        ]);
        let member = registry::Register {
            key: Field::Is(id.clone()),
            target_cs: Field::Is(3.into()),
            target_ref: Field::Is(format!("member.{number}@example.org").into()),
            value: Field::Is(value),
        };
        let entered = registry::register(&run.step(&CONTRACT, &enter), &registry::Store(MEMBERS), member);
        assert_eq!(entered.expect("an answer").status, registry::RegisterStatus::Success);
        let details = object([("full_name", "Ada Lovelace".into())]);
        let event = append_only::Append {
            record: Field::Is(map([
                ("details", details),
                ("event_code", "EV_MEMBER_REGISTERED_V0".into()),
                ("recorded_at", "2026-03-02T09:30:00.000Z".into()),
                ("subject", id.as_str().into()),
            ])),
            stream_id: Field::Is(id.into()),
            actor_id: Field::Is("desk".into()),
        };
        let appended = append_only::append(&run.step(&CONTRACT, &record), &append_only::Store(JOURNAL), event);
        assert_eq!(appended.expect("an answer").status, append_only::AppendStatus::Success);
        if (number + 1) % TOGETHER == 0 || number + 1 == size {
            run.contract_ends(&CONTRACT, "SUCCESS", &Map::new()).expect("a commit");
        }
    }
}

fn map<const N: usize>(fields: [(&str, Value); N]) -> Map<String, Value> {
    fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}
