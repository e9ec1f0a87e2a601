//! Where what an artifact holds is written: the place in the Markdown that the artifact was sealed from.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use pgs_value::Value;
use pgs_value::snapshot::ARTIFACTS;

use crate::snapshot::{ArtifactKind, SOURCE, file};

/// The Markdown of this sealed artifact and its text; none if it has none, or if it is no longer what was sealed.
pub fn source(artifact: &Path, sealed: &str) -> Option<(PathBuf, String)> {
    let folder = artifact.parent()?;
    let kind = ArtifactKind::from_folder(folder.file_name()?.to_str()?)?;
    let artifacts = folder.parent()?;
    if artifacts.file_name() != Some(OsStr::new(ARTIFACTS)) {
        return None;
    }
    let root = artifacts.parent()?;
    let home = match root.parent() {
        // Beside a path that is relative to the current folder stands one that is, too.
        Some(parent) if parent == Path::new("") && root.file_name().is_some() => parent.to_owned(),
        _ => file::home(root),
    };
    let path = home.join(SOURCE).join(kind.folder()).join(artifact.with_extension("md").file_name()?);
    let text = path.is_file().then(|| fs::read_to_string(&path).ok()).flatten()?;
    let sealed: Value = pgs_value::from_str(sealed).ok()?;
    (sealed.get("content")?.as_str()? == text).then_some((path, text))
}

/// The pointer in the machine block that the Markdown holds; none if it is to something that sealing has added.
pub fn pointer(sealed: &str) -> Option<String> {
    let below = sealed.strip_prefix("/frontmatter")?;
    // Sealing resolves the `code` of a node.
    Some(match below.strip_suffix("/fqdn_id") {
        Some(node) if below.starts_with("/core/nodes/") => format!("{node}/code"),
        _ => below.to_owned(),
    })
}
