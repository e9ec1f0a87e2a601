//! What cargo looks at to know whether the script of a crate that includes workflows is to be called again.
//!
//! Cargo compares modification times, of a folder the newest in it, and takes a path that is not there for one that has
//! changed. Where the script is called again the crate is compiled again, so it can't be called every time.

use std::path::{Path, PathBuf};

use pgs_protocol::snapshot;

use super::script::Script;

/// The paths to look at: of these entries, in which these snapshots were found.
pub(super) fn paths(script: &Script, entries: &[PathBuf], snapshots: &[PathBuf]) -> Vec<PathBuf> {
    // Another snapshot may come into a folder of such.
    let folders = entries.iter().map(|entry| script.package.join(entry));
    let folders = folders.filter(|folder| !snapshots.iter().any(|it| it == folder || it.parent() == Some(folder)));
    let of_snapshots = snapshots.iter().flat_map(|snapshot| of_snapshot(script, snapshot));
    let mut paths: Vec<PathBuf> = folders.filter(|folder| is_apart(script, folder)).chain(of_snapshots).collect();
    paths.sort();
    paths.dedup();
    paths
}

/// A snapshot and its settings: those that are there, or else the folder into which they may come.
fn of_snapshot(script: &Script, snapshot: &Path) -> Vec<PathBuf> {
    let settings = snapshot::settings_of(snapshot);
    let mut paths = snapshot::settings_files(&settings);
    if !settings.exists() {
        let home = settings.parent().filter(|home| is_apart(script, home));
        paths.extend(home.map(Path::to_owned));
    }
    paths.push(snapshot.to_owned());
    paths
}

/// Whether a folder holds neither the calling package nor what is built: these change with every build.
fn is_apart(script: &Script, folder: &Path) -> bool {
    ![&script.package, &script.out_dir].into_iter().any(|inner| {
        let whole = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        whole(inner).starts_with(whole(folder))
    })
}
