//! A workflow of PGC in place of a compiled one: a ship is entered in a register at a time, gets a berth that nobody can foresee,
//! is welcomed as the payload says, and written down.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use pgs_pgc::prelude::*;
use pgs_pgc::{AnyField, Failure, NoOutputs, Reply, Violation};
use pgs_transport::{Output, Process};
use pgs_value::json;
use tempfile::TempDir;

const PROTOCOL: Protocol = Protocol {
    snapshot_id: "5eed",
    determinative: &["event_type", "detail"],
    observational: &["trace_id", "ts_ns"],
    observational_keys: &["record_id"],
};

const GATE: Gate = Gate {
    intent: ContractId { fqdn: "harbour::IN_SHIP_CAME_V0", address: 1 },
    declares: &[Declared::required("ship", DeclaredType::String), Declared::optional("word", DeclaredType::String)],
};

const ENTER: ContractId = ContractId { fqdn: "harbour::CC_ENTER_SHIP_V0", address: 2 };
const BERTH: ContractId = ContractId { fqdn: "harbour::CC_BERTH_SHIP_V0", address: 3 };
const ID: WorkflowId = WorkflowId { fqdn: "harbour::WF_RECEIVE_SHIP_V0", domain: "harbour", address: 9 };
const REGISTER: registry::Store = registry::Store::owned(Location::at("SHIPS", "harbour/ships.jsonl"));
const LOG: append_only::Store = append_only::Store::owned(Location::at("LOG", "harbour/log.jsonl"));

payload! {
    /// An admitted payload.
    Payload(GATE) {
        /// Required string.
        ship: String = required "ship",
        /// Optional string.
        word: Field<String> = field "word",
    }
}

statuses! {
    /// How the contracts end.
    Outcome { Success = "SUCCESS", AlreadyExists = "ALREADY_EXISTS", Violation = "VIOLATION" }
}

nodes! {
    /// The nodes.
    Node { Enter = "ENTER": ENTER, Berth = "BERTH": BERTH }
}

const EXIT_BERTHED: Exit = Exit { node: "EXIT_BERTHED", emit: &["harbour::EV_SHIP_BERTHED_V0"] };
const EXIT_KNOWN: Exit = Exit { node: "EXIT_KNOWN", emit: &[] };
const EXIT_REFUSED: Exit = Exit { node: "EXIT_REFUSED", emit: &[] };

/// A run between two nodes.
pub struct Machine {
    payload: Payload,
    address: Field<String>,
    entered_at: Field<String>,
}

