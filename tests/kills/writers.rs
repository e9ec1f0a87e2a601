//! The processes that write, and the ground that they write on. Each has keys of its own.

use std::os::unix::process::ExitStatusExt as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use pgs_value::{Value, json};
use rand::RngExt as _;
use rand::rngs::StdRng;

use crate::support;
use crate::support::stores::Form;
use crate::support::{Place, binary, command, payload};

const REGISTER: &str = "library::WF_REGISTER_MEMBER_V0";
const ADD: &str = "library::WF_ADD_BOOK_V0";
const LEND: &str = "library::WF_LEND_BOOK_V0";
const SLIPS: &str = "library::WF_WORK_OFF_SLIPS_V0";
const OVERDUE: &str = "library::WF_MARK_OVERDUE_V0";
const SIGKILL: i32 = 9;

/// How many books each writer finds in the catalogue, of which it has lent the first.
const BOOKS: usize = 2;

/// A data root on which every writer finds books and members of its own.
pub struct Ground {
    /// How stores are kept.
    pub form: Form,
    place: Place,
    members: Vec<String>,
}

/// A process that is to be killed.
pub struct Writer {
    command: Command,
    workspace: PathBuf,
    longest: u64,
    name: String,
    /// The members that it registers, one a run.
    members: Vec<Value>,
}

/// A process that is over.
pub struct Ended {
    /// Whether it was killed, and not quicker.
    pub killed: bool,
    /// Its traces lie here.
    pub workspace: PathBuf,
    /// The ids of the traces of the runs that it told about, each with its status.
    pub told: Vec<(String, String)>,
    /// What it was.
    pub name: String,
    /// The members of whom it told that they are registered.
    pub members: Vec<Value>,
}

fn marked(writer: usize, n: usize) -> String {
    format!("w{writer:04}n{n:04}")
}

fn member(mark: &str) -> Value {
    json!({ "member": { "full_name": mark, "email": format!("{mark}@example.org") } })
}

fn book(writer: usize, n: usize) -> Value {
    let mut book = payload("library/add_book");
    book["barcode"] = json!(barcode(writer, n));
    book["title"] = json!(marked(writer, n));
    book
}

fn barcode(writer: usize, n: usize) -> String {
    format!("0x{writer:04x}{n:04x}")
}

/// The time at which the loan of a writer's first book ends: no other loan ends then.
fn due_at(writer: usize) -> String {
    format!("2026-03-{:02}T{:02}:{:02}:00Z", 1 + writer / 1440, writer / 60 % 24, writer % 60)
}

impl Ground {
    /// Registers a member and books for each writer and for one more, and lends it the first of them.
    pub fn lay(form: Form, writers: usize) -> Self {
        let writers = writers + 1;
        let place = Place::in_memory();
        let mut ground = Self { form, place, members: Vec::new() };
        let members = ground.batch(REGISTER, (0..writers).map(|writer| member(&marked(writer, 9999))));
        ground.members = members.iter().map(|it| it["output"]["subject"].as_str().unwrap().to_owned()).collect();
        ground.batch(ADD, (0..writers).flat_map(|writer| (0..BOOKS).map(move |n| book(writer, n))));
        let loans: Vec<Value> = (0..writers).map(|writer| ground.loan(writer, 0)).collect();
        ground.batch(LEND, loans.into_iter());
        ground
    }

    /// Runs a workflow for many payloads; all succeed.
    fn batch(&self, workflow: &str, payloads: impl Iterator<Item = Value>) -> Vec<Value> {
        let workspace = self.place.folder().join("ground");
        let output = self.command(workflow, &workspace, payloads).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().map(|line| pgs_value::from_str(line).unwrap()).collect()
    }

    fn command(&self, workflow: &str, workspace: &std::path::Path, payloads: impl Iterator<Item = Value>) -> Command {
        let text = support::lines_of(payloads);
        std::fs::create_dir_all(workspace).unwrap();
        let file = workspace.join("payloads.ndjson");
        std::fs::write(&file, text).unwrap();
        let mut command = command(binary("pgs"));
        command.args(["run", "--wf", workflow, "--trace", "jsonl"]).args(self.form.options());
        command.arg("--payloads").arg(file).arg("--workspace").arg(workspace);
        command.arg("--data-root").arg(self.place.data());
        command
    }

