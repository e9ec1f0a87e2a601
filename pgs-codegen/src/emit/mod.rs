//! Fourth stage: the plan becomes files. No decision is taken here.
//!
//! Rust text is made of tokens, which [`format`] lays out. Pages for reviewers are written by [`page`]; pictures are drawn
//! later, of the [`drawings`].

mod answered;
mod binding;
mod bins;
mod call;
mod contract;
mod decisions;
mod dependencies;
mod expression;
mod fields;
mod files;
mod flows;
mod format;
mod gate;
mod graph;
mod intent;
mod layout;
mod manifest;
mod module;
mod molecule;
mod naming;
mod node;
mod pipeline;
mod present;
mod rust;
mod source;
mod step;
mod workflow;

use std::convert::Infallible;
use std::path::{Path, PathBuf};

use pgs_protocol::parallel;

pub use files::{Content, Files};
pub use graph::{drawings, graph};
pub use layout::Layout;
pub use manifest::{GENERATED, Manifest};

use crate::names::plain;
use crate::page;
use crate::plan::{Contract, Domain, Intent, Molecule, Plan, RuntimeBinding, Superseded, Workflow};

/// Emits everything.
pub fn emit(plan: &Plan, layout: &Layout) -> Files {
    match layout {
        Layout::Package(manifest) => package(plan, manifest, layout),
        Layout::Include { .. } => include(plan, layout),
    }
}

/// A package: modules, binaries, pages and pictures.
fn package(plan: &Plan, manifest: &Manifest, layout: &Layout) -> Files {
    let mut files = files_of(&modules(plan), |it| [it.text(layout), it.around()].concat());
    let mut add = |path: &str, text: String| files.insert(PathBuf::from(path), Content::Text(text));
    add("lib.rs", module::root(plan));
    add("stores.rs", bins::stores(plan, layout));
    add("transforms.rs", bins::transforms(plan, layout));
    add("workflows.rs", bins::workflows(plan, layout));
    add("bin/pgs.rs", bins::pgs(plan));
    add("Cargo.toml", manifest.render(plan));
    add("rustfmt.toml", manifest::RUSTFMT.to_owned());
    if !plan.left_out.is_empty() {
        add("left_out.md", page::left_out(plan));
    }
    files
}

/// Modules below the file that is included.
fn include(plan: &Plan, layout: &Layout) -> Files {
    let mut files = files_of(&modules(plan), |it| it.text(layout));
    files.insert(PathBuf::from("workflows.rs"), Content::Text(bins::workflows(plan, layout)));
    if layout.has_tables() {
        files.insert(PathBuf::from("stores.rs"), Content::Text(bins::stores(plan, layout)));
        files.insert(PathBuf::from("transforms.rs"), Content::Text(bins::transforms(plan, layout)));
    }
    let below = |(path, content): (PathBuf, Content)| (Path::new(module::INCLUDED).join(path), content);
    let mut files: Files = files.into_iter().map(below).collect();
    files.insert(PathBuf::from(module::INCLUDED).with_extension("rs"), Content::Text(module::included(plan, layout)));
    files
}

fn files_of(modules: &[Module<'_>], texts: impl Fn(&Module<'_>) -> Vec<(String, String)> + Sync) -> Files {
    let texts = parallel::map(modules, || Ok::<_, Infallible>(()), |(), it| Ok(texts(it)));
    let texts = texts.unwrap_or_else(|never| match never {});
    texts.into_iter().flatten().map(|(path, text)| (PathBuf::from(path), Content::Text(text))).collect()
}

/// What has files of its own in the folder of its domain.
enum Module<'a> {
    Intent(&'a Domain, &'a Intent),
    Contract(&'a Domain, &'a Contract),
    Molecule(&'a Domain, &'a Molecule),
    Binding(&'a Domain, &'a RuntimeBinding),
    Workflow(&'a Domain, &'a Workflow),
    Superseded(&'a Domain, &'a Superseded),
    Domain(&'a Domain),
}

fn modules(plan: &Plan) -> Vec<Module<'_>> {
    plan.domains.iter().flat_map(modules_of).collect()
}

fn modules_of(domain: &Domain) -> impl Iterator<Item = Module<'_>> {
    let intents = domain.intents.iter().map(move |it| Module::Intent(domain, it));
    let contracts = domain.contracts.iter().map(move |it| Module::Contract(domain, it));
    let molecules = domain.molecules.iter().map(move |it| Module::Molecule(domain, it));
    let bindings = domain.bindings.iter().map(move |it| Module::Binding(domain, it));
    let workflows = domain.workflows.iter().map(move |it| Module::Workflow(domain, it));
    let superseded = domain.superseded.iter().map(move |it| Module::Superseded(domain, it));
    let parts = intents.chain(contracts).chain(molecules).chain(bindings);
    parts.chain(workflows).chain(superseded).chain([Module::Domain(domain)])
}

impl Module<'_> {
    /// Its Rust text.
    fn text(&self, layout: &Layout) -> Vec<(String, String)> {
        let below =
            |domain: &Domain, folder: &str, module: &str| format!("{}/{folder}/{}.rs", domain.module, plain(module));
        match self {
            Self::Intent(domain, it) => vec![(below(domain, "intents", &it.module), intent::emit(it))],
            Self::Contract(domain, it) => vec![(below(domain, "contracts", &it.module), contract::emit(it, layout))],
            Self::Binding(domain, it) => vec![(below(domain, "bindings", &it.module), binding::emit(it, layout))],
            Self::Molecule(domain, it) => {
                vec![(below(domain, "molecules", &it.module), molecule::emit(it, domain, layout))]
            }
            Self::Superseded(domain, it) => {
                vec![(below(domain, "workflows", &it.module), workflow::superseded(it, domain, layout))]
            }
            Self::Workflow(domain, it) => vec![(below(domain, "workflows", &it.module), workflow::emit(it, layout))],
            Self::Domain(domain) => {
                let modules = module::domain(domain, layout).into_iter();
                modules.map(|(path, text)| (format!("{}/{path}", domain.module), text)).collect()
            }
        }
    }

    /// Its binary and its page.
    fn around(&self) -> Vec<(String, String)> {
        match self {
            Self::Intent(..) | Self::Contract(..) | Self::Molecule(..) | Self::Binding(..) | Self::Superseded(..) => {
                Vec::new()
            }
            Self::Workflow(domain, it) => vec![
                (format!("bin/{}.rs", it.binary), bins::workflow(domain, it)),
                (format!("{}/{}.md", domain.module, plain(&it.module)), page::workflow(it, domain)),
            ],
            Self::Domain(domain) => vec![(format!("{}/README.md", domain.module), page::domain(domain))],
        }
    }
}
