//! The commands of authors: `new`, `add`, `capabilities`, `init`, `schemas`, `reference`. Each gives what there is to say.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use pgs_protocol::snapshot::ArtifactKind;
use pgs_value::{Map, Value};

use super::error::CommandError;
use crate::author::capability::Capability;
use crate::author::project::Crates;
use crate::author::{self, AuthorError, NewFile, Written, artifact, capability, domain, project, rust};
use crate::reference;

pub(super) const AFTER_NEW: &str = "\
Examples:
  pgs-codegen new shop
  pgs-codegen new workflow CHECK_OUT
  pgs-codegen new contract shop::RESERVE_ITEM --in snapshots/shop

A workflow comes with an intent and a contract of its name, where they are not there. A transform or a
side effect comes with its Rust, in a crate beside the protocol that the first one brings along. Nothing is overwritten.";

pub(super) const AFTER_INIT: &str = "\
Examples:
  pgs-codegen init shop
  pgs-codegen init ../shop-service --domain shop --crates https://example.org/pgs.git

docs/own-project.md goes on from there.";

type Said = Result<String, CommandError>;

/// `new`
pub(super) fn new(what: &str, name: Option<&str>, within: Option<&Path>) -> Said {
    match name {
        Some(name) => new_artifact(what, name, within),
        None if author::Kind::of_word(what).is_some() => {
            let example = author::Kind::of_word(what).map_or_else(String::new, |kind| kind.code("CHECK_OUT"));
            Err(AuthorError::Name { name: String::new(), example }.into())
        }
        None => new_domain(what, within),
    }
}

fn new_domain(name: &str, within: Option<&Path>) -> Said {
    let files = domain::files(name)?;
    let home = within.unwrap_or(Path::new("snapshots")).join(name);
    let written = author::write(&home, files)?;
    sealed(&home)?;
    let (folder, binaries) = (shown(&home), name.replace('_', "-"));
    Ok(format!(
        "{}\
         sealed: {folder}/protocol_snapshot\n\n\
         Next:\n  \
         pgs-codegen seal {folder}      after each change of {folder}/protocol\n  \
         pgs-codegen check {folder}     what a build would say\n  \
         PGS_BINARIES='{binaries}-*' cargo build --release\n  \
         target/release/pgs run --wf {name}::WF_ADD_ITEM_V0 --payload {folder}/payloads/add_item.json \\\n      \
         --data-root \"$PWD/data\" --workspace \"$PWD/workspace\"\n\
         docs/reference/ says what can be written.\n",
        listed(&written)
    ))
}

fn new_artifact(word: &str, name: &str, within: Option<&Path>) -> Said {
    let kind = artifact::kind(word)?;
    let home = home(within, name.split_once("::").map(|(domain, _)| domain))?;
    let (domain, name) = author::domain_of(&home, name)?;
    let files = artifact::files(&home, kind, &domain, &name)?;
    let folder = shown(&home);
    match kind.kind {
        ArtifactKind::Transform => return new_transform(&home, files, &domain, &kind.code(&name)),
        ArtifactKind::SideEffect => return new_side_effect(&home, files, &domain, &kind.code(&name)),
        ArtifactKind::Workflow
        | ArtifactKind::Intent
        | ArtifactKind::Contract
        | ArtifactKind::RuntimeBinding
        | ArtifactKind::Structure
        | ArtifactKind::IngressIntent
        | ArtifactKind::Event
        | ArtifactKind::Entity
        | ArtifactKind::Actor
        | ArtifactKind::Invariant
        | ArtifactKind::Assertion => {}
    }
    let written = author::write(&home, files)?;
    Ok(format!("{}\nNext: pgs-codegen seal {folder} && pgs-codegen check {folder}\n", listed(&written)))
}

/// A transform comes with its Rust.
fn new_transform(home: &Path, files: Vec<NewFile>, domain: &str, code: &str) -> Said {
    let mut said = with_rust(home, files, rust::of_transform(home, domain, code)?, "inputs and outputs")?;
    let folder = shown(home);
    let _ = write!(
        said,
        "  pgs-codegen seal {folder} && pgs-codegen check {folder}\n  \
         cargo build, then `pgs conformance {folder}` runs the cases in {folder}/protocol/conformance\n\
         A step of a contract calls it:\n  \
         - step: count\n    \
           transform: {domain}::{code}\n    \
           inputs:\n      \
             amount: $.inputs.amount\n    \
           outputs:\n      \
             total: $.capability_result.total\n"
    );
    Ok(said)
}

/// A side effect, too.
fn new_side_effect(home: &Path, files: Vec<NewFile>, domain: &str, code: &str) -> Said {
    let rust = rust::of_side_effect(home, domain, code)?;
    let manifest = rust.module.parent().and_then(Path::parent).map(|it| shown(&it.join("Cargo.toml")));
    let mut said = with_rust(home, files, rust, "operations, inputs, outputs and statuses")?;
    let folder = shown(home);
    let _ = write!(
        said,
        "  add `{domain}::{code}: {{policy: {{}}}}` below `bindings` of the runtime binding whose workflows use it\n  \
         pgs-codegen seal {folder} && pgs-codegen check {folder}\n  \
         cargo test --manifest-path {} runs the test in its module\n\
         A step of a contract calls it:\n  \
         - step: deliver\n    \
           side_effect: {domain}::{code}\n    \
           op: DELIVER\n    \
           inputs:\n      \
             text: $.inputs.text\n    \
           outputs:\n      \
             message_id: $.capability_result.message_id\n    \
           result_surface: [SUCCESS, VIOLATION, BACKEND_ERROR]\n    \
           on_result:\n      \
             SUCCESS: continue\n      \
             VIOLATION: exit\n      \
             BACKEND_ERROR: exit\n",
        manifest.unwrap_or_default()
    );
    Ok(said)
}

