//! Reads a whole snapshot: every file once, every error said.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::Path;

use pgs_value::snapshot::{
    ADDRESSES, ARTIFACTS, CONFORMANCE, FOLDER, GOVERNANCE, INDEXES, METADATA, SCENARIOS, STORES,
};

use pgs_value::{Map, Value};

use super::artifact::{self, Block, Parts};
use super::{Artifact, ArtifactKind, SETTINGS, Snapshot, addresses, discover, file, generation, resolved, settings};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::{near, parallel};

/// The extension of what is read.
const JSON: &str = "json";

/// How deep `governance/artifacts/` is searched.
const DEPTH: usize = 8;

/// Reads and verifies a `protocol_snapshot/` folder.
///
/// Everything that is wrong goes to `diagnostics`. An artifact that fails its verification is kept if its shape allows,
/// so that later stages don't report it as missing. `None` if there is no folder, or an index that can't be read, and of a
/// snapshot of another generation, of which that is said and no more.
pub fn read(dir: &Path, diagnostics: &mut Diagnostics) -> Option<Snapshot> {
    if discover::is_sealed(dir) {
        diagnostics.push(generation::not_built(dir));
        return None;
    }
    let folder = dir.join(ARTIFACTS);
    if !folder.is_dir() {
        let message = format!("the snapshot has no folder `{ARTIFACTS}`");
        diagnostics.push(file::unreadable(dir, message, "name a `protocol_snapshot` folder, or seal the snapshot"));
        return None;
    }
    let mut found = Diagnostics::default();
    let artifacts = artifacts(&folder, &mut found);
    if let Some(foreign) = generation::foreign(&artifacts) {
        // By the rules of this generation nearly everything in it is wrong.
        diagnostics.push(foreign);
        return None;
    }
    links(dir, diagnostics);
    diagnostics.extend(found);
    resolved::check(&artifacts, diagnostics);
    governance(&dir.join(GOVERNANCE), DEPTH, diagnostics);
    for path in file::files(&dir.join(CONFORMANCE), JSON, diagnostics) {
        file::object(&path, diagnostics);
    }
    let scenarios = scenarios(dir, diagnostics);
    let stores = dir.join(INDEXES).join(STORES);
    if stores.exists() {
        file::object(&stores, diagnostics);
    }
    let path = file::home(dir).join(SETTINGS);
    let settings = settings::read(&path, diagnostics);
    settings::foreign(&path, &settings, diagnostics);
    let levels = settings::levels(&path, &settings, &artifacts.keys().map(String::as_str).collect(), diagnostics);
    diagnostics.set_levels(dir, levels);
    let addresses = addresses::of(dir, &artifacts, diagnostics)?;
    Some(Snapshot { name: name(dir), root: dir.to_path_buf(), artifacts, addresses, scenarios, settings })
}

/// The name of the folder that holds `protocol_snapshot/`, or of the snapshot's own folder if that is called otherwise.
fn name(dir: &Path) -> String {
    match file::file_name(dir).as_str() {
        FOLDER | "" => file::file_name(&file::home(dir)),
        own => own.to_owned(),
    }
}

/// The documents with scenarios. Whether they are any is said by who runs them.
fn scenarios(dir: &Path, diagnostics: &mut Diagnostics) -> BTreeMap<String, Map<String, Value>> {
    let mut scenarios = BTreeMap::new();
    for path in file::files(&dir.join(SCENARIOS), JSON, diagnostics) {
        if let Some(document) = file::object(&path, diagnostics) {
            scenarios.insert(file::file_name(&path), document);
        }
    }
    scenarios
}

fn artifacts(folder: &Path, diagnostics: &mut Diagnostics) -> BTreeMap<String, Artifact> {
    let mut artifacts = BTreeMap::new();
    for path in file::folders(folder, diagnostics) {
        match ArtifactKind::from_folder(&file::file_name(&path)) {
            Some(kind) => kind_folder(kind, &path, &mut artifacts, diagnostics),
            None => {
                diagnostics.push(unknown_kind(&path));
                for path in file::files(&path, JSON, diagnostics) {
                    diagnostics.lose(&stem_name(&path));
                }
            }
        }
    }
    artifacts
}

