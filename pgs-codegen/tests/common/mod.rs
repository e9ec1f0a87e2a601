//! A small protocol in Markdown, and what tests do with it.

#![allow(dead_code, reason = "every test file uses its own part")]

use std::fs;
use std::path::{Path, PathBuf};

use pgs_codegen::seal;
use pgs_protocol::diagnostic::{Code, Diagnostic, Diagnostics};
use pgs_protocol::snapshot;
use pgs_value::Value;
use tempfile::TempDir;

/// The real snapshot, which lies beside the project and is no part of it. Tests that need it pass over without it.
pub fn real_snapshot() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/pgs/protocol_snapshot");
    if !path.is_dir() {
        eprintln!("passed over: there is no real snapshot at {}", path.display());
        return None;
    }
    Some(path)
}

/// A snapshot in a temporary folder.
pub struct Fixture {
    folder: TempDir,
}

impl Fixture {
    /// An empty one.
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A protocol of one workflow, written and sealed.
    pub fn sealed() -> Self {
        let fixture = Self::greeting();
        fixture.seal();
        fixture
    }

    /// A protocol of one workflow, written.
    pub fn greeting() -> Self {
        let fixture = Self::empty();
        fixture.artifact("workflows/shop__WF_GREET_V0", WORKFLOW);
        fixture.artifact("intents/shop__IN_GREET_V0", INTENT);
        fixture.artifact("capability_contracts/shop__CC_GREET_V0", CONTRACT);
        fixture.artifact("capability_transforms/shop__CT_PURE_GREET_V0", TRANSFORM);
        fixture.artifact("structures/shop__STRUCTURE_SHOP_V0", STRUCTURE);
        fixture.write("protocol/conformance/shop__CT_PURE_GREET_V0__ada.json", CASE);
        fixture
    }

    /// The folder that holds `protocol/` and `protocol_snapshot/`.
    pub fn home(&self) -> &Path {
        self.folder.path()
    }

    /// The `protocol_snapshot/` folder.
    pub fn root(&self) -> PathBuf {
        self.home().join("protocol_snapshot")
    }

    /// Writes a file by its path below the home.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.home().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Writes a Markdown artifact by its path below `protocol/`, without the extension.
    pub fn artifact(&self, path: &str, machine: &str) {
        self.write(&format!("protocol/{path}.md"), &format!("# Prose\n\n## Machine\n\n```yaml\n{machine}```\n"));
    }

    /// The text of a file by its path below the home.
    pub fn text(&self, path: &str) -> String {
        fs::read_to_string(self.home().join(path)).unwrap()
    }

    /// The JSON in a file by its path below the home.
    pub fn json(&self, path: &str) -> Value {
        pgs_value::from_str(&self.text(path)).unwrap()
    }

    /// Changes the JSON in a file.
    pub fn edit(&self, path: &str, change: impl FnOnce(&mut Value)) {
        let mut json = self.json(path);
        change(&mut json);
        self.write(path, &pgs_value::to_string_pretty(&json).unwrap());
    }

    /// Seals, which must succeed.
    pub fn seal(&self) -> seal::Sealed {
        let mut diagnostics = Diagnostics::default();
        let sealed = seal::seal(self.home(), &mut diagnostics);
        assert_eq!(all(&diagnostics), []);
        sealed.unwrap()
    }

    /// Seals, which must fail and write nothing.
    pub fn seal_error(&self) -> Vec<Diagnostic> {
        let mut diagnostics = Diagnostics::default();
        assert_eq!(seal::seal(self.home(), &mut diagnostics), None);
        all(&diagnostics)
    }

    /// Reads, and returns what is wrong.
    pub fn read(&self) -> Vec<Diagnostic> {
        let mut diagnostics = Diagnostics::default();
        snapshot::read(&self.root(), &mut diagnostics);
        all(&diagnostics)
    }
}

/// All diagnostics.
pub fn all(diagnostics: &Diagnostics) -> Vec<Diagnostic> {
    diagnostics.sorted().into_iter().cloned().collect()
}

/// Code, artifact and pointer of each.
pub fn places(diagnostics: &[Diagnostic]) -> Vec<(Code, &str, &str)> {
    diagnostics.iter().map(|it| (it.code, it.artifact.as_str(), it.pointer.as_str())).collect()
}

/// Where the workflow of [`Fixture::greeting`] is sealed.
pub const SEALED_WORKFLOW: &str = "protocol_snapshot/artifacts/workflows/shop__WF_GREET_V0.json";

const WORKFLOW: &str = "\
wf_code: WF_GREET_V0
version: v0
core:
  start_node: entry
  nodes:
    entry:
      type: IN
      code: IN_GREET_V0
      next: {ACK: greet, NACK: done}
    greet:
      type: CC
      code: CC_GREET_V0
      inputs: {name: $.payload.name}
      next: {default: done}
    done:
      type: EXIT
      reason: >
        Greeted,
        or not.
";

const INTENT: &str = "\
in_code: IN_GREET_V0
core:
  workflow: WF_GREET_V0
  inputs:
    name: {type: string, required: true}
";

const CONTRACT: &str = "\
cc_code: CC_GREET_V0
core:
  inputs:
    name: {type: string, required: true}
  outputs:
    text: {type: string}
  pipeline:
    - step: greet
      transform: shop::CT_PURE_GREET_V0
      inputs: {name: $.inputs.name}
      outputs: {text: $.capability_result.text}
";

const TRANSFORM: &str = "\
ct_code: CT_PURE_GREET_V0
core:
  inputs:
    name: {type: string, required: true}
  outputs:
    text: {type: string}
";

const STRUCTURE: &str = "\
structure_code: STRUCTURE_SHOP_V0
core:
  entity_stores:
    GUESTS: {path: shop/guests.json, description: Everyone who was greeted}
";

const CASE: &str = r#"{"inputs": {"name": "Ada"}, "expected": {"text": "Hello, Ada"}, "expected_outcome": "SUCCESS"}"#;
