//! A workflow whose contracts end as its payload says, in place of a compiled one, and a place to run it in.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use pgs_rt::store::Location;
use pgs_rt::{ContractId, End, Exit, Fault, Map, Reason, Run, StepId, Value, WorkflowId};
use pgs_transport::{Graph, Output, Process, Workflow};
use pgs_value::json;
use tempfile::TempDir;

const CHECK: ContractId = ContractId { fqdn: "shop::CC_CHECK_V0", address: 1 };
const WRITE: ContractId = ContractId { fqdn: "shop::CC_WRITE_V0", address: 2 };
const EXIT_LENT: Exit = Exit { node: "EXIT_LENT", reason: Some("COMPLETED"), emit: Some("EV_LENT_V0") };
const EXIT_LENT_OUT: Exit = Exit { node: "EXIT_LENT_OUT", reason: Some("LENT_OUT"), emit: None };
const EXIT_FAILED: Exit = Exit { node: "EXIT_FAILED", reason: Some("FAILED"), emit: None };

/// The palette entries are numbered as the nodes, edges and outcomes come; 0 is the paper.
const DATA: &str = r#"{
  "workflow": "shop::WF_LEND_V0",
  "nodes": [
    {"key": "IN_LEND", "kind": "intent", "contract": "shop::IN_LEND_V0", "id": "n0", "palette": {"fill": 1, "line": 2, "text": [3, 4]}},
    {"key": "CHECK", "kind": "contract", "contract": "shop::CC_CHECK_V0", "id": "n1", "palette": {"fill": 5, "line": 6, "text": [7, 8]}},
    {"key": "WRITE", "kind": "contract", "contract": "shop::CC_WRITE_V0", "id": "n2", "palette": {"fill": 9, "line": 10, "text": [11, 12]}},
    {"key": "EXIT_LENT", "kind": "exit", "id": "n3", "palette": {"fill": 13, "line": 14, "text": [15, 16]}},
    {"key": "EXIT_FAILED", "kind": "exit", "id": "n4", "palette": {"fill": 17, "line": 18, "text": [19, 20]}}
  ],
  "edges": [
    {"from": "IN_LEND", "to": "CHECK", "palette": {"line": [21, 22]}, "outcomes": [{"outcome": "ACK", "palette": {"text": [23, 24]}}]},
    {"from": "IN_LEND", "to": "EXIT_FAILED", "palette": {"line": [25, 26]}, "outcomes": [{"outcome": "NACK", "palette": {"text": [27, 28]}}]},
    {"from": "CHECK", "to": "WRITE", "palette": {"line": [29, 30]}, "outcomes": [{"outcome": "SUCCESS", "palette": {"text": [31, 32]}}]},
    {"from": "CHECK", "to": "EXIT_FAILED", "palette": {"line": [33, 34]}, "outcomes": [{"outcome": "VIOLATION", "palette": {"text": [35, 36]}}]},
    {"from": "WRITE", "to": "EXIT_LENT", "palette": {"line": [37, 38]}, "outcomes": [{"outcome": "ALREADY_EXISTS", "palette": {"text": [39, 40]}}, {"outcome": "SUCCESS", "palette": {"text": [41, 42]}}]},
    {"from": "WRITE", "to": "EXIT_FAILED", "palette": {"line": [43, 44]}, "outcomes": [{"outcome": "default", "palette": {"text": [45, 46]}}]}
  ]
}"#;

const MERMAID: &str = "flowchart TD\n    n0[IN_LEND] -->|ACK| n1[CHECK]\n";

/// The scripted workflow.
pub static WORKFLOWS: LazyLock<Vec<Workflow>> = LazyLock::new(|| vec![workflow(DATA, picture().leak())]);

pub fn workflow(data: &'static str, picture: &'static [u8]) -> Workflow {
    Workflow {
        id: WorkflowId { fqdn: "shop::WF_LEND_V0", domain: "shop", address: 3 },
        binary: "shop-wf-lend-v0",
        summary: "",
        payload: &[],
        intent: None,
        suppressed: &["secret"],
        names: &[],
        stores: &[],
        protocol: "sha256:0",
        run: lend,
        graph: Some(Graph { data, mermaid: MERMAID, picture }),
    }
}

/// A PNG with 47 palette entries, all black.
pub fn picture() -> Vec<u8> {
    let chunk = |name: &[u8; 4], data: &[u8]| {
        let body = [name, data].concat();
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        [&length[..], &body, &crc32fast::hash(&body).to_be_bytes()].concat()
    };
    let header = [0, 0, 0, 1, 0, 0, 0, 1, 8, 3, 0, 0, 0];
    let pixels = b"\x78\x01\x01\x02\x00\xfd\xff\x00\x00\x00\x02\x00\x01";
    let chunks = [chunk(b"IHDR", &header), chunk(b"PLTE", &[0; 47 * 3]), chunk(b"IDAT", pixels), chunk(b"IEND", b"")];
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunks.concat()].concat()
}

/// What the payload may say: how each contract ends and why, and what goes wrong besides.
fn lend(run: &Run, payload: Map<String, Value>) -> Result<End, Fault> {
    let id = WORKFLOWS[0].id;
    run.workflow_starts(&id, &payload)?;
    let word = |key: &str| payload.get(key).and_then(Value::as_str);
    let ended = |status, exit| End { status, surface: Map::new(), exit: word("no_edge").is_none().then_some(exit) };
    let ends = |end: End| run.workflow_ends(&id, &end).map(|()| end);
    if word("nack").is_some() {
        return ends(ended("NACK", EXIT_FAILED));
    }
    let checked = known(word("check"));
    check(run, &payload, checked)?;
    if checked != "SUCCESS" {
        return ends(ended(checked, EXIT_FAILED));
    }
    if word("fault") == Some("between") {
        return Err(Fault::new("the shop burns"));
    }
    let written = known(word("write"));
    write(run, &payload, written)?;
    let good = if word("denied").is_some() { EXIT_LENT_OUT } else { EXIT_LENT };
    ends(ended(written, if matches!(written, "SUCCESS" | "ALREADY_EXISTS") { good } else { EXIT_FAILED }))
}

