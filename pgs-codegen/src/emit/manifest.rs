//! The manifest of the generated crate.

use std::path::{Path, PathBuf};

use super::dependencies::{dependencies, features};
use crate::plan::{FeatureNames, Plan};

/// What stands before the binaries.
const HEAD: &str = r#"# Generated from the protocol snapshots. Change the protocol, not this file.

[package]
name = "pgs-generated"
description = "Every workflow of the protocol snapshots, compiled"
version = "0.0.0"
edition = "2024"
license = "Apache-2.0"
publish = false
autobins = false

[features]
"#;

/// The features that every package has, and the library.
const LIBRARY: &str = r#"# The store on SQLite.
sqlite = ["pgs-transport/sqlite"]

[lib]
path = "lib.rs"
test = false
doctest = false
"#;

/// What stands at the end where the folder is no member of the project's workspace.
const STANDALONE: &str = "
# Not a member of the project's workspace: this folder lies outside it.
[workspace]
";

/// The generated text is laid out already.
pub const RUSTFMT: &str =
    "# Generated from the protocol snapshots: prettyplease has laid the text out.\ndisable_all_formatting = true\n";

/// The folder of the generated package in a project.
pub const GENERATED: &str = "generated";

/// Where the generated crate finds the crates of the project.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// The output folder.
    pub output: PathBuf,
    /// The project's root.
    pub project: PathBuf,
}

impl Manifest {
    /// The text of `Cargo.toml`.
    pub fn render(&self, plan: &Plan) -> String {
        let nothing = FeatureNames::new();
        let workflows = plan.domains.iter().flat_map(|domain| &domain.workflows);
        let workflows = workflows.map(|it| (it.binary.as_str(), &it.features));
        let binaries: String =
            workflows.chain([("pgs", &nothing)]).map(|(name, features)| binary(name, features)).collect();
        let dependencies = dependencies(plan, &self.project, |path| self.path_to(path)).join("\n");
        let end = if self.is_member() { "" } else { STANDALONE };
        format!("{HEAD}{}{LIBRARY}{binaries}\n[dependencies]\n{dependencies}\n{end}", features(plan))
    }

    /// Whether the output folder is the one that the project's workspace names.
    fn is_member(&self) -> bool {
        self.output == self.project.join(GENERATED)
    }

    /// A path as seen from the output folder: relative within the project, so that committed text names no machine.
    fn path_to(&self, path: &Path) -> String {
        match (path.strip_prefix(&self.project), self.is_member()) {
            (Ok(below), true) => format!("../{}", below.display()),
            _ => path.display().to_string(),
        }
    }
}

fn binary(name: &str, features: &FeatureNames) -> String {
    let requires = if features.is_empty() {
        String::new()
    } else {
        let names: Vec<String> = features.iter().map(|it| format!("\"{it}\"")).collect();
        format!("required-features = [{}]\n", names.join(", "))
    };
    format!("\n[[bin]]\nname = \"{name}\"\npath = \"bin/{name}.rs\"\ntest = false\ndoc = false\n{requires}")
}
