//! Fourth stage: the plan becomes files. No decision is taken here.
//!
//! Rust text is made of tokens and laid out by prettyplease; all other text by tera. Pages for reviewers
//! are written by [`page`]; pictures are drawn later, of the [`drawings`].

mod binding;
mod bins;
mod contract;
mod dependencies;
mod expression;
mod files;
mod graph;
mod intent;
mod layout;
mod manifest;
mod module;
mod rust;
mod step;
mod workflow;

use std::path::{Path, PathBuf};

use pgs_protocol::parallel;

pub use files::{Content, Files};
pub use graph::drawings;
pub use layout::Layout;
pub use manifest::Manifest;

use crate::names::plain;
use crate::page;
use crate::plan::{Contract, Domain, Intent, Plan, RuntimeBinding, Workflow};

/// Emits everything.
pub fn emit(plan: &Plan, layout: &Layout) -> Result<Files, String> {
    match layout {
        Layout::Package(manifest) => package(plan, manifest),
        Layout::Include => include(plan),
    }
}

/// A package: modules, binaries, pages and pictures.
fn package(plan: &Plan, manifest: &Manifest) -> Result<Files, String> {
    let texts =
        parallel::map(&modules(plan), || Ok::<_, String>(()), |(), it| Ok([it.text()?, it.around()?].concat()))?;
    let mut files = files_of(texts);
    let mut add = |path: &str, text: String| files.insert(PathBuf::from(path), Content::Text(text));
    add("lib.rs", module::root(plan)?);
    add("stores.rs", bins::stores(plan)?);
    add("transforms.rs", bins::transforms(plan)?);
    add("workflows.rs", bins::workflows(plan)?);
    add("bin/pgs.rs", bins::pgs()?);
    add("Cargo.toml", manifest.render(plan)?);
    add("rustfmt.toml", manifest::RUSTFMT.to_owned());
    Ok(files)
}

/// Modules below the file that is included.
fn include(plan: &Plan) -> Result<Files, String> {
    let mut files = files_of(parallel::map(&modules(plan), || Ok(()), |(), it| it.text())?);
    files.insert(PathBuf::from("workflows.rs"), Content::Text(bins::workflows(plan)?));
    let below = |(path, content): (PathBuf, Content)| (Path::new(module::INCLUDED).join(path), content);
    let mut files: Files = files.into_iter().map(below).collect();
    files.insert(PathBuf::from(module::INCLUDED).with_extension("rs"), Content::Text(module::included(plan)?));
    Ok(files)
}

fn files_of(texts: Vec<Vec<(String, String)>>) -> Files {
    texts.into_iter().flatten().map(|(path, text)| (PathBuf::from(path), Content::Text(text))).collect()
}

/// What has files of its own in the folder of its domain.
enum Module<'a> {
    Intent(&'a Domain, &'a Intent),
    Contract(&'a Domain, &'a Contract),
    Binding(&'a Domain, &'a RuntimeBinding),
    Workflow(&'a Domain, &'a Workflow),
    Domain(&'a Domain),
}

fn modules(plan: &Plan) -> Vec<Module<'_>> {
    plan.domains.iter().flat_map(modules_of).collect()
}

fn modules_of(domain: &Domain) -> impl Iterator<Item = Module<'_>> {
    let intents = domain.intents.iter().map(move |it| Module::Intent(domain, it));
    let contracts = domain.contracts.iter().map(move |it| Module::Contract(domain, it));
    let bindings = domain.bindings.iter().map(move |it| Module::Binding(domain, it));
    let workflows = domain.workflows.iter().map(move |it| Module::Workflow(domain, it));
    intents.chain(contracts).chain(bindings).chain(workflows).chain([Module::Domain(domain)])
}

impl Module<'_> {
    /// Its Rust text.
    fn text(&self) -> Result<Vec<(String, String)>, String> {
        let below =
            |domain: &Domain, folder: &str, module: &str| format!("{}/{folder}/{}.rs", domain.module, plain(module));
        Ok(match self {
            Self::Intent(domain, it) => vec![(below(domain, "intents", &it.module), intent::emit(it)?)],
            Self::Contract(domain, it) => vec![(below(domain, "contracts", &it.module), contract::emit(it)?)],
            Self::Binding(domain, it) => vec![(below(domain, "bindings", &it.module), binding::emit(it)?)],
            Self::Workflow(domain, it) => vec![(below(domain, "workflows", &it.module), workflow::emit(it)?)],
            Self::Domain(domain) => {
                let modules = module::domain(domain)?.into_iter();
                modules.map(|(path, text)| (format!("{}/{path}", domain.module), text)).collect()
            }
        })
    }

    /// Its binary and its page.
    fn around(&self) -> Result<Vec<(String, String)>, String> {
        Ok(match self {
            Self::Intent(..) | Self::Contract(..) | Self::Binding(..) => Vec::new(),
            Self::Workflow(domain, it) => vec![
                (format!("bin/{}.rs", it.binary), bins::workflow(domain, it)?),
                (format!("{}/{}.md", domain.module, plain(&it.module)), page::workflow(it, domain)?),
            ],
            Self::Domain(domain) => vec![(format!("{}/README.md", domain.module), page::domain(domain)?)],
        })
    }
}
