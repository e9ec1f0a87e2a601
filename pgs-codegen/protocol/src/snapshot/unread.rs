//! What a snapshot holds besides what is executed: it is said with its place, and stops nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use pgs_value::snapshot::{ADDRESSES, ARTIFACTS, CONFORMANCE, GOVERNANCE, GRAPHS, INDEXES, PICTURES, SCENARIOS};

use super::index::Addresses;
use super::{Artifact, ArtifactKind, file};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, pointer};
use crate::near;

/// Reads something that no run needs. That it can't be read is a warning.
pub fn aside<T>(diagnostics: &mut Diagnostics, read: impl FnOnce(&mut Diagnostics) -> T) -> T {
    let mut found = Diagnostics::default();
    let value = read(&mut found);
    for diagnostic in found.sorted() {
        let code = match diagnostic.code {
            Code::Unreadable | Code::MalformedArtifact => Code::UnreadableAside,
            other => other,
        };
        diagnostics.push(Diagnostic { code, ..diagnostic.clone() });
    }
    value
}

/// The folders of a snapshot that nobody reads.
pub fn folders(dir: &Path, diagnostics: &mut Diagnostics) {
    let above = GOVERNANCE.split('/').next().unwrap_or(GOVERNANCE);
    let known = [ARTIFACTS, INDEXES, GRAPHS, PICTURES, CONFORMANCE, SCENARIOS, above];
    let folders = file::entries(dir, &mut Diagnostics::default());
    for path in folders.iter().filter(|path| path.is_dir() && !known.contains(&file::file_name(path).as_str())) {
        let name = file::file_name(path);
        let message = format!("a snapshot has no folder `{name}`: nothing in it is read");
        let otherwise = format!("rename it to one of these if one is meant: {}", known.join(", "));
        diagnostics.push(unread(path, message, near::remedy(&name, known, &otherwise)));
    }
}

/// A folder of the artifacts that is that of no kind.
pub fn unknown_kind(folder: &Path) -> Diagnostic {
    let (name, kinds) = (file::file_name(folder), ArtifactKind::ALL.map(ArtifactKind::folder));
    let message = format!("no kind of artifact has the folder `{name}`: nothing in it is read");
    let otherwise = format!("rename it to one of these if one is meant: {}", kinds.join(", "));
    unread(folder, message, near::remedy(&name, kinds, &otherwise))
}

/// A folder in the folder of a kind.
pub fn below_kind(folder: &Path) -> Diagnostic {
    let message =
        format!("artifacts lie in the folder of their kind: nothing in `{}` is read", file::file_name(folder));
    unread(folder, message, "move what is in it one folder up, if artifacts are meant".to_owned())
}

/// A file that lies beside the folders of the kinds.
pub fn outside_kinds(path: &Path) -> Diagnostic {
    let message = format!("artifacts lie in the folder of their kind: `{}` is not read", file::file_name(path));
    unread(path, message, "move it to the folder of its kind, if it is an artifact".to_owned())
}

fn unread(path: &Path, message: String, remedy: String) -> Diagnostic {
    Diagnostic {
        code: Code::UnreadFolder,
        artifact: file::file_name(path),
        file: path.to_path_buf(),
        pointer: String::new(),
        message,
        remedy,
    }
}

/// Which entries of the index name nothing, in one diagnostic, at the first.
pub fn entries(
    dir: &Path,
    addresses: &Addresses,
    (artifacts, laws): (&BTreeMap<String, Artifact>, &BTreeSet<String>),
    diagnostics: &mut Diagnostics,
) {
    let index = dir.join(INDEXES).join(ADDRESSES);
    // What can't be read is not there either, and that was said.
    if diagnostics.has_errors() || index.symlink_metadata().is_err() {
        return;
    }
    let is_gone = |fqdn: &&str| !artifacts.contains_key(*fqdn) && !laws.contains(*fqdn);
    let gone: Vec<&str> = addresses.keys().map(String::as_str).filter(is_gone).collect();
    let Some(first) = gone.first() else { return };
    let shown: Vec<String> = gone.iter().take(3).map(|name| format!("`{name}`")).collect();
    let more = gone.len() - shown.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    diagnostics.push(Diagnostic {
        code: Code::OtherIndex,
        artifact: (*first).to_owned(),
        file: index,
        pointer: pointer(["artifacts", first]),
        message: format!("the index has addresses of artifacts that are not there: {}{more}", shown.join(", ")),
        remedy: "restore the artifacts, or seal the snapshot again".to_owned(),
    });
}
