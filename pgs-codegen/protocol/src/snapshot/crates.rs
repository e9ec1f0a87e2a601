//! The crates that `pgs.toml` adds, and the descriptions of those that implement capabilities.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use pgs_description::{Description, WorksOn};
use toml::Value;

use super::{CapabilityCrate, file};
use crate::diagnostic::Diagnostics;

/// The key of a crate's description beside those that a dependency has.
const DESCRIPTION: &str = "description";

/// Where a description lies in a crate's folder.
const FILE: &str = "capabilities.toml";

/// The crates below `[dependencies]`.
pub fn dependencies(
    settings: &Path,
    mut written: BTreeMap<String, Value>,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, Value> {
    written
        .retain(|name, it| is_package(settings, name, diagnostics) && is_dependency(settings, name, it, diagnostics));
    written
}

/// The crates below `[capabilities]`: dependencies with a `description`, which is `capabilities.toml` at their `path`
/// unless they say otherwise.
pub fn capabilities(
    settings: &Path,
    written: BTreeMap<String, Value>,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<String, CapabilityCrate> {
    let mut crates = BTreeMap::new();
    for (name, mut dependency) in written {
        if !is_package(settings, &name, diagnostics) || !is_dependency(settings, &name, &dependency, diagnostics) {
            continue;
        }
        let Some(path) = described_in(settings, &dependency) else {
            let message = format!("`[capabilities]` does not say where the description of `{name}` lies");
            let remedy = "give the crate a `path`, or name its `description`: the file `capabilities.toml`";
            diagnostics.push(file::unreadable(settings, message, remedy));
            continue;
        };
        if let Some(table) = dependency.as_table_mut() {
            table.remove(DESCRIPTION);
        }
        if let Some(description) = description(&path, diagnostics) {
            crates.insert(name, CapabilityCrate { dependency, description });
        }
    }
    crates
}

/// The file with the description of a crate below `[capabilities]`.
pub fn described_in(settings: &Path, dependency: &Value) -> Option<PathBuf> {
    let text = |key: &str| dependency.get(key).and_then(Value::as_str);
    let below = text(DESCRIPTION).map(PathBuf::from).or_else(|| Some(Path::new(text("path")?).join(FILE)))?;
    Some(settings.parent().unwrap_or(settings).join(below))
}

fn description(path: &Path, diagnostics: &mut Diagnostics) -> Option<Description> {
    let text = file::text(path, diagnostics)?;
    let description = match pgs_description::read(&file::file_name(path), &text) {
        Ok(description) => description,
        Err(error) => {
            let remedy = "write it as docs/capabilities.md says";
            diagnostics.push(file::unreadable(path, error.to_string(), remedy));
            return None;
        }
    };
    let of_the_project = description.side_effects.iter().find(|(_, it)| !matches!(it.works_on, WorksOn::World { .. }));
    let Some((fqdn, _)) = of_the_project else { return Some(description) };
    let message =
        format!("{fqdn} works on a store or on workflows, which `pgs-rt` and `pgs-capabilities` alone can do");
    let remedy = "remove `store` and `workflows`: its functions then take what is outside";
    diagnostics.push(file::unreadable(path, message, remedy));
    None
}

/// Whether this can be the name of a package: then it stands in a manifest as it is.
fn is_package(settings: &Path, name: &str, diagnostics: &mut Diagnostics) -> bool {
    let is_one = !name.is_empty() && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '-' || it == '_');
    if !is_one {
        let message = format!("`{name}` is no name of a crate");
        let remedy = "write it in letters, digits, `-` and `_`";
        diagnostics.push(file::unreadable(settings, message, remedy));
    }
    let is_taken = OWN.contains(&name.replace('_', "-").as_str());
    if is_taken {
        let message = format!("`{name}` is a crate that every generated crate has");
        diagnostics.push(file::unreadable(settings, message, "remove it: what you add can't replace it"));
    }
    is_one && !is_taken
}

/// The crates that a generated crate stands on, and its own name.
const OWN: [&str; 4] = ["pgs-capabilities", "pgs-generated", "pgs-rt", "pgs-transport"];

/// Keys of a dependency that cargo knows and a crate outside of a workspace may have.
const KEYS: [&str; 11] = [
    "branch",
    "default-features",
    "features",
    "git",
    "optional",
    "package",
    "path",
    "registry",
    "rev",
    "tag",
    "version",
];

/// Whether a dependency is a version, or a table of what cargo knows.
fn is_dependency(settings: &Path, name: &str, written: &Value, diagnostics: &mut Diagnostics) -> bool {
    let problem = match written {
        Value::String(_) => return true,
        Value::Table(table) => match table.keys().find(|key| *key != DESCRIPTION && !KEYS.contains(&key.as_str())) {
            None => return true,
            Some(key) => format!("has the key `{}`", key.escape_debug()),
        },
        other => format!("is {}", other.type_str()),
    };
    let message = format!("the crate `{name}` {problem}, which no dependency has");
    let remedy = "write a version, or a table of `path`, `git`, `version`, `features` and what else cargo knows";
    diagnostics.push(file::unreadable(settings, message, remedy));
    false
}