/// Writes the artifact with its Rust, and says what is to be done in both.
fn with_rust(home: &Path, mut files: Vec<NewFile>, rust: rust::Rust, parts: &str) -> Said {
    files.extend(rust.files);
    let written = author::write_with(home, files, rust.changes)?;
    let mut said = format!(
        "{}\nNext:\n  write {parts} in the artifact, in {} and in its `capabilities.toml`: three times the same\n",
        listed(&written),
        shown(&rust.module),
    );
    if let Some((manifest, line)) = rust.dependency {
        let _ = writeln!(
            said,
            "  add `{line}` below `[dependencies]` in {}",
            pgs_escape::line(&manifest.display().to_string())
        );
    }
    Ok(said)
}

/// `add`
pub(super) fn add(names: &[String], within: Option<&Path>, only_prints: bool) -> Said {
    let found = names.iter().map(|name| capability::find(name)).collect::<Result<Vec<_>, _>>()?;
    if only_prints {
        return Ok(found.into_iter().map(capability::markdown).collect());
    }
    let home = home(within, None)?;
    let files: Vec<NewFile> = found.into_iter().flat_map(capability::files).collect();
    let written = author::write(&home, files)?;
    let mut said = listed(&written);
    let effects: Vec<&str> = capability::all()
        .iter()
        .filter(|it| names.iter().any(|name| name == it.code() || name == it.fqdn()))
        .filter_map(bound)
        .collect();
    if !effects.is_empty() {
        let _ = write!(said, "\nA runtime binding must bind it, below `bindings`: {}\n", effects.join(", "));
    }
    Ok(said)
}

/// A side effect, which a runtime binding must name.
fn bound(capability: &Capability) -> Option<&'static str> {
    match capability {
        Capability::SideEffect(fqdn, _) => Some(fqdn),
        Capability::Transform(..) => None,
    }
}

/// `capabilities`
pub(super) fn capabilities(name: Option<&str>) -> Said {
    if let Some(name) = name {
        return Ok(reference::capability(capability::find(name)?));
    }
    let all = capability::all();
    let width = all.iter().map(|it| it.code().len()).max().unwrap_or_default();
    let mut said = String::new();
    for it in &all {
        let _ = writeln!(said, "{:width$}  {}", it.code(), it.summary());
    }
    said += "\n`pgs-codegen capabilities CODE` says more of one, `pgs-codegen add CODE` writes it into a protocol.\n";
    Ok(said)
}

/// `init`
pub(super) fn init(dir: &Path, domain: Option<&str>, crates: Option<&str>) -> Said {
    let absolute = std::path::absolute(dir).map_err(|error| CommandError::File { path: dir.to_owned(), error })?;
    let name = absolute.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let domain = domain.map_or_else(|| name.replace('-', "_"), str::to_owned);
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    let crates = crates.map_or_else(|| Crates::Path(own.display().to_string()), Crates::of);
    let written = author::write(dir, project::files(&name, &domain, &crates)?)?;
    sealed(&dir.join("snapshots").join(&domain))?;
    Ok(format!(
        "{}\n\
         Next:\n  \
         cd {}\n  \
         cargo test\n  \
         cargo run -- run --wf {domain}::WF_ADD_ITEM_V0 --payload snapshots/{domain}/payloads/add_item.json \\\n      \
         --data-root \"$PWD/data\" --workspace \"$PWD/workspace\"\n",
        listed(&written),
        shown(dir)
    ))
}

/// `schemas`
pub(super) fn schemas(out: Option<&Path>) -> Said {
    let schemas = reference::schemas();
    if let Some(folder) = out {
        return replace(folder, schemas);
    }
    let read = |text: &str| pgs_value::from_str::<Value>(text).unwrap_or_default();
    let all: Map<String, Value> =
        schemas.iter().map(|(name, text)| (name.trim_end_matches(".schema.json").to_owned(), read(text))).collect();
    Ok(pgs_value::json::pretty(&Value::Object(all)) + "\n")
}

/// `reference`
pub(super) fn reference(out: &Path) -> Said {
    replace(out, reference::pages()?)
}

/// Writes pages, in place of those that are there.
fn replace(folder: &Path, pages: Vec<reference::Page>) -> Said {
    let count = pages.len();
    for (name, text) in pages {
        let path = folder.join(name);
        let parent = path.parent().map_or(Ok(()), fs::create_dir_all);
        parent.and_then(|()| fs::write(&path, text)).map_err(|error| CommandError::File { path, error })?;
    }
    Ok(format!("{}: {count} files written\n", shown(folder)))
}

fn home(within: Option<&Path>, domain: Option<&str>) -> Result<PathBuf, CommandError> {
    match within {
        Some(home) => Ok(home.to_owned()),
        None => Ok(author::home(Path::new("."), domain)?),
    }
}

/// Seals what was written.
fn sealed(home: &Path) -> Result<(), CommandError> {
    let mut diagnostics = pgs_protocol::diagnostic::Diagnostics::default();
    crate::seal::seal(home, &mut diagnostics);
    if diagnostics.has_errors() { Err(CommandError::Sealing(diagnostics)) } else { Ok(()) }
}

fn listed(written: &Written) -> String {
    let mut said = String::new();
    for path in &written.written {
        let _ = writeln!(said, "written: {}", shown(path));
    }
    for path in &written.changed {
        let _ = writeln!(said, "changed: {}", shown(path));
    }
    for path in &written.kept {
        let _ = writeln!(said, "there already: {}", shown(path));
    }
    said
}

fn shown(path: &Path) -> String {
    let path = path.display().to_string();
    pgs_escape::line(path.strip_prefix("./").unwrap_or(&path))
}
