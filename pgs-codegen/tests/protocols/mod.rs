//! Small protocols that tests compile: folders of Markdown, completed by the capabilities that they name.
//!
//! The declarations of reusable capabilities are those of the samples in `snapshots/`: their meaning is fixed by their
//! names, so no test writes them again.

#![allow(dead_code, reason = "every test file uses its own part")]

pub mod expected;

use std::fs;
use std::path::{Path, PathBuf};

use pgs_codegen::emit::{Layout, Manifest};
use pgs_codegen::{Compiled, seal};
use pgs_protocol::diagnostic::Diagnostics;
use tempfile::TempDir;

/// The project's root.
pub fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// The folder of this name beside the tests.
pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// A protocol in a temporary folder: `protocol/`, and once it is sealed `protocol_snapshot/`.
pub struct Protocol {
    home: TempDir,
}

impl Protocol {
    /// A copy of this folder, or an empty one.
    pub fn new(from: Option<&Path>) -> Self {
        let protocol = Self { home: tempfile::tempdir().unwrap() };
        for file in from.into_iter().flat_map(files) {
            let below = file.strip_prefix(from.unwrap()).unwrap().to_path_buf();
            protocol.write(&below, &fs::read_to_string(&file).unwrap());
        }
        protocol
    }

    /// The folder that holds `protocol/`.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// The sealed snapshot.
    pub fn snapshot(&self) -> PathBuf {
        self.home().join("protocol_snapshot")
    }

    /// Writes a file by its path below the home.
    pub fn write(&self, below: impl AsRef<Path>, text: &str) {
        let path = self.home().join(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Writes an artifact by its path below `protocol/`, without the extension: the machine block alone.
    pub fn artifact(&self, path: &str, machine: &str) {
        self.write(format!("protocol/{path}.md"), &format!("# {path}\n\n## Machine\n\n```yaml\n{machine}\n```\n"));
    }

    /// Copies the declarations of the capabilities that the protocol names and does not declare.
    pub fn add_capabilities(&self) {
        let texts: String =
            files(&self.home().join("protocol")).iter().map(|it| fs::read_to_string(it).unwrap()).collect();
        for sample in ["library", "parcels"] {
            for kind in ["capability_transforms", "capability_side_effects"] {
                for file in files(&project().join("snapshots").join(sample).join("protocol").join(kind)) {
                    let name = file.file_stem().unwrap().to_str().unwrap();
                    let below = format!("protocol/{kind}/{name}.md");
                    if texts.contains(&name.replacen("__", "::", 1)) && !self.home().join(&below).exists() {
                        self.write(below, &fs::read_to_string(&file).unwrap());
                    }
                }
            }
        }
    }

    /// Seals. What is wrong is in the diagnostics.
    pub fn seal(&self) -> Diagnostics {
        let mut diagnostics = Diagnostics::default();
        seal::seal(self.home(), &mut diagnostics);
        diagnostics
    }

    /// Compiles what was sealed.
    pub fn compile(&self) -> Compiled {
        self.compile_at(None)
    }

    /// Compiles the snapshot of this name below the home, or what was sealed.
    pub fn compile_at(&self, snapshot: Option<&PathBuf>) -> Compiled {
        let snapshot = snapshot.map_or_else(|| self.snapshot(), |it| self.home().join(it));
        compile(&[snapshot], &self.home().join("generated"))
    }
}

/// Compiles these snapshots for this output folder, and writes nothing.
pub fn compile(snapshots: &[PathBuf], output: &Path) -> Compiled {
    let layout = Layout::Package(Manifest { output: output.to_path_buf(), project: project() });
    pgs_codegen::compile(snapshots, &layout).drawn().unwrap()
}

/// The files below a folder, sorted.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// The folders in a folder, by name, sorted.
pub fn folders(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let mut names: Vec<String> =
        entries.filter(|entry| entry.path().is_dir()).map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