impl pgs_pgc::Machine for Machine {
    const ID: WorkflowId = ID;
    const GATE: NodeId = NodeId { key: "IN_SHIP_CAME", address: GATE.intent.address };
    type Node = Node;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match Payload::admit(run, payload)? {
            Verdict::Ack(payload) => {
                let machine = Self { payload, address: Field::Unset, entered_at: Field::Unset };
                Ok(Entered::Ack(machine, Next::Node(Node::Enter)))
            }
            Verdict::Nack => Ok(Entered::Nack(Next::Exit(EXIT_REFUSED))),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Node>, Fault> {
        let ship = Field::from(self.payload.ship.as_str());
        match node {
            Node::Enter => {
                let outcome = self.enters(run, &ship)?;
                let next = match outcome {
                    Outcome::Success => Next::Node(Node::Berth),
                    Outcome::AlreadyExists => Next::Exit(EXIT_KNOWN),
                    Outcome::Violation => Next::Unrouted(24580),
                };
                let surface = fields([
                    ("address", &self.address as &dyn AnyField),
                    ("entered_at", &self.entered_at),
                    ("ship", &ship),
                ]);
                Ok(next.leaving(outcome, surface))
            }
            Node::Berth => {
                let (outcome, berth, greeting) = self.berths(run, &ship)?;
                let next = match outcome {
                    Outcome::Success => Next::Exit(EXIT_BERTHED),
                    Outcome::AlreadyExists | Outcome::Violation => Next::Exit(EXIT_REFUSED),
                };
                let surface = fields([
                    ("berth", &berth as &dyn AnyField),
                    ("greeting", &greeting),
                    ("ship", &ship),
                    ("address", &self.address),
                    ("entered_at", &self.entered_at),
                ]);
                Ok(next.leaving(outcome, surface))
            }
        }
    }
}

/// What a transform gives.
type Texts = BTreeMap<String, String>;

impl Machine {
    fn enters(&mut self, run: &Run, ship: &Field<String>) -> Result<Outcome, Fault> {
        const ADD: StepId = StepId::side_effect("add", "REGISTER", "capability_side_effects::CS_REGISTRY_V0", 4);
        const TIME: StepId = StepId::side_effect("time", "NOW", "capability_side_effects::CS_CLOCK_V0", 5);
        run.contract_starts(&ENTER, "ENTER", &fields([("ship", ship)]))?;
        let step = run.step(&ENTER, &ADD);
        let call = registry::Register { key: ship.clone(), ..registry::Register::default() };
        let mut added = registry::register(&step, &REGISTER, call)?;
        self.address = added.take(|it| &mut it.address);
        let step = step.ends(added.status(), &[("address", &self.address)]);
        let outcome = match step.status() {
            registry::RegisterStatus::Success => {
                step.continues()?;
                let step = run.step(&ENTER, &TIME);
                let mut now = step.effect(|run| Ok(Reply::success(Done::Success, time(run))))?;
                self.entered_at = now.take(|it| it.entry("timestamp".to_owned()).or_default());
                let step = step.ends(now.status(), &[("entered_at", &self.entered_at)]);
                match step.status() {
                    Done::Success => step.exits(Outcome::Success)?,
                }
            }
            registry::RegisterStatus::AlreadyExists => step.exits(Outcome::AlreadyExists)?,
            registry::RegisterStatus::Violation | registry::RegisterStatus::BackendError => return step.is_unlisted(),
        };
        let surface =
            fields([("address", &self.address as &dyn AnyField), ("entered_at", &self.entered_at), ("ship", ship)]);
        run.contract_ends(&ENTER, "ENTER", outcome.as_str(), &surface)?;
        Ok(outcome)
    }

