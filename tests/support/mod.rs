//! What the integration tests share: the built binaries, a place to run them in, and what a run printed.

#![allow(dead_code, reason = "every test file uses its own part")]

pub mod build;
pub mod effects;
pub mod fold;
pub mod planted;
pub mod state;
pub mod stores;
pub mod trace;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use pgs_value::Value;
use tempfile::TempDir;

use self::trace::Trace;

/// The root of the project.
pub fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// `<target>/<profile>`: the test's own executable lies in its `deps/`.
pub fn profile_folder() -> PathBuf {
    std::env::current_exe().unwrap().ancestors().nth(2).unwrap().to_owned()
}

/// The built binary of this name.
pub fn binary(name: &str) -> PathBuf {
    let path = profile_folder().join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(path.is_file(), "{} is missing: build without PGS_SKIP_BINARIES", path.display());
    path
}

/// The name of a workflow's own binary.
pub fn binary_name(fqdn: &str) -> String {
    fqdn.to_lowercase().replace("::", "-").replace(['.', '_'], "-")
}

/// The sample protocols. `snapshots/` may hold others beside them, which their own scenarios and cases test.
pub const SAMPLES: [&str; 2] = ["library", "parcels"];

/// The workflows of the samples, by FQDN.
pub fn sample_workflows() -> BTreeSet<String> {
    let below =
        SAMPLES.map(|name| project().join("snapshots").join(name).join("protocol_snapshot/artifacts/workflows"));
    let files = below.iter().flat_map(|folder| files_below(folder));
    files.map(|path| path.file_stem().unwrap().to_str().unwrap().replacen("__", "::", 1)).collect()
}

/// A sample payload by its path below `snapshots/`, without the extension and `payloads/`: `library/add_book`.
pub fn payload_file(name: &str) -> PathBuf {
    let (sample, payload) = name.split_once('/').unwrap();
    project().join("snapshots").join(sample).join("payloads").join(format!("{payload}.json"))
}

/// A sample payload.
pub fn payload(name: &str) -> Value {
    pgs_value::from_str(&std::fs::read_to_string(payload_file(name)).unwrap()).unwrap()
}

/// A command without the settings of whoever runs the tests.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("PGS_") || name.starts_with("SMTP_")) {
            command.env_remove(&name);
        }
    }
    command
}

/// A data root and a workspace of one's own.
pub struct Place {
    folder: TempDir,
}

impl Place {
    /// Two folders that do not exist yet.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// The same in memory, where the system offers that: for tests that end thousands of processes.
    pub fn in_memory() -> Self {
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        Self { folder: folder.unwrap() }
    }

    /// The folder that holds everything.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The state files: what lies below the data root, without what is ours alone (`.pgs`).
    pub fn state_files(&self) -> Vec<PathBuf> {
        let own = self.data().join(".pgs");
        files_below(&self.data()).into_iter().filter(|path| !path.starts_with(&own)).collect()
    }

    /// The data root.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The workspace.
    pub fn workspace(&self) -> PathBuf {
        self.folder.path().join("workspace")
    }

    /// A file beside them.
    pub fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// `pgs run` of a workflow, with data root and workspace.
    pub fn pgs(&self, fqdn: &str) -> Command {
        let mut command = command(binary("pgs"));
        command.args(["run", "--wf", fqdn]);
        self.settled(command)
    }

    /// The workflow's own binary, with data root and workspace.
    pub fn own(&self, fqdn: &str) -> Command {
        self.of(binary(&binary_name(fqdn)))
    }

    /// This binary of a workflow, with data root and workspace.
    pub fn of(&self, binary: PathBuf) -> Command {
        self.settled(command(binary))
    }

    fn settled(&self, mut command: Command) -> Command {
        command.arg("--data-root").arg(self.data()).arg("--workspace").arg(self.workspace());
        command
    }

    /// Runs a workflow with a sample payload, and checks its trace.
    pub fn run(&self, fqdn: &str, payload: &str) -> Ran {
        let mut command = self.pgs(fqdn);
        command.arg("--payload").arg(payload_file(payload));
        self.finish(command, fqdn)
    }

    /// Runs a workflow with this payload, and checks its trace.
    pub fn run_with(&self, fqdn: &str, payload: &Value) -> Ran {
        self.run_in_mode(fqdn, payload, None)
    }

