//! The Rust of a new transform or side effect: a module in the crate that the protocol brings along, which comes with the first one.

use std::fs;
use std::path::{Path, PathBuf};

use pgs_protocol::snapshot::SOURCE;
use pgs_value::snapshot::CONFORMANCE;
use serde::Serialize;
use toml::{Table, Value};

use super::{AuthorError, Change, NewFile, artifact, host, template};
use crate::names;

/// What says which crates a protocol brings along, beside it.
const SETTINGS: &str = "pgs.toml";
/// The folder of the crate that comes with the first transform.
const FOLDER: &str = "capabilities";
/// What describes a crate, and declares its modules.
const DESCRIPTION: &str = "capabilities.toml";
const ROOT: &str = "src/lib.rs";

/// What is written for a transform or a side effect, beside its artifact.
#[derive(Clone, Debug)]
pub struct Rust {
    /// New files, below the folder that holds `protocol/`.
    pub files: Vec<NewFile>,
    /// Files that say more than they did.
    pub changes: Vec<Change>,
    /// The module, for its author.
    pub module: PathBuf,
    /// What a crate that includes generated text has to name: its manifest, and the line below `[dependencies]`.
    pub dependency: Option<(PathBuf, String)>,
}

#[derive(Serialize)]
struct Values<'a> {
    domain: &'a str,
    code: &'a str,
    words: &'a str,
    module: &'a str,
    package: &'a str,
    rt: &'a str,
}

/// A crate of the protocol's: its package, and its folder below the one that holds `protocol/`.
struct Krate {
    package: String,
    folder: String,
}

/// What the Rust is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Capability {
    Transform,
    SideEffect,
}

/// The Rust of the transform of this code, with a case for `pgs conformance`.
pub fn of_transform(home: &Path, domain: &str, code: &str) -> Result<Rust, AuthorError> {
    of(Capability::Transform, home, domain, code)
}

/// The Rust of the side effect of this code, with a test.
pub fn of_side_effect(home: &Path, domain: &str, code: &str) -> Result<Rust, AuthorError> {
    of(Capability::SideEffect, home, domain, code)
}

fn of(capability: Capability, home: &Path, domain: &str, code: &str) -> Result<Rust, AuthorError> {
    let (settings, found) = settings(home)?;
    let is_new = found.is_none();
    let krate = found.unwrap_or_else(|| Krate {
        package: format!("{}-capabilities", domain.replace('_', "-")),
        folder: FOLDER.to_owned(),
    });
    let folder = home.join(&krate.folder);
    let host = host::of(&folder);
    let module = module(code);
    let words = artifact::words(code);
    let values = Values { domain, code, words: &words, module: &module, package: &krate.package, rt: &host.rt };
    let path = |below: &str| format!("{}/{below}", krate.folder);
    let text = |name: &str| template::render(&format!("rust/{name}"), &values);

    let source = format!("src/{module}.rs");
    let (mut files, described) = match capability {
        Capability::Transform => {
            let case = format!("{SOURCE}/{CONFORMANCE}/{domain}__{code}__example_1.json");
            let source = NewFile::new(path(&source), text("transform.rs")?);
            (vec![source, NewFile::shared(case, text("case.json")?)], text("description.toml")?)
        }
        Capability::SideEffect => {
            (vec![NewFile::new(path(&source), text("side_effect.rs")?)], text("side_effect.toml")?)
        }
    };
    let declared = format!("pub mod {module};\n");
    let mut changes = Vec::new();
    if is_new {
        let head = format!("crate = \"{}\"\n", krate.package.replace('-', "_"));
        files.push(NewFile::new(path("Cargo.toml"), text("Cargo.toml")?));
        files.push(NewFile::new(path(DESCRIPTION), head + &described));
        files.push(NewFile::new(path(ROOT), text("lib.rs")? + &declared));
        changes.push(named(settings, &krate)?);
    } else {
        changes.push(Change::appended(folder.join(DESCRIPTION), &described)?);
        changes.push(Change::appended(folder.join(ROOT), &declared)?);
    }
    let dependency = host.includes.filter(|it| !it.names(&krate.package));
    let dependency = dependency.map(|it| {
        let line = format!("{} = {{ path = {} }}", krate.package, Value::from(it.path_to(&folder)));
        (it.manifest, line)
    });
    Ok(Rust { files, changes, module: folder.join(source), dependency })
}

/// The module of a transform or side effect: `price_parcel` of `CT_PURE_PRICE_PARCEL_V0`, with its version if that is a later one.
fn module(code: &str) -> String {
    let stem = artifact::stem_of(code);
    let version = code.rsplit_once("_V").map_or("0", |(_, version)| version);
    let name = if version == "0" { stem } else { format!("{stem}_v{version}") };
    let ident = names::snake(&name);
    ident.strip_prefix("r#").map_or(ident.clone(), |keyword| format!("{keyword}_"))
}

/// `pgs.toml` with its text, and the crate in it that lies below the folder and can be written to.
fn settings(home: &Path) -> Result<((PathBuf, String), Option<Krate>), AuthorError> {
    let path = home.join(SETTINGS);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(AuthorError::Read { path, error: error.to_string() }),
    };
    let table: Table = text.parse().map_err(|error: toml::de::Error| AuthorError::Read {
        path: path.clone(),
        error: error.message().to_owned(),
    })?;
    let crates = table.get("capabilities").and_then(Value::as_table).into_iter().flatten();
    let own = crates.filter_map(|(package, it)| {
        let folder = it.get("path")?.as_str()?.trim_end_matches('/').to_owned();
        let is_written = it.get("description").is_none() && home.join(&folder).join(DESCRIPTION).is_file();
        (is_written && home.join(&folder).join(ROOT).is_file()).then(|| Krate { package: package.clone(), folder })
    });
    let found = own.into_iter().next();
    Ok(((path, text), found))
}

/// `pgs.toml`, with this crate.
fn named((path, before): (PathBuf, String), krate: &Krate) -> Result<Change, AuthorError> {
    let line = format!("{} = {{ path = {} }}\n", krate.package, Value::from(krate.folder.as_str()));
    let head = "[capabilities]\n";
    let after = match before.lines().position(|it| it.trim() == head.trim_end()) {
        Some(at) => {
            let end: usize = before.split_inclusive('\n').take(at + 1).map(str::len).sum();
            let (above, below) = before.split_at(end);
            let joint = if above.ends_with('\n') { "" } else { "\n" };
            format!("{above}{joint}{line}{below}")
        }
        None if before.is_empty() => format!("# The crates that this protocol brings along.\n\n{head}{line}"),
        None => format!("{}\n\n{head}{line}", before.trim_end()),
    };
    let is_there = after.parse::<Table>().is_ok_and(|it| it["capabilities"].get(&krate.package).is_some());
    if is_there {
        Ok(Change { path, text: after })
    } else {
        Err(AuthorError::Settings { path, line: line.trim_end().to_owned() })
    }
}
