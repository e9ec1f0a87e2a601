//! What git says of the output folder, where no record does: in a fresh clone.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The files below this folder that are not as git has them: changed, or not known to it. None if git can't say.
pub fn changed(output: &Path) -> Option<BTreeSet<PathBuf>> {
    let mut git = Command::new("git");
    // Where a hook calls the build, they are of that call. A monitor is a program that the repository names.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        git.env_remove(name);
    }
    git.args(["-c", "core.fsmonitor=false", "-C"]).arg(output);
    git.args(["ls-files", "-z", "--modified", "--others"]);
    let said = git.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let names = String::from_utf8(said.stdout).ok().filter(|_| said.status.success())?;
    Some(names.split('\0').filter(|name| !name.is_empty()).map(PathBuf::from).collect())
}
