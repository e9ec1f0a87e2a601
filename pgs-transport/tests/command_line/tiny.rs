//! A tiny snapshot in place of a compiled one, and a process to run it in.

use std::ffi::OsString;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use anstream::adapter::strip_str;
use pgs_rt::{End, Exit, Fault, Map, Run, Sources, Value, Violation, WorkflowId};
use pgs_transport::{Output, PayloadField, Process, Transform, Workflow};
use pgs_value::json;
use tempfile::TempDir;

/// Ends with the payload's `status` and the rest of the payload as its surface, at the EXIT node that `exit` asks for.
fn echo(run: &Run, mut payload: Map<String, Value>) -> Result<End, Fault> {
    run.workflow_starts(&ECHO.id, &payload)?;
    let status = match payload.shift_remove("status").as_ref().and_then(Value::as_str) {
        Some("ALREADY_EXISTS") => "ALREADY_EXISTS",
        Some("VIOLATION") => "VIOLATION",
        Some("NACK") => "NACK",
        Some("FAULT") => return Err(Fault::new("the echo broke")),
        _ => "SUCCESS",
    };
    let exit = Exit { node: "EXIT_OK", reason: Some("COMPLETED"), emit: Some("EV_ECHOED_V0") };
    let exit = payload.shift_remove("no_exit").is_none().then_some(exit);
    if payload.shift_remove("show_mode").is_some() {
        payload.insert("mode".into(), run.admission().as_str().into());
        payload.insert("data_root".into(), run.data_root().display().to_string().into());
    }
    Ok(End { status, surface: payload, exit })
}

pub static ECHO: Workflow = Workflow {
    id: WorkflowId { fqdn: "tiny::WF_ECHO_PAYLOAD_V0", domain: "tiny", address: 7 },
    binary: "wf-echo-payload",
    summary: "Answers with\nits payload.",
    payload: &[
        PayloadField { name: "actor_id", declared_type: "string", required: true, description: "Who asks." },
        PayloadField { name: "n", declared_type: "integer", required: false, description: "" },
    ],
    intent: None,
    suppressed: &["secret"],
    names: &[],
    stores: &[],
    protocol: "sha256:0",
    run: echo,
    graph: None,
};

pub static WORKFLOWS: &[Workflow] = &[
    ECHO,
    Workflow {
        id: WorkflowId { fqdn: "tiny::WF_STOP_V0", domain: "tiny", address: 8 },
        binary: "wf-stop",
        summary: "",
        payload: &[],
        intent: None,
        suppressed: &[],
        names: &[],
        stores: &[],
        protocol: "sha256:0",
        run: |_, _| Ok(End { status: "ACK", surface: Map::new(), exit: None }),
        graph: None,
    },
];

fn passthrough(inputs: Map<String, Value>, _: &dyn Sources) -> Result<Map<String, Value>, Violation> {
    match inputs.get("fail") {
        Some(_) => Err(Violation::new("fail is given")),
        None => Ok(inputs),
    }
}

pub static TRANSFORMS: &[Transform] = &[Transform { fqdn: "tiny::CT_PASS_V0", run: passthrough }];

/// Two empty folders for data root and workspace, and what belongs to a process besides.
pub struct Place {
    pub folder: TempDir,
    pub env: Vec<(&'static str, OsString)>,
    pub stdin: Vec<u8>,
}

/// What came back, without styles.
pub struct Outcome {
    pub out: String,
    pub err: String,
    pub status: u8,
}

impl Place {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["data", "work"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        Self { folder, env: Vec::new(), stdin: Vec::new() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), bytes).unwrap();
        self.path(name).display().to_string()
    }

    /// `pgs` with these arguments.
    pub fn pgs(&self, args: &[&str]) -> Outcome {
        self.process("pgs", args, |process| pgs_transport::pgs(process, WORKFLOWS, TRANSFORMS, &[]))
    }

    /// The binary of the echo workflow with these arguments.
    pub fn echo(&self, args: &[&str]) -> Outcome {
        self.process("wf-echo-payload", args, |process| pgs_transport::workflow(process, &ECHO))
    }

