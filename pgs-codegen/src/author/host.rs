//! The crate around a protocol: from where it takes `pgs-rt`, and whether it includes generated text.

use std::fs;
use std::path::{Component, Path, PathBuf};

use toml::{Table, Value};

/// What a crate of a protocol's finds around it.
#[derive(Debug)]
pub struct Host {
    /// The dependency on `pgs-rt`, as its manifest has to write it.
    pub rt: String,
    /// The crate that includes generated text, where there is one: it names the protocol's crates itself.
    pub includes: Option<Includes>,
}

/// A crate that includes generated text.
#[derive(Debug)]
pub struct Includes {
    /// Its manifest.
    pub manifest: PathBuf,
    dependencies: Table,
}

impl Includes {
    /// Whether it depends on this package.
    pub fn names(&self, package: &str) -> bool {
        self.dependencies.contains_key(package)
    }

    /// The path of a folder below it, as its manifest writes it.
    pub fn path_to(&self, folder: &Path) -> String {
        let own = self.manifest.parent().unwrap_or(Path::new("."));
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        folder.strip_prefix(own).unwrap_or(&folder).display().to_string()
    }
}

/// What is around the crate in this folder: the next manifest above that says where `pgs-rt` is; else the checkout that this
/// command was built from.
pub fn of(folder: &Path) -> Host {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let mut includes = None;
    for above in folder.ancestors().skip(1) {
        let manifest = above.join("Cargo.toml");
        let Some(table) = fs::read_to_string(&manifest).ok().and_then(|it| it.parse::<Table>().ok()) else { continue };
        let dependencies = |table: Option<&Value>| table.and_then(|it| it.get("dependencies")?.as_table()).cloned();
        let own = dependencies(Some(&Value::Table(table.clone()))).filter(|it| it.contains_key("pgs-rt"));
        let shared = dependencies(table.get("workspace")).and_then(|it| it.get("pgs-rt").cloned());
        let named = own.as_ref().and_then(|it| it.get("pgs-rt")).filter(|it| it.get("workspace").is_none()).cloned();
        if includes.is_none() {
            includes = own.map(|dependencies| Includes { manifest, dependencies });
        }
        if let Some(found) = named.or(shared) {
            return Host { rt: from(&folder, above, found), includes };
        }
    }
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    let path = Value::from(checkout.join("pgs-rt").display().to_string());
    Host { rt: format!("{{ path = {path} }}"), includes }
}

/// A dependency that a manifest above has, as one in this folder writes it.
fn from(folder: &Path, above: &Path, dependency: Value) -> String {
    let Value::Table(mut table) = dependency else { return dependency.to_string() };
    let path = table.get("path").and_then(Value::as_str).map(PathBuf::from);
    if let Some(path) = path.filter(|it| it.is_relative()) {
        let below = folder.strip_prefix(above).unwrap_or(folder).components();
        let up: PathBuf = below.map(|_| Component::ParentDir).collect();
        table.insert("path".to_owned(), Value::from(up.join(path).display().to_string()));
    }
    // Within the project's own workspace the version is that of the path.
    if table.contains_key("path") {
        table.remove("version");
    }
    Value::Table(table).to_string()
}