    fn loan(&self, writer: usize, n: usize) -> Value {
        json!({
            "member_id": self.members[writer],
            "book_id": barcode(writer, n),
            "lent_at": "2026-03-01T10:00:00Z",
            "due_at": if n == 0 { due_at(writer) } else { "2026-12-31T18:00:00Z".into() },
            "note": marked(writer, n),
        })
    }

    fn slips(&self, writer: usize, n: usize) -> Value {
        let mut lend = self.loan(writer, n);
        lend["slip"] = json!("LEND");
        json!({ "desk": marked(writer, n), "slips": [
            lend,
            { "slip": "RESERVE", "member_id": self.members[writer], "book_id": barcode(writer, n) },
            { "slip": "RETURN", "book_id": barcode(writer, n), "returned_at": "2026-03-10T16:00:00Z" },
        ] })
    }

    /// A process with keys of its own: of which kind, and what it waits for, the random numbers say. A kill takes nothing
    /// that was told, whether that was synced or not.
    pub fn writer(&self, writer: usize, rng: &mut StdRng) -> Writer {
        let workspace = self.place.folder().join(format!("w{writer:04}"));
        let (name, workflow, payloads, longest): (_, _, Vec<Value>, _) = match rng.random_range(0..6) {
            0 => ("register many", REGISTER, (0..150).map(|n| member(&marked(writer, n))).collect(), 60_000),
            1 => ("add many", ADD, (100..200).map(|n| book(writer, n)).collect(), 60_000),
            2 => ("slips", SLIPS, (1..BOOKS).map(|n| self.slips(writer, n)).collect(), 40_000),
            3 => ("register", REGISTER, vec![member(&marked(writer, 0))], 15_000),
            4 => ("overdue", OVERDUE, vec![json!({ "closing_time": due_at(writer) })], 15_000),
            _ => ("lend", LEND, vec![self.loan(writer, 1)], 15_000),
        };
        let durability = if rng.random() { "os" } else { "sync" };
        let members = if workflow == REGISTER { payloads.clone() } else { Vec::new() };
        let mut command = self.command(workflow, &workspace, payloads.into_iter());
        command.args(["--durability", durability]);
        Writer { command, workspace, longest, name: format!("writer {writer} ({name}, {durability})"), members }
    }

    /// The data root.
    pub fn data(&self) -> PathBuf {
        self.place.data()
    }

    /// The workspace of what was laid down before.
    pub fn workspace(&self) -> PathBuf {
        self.place.folder().join("ground")
    }

    /// More runs, after all kills: they find what these left, and succeed. Whoever is registered is not registered again.
    pub fn touch(&self, registered: Vec<Value>) -> Result<PathBuf, String> {
        let workspace = self.place.folder().join("touch");
        let spare = self.members.len() - 1;
        let fresh = marked(9000, 0);
        let members = registered.into_iter().chain([member(&fresh)]).collect();
        let runs = [(REGISTER, members), (ADD, vec![book(9000, 0)]), (SLIPS, vec![self.slips(spare, 1)])];
        for (workflow, payloads) in runs {
            let output = self.command(workflow, &workspace, payloads.into_iter()).output().unwrap();
            let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
            if !output.status.success() {
                return Err(format!("{workflow} fails after the kills:\n{said}"));
            }
        }
        Ok(workspace)
    }

    /// Keeps the folder when the test ends; gives it.
    pub fn keep(&self) -> String {
        let kept = std::env::temp_dir().join(format!("pgs-kills-{}", std::process::id()));
        crate::support::build::copy_folder(self.place.folder(), &kept);
        kept.display().to_string()
    }
}

impl Writer {
    /// How long it may take, in microseconds.
    pub fn longest_micros(&self) -> u64 {
        self.longest
    }

    /// Starts it, and kills it after this time.
    pub fn run_and_kill(mut self, patience: Duration) -> Ended {
        let mut child =
            self.command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        std::thread::sleep(patience);
        let _ = child.kill();
        let output = child.wait_with_output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        // A result is told when its line is whole.
        let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
        let results = whole.lines().map(|line| pgs_value::from_str::<Value>(line).unwrap());
        let told = results.map(|result| {
            let text = |name: &str| result[name].as_str().unwrap_or_default().to_owned();
            (text("trace_id"), text("status"))
        });
        let told: Vec<_> = told.collect();
        self.members.truncate(told.len());
        let killed = output.status.signal() == Some(SIGKILL);
        Ended { killed, workspace: self.workspace, told, name: self.name, members: self.members }
    }
}