    /// The echo workflow with this payload and both folders.
    pub fn run(&self, payload: &Value) -> Outcome {
        let file = self.file("payload.json", payload.to_string());
        self.run_with(&["--payload", &file])
    }

    /// The echo workflow with both folders and these arguments.
    pub fn run_with(&self, more: &[&str]) -> Outcome {
        let (data, work) = (self.path("data").display().to_string(), self.path("work").display().to_string());
        let mut args = vec!["run", "--wf", ECHO.id.fqdn, "--data-root", &data, "--workspace", &work];
        args.extend(more);
        self.pgs(&args)
    }

    /// The workflow of this name with both folders.
    pub fn run_by(&self, name: &str) -> Outcome {
        let (data, work) = (self.path("data").display().to_string(), self.path("work").display().to_string());
        self.pgs(&["run", "--wf", name, "--data-root", &data, "--workspace", &work])
    }

    /// A process with these arguments that does this.
    pub fn process(&self, name: &str, args: &[&str], decide: impl Fn(Process<'_>) -> Output) -> Outcome {
        // Nothing here has a graph: no picture can be made of it.
        let trace = |name: &str| (name == "PGS_TRACE").then(|| OsString::from("jsonl"));
        let mut streamed = Vec::new();
        let process = Process {
            args: std::iter::once(name).chain(args.iter().copied()).map(OsString::from).collect(),
            env: &|name| {
                self.env.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone()).or_else(|| trace(name))
            },
            stdin: Box::new(Cursor::new(self.stdin.clone())),
            stdout: &mut streamed,
            columns: None,
            room: |_| true,
            watch: |_| {},
        };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let status = decide(process).print(&mut out, &mut err);
        let plain = |bytes: Vec<u8>| strip_str(std::str::from_utf8(&bytes).unwrap()).to_string();
        out.splice(0..0, streamed);
        Outcome { out: plain(out), err: plain(err), status }
    }

    /// Whether a run has written nothing below data root and workspace.
    pub fn untouched(&self) -> bool {
        ["data", "work"].iter().all(|name| fs::read_dir(self.path(name)).unwrap().next().is_none())
    }

    /// The events of the one trace in the workspace.
    pub fn trace(&self) -> Vec<Value> {
        let parent = self.path("work/traces/tiny/WF_ECHO_PAYLOAD_V0");
        let folders: Vec<PathBuf> = fs::read_dir(parent).unwrap().map(|entry| entry.unwrap().path()).collect();
        let [folder] = folders.as_slice() else { panic!("not one trace: {folders:?}") };
        let text = fs::read_to_string(trace_file(folder)).unwrap();
        text.lines().map(|line| pgs_value::from_str(line).unwrap()).collect()
    }
}

fn trace_file(folder: &Path) -> PathBuf {
    folder.join(folder.file_name().unwrap()).with_added_extension("jsonl")
}

impl Outcome {
    /// The value of the summary line with this name.
    pub fn line(&self, name: &str) -> Option<&str> {
        let value = self.out.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        value.map(str::trim_start)
    }

    /// The one line of an error: nothing on standard output, exit status 1.
    pub fn error(&self) -> &str {
        self.error_with(1)
    }

    /// The same of what can't be asked for: exit status 2.
    pub fn usage(&self) -> &str {
        self.error_with(2)
    }

    /// The same with this exit status.
    pub fn error_with(&self, status: u8) -> &str {
        assert_eq!((self.out.as_str(), self.status), ("", status), "{}", self.err);
        let line = self.err.strip_prefix("error: ").and_then(|rest| rest.strip_suffix('\n'));
        let line = line.unwrap_or_else(|| panic!("no error line: {:?}", self.err));
        assert!(!line.contains('\n'), "more than one line: {line:?}");
        line
    }
}

/// A payload that the echo workflow accepts.
pub fn payload() -> Value {
    json!({ "actor_id": "A" })
}
