//! Sessions: runs that follow each other on one data root, recorded, and what they must leave.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;

use pgs_value::{Value, json};

use crate::disk::Disk;
use crate::log::{self, Kind, Record};
use crate::plans::Plan;
use crate::shim;
use crate::state::{self, State};
use crate::support::effects::{self, Content, Operation};
use crate::support::stores::Form;
use crate::support::{Place, feed, line, payload};

/// What is no state: traces, locks, and indexes, which count within one boot only.
const COARSE: &[&str] = &["workspace", "data/.pgs/index", "data/.pgs/locks"];

/// One run.
#[derive(Clone, Debug)]
pub struct Step {
    /// The workflow.
    pub workflow: &'static str,
    /// Its payload.
    pub payload: Value,
    /// What it leaves: `--trace`.
    pub trace: &'static str,
}

impl Step {
    /// A run that leaves the trace alone.
    pub fn new(workflow: &'static str, payload: Value) -> Self {
        Self { workflow, payload, trace: "jsonl" }
    }

    /// A run with a sample payload.
    pub fn sample(workflow: &'static str, name: &str) -> Self {
        Self::new(workflow, payload(name))
    }

    /// The command, which still needs its payload on standard input.
    pub fn command(&self, form: Form, place: &Path) -> Command {
        self.command_on(form, &place.join("data"), place)
    }

    /// The same on a data root elsewhere.
    pub fn command_on(&self, form: Form, data_root: &Path, place: &Path) -> Command {
        let mut command = crate::support::command(crate::support::binary("pgs"));
        command.args(["run", "--wf", self.workflow, "--payload", "-", "--trace", self.trace]).args(form.options());
        command.arg("--data-root").arg(data_root).arg("--workspace").arg(place.join("workspace"));
        command
    }

    /// Runs it.
    pub fn run(&self, mut command: Command) -> Output {
        feed(&mut command, self.payload.to_string().as_bytes())
    }
}

/// One recorded run of a session.
pub struct Recorded {
    /// What ran.
    pub step: Step,
    /// What lay in the folder before, but for traces.
    pub before: State,
    /// What the stores held before.
    pub stores: Stores,
    /// The operations of the process.
    pub log: Vec<Record>,
    /// What it did with stores.
    pub operations: Vec<Operation>,
}

/// Stores by path.
pub type Stores = BTreeMap<String, Content>;

/// A recorded session.
pub struct Session {
    /// Its name and form.
    pub name: String,
    /// How the stores are kept.
    pub form: Form,
    /// Where it was recorded: the folder must outlive the log.
    pub place: Place,
    /// The disk, on which nothing of the recorded runs was done yet.
    pub disk: Mutex<Disk>,
    /// The runs.
    pub runs: Vec<Recorded>,
    /// The empty stores.
    empty: Stores,
    probes: Vec<Step>,
}

impl Session {
    /// Lays the ground and records the steps.
    pub fn record(plan: Plan, form: Form) -> Self {
        let place = Place::in_memory();
        for step in &plan.seed {
            succeeds(step, place.folder(), step.run(step.command(form, place.folder()))).unwrap();
        }
        plan.large.iter().for_each(|file| enlarge(&place.data().join("library").join(file)));
        let _ = std::fs::remove_dir_all(place.workspace());
        let name = format!("{} in {form:?}", plan.name);
        let disk = Mutex::new(Disk::holding(place.folder(), COARSE));
        let (runs, empty) = (Vec::new(), Stores::new());
        let mut session = Self { name, form, place, disk, runs, empty, probes: plan.probes.clone() };
        session.find_stores(&plan.steps);
        for step in plan.steps {
            let recorded = session.record_step(step);
            session.runs.push(recorded);
        }
        session
    }

    /// Runs steps and probes once on a copy, to learn which stores there are.
    fn find_stores(&mut self, steps: &[Step]) {
        let copy = Place::in_memory();
        let _ = state::restore(&state::snapshot(self.place.folder()), copy.folder());
        for step in steps.iter().chain(&self.probes) {
            let output = step.run(step.command(self.form, copy.folder()));
            for operation in
                effects::operations(&succeeds(step, copy.folder(), output).unwrap().trace(copy.folder(), step))
            {
                self.empty.entry(operation.path).or_insert_with(|| Content::empty(&operation.effect));
            }
        }
    }

    fn record_step(&self, step: Step) -> Recorded {
        let folder = self.place.folder();
        let (before, stores) = (state::snapshot(folder), self.stores(folder).unwrap());
        let log = tempfile::NamedTempFile::new().unwrap();
        let mut command = step.command(self.form, folder);
        shim::record(&mut command, folder, log.path());
        let printed = succeeds(&step, folder, step.run(command)).unwrap();
        let operations = effects::operations(&printed.trace(folder, &step));
        Recorded { step, before, stores, log: log::read(log.path()), operations }
    }

    /// What the stores below a folder hold.
    pub fn stores(&self, folder: &Path) -> Result<Stores, String> {
        let data = folder.join("data");
        self.empty.iter().map(|(path, empty)| Ok((path.clone(), self.form.read(&data, path, empty)?))).collect()
    }

