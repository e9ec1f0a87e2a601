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
    written.retain(|name, _| is_package(settings, name, diagnostics));
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
        if !is_package(settings, &name, diagnostics) {
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
    is_one
}
