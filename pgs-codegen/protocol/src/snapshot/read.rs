//! Reads a whole snapshot: every file once, every error said.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::path::Path;

use pgs_value::snapshot::{
    ADDRESSES, ARTIFACTS, CONFORMANCE, FOLDER, GOVERNANCE, INDEXES, METADATA, SCENARIOS, STORES,
};

use pgs_value::{Map, Value};

use super::artifact::{self, Block, Parts};
use super::{
    Artifact, ArtifactKind, SETTINGS, Snapshot, addresses, discover, file, foreign, pgs_version, resolved, settings,
    unread,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::parallel;

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
        diagnostics.push(foreign::not_built(dir));
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
    if let Some(foreign) = foreign::artifact(&artifacts) {
        // By the rules of this generation nearly everything in it is wrong.
        diagnostics.push(foreign);
        return None;
    }
    links(dir, diagnostics);
    unread::folders(dir, diagnostics);
    diagnostics.extend(found);
    resolved::check(&artifacts, diagnostics);
    let laws = governance(&dir.join(GOVERNANCE), DEPTH, diagnostics);
    for path in file::files(&dir.join(CONFORMANCE), JSON, diagnostics) {
        unread::aside(diagnostics, |found| file::object(&path, found));
    }
    let scenarios = scenarios(dir, diagnostics);
    let stores = dir.join(INDEXES).join(STORES);
    if stores.exists() {
        unread::aside(diagnostics, |found| file::object(&stores, found));
    }
    let path = file::home(dir).join(SETTINGS);
    let settings = settings::read(&path, diagnostics);
    settings::foreign(&path, &settings, diagnostics);
    let levels = settings::levels(&path, &settings, &artifacts.keys().map(String::as_str).collect(), diagnostics);
    diagnostics.set_levels(dir, levels);
    let addresses = addresses::of(dir, &artifacts, diagnostics)?;
    unread::entries(dir, &addresses, (&artifacts, &laws), diagnostics);
    let version = pgs_version::of(dir, diagnostics);
    Some(Snapshot { name: name(dir), root: dir.to_path_buf(), version, artifacts, addresses, scenarios, settings })
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
            Some(kind) => {
                kind_folder(kind, &path, &mut artifacts, diagnostics);
                for below in file::folders(&path, diagnostics) {
                    not_read(unread::below_kind(&below), &below, diagnostics);
                }
            }
            None => not_read(unread::unknown_kind(&path), &path, diagnostics),
        }
    }
    for path in file::files(folder, JSON, diagnostics).into_iter().filter(|path| file::file_name(path) != METADATA) {
        diagnostics.push(unread::outside_kinds(&path));
        diagnostics.lose(&stem_name(&path));
    }
    artifacts
}

/// Says that nothing in a folder is read: that references find nothing of it is no news.
fn not_read(diagnostic: Diagnostic, folder: &Path, diagnostics: &mut Diagnostics) {
    diagnostics.push(diagnostic);
    for path in file::files(folder, JSON, diagnostics) {
        diagnostics.lose(&stem_name(&path));
    }
}

fn kind_folder(
    kind: ArtifactKind,
    folder: &Path,
    artifacts: &mut BTreeMap<String, Artifact>,
    diagnostics: &mut Diagnostics,
) {
    let files = file::files(folder, JSON, diagnostics);
    let Ok(verified) = parallel::map(&files, || Ok::<_, Infallible>(()), |(), path| Ok(verified(path, kind)));
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
fn verified(path: &Path, kind: ArtifactKind) -> (Option<Parts>, Diagnostics) {
    let mut found = Diagnostics::default();
    let parts = if is_law(kind) {
        law(path, &mut found)
    } else {
        let object = file::object(path, &mut found);
        object.and_then(|object| artifact::verify(path, object, Block::Required, &mut found))
    };
    (parts, found)
}

/// Whether nothing asks for artifacts of this kind, in no run and in no page.
fn is_law(kind: ArtifactKind) -> bool {
    match kind {
        ArtifactKind::Actor | ArtifactKind::Invariant | ArtifactKind::Assertion => true,
        ArtifactKind::Workflow
        | ArtifactKind::Intent
        | ArtifactKind::Contract
        | ArtifactKind::Transform
        | ArtifactKind::SideEffect
        | ArtifactKind::RuntimeBinding
        | ArtifactKind::Structure
        | ArtifactKind::IngressIntent
        | ArtifactKind::Event
        | ArtifactKind::Entity => false,
    }
}

/// An artifact that is verified and never executed.
fn law(path: &Path, diagnostics: &mut Diagnostics) -> Option<Parts> {
    unread::aside(diagnostics, |found| {
        let object = file::object(path, found)?;
        artifact::verify(path, object, Block::Optional, found)
    })
}

/// Constitutions and vocabulary: verified like artifacts and not kept but for their names.
fn governance(folder: &Path, depth: usize, diagnostics: &mut Diagnostics) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for path in file::files(folder, JSON, diagnostics) {
        if file::file_name(&path) != METADATA {
            names.extend(law(&path, diagnostics).map(|parts| parts.fqdn));
        }
    }
    if depth > 0 {
        for path in file::folders(folder, diagnostics) {
            names.extend(governance(&path, depth - 1, diagnostics));
        }
    }
    names
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
