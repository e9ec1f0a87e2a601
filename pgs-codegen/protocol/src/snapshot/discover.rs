//! Which snapshots a build is given.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use pgs_value::snapshot::{ARTIFACTS, FOLDER};

use super::file;
use crate::diagnostic::{Diagnostic, Diagnostics};

/// The folder of a project's snapshots.
pub const SNAPSHOTS: &str = "snapshots";

/// What a sealed snapshot says of itself, in its folder.
pub const MANIFEST: &str = "manifest.json";

/// The folder of a sealed snapshot may be called so, too.
const SEALED_FOLDER: &str = "snapshot";

/// The folder of a sealed snapshot's artifacts.
const CANONICAL: &str = "canonical";

/// Folders of which a sealed snapshot has one at least.
const SEALED_PARTS: [&str; 2] = [CANONICAL, "tokenized"];

/// How deep the folder of a kind is searched.
const DEPTH: usize = 4;

/// Finds the `protocol_snapshot` folders, absolute, sorted, each once.
///
/// They are `snapshots/<name>/protocol_snapshot/` below `root`. `variable`, the value of `PGS_SNAPSHOTS`, replaces
/// them: a list of paths as in `PATH`, relative to `root`, each a `protocol_snapshot` folder, a folder that holds one,
/// or a folder of such folders. Unset and empty are the same. An entry that holds none is an error.
pub fn discover(root: &Path, variable: Option<&OsStr>) -> Result<Vec<PathBuf>, Diagnostics> {
    if let Some(value) = variable.filter(|value| !value.is_empty()) {
        let entries: Vec<_> = std::env::split_paths(value).filter(|entry| !entry.as_os_str().is_empty()).collect();
        return named(root, &entries, "`PGS_SNAPSHOTS`");
    }
    let mut diagnostics = Diagnostics::default();
    let found = children(&root.join(SNAPSHOTS), &mut diagnostics);
    if diagnostics.has_errors() { Err(diagnostics) } else { Ok(distinct(found)) }
}

/// Finds the `protocol_snapshot` folders that these entries name, in the same way. `by` says who names them, for people.
pub fn named(root: &Path, entries: &[PathBuf], by: &str) -> Result<Vec<PathBuf>, Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let mut found = Vec::new();
    for entry in entries {
        found.extend(listed(&root.join(entry), by, &mut diagnostics));
    }
    if diagnostics.has_errors() { Err(diagnostics) } else { Ok(distinct(found)) }
}

/// What one entry names.
fn listed(entry: &Path, by: &str, diagnostics: &mut Diagnostics) -> Vec<PathBuf> {
    let found = match snapshot_at(entry) {
        Some(snapshot) => vec![snapshot],
        None => children(entry, diagnostics),
    };
    if found.is_empty() {
        diagnostics.push(no_snapshot(entry, by));
    }
    found
}

/// The snapshots of the folders in a folder.
fn children(folder: &Path, diagnostics: &mut Diagnostics) -> Vec<PathBuf> {
    file::entries(folder, diagnostics).iter().filter_map(|child| snapshot_at(child)).collect()
}

/// The folder itself if it is a snapshot, or the one that it holds.
fn snapshot_at(folder: &Path) -> Option<PathBuf> {
    let is_snapshot = |path: &PathBuf| path.join(ARTIFACTS).is_dir() || is_sealed(path);
    let held = [FOLDER, SEALED_FOLDER].map(|name| folder.join(name));
    std::iter::once(folder.to_path_buf()).chain(held).find(is_snapshot)
}

/// Whether a folder holds a sealed snapshot: a manifest, and artifacts or what was made of them.
pub fn is_sealed(folder: &Path) -> bool {
    let has_manifest = folder.join(MANIFEST).symlink_metadata().is_ok();
    has_manifest && SEALED_PARTS.iter().any(|name| folder.join(name).is_dir())
}

fn distinct(found: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut paths: Vec<_> = found.into_iter().map(|path| std::path::absolute(&path).unwrap_or(path)).collect();
    paths.sort();
    let mut seen = BTreeSet::new();
    paths.retain(|path| seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.clone())));
    paths
}

/// Says that there is no snapshot below `snapshots/` of this folder.
pub fn none_in(root: &Path) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let message = format!("there is no protocol snapshot below `{SNAPSHOTS}/`");
    let remedy =
        "name a folder that holds one, or write one: `pgs-codegen new NAME`, `pgs-codegen seal snapshots/NAME`";
    diagnostics.push(file::unreadable(&root.join(SNAPSHOTS), message, remedy));
    diagnostics
}

/// How many artifacts a `protocol_snapshot` folder holds. What can't be read is said where it is read.
pub fn count(snapshot: &Path) -> usize {
    let mut ignored = Diagnostics::default();
    if is_sealed(snapshot) {
        let domains = file::folders(&snapshot.join(CANONICAL), &mut ignored);
        let kinds = domains.iter().flat_map(|domain| file::folders(domain, &mut Diagnostics::default()));
        return kinds.map(|folder| below(&folder, DEPTH)).sum();
    }
    let folders = file::folders(&snapshot.join(ARTIFACTS), &mut ignored);
    folders.iter().map(|folder| file::files(folder, "json", &mut ignored).len()).sum()
}

/// How many files of JSON lie below a folder.
fn below(folder: &Path, depth: usize) -> usize {
    let mut ignored = Diagnostics::default();
    let folders = if depth > 0 { file::folders(folder, &mut ignored) } else { Vec::new() };
    let inner: usize = folders.iter().map(|it| below(it, depth - 1)).sum();
    inner + file::files(folder, "json", &mut ignored).len()
}

fn no_snapshot(entry: &Path, by: &str) -> Diagnostic {
    let message = format!("{by} names {}, which holds no protocol snapshot", entry.display());
    file::unreadable(entry, message, "name a `protocol_snapshot` folder, a folder that holds one, or a folder of such")
}