    fn berths(&self, run: &Run, ship: &Field<String>) -> Result<(Outcome, Field<String>, Field<String>), Fault> {
        const CHOOSE: StepId = StepId::transform("choose", "harbour::CT_IMPURE_CHOOSE_BERTH_V0", 6);
        const WELCOME: StepId = StepId::transform("welcome", "harbour::CT_PURE_WELCOME_V0", 7);
        const WRITE: StepId =
            StepId::side_effect("write", "APPEND", "capability_side_effects::CS_APPENDONLY_JSONL_V0", 8);
        const PRINT: StepId =
            StepId::side_effect("print", "WRITE_ALL", "capability_side_effects::CS_TEXT_ARTIFACT_V0", 10);
        let inputs =
            fields([("ship", ship as &dyn AnyField), ("address", &self.address), ("entered_at", &self.entered_at)]);
        run.contract_starts(&BERTH, "BERTH", &inputs)?;
        let step = run.step(&BERTH, &CHOOSE);
        let mut chosen = step.atom(Purity::Impure, (), |()| Ok(choose()))?;
        let berth = chosen.take(|it| it.entry("berth".to_owned()).or_default());
        step.ends(chosen.status(), &[("berth", &berth)]).continues()?;
        if matches!(&self.payload.word, Field::Is(word) if word == "print") {
            let step = run.step(&BERTH, &PRINT);
            let printed = step.effect(|_| Ok(Reply::success(Done::Success, NoOutputs {})))?;
            step.ends(printed.status(), &[]).continues()?;
        }
        let step = run.step(&BERTH, &WELCOME);
        let mut answer = step.atom(Purity::Pure, self.payload.word.clone(), welcome)?;
        let greeting = answer.take(|it| it.entry("greeting".to_owned()).or_default());
        let step = step.ends(answer.status(), &[("greeting", &greeting)]);
        let outcome = match step.status() {
            TransformStatus::Success => {
                step.continues()?;
                let step = run.step(&BERTH, &WRITE);
                let call = append_only::Append { record: berth.bind(), ..append_only::Append::default() };
                let written = append_only::append(&step, &LOG, call)?;
                step.ends(written.status(), &[]).exits(Outcome::Success)?
            }
            TransformStatus::Violation => step.exits(Outcome::Violation)?,
        };
        let surface = fields([
            ("berth", &berth as &dyn AnyField),
            ("greeting", &greeting),
            ("ship", ship),
            ("address", &self.address),
            ("entered_at", &self.entered_at),
        ]);
        run.contract_ends(&BERTH, "BERTH", outcome.as_str(), &surface)?;
        Ok((outcome, berth, greeting))
    }
}

statuses! {
    /// How clock and printer end.
    Done { Success = "SUCCESS" }
}

fn time(run: &Run) -> Texts {
    BTreeMap::from([("timestamp".to_owned(), run.sources().now().strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string())])
}

/// Another one for every ship.
fn choose() -> Texts {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    BTreeMap::from([("berth".to_owned(), format!("berth {}", NEXT.fetch_add(1, Ordering::Relaxed)))])
}

fn welcome(word: Field<String>) -> Result<Texts, Failure> {
    match word {
        Field::Is(word) if word == "refuse" => Err(Failure::Refused(Violation::new("as it is told"))),
        Field::Is(word) if word == "fail" => Err(Failure::fault("as it is told")),
        word => Ok(BTreeMap::from([("greeting".to_owned(), format!("Welcome, {}", word.to_value()))])),
    }
}

pub const WORKFLOW: Workflow = Workflow {
    stores: &[StoreUse::writes("harbour/log.jsonl"), StoreUse::writes("harbour/ships.jsonl")],
    ..Workflow::new(ID, GATE, &PROTOCOL, machine::start::<Machine>)
};

/// A folder with the state of the harbour, and what was there before the last run.
pub struct Harbour(TempDir);

impl Harbour {
    pub fn new() -> Self {
        let it = Self(tempfile::tempdir().unwrap());
        fs::create_dir_all(it.path("data/harbour")).unwrap();
        it
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs the workflow for a ship. Gives the trace file; its payload is `payload.json`, the state from before `before`.
    pub fn receive(&self, ship: &str, word: &str) -> PathBuf {
        self.run(&json!({"ship": ship, "word": word}))
    }

    pub fn run(&self, payload: &Value) -> PathBuf {
        let (data, before, work) = (self.path("data"), self.path("before"), self.path("work"));
        let _ = fs::remove_dir_all(&before);
        let _ = fs::remove_dir_all(&work);
        fs::create_dir_all(before.join("harbour")).unwrap();
        for file in ["harbour/ships.jsonl", "harbour/log.jsonl"] {
            let _ = fs::copy(data.join(file), before.join(file));
        }
        let file = self.path("payload.json");
        fs::write(&file, payload.to_string()).unwrap();
        let [payload, data, work] = [&file, &data, &work].map(|path| path.to_str().unwrap());
        pgs(&["run", "--wf", ID.fqdn, "--payload", payload, "--data-root", data, "--workspace", work]);
        let folder = self.path("work/traces/harbour/WF_RECEIVE_SHIP_V0");
        let trace = fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
        trace.join(trace.file_name().unwrap()).with_added_extension("jsonl")
    }

    /// The answer of `pgs replay` to this trace, with payload and state of the last run.
    pub fn replay(&self, trace: &Path) -> Output {
        let (payload, before) = (self.path("payload.json"), self.path("before"));
        let [payload, before, trace] = [&payload, &before, trace].map(|path| path.to_str().unwrap());
        pgs(&["replay", "--payload", payload, "--data-root", before, trace])
    }
}

/// `pgs` with these arguments, of both generations.
pub fn pgs(args: &[&str]) -> Output {
    pgs_transport::pgc::pgs(
        Process {
            args: std::iter::once("pgs").chain(args.iter().copied()).map(OsString::from).collect(),
            env: &|_| None,
            stdin: Box::new(std::io::empty()),
            stdout: &mut Vec::new(),
            columns: None,
            room: |_| true,
            watch: |_| {},
        },
        &crate::lend::WORKFLOWS,
        pgs_transport::pgc::OfPgc { workflows: &[WORKFLOW], left_out: &[] },
        &[],
        &[],
    )
}

/// `pgs COMMAND FILE`.
pub fn on(command: &str, file: &Path) -> Output {
    pgs(&[command, file.to_str().unwrap()])
}