fn kind_folder(
    kind: ArtifactKind,
    folder: &Path,
    artifacts: &mut BTreeMap<String, Artifact>,
    diagnostics: &mut Diagnostics,
) {
    let files = file::files(folder, JSON, diagnostics);
    let Ok(verified) = parallel::map(&files, || Ok::<_, Infallible>(()), |(), path| Ok(verified(path)));
    for (path, (parts, found)) in files.into_iter().zip(verified) {
        diagnostics.extend(found);
        let Some(parts) = parts else {
            diagnostics.lose(&stem_name(&path));
            continue;
        };
        if let Some(other) = artifacts.get(&parts.fqdn) {
            diagnostics.push(duplicate(&parts.fqdn, &path, &other.file));
            diagnostics.lose(&stem_name(&path));
            continue;
        }
        let artifact = Artifact {
            fqdn: parts.fqdn.clone(),
            code: parts.code,
            namespace: parts.namespace,
            kind,
            file: path,
            hash: parts.hash,
            frontmatter: parts.frontmatter,
        };
        artifacts.insert(parts.fqdn, artifact);
    }
}

/// The FQDN that the name of an artifact's file says.
fn stem_name(path: &Path) -> String {
    path.file_stem().map(|it| it.to_string_lossy().replacen("__", "::", 1)).unwrap_or_default()
}

/// An artifact's parts, if its shape allows, and what is wrong with it.
fn verified(path: &Path) -> (Option<Parts>, Diagnostics) {
    let mut found = Diagnostics::default();
    let object = file::object(path, &mut found);
    let parts = object.and_then(|object| artifact::verify(path, object, Block::Required, &mut found));
    (parts, found)
}

/// Constitutions and vocabulary: verified like artifacts and not kept.
fn governance(folder: &Path, depth: usize, diagnostics: &mut Diagnostics) {
    for path in file::files(folder, JSON, diagnostics) {
        if file::file_name(&path) != METADATA
            && let Some(object) = file::object(&path, diagnostics)
        {
            artifact::verify(&path, object, Block::Optional, diagnostics);
        }
    }
    if depth > 0 {
        for path in file::folders(folder, diagnostics) {
            governance(&path, depth - 1, diagnostics);
        }
    }
}

/// Says which of the folders and files that have a fixed place in a snapshot lie elsewhere.
fn links(dir: &Path, diagnostics: &mut Diagnostics) {
    let indexes = dir.join(INDEXES);
    let above = GOVERNANCE.split('/').next().unwrap_or(GOVERNANCE);
    let fixed = [ARTIFACTS, CONFORMANCE, SCENARIOS, above, GOVERNANCE].map(|name| dir.join(name));
    for path in fixed.iter().chain([&indexes.join(ADDRESSES), &indexes.join(STORES), &indexes]) {
        file::is_in_place(path, diagnostics);
    }
}

fn unknown_kind(folder: &Path) -> Diagnostic {
    let (name, kinds) = (file::file_name(folder), ArtifactKind::ALL.map(ArtifactKind::folder));
    Diagnostic {
        code: Code::UnreadFolder,
        artifact: name.clone(),
        file: folder.to_path_buf(),
        pointer: String::new(),
        message: format!("no kind of artifact has the folder `{name}`: nothing in it is read"),
        remedy: near::remedy(&name, kinds, &format!("rename it to one of these if one is meant: {}", kinds.join(", "))),
    }
}

fn duplicate(fqdn: &str, path: &Path, other: &Path) -> Diagnostic {
    Diagnostic {
        code: Code::DuplicateName,
        artifact: fqdn.to_owned(),
        file: path.to_path_buf(),
        pointer: "/fqdn_id".to_owned(),
        message: format!("`{fqdn}` is also the name of {}", other.display()),
        remedy: "remove one of the two files, or give one of them another code".to_owned(),
    }
}