/// A transform, then, if the payload says so, workflows inside this one.
fn check(run: &Run, payload: &Map<String, Value>, status: &'static str) -> Result<(), Fault> {
    let word = |key: &str| payload.get(key).and_then(Value::as_str);
    let inputs = json!({ "book": payload.get("book"), "secret": "hush" });
    run.contract_starts(&CHECK, "CHECK", inputs.as_object().unwrap())?;
    let fqdn = match word("transform") {
        Some("judges") => "capability_transforms::CT_PURE_VALIDATE_V0",
        _ => "capability_transforms::CT_PURE_SUM_V0",
    };
    let id = StepId { name: "weigh", fqdn, address: 5, op: None };
    let step_status = if word("condition").is_some() { "SUCCESS" } else { status };
    run.step(&CHECK, &id).ends(step_status, &[], word("check_reason").map(Reason::new).as_ref())?;
    if let Some(nested) = payload.get("nested").and_then(Value::as_object) {
        let inner = run.nested()?;
        let failed = match lend(&inner, nested.clone()) {
            Ok(_) => None,
            Err(fault) => run.fails(&fault).map(|()| Some(Reason::from(&fault)))?,
        };
        let id = StepId { name: "inner", fqdn: "capability_side_effects::CS_GATE_V0", address: 6, op: Some("EXECUTE") };
        run.step(&CHECK, &id).ends(status, &[], failed.as_ref())?;
    }
    run.contract_ends(&CHECK, status, &Map::new())
}

/// A side effect on a store.
fn write(run: &Run, payload: &Map<String, Value>, status: &'static str) -> Result<(), Fault> {
    let word = |key: &str| payload.get(key).and_then(Value::as_str);
    run.contract_starts(&WRITE, "WRITE", &Map::new())?;
    let id = StepId { name: "enter", fqdn: "capability_side_effects::CS_BOOK_V0", address: 7, op: Some("WRITE") };
    let step = run.step(&WRITE, &id);
    let place = match word("no_path") {
        Some(_) => Location::nowhere("LOANS"),
        None => Location::at("LOANS", "shop/loans.json"),
    };
    step.effect(Some(&place), json!({ "key": payload.get("book") }), |_, _| json!({ "status": status }))?;
    if word("fault") == Some("during") {
        return Err(Fault::new("the shop burns"));
    }
    step.ends(status, &[], word("write_reason").map(Reason::new).as_ref())?;
    run.contract_ends(&WRITE, status, &Map::new())
}

fn known(status: Option<&str>) -> &'static str {
    let words = ["SUCCESS", "ALREADY_EXISTS", "VIOLATION", "NOT_FOUND", "BACKEND_ERROR", "TOO_LARGE"];
    status.and_then(|status| words.into_iter().find(|word| *word == status)).unwrap_or("SUCCESS")
}

/// A folder for data root and workspace.
pub struct Place(pub TempDir);

impl Place {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs the workflow with this payload. Gives the trace file.
    pub fn run(&self, payload: &Value) -> PathBuf {
        self.run_of(&WORKFLOWS, payload)
    }

    /// The same for another workflow of this name.
    pub fn run_of(&self, workflows: &[Workflow], payload: &Value) -> PathBuf {
        let before = self.traces();
        let file = self.path("payload.json");
        fs::write(&file, payload.to_string()).unwrap();
        let (data, work) = (self.path("data").display().to_string(), self.path("work").display().to_string());
        let payload = file.display().to_string();
        let run =
            ["run", "--wf", "shop::WF_LEND_V0", "--payload", &payload, "--data-root", &data, "--workspace", &work];
        pgs_with(&run, workflows);
        self.traces().into_iter().find(|trace| !before.contains(trace)).expect("the run leaves a trace")
    }

    /// The trace files in the order of their names.
    fn traces(&self) -> Vec<PathBuf> {
        let Ok(folders) = fs::read_dir(self.path("work/traces/shop/WF_LEND_V0")) else { return Vec::new() };
        let file = |folder: &Path| folder.join(folder.file_name().unwrap()).with_added_extension("jsonl");
        let mut files: Vec<PathBuf> = folders.map(|folder| file(&folder.unwrap().path())).collect();
        files.sort();
        files
    }
}

/// `pgs` with these arguments and the scripted workflow.
pub fn pgs(args: &[&str]) -> Output {
    pgs_with(args, &WORKFLOWS)
}

/// `pgs COMMAND FILE`.
pub fn on(command: &str, file: &Path) -> Output {
    pgs(&[command, file.to_str().unwrap()])
}

/// `pgs` with these arguments and workflows.
pub fn pgs_with(args: &[&str], workflows: &[Workflow]) -> Output {
    let args = std::iter::once("pgs").chain(args.iter().copied()).map(OsString::from).collect();
    pgs_transport::pgs(
        Process {
            args,
            env: &jsonl,
            stdin: Box::new(std::io::empty()),
            stdout: &mut Vec::new(),
            columns: None,
            room: |_| true,
            watch: |_| {},
        },
        workflows,
        &[],
        &[],
    )
}

/// Runs leave their trace alone: what lies beside it here was rendered.
fn jsonl(name: &str) -> Option<OsString> {
    (name == "PGS_TRACE").then(|| "jsonl".into())
}
