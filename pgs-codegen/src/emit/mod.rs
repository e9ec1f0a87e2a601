//! Fourth stage: the plan becomes text. No decision is taken here.
//!
//! Rust text is made of tokens and laid out by prettyplease; all other text by tera.

mod binding;
mod bins;
mod contract;
mod expression;
mod intent;
mod manifest;
mod module;
mod rust;
mod step;
mod workflow;

use std::collections::BTreeMap;
use std::path::PathBuf;

pub use manifest::Manifest;

use crate::plan::Plan;

/// The generated files: path below the output folder, and text.
pub type Files = BTreeMap<PathBuf, String>;

/// Emits everything.
pub fn emit(plan: &Plan, manifest: &Manifest) -> Result<Files, String> {
    let mut files = Files::new();
    let mut add = |path: String, text: String| files.insert(PathBuf::from(path), text);
    for domain in &plan.domains {
        let folder = &domain.module;
        for intent in &domain.intents {
            add(format!("{folder}/intents/{}.rs", file(&intent.module)), intent::emit(intent)?);
        }
        for contract in &domain.contracts {
            add(format!("{folder}/contracts/{}.rs", file(&contract.module)), contract::emit(contract)?);
        }
        for binding in &domain.bindings {
            add(format!("{folder}/bindings/{}.rs", file(&binding.module)), binding::emit(binding)?);
        }
        for workflow in &domain.workflows {
            add(format!("{folder}/workflows/{}.rs", file(&workflow.module)), workflow::emit(workflow)?);
            add(format!("bin/{}.rs", workflow.binary), bins::workflow(domain, workflow)?);
        }
        for (path, text) in module::domain(domain)? {
            add(format!("{folder}/{path}"), text);
        }
    }
    add("lib.rs".into(), module::root(plan)?);
    add("transforms.rs".into(), bins::transforms(plan)?);
    add("workflows.rs".into(), bins::workflows(plan)?);
    add("bin/pgs.rs".into(), bins::pgs()?);
    add("Cargo.toml".into(), manifest.render(plan)?);
    add("rustfmt.toml".into(), manifest::RUSTFMT.to_owned());
    Ok(files)
}

/// The file name of a module.
fn file(module: &str) -> &str {
    module.trim_start_matches("r#")
}
