//! The binaries in `<target>/<profile>/`: put beside those of the calling package, and removed when they are gone.

use std::env;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use super::BuildError;

/// What names the binaries that the last build made, in the folder of the profile.
const LIST: &str = "pgs-binaries.txt";

/// Puts these binaries from one folder into another.
pub(super) fn link(from: &Path, to: &Path, binaries: &[String]) -> Result<(), BuildError> {
    binaries.iter().try_for_each(|name| {
        let name = executable(name);
        link_file(&from.join(&name), &to.join(&name))
    })
}

/// Puts one binary from a folder into another, under each of these names.
pub(super) fn alias(from: &Path, binary: &str, to: &Path, names: &[String]) -> Result<(), BuildError> {
    let source = from.join(executable(binary));
    names.iter().try_for_each(|name| link_file(&source, &to.join(executable(name))))
}

/// Puts a file in a place, unless it is there.
pub(super) fn link_file(source: &Path, link: &Path) -> Result<(), BuildError> {
    let stamp = |path: &Path| fs::metadata(path).and_then(|it| Ok((it.len(), it.modified()?)));
    let put = || {
        if stamp(link).ok() == Some(stamp(source)?) {
            return Ok(());
        }
        remove(link)?;
        // Folders on two file systems have no hard links between them.
        fs::hard_link(source, link).or_else(|_| fs::copy(source, link).map(|_| ()))
    };
    put().map_err(|source| BuildError::Link { path: link.to_owned(), source })
}

/// Removes the binaries of the last build that are not among these, and notes these.
pub(super) fn forget_others(folder: &Path, binaries: &[String]) -> Result<(), BuildError> {
    let list = folder.join(LIST);
    let before = fs::read_to_string(&list).unwrap_or_default();
    for name in before.lines().filter(|name| !binaries.iter().any(|binary| binary == name)) {
        let path = folder.join(executable(name));
        remove(&path).map_err(BuildError::at(&path))?;
    }
    let after = binaries.join("\n");
    if before == after { Ok(()) } else { fs::write(&list, after).map_err(BuildError::at(&list)) }
}

/// The file name of a binary.
pub(super) fn executable(name: &str) -> String {
    format!("{name}{}", env::consts::EXE_SUFFIX)
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}
