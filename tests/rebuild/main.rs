//! Builds of the project with snapshots that come, change and go.
//!
//! All builds share one target folder and take turns; those that need no binaries make the text alone.

#[path = "../support/mod.rs"]
mod support;

mod binaries;
mod capabilities;
mod misfits;
mod refusals;
mod text;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use support::build::{Build, copy_folder};
use support::{files_below, project};
use tempfile::TempDir;

/// Builds take turns.
static TURN: Mutex<()> = Mutex::new(());

/// A project of snapshots that may be changed.
struct Site {
    build: Build,
    snapshots: PathBuf,
    _folder: TempDir,
    _turn: MutexGuard<'static, ()>,
}

impl Site {
    /// One with these fixtures, and with nothing generated yet.
    fn with(fixtures: &[&str]) -> Self {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = tempfile::tempdir().unwrap();
        let snapshots = folder.path().join("snapshots");
        let mut build = Build::below_target("rebuild-tests", snapshots.clone());
        build.generated = folder.path().join("generated");
        let site = Self { build, snapshots, _folder: folder, _turn: turn };
        for name in fixtures {
            site.drop_in(name);
        }
        site
    }

    /// The same with a folder for generated text that stays, so that the crate in it need not be compiled anew.
    fn with_binaries(fixtures: &[&str]) -> Self {
        let mut site = Self::with(fixtures);
        site.build.generated = site.build.target.join("generated");
        site
    }

    /// Puts a fixture among the snapshots.
    fn drop_in(&self, name: &str) {
        copy_folder(&fixture(name), &self.snapshots.join(name).join("protocol_snapshot"));
    }

    /// The workflow artifact of a fixture.
    fn workflow(&self, name: &str) -> PathBuf {
        let code = format!("{name}__WF_{}_V0.json", name.to_uppercase());
        self.snapshots.join(name).join("protocol_snapshot/artifacts/workflows").join(code)
    }

    /// The generated module of a fixture's workflow.
    fn module(&self, name: &str) -> String {
        let path = self.build.generated.join(name).join(format!("workflows/wf_{name}_v0.rs"));
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }
}

/// A sealed snapshot of these tests.
fn fixture(name: &str) -> PathBuf {
    project().join("tests/rebuild").join(name).join("protocol_snapshot")
}

/// Replaces a text in a file.
#[track_caller]
fn replace(path: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{} has no {from:?}", path.display());
    std::fs::write(path, text.replace(from, to)).unwrap();
}

/// Every file below a folder with the time of its last change.
fn stamps(folder: &Path) -> Vec<(PathBuf, SystemTime)> {
    files_below(folder).into_iter().map(|path| (path.clone(), path.metadata().unwrap().modified().unwrap())).collect()
}
