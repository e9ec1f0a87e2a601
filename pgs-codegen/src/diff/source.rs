//! What is compared: folders with snapshots, or a revision of the repository in the current folder.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use pgs_protocol::diagnostic::Diagnostics;
use pgs_protocol::near;
use pgs_protocol::protocol::Protocol;
use pgs_protocol::snapshot::{self, SNAPSHOTS};
use tempfile::TempDir;
use thiserror::Error;

/// The folder of a revision's files in a temporary folder.
const TREE: &str = "tree";

/// Snapshots that can be read.
pub struct Source {
    snapshots: Vec<PathBuf>,
    /// Where the files of a revision lie; removed at the end.
    revision: Option<TempDir>,
}

/// Why there is nothing to compare.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SourceError {
    /// What is wrong with the snapshots themselves.
    #[error("the snapshots have errors")]
    Found(Diagnostics),
    /// The path can't be made absolute.
    #[error("{name}: {error}")]
    Path {
        /// What was named.
        name: String,
        /// What the system says.
        error: io::Error,
    },
    /// What is named holds no snapshots.
    #[error(
        "{name} holds no protocol snapshot: name a `protocol_snapshot` folder, a folder that holds one, a folder of \
         such, or a git revision with `snapshots/`"
    )]
    NoSnapshot {
        /// What was named.
        name: String,
    },
    /// Git does not know it either.
    #[error(
        "`{name}` is neither a path nor a git revision with `snapshots/` in the current folder: {}",
        .error.to_string().trim()
    )]
    Neither {
        /// What was named.
        name: String,
        /// What git says.
        error: GitError,
    },
    /// The files of a revision have no place.
    #[error("no temporary folder: {0}")]
    NoFolder(io::Error),
    /// Git can't be told of the place for the files of a revision.
    #[error("the path of the temporary folder is not UTF-8")]
    FolderNotUtf8,
}

/// Why git does not give what it is asked for.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum GitError {
    /// There is no git.
    #[error("git can't be run: {0}")]
    NotRun(io::Error),
    /// It fails.
    #[error("{said}")]
    Failed {
        /// What it says.
        said: String,
    },
}

impl Source {
    /// What this name means: a `protocol_snapshot` folder, a folder that holds one or several, or a revision. A path
    /// that exists wins over a revision.
    ///
    /// # Errors
    ///
    /// The name means neither, or git can't give the revision's files.
    pub fn find(name: &str) -> Result<Self, SourceError> {
        let path = Path::new(name);
        if path.exists() {
            let path = std::path::absolute(path).map_err(|error| SourceError::Path { name: name.to_owned(), error })?;
            return Ok(Self { snapshots: below(&path, name)?, revision: None });
        }
        let files = checkout(name)?;
        let snapshots = below(&files.path().join(TREE).join(SNAPSHOTS), name)?;
        Ok(Self { snapshots, revision: Some(files) })
    }

    /// The folder that stands for the current one: where the files of a revision lie, or the current folder.
    pub fn root(&self) -> PathBuf {
        let current = || std::env::current_dir().unwrap_or_default();
        self.revision.as_ref().map_or_else(current, |files| files.path().join(TREE))
    }

    /// The snapshots: folders that are ones.
    pub fn snapshots(&self) -> &[PathBuf] {
        &self.snapshots
    }

    /// Reads the snapshots of PGS into one protocol.
    ///
    /// # Errors
    ///
    /// A snapshot can't be read, or is not what was sealed.
    pub fn read(&self) -> Result<Protocol, SourceError> {
        let mut diagnostics = Diagnostics::default();
        let protocol = pgs_protocol::read(&self.snapshots, &mut diagnostics);
        if diagnostics.has_errors() { Err(SourceError::Found(diagnostics)) } else { Ok(protocol) }
    }
}

/// The snapshots in a folder.
fn below(folder: &Path, name: &str) -> Result<Vec<PathBuf>, SourceError> {
    let found = snapshot::discover(Path::new("/"), Some(folder.as_os_str()));
    found.map_err(|_| SourceError::NoSnapshot { name: name.to_owned() })
}

/// The files below `snapshots/` of this revision, in `tree/` of a temporary folder.
///
/// They pass through an index of their own: the repository's index and files stay as they are.
fn checkout(revision: &str) -> Result<TempDir, SourceError> {
    let neither = |error| SourceError::Neither { name: revision.to_owned(), error };
    let shown = |arguments: &[&str]| git(Path::new("."), None, arguments).map_err(neither);
    let commit =
        git(Path::new("."), None, &["rev-parse", "--verify", "--end-of-options", &format!("{revision}^{{commit}}")]);
    let commit = commit.map_err(|error| neither(unknown(revision, error)))?;
    let (root, prefix) = (shown(&["rev-parse", "--show-toplevel"])?, shown(&["rev-parse", "--show-prefix"])?);
    let folder = tempfile::tempdir().map_err(SourceError::NoFolder)?;
    let index = folder.path().join("index");
    let tree = format!("{}:{}{SNAPSHOTS}", commit.trim_end(), prefix.trim_end_matches('\n'));
    let run = |arguments: &[&str]| git(Path::new(root.trim_end_matches('\n')), Some(&index), arguments);
    run(&["read-tree", &tree]).map_err(neither)?;
    let mut target = OsString::from("--prefix=");
    // The end of a prefix is a slash.
    target.push(folder.path().join(TREE).join(SNAPSHOTS).join(""));
    let target = target.to_str().ok_or(SourceError::FolderNotUtf8)?;
    run(&["checkout-index", "--all", target]).map_err(neither)?;
    Ok(folder)
}

/// That git knows no such revision, in plain words and with the near one; anything else as git says it.
fn unknown(revision: &str, error: GitError) -> GitError {
    match error {
        GitError::Failed { said } if said.contains("Needed a single revision") => {
            let refs = git(Path::new("."), None, &["for-each-ref", "--format=%(refname:short)"]).unwrap_or_default();
            let near = near::nearest(revision, refs.lines().chain(["HEAD"]));
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            GitError::Failed { said: format!("git knows no such revision{near}") }
        }
        other => other,
    }
}

/// What git prints, or says if it fails.
fn git(folder: &Path, index: Option<&Path>, arguments: &[&str]) -> Result<String, GitError> {
    let mut command = Command::new("git");
    command.current_dir(folder).args(arguments);
    if let Some(index) = index {
        command.env("GIT_INDEX_FILE", index);
    }
    let output = command.output().map_err(GitError::NotRun)?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(GitError::Failed { said: String::from_utf8_lossy(&output.stderr).into_owned() })
    }
}
