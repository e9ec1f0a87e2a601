//! A crate of one's own that compiles a protocol: manifest, build script, a first domain, a test, CI.

use std::path::Path;

use serde::Serialize;

use super::{AuthorError, NewFile, domain, template};

/// Where the project's crates are taken from.
#[derive(Clone, Debug)]
pub enum Crates {
    /// A checkout of the project.
    Path(String),
    /// A git repository.
    Git(String),
}

impl Crates {
    /// What was given: an address with `://` or of the form `git@host:path` is that of a repository, anything else a path.
    pub fn of(given: &str) -> Self {
        if given.contains("://") || given.starts_with("git@") {
            Self::Git(given.to_owned())
        } else {
            let path = std::path::absolute(given).map_or_else(|_| given.to_owned(), |it| it.display().to_string());
            Self::Path(path)
        }
    }
}

#[derive(Serialize)]
struct Values<'a> {
    name: &'a str,
    crate_name: &'a str,
    domain: &'a str,
    source: &'static str,
    rt: String,
    capabilities: String,
    transport: String,
    codegen: String,
}

/// The files of a new project, below its folder.
pub fn files(name: &str, domain_name: &str, crates: &Crates) -> Result<Vec<NewFile>, AuthorError> {
    let one = |path: &str| match crates {
        Crates::Path(root) => text(&Path::new(root).join(path).display().to_string()),
        Crates::Git(url) => text(url),
    };
    let source = match crates {
        Crates::Path(_) => "path = ",
        Crates::Git(_) => "git = ",
    };
    let crate_name = name.replace('-', "_");
    let values = Values {
        name,
        crate_name: &crate_name,
        domain: domain_name,
        source,
        rt: one("pgs-rt"),
        capabilities: one("pgs-capabilities"),
        transport: one("pgs-transport"),
        codegen: one("pgs-codegen"),
    };
    let mut files = Vec::new();
    for (template, path) in [
        ("Cargo.toml", "Cargo.toml"),
        ("build.rs", "build.rs"),
        ("lib.rs", "src/lib.rs"),
        ("main.rs", "src/main.rs"),
        ("protocol.rs", "tests/protocol.rs"),
        ("README.md", "README.md"),
        ("ci.yml", ".github/workflows/ci.yml"),
    ] {
        files.push(NewFile::new(path, template::render(&format!("project/{template}"), &values)?));
    }
    files.push(NewFile::shared(".gitignore", "/target\n/data\n/workspace\n".to_owned()));
    let below = |file: NewFile| NewFile { path: format!("snapshots/{domain_name}/{}", file.path), ..file };
    files.extend(domain::files(domain_name)?.into_iter().map(below));
    Ok(files)
}

/// A text of TOML.
fn text(text: &str) -> String {
    toml::Value::from(text).to_string()
}