    /// The same in an admission mode.
    pub fn run_in_mode(&self, fqdn: &str, payload: &Value, mode: Option<&str>) -> Ran {
        let mut command = self.pgs(fqdn);
        command.args(["--payload", "-"]).envs(mode.map(|mode| ("PGS_ADMISSION", mode)));
        Ran::of(feed(&mut command, payload.to_string().as_bytes()), &self.workspace(), fqdn)
    }

    /// Runs this command, which runs this workflow, and checks its trace.
    pub fn finish(&self, mut command: Command, fqdn: &str) -> Ran {
        Ran::of(command.stdin(Stdio::null()).output().unwrap(), &self.workspace(), fqdn)
    }

    /// All traces, by path.
    pub fn traces(&self) -> Vec<PathBuf> {
        files_below(&self.workspace())
            .into_iter()
            .filter(|path| path.extension().is_some_and(|it| it == "jsonl"))
            .collect()
    }
}

/// Runs a command with this on standard input.
pub fn feed(command: &mut Command, input: &[u8]) -> Output {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A process that refuses its arguments ends without reading.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

/// These values, one a line.
pub fn lines_of<T: std::fmt::Display>(values: impl IntoIterator<Item = T>) -> String {
    let mut text = String::new();
    for value in values {
        text.push_str(&value.to_string());
        text.push('\n');
    }
    text
}

/// All files below a folder, sorted; none if it does not exist.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// One run that ended with a status.
pub struct Ran {
    /// The exit status of the process.
    pub code: i32,
    /// What it printed.
    pub stdout: String,
    /// Its trace, checked to be whole.
    pub trace: Trace,
}

impl Ran {
    fn of(output: Output, workspace: &Path, fqdn: &str) -> Self {
        let stdout = String::from_utf8(output.stdout).unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(stderr, "", "{fqdn} said something on standard error; it printed\n{stdout}");
        let (domain, code) = fqdn.split_once("::").unwrap();
        let id = line(&stdout, "Trace ID").unwrap_or_else(|| panic!("{fqdn} printed no trace id:\n{stdout}"));
        let path = workspace.join("traces").join(domain).join(code).join(id).join(format!("{id}.jsonl"));
        let trace = Trace::read(&path);
        trace.check(fqdn);
        is_evidence(&path);
        assert_eq!(line(&stdout, "Workflow"), Some(fqdn));
        assert!(line(&stdout, "Duration").is_some_and(|text| text.ends_with("ms")), "{stdout}");
        Self { code: output.status.code().unwrap(), trace, stdout }
    }

    /// The line `Status:`.
    pub fn status(&self) -> &str {
        line(&self.stdout, "Status").unwrap()
    }

    /// The line `Exit:`.
    pub fn exit(&self) -> &str {
        line(&self.stdout, "Exit").unwrap()
    }

    /// The line `Output:`; null without one.
    pub fn output(&self) -> Value {
        line(&self.stdout, "Output").map_or(Value::Null, |text| pgs_value::from_str(text).unwrap())
    }

    /// Status, exit status and `Exit:` line at once.
    #[track_caller]
    pub fn ends(&self, status: &str, code: i32, exit: &str) -> &Self {
        assert_eq!((self.status(), self.code, self.exit()), (status, code, exit), "{}", self.stdout);
        self
    }
}

/// Fails unless this trace verifies, replays identically, event by event, and has its summary and picture beside it.
#[track_caller]
pub fn is_evidence(trace: &Path) {
    let output = command(binary("pgs")).arg("verify").arg(trace).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("ok ") && output.status.success(), "{text}");
    let summary = std::fs::read_to_string(trace.with_extension("md")).unwrap();
    assert!(summary.starts_with("# ") && summary.contains("```mermaid"), "{summary}");
    let picture = std::fs::read(trace.with_extension("png")).unwrap();
    assert!(picture.starts_with(b"\x89PNG\r\n\x1a\n") && picture.ends_with(b"IEND\xaeB`\x82"), "{}", trace.display());
    let output = command(binary("pgs")).arg("replay").arg(trace).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("identical") && text.lines().count() == 1, "{text}");
    assert_eq!(output.status.code(), Some(0));
}

/// A line that a run printed, without its name.
pub fn line<'a>(stdout: &'a str, name: &str) -> Option<&'a str> {
    stdout.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim_start)
}