    /// Runs the probes. Gives what they did, and what they said on standard error.
    pub fn probe(&self, folder: &Path, prepare: impl Fn(&mut Command)) -> Result<(Vec<Operation>, String), String> {
        let (mut operations, mut notes) = (Vec::new(), String::new());
        for step in &self.probes {
            let mut command = step.command(self.form, folder);
            prepare(&mut command);
            let output = step.run(command);
            notes.push_str(&String::from_utf8_lossy(&output.stderr));
            let printed = succeeds(step, folder, output)?;
            operations.extend(effects::operations(&printed.trace(folder, step)));
        }
        Ok((operations, notes))
    }

    /// Whether the operation of this number syncs stores, or a folder, of a run before which this lay in the folder.
    pub fn is_state(&self, before: &State, log: &[Record], number: usize) -> bool {
        let data = self.place.folder().join("data");
        log.iter().filter(|record| record.number == number).any(|record| match &record.kind {
            Kind::Sync { inode } => {
                let opened_as = |is: &dyn Fn(&Path) -> bool| {
                    log.iter().any(|other| {
                        matches!(&other.kind, Kind::Open { path, inode: opened, .. }
                            if opened == inode && is(Path::new(path)))
                    })
                };
                // SQLite syncs the folder of its log in each process, and takes no notice of how that ends: ours counts,
                // which comes once the log has its name, or came in an earlier run.
                let noted = before.contains_key("data/.pgs/pgs.db.named");
                let named = |other: &&Record| {
                    matches!(&other.kind, Kind::Open { path, created: true, .. } if path.ends_with("pgs.db-wal"))
                };
                let named = log.iter().find(named).map_or(0, |other| other.number);
                let again = |other: &Record| {
                    other.number > named
                        && other.number != number
                        && matches!(&other.kind, Kind::Sync { inode: synced } if synced == inode)
                };
                let is_ours = self.form != Form::Sqlite || opened_as(&|_| true) || !(noted || log.iter().any(again));
                is_ours && !opened_as(&|path| !path.starts_with(&data))
            }
            _ => false,
        })
    }
}

/// What a run printed.
pub struct Printed {
    status: String,
    id: String,
}

impl Printed {
    /// The status, if it printed one.
    pub fn of(stdout: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(stdout);
        let word = |name| line(&text, name).map(str::to_owned);
        Some(Self { status: word("Status")?, id: word("Trace ID")? })
    }

    /// Whether the run says that it is done.
    pub fn is_success(&self) -> bool {
        matches!(self.status.as_str(), "SUCCESS" | "ALREADY_EXISTS")
    }

    /// The status word.
    pub fn status(&self) -> &str {
        &self.status
    }

    /// Its trace.
    pub fn trace(&self, place: &Path, step: &Step) -> PathBuf {
        let (domain, code) = step.workflow.split_once("::").unwrap();
        place.join("workspace/traces").join(domain).join(code).join(&self.id).join(format!("{}.jsonl", self.id))
    }
}

/// Fails unless a run has succeeded, and says why it has not.
pub fn succeeds(step: &Step, place: &Path, output: Output) -> Result<Printed, String> {
    let printed = Printed::of(&output.stdout);
    let success = printed.as_ref().is_some_and(|it| it.is_success() || it.status == "NONE_DUE");
    if success && output.status.code() == Some(0) {
        return Ok(printed.unwrap());
    }
    let operations = printed.map(|it| effects::operations(&it.trace(place, step))).unwrap_or_default();
    let answers = operations.iter().map(|it| &it.answer);
    let reasons: Vec<&str> = answers.filter_map(|answer| answer["reason"].as_str()).collect();
    Err(format!(
        "{} does not succeed any more ({}): {}\n{}{}",
        step.workflow,
        output.status,
        reasons.join(", "),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    ))
}

/// Fills a JSON object file up, in the form in which the reference writes it.
fn enlarge(path: &Path) {
    let text = std::fs::read_to_string(path).unwrap_or_else(|_| "{}".into());
    let mut object: pgs_value::Map<String, Value> = pgs_value::from_str(&text).unwrap();
    for n in 0..300 {
        object.insert(format!("filler {n:04}"), json!({ "open_loans": 0, "note": "x".repeat(60), "opened_at": "" }));
    }
    let text = pgs_value::to_string_pretty(&object).unwrap();
    assert!(text.len() > 32 * 1024);
    std::fs::write(path, text).unwrap();
}

/// Fails unless every store holds what it held before, after the first few of these operations on it (at least those
/// that were acknowledged), and after all those of the probes.
pub fn check(
    before: &Stores,
    operations: &[Operation],
    acknowledged: usize,
    probes: &[Operation],
    found: &Stores,
) -> Result<(), String> {
    for (path, found) in found {
        let own = |operation: &&Operation| operation.path == *path && operation.writes();
        let least = operations[..acknowledged].iter().filter(own).count();
        let all: Vec<&Operation> = operations.iter().filter(own).collect();
        let mut content = before[path].clone();
        let mut agreed = false;
        for count in 0..=all.len() {
            if count > 0 {
                content.apply(all[count - 1]);
            }
            if count < least {
                continue;
            }
            let mut expected = content.clone();
            probes.iter().filter(own).filter(|probe| probe.status() == "SUCCESS").for_each(|it| expected.apply(it));
            agreed |= expected.agrees(found);
        }
        if !agreed {
            return Err(format!(
                "{path} holds neither what {least} nor what up to {} operations leave; it held {:?} and holds {found:?}",
                all.len(),
                before[path]
            ));
        }
    }
    Ok(())
}
