//! Fourth stage: the plan becomes files. No decision is taken here.
//!
//! Rust text is made of tokens and laid out by prettyplease; all other text by tera. Pictures are drawn by
//! [`pgs_picture`], pages for reviewers written by [`page`].

mod binding;
mod bins;
mod contract;
mod dependencies;
mod expression;
mod files;
mod intent;
mod manifest;
mod module;
mod picture;
mod rust;
mod step;
mod workflow;

use std::path::PathBuf;

use pgs_protocol::parallel;

pub use files::{Content, Files};
pub use manifest::Manifest;

use crate::names::plain;
use crate::page;
use crate::plan::{Contract, Domain, Intent, Plan, RuntimeBinding, Workflow};

/// Emits everything.
pub fn emit(plan: &Plan, manifest: &Manifest) -> Result<Files, String> {
    let modules: Vec<Module<'_>> = plan.domains.iter().flat_map(modules).collect();
    let texts = parallel::map(&modules, || Ok(()), |(), module| module.emit())?;
    let mut files: Files =
        texts.into_iter().flatten().map(|(path, text)| (PathBuf::from(path), Content::Text(text))).collect();
    let mut add = |path: &str, text: String| files.insert(PathBuf::from(path), Content::Text(text));
    add("lib.rs", module::root(plan)?);
    add("stores.rs", bins::stores(plan)?);
    add("transforms.rs", bins::transforms(plan)?);
    add("workflows.rs", bins::workflows(plan)?);
    add("bin/pgs.rs", bins::pgs()?);
    add("Cargo.toml", manifest.render(plan)?);
    add("rustfmt.toml", manifest::RUSTFMT.to_owned());
    picture::files(plan, &mut files)?;
    Ok(files)
}

/// What has files of its own in the folder of its domain.
enum Module<'a> {
    Intent(&'a Domain, &'a Intent),
    Contract(&'a Domain, &'a Contract),
    Binding(&'a Domain, &'a RuntimeBinding),
    Workflow(&'a Domain, &'a Workflow),
    Domain(&'a Domain),
}

fn modules(domain: &Domain) -> impl Iterator<Item = Module<'_>> {
    let intents = domain.intents.iter().map(move |it| Module::Intent(domain, it));
    let contracts = domain.contracts.iter().map(move |it| Module::Contract(domain, it));
    let bindings = domain.bindings.iter().map(move |it| Module::Binding(domain, it));
    let workflows = domain.workflows.iter().map(move |it| Module::Workflow(domain, it));
    intents.chain(contracts).chain(bindings).chain(workflows).chain([Module::Domain(domain)])
}

impl Module<'_> {
    /// Its files: path and text.
    fn emit(&self) -> Result<Vec<(String, String)>, String> {
        let below =
            |domain: &Domain, folder: &str, module: &str| format!("{}/{folder}/{}.rs", domain.module, plain(module));
        Ok(match self {
            Self::Intent(domain, it) => vec![(below(domain, "intents", &it.module), intent::emit(it)?)],
            Self::Contract(domain, it) => vec![(below(domain, "contracts", &it.module), contract::emit(it)?)],
            Self::Binding(domain, it) => vec![(below(domain, "bindings", &it.module), binding::emit(it)?)],
            Self::Workflow(domain, it) => vec![
                (below(domain, "workflows", &it.module), workflow::emit(it)?),
                (format!("bin/{}.rs", it.binary), bins::workflow(domain, it)?),
                (format!("{}/{}.md", domain.module, plain(&it.module)), page::workflow(it, domain)?),
            ],
            Self::Domain(domain) => {
                let modules = module::domain(domain)?.into_iter();
                let mut files: Vec<_> =
                    modules.map(|(path, text)| (format!("{}/{path}", domain.module), text)).collect();
                files.push((format!("{}/README.md", domain.module), page::domain(domain)?));
                files
            }
        })
    }
}
