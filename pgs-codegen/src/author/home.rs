//! The folder whose `protocol/` is written to, and the domain that is meant.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pgs_protocol::protocol::words;
use pgs_protocol::snapshot::{ArtifactKind, SOURCE};

use super::AuthorError;

/// The folder that holds the one `protocol/`: this one, or one below its `snapshots/`; of several, the one that has this
/// domain.
pub fn home(current: &Path, domain: Option<&str>) -> Result<PathBuf, AuthorError> {
    if current.join(SOURCE).is_dir() {
        return Ok(current.to_owned());
    }
    let below = fs::read_dir(current.join("snapshots")).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut homes: Vec<PathBuf> = below.filter(|path| path.join(SOURCE).is_dir()).collect();
    homes.sort();
    if homes.len() > 1
        && let Some(domain) = domain
    {
        let has = |home: &PathBuf| domains(home).contains(domain);
        let all: Vec<PathBuf> = homes.iter().filter(|home| has(home)).cloned().collect();
        if let [home] = all.as_slice() {
            return Ok(home.clone());
        }
    }
    match homes.len() {
        0 => Err(AuthorError::NoHome),
        1 => Ok(homes.remove(0)),
        _ => Err(AuthorError::Homes { homes: words::list(homes.iter().map(|it| it.display().to_string())) }),
    }
}

/// The domain that a name is meant for, and the name in it: `shop::ADD_ITEM`, or `ADD_ITEM` where there is one domain.
pub fn domain_of(home: &Path, name: &str) -> Result<(String, String), AuthorError> {
    if let Some((domain, name)) = name.split_once("::") {
        return Ok((domain.to_owned(), name.to_owned()));
    }
    let known: BTreeSet<String> = domains(home);
    match known.first() {
        Some(domain) if known.len() == 1 => Ok((domain.clone(), name.to_owned())),
        _ => Err(AuthorError::Domains {
            home: home.display().to_string(),
            domains: words::list(&known),
            name: name.to_owned(),
        }),
    }
}

/// The namespaces of what is a domain's own: capabilities that are shared have others.
fn domains(home: &Path) -> BTreeSet<String> {
    let folders = [ArtifactKind::Workflow, ArtifactKind::Intent, ArtifactKind::Contract];
    let folders = folders.map(|kind| home.join(SOURCE).join(kind.folder()));
    let files = folders.iter().flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten());
    let names = files.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter_map(|name| Some(name.split_once("__")?.0.to_owned())).collect()
}
