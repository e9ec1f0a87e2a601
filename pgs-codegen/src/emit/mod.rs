//! Fourth stage: the plan becomes files. No decision is taken here.
//!
//! Rust text is made of tokens and laid out by prettyplease; all other text by tera. Pictures are drawn by
//! [`picture`].

mod binding;
mod bins;
mod contract;
mod expression;
mod files;
mod intent;
mod manifest;
mod module;
mod rust;
mod step;
mod workflow;

use std::path::PathBuf;

pub use files::{Content, Files};
pub use manifest::Manifest;

use crate::picture;
use crate::plan::Plan;

/// Emits everything.
pub fn emit(plan: &Plan, manifest: &Manifest) -> Result<Files, String> {
    let mut files = Files::new();
    let mut add = |path: String, text: String| files.insert(PathBuf::from(path), Content::Text(text));
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
    add("stores.rs".into(), bins::stores(plan)?);
    add("transforms.rs".into(), bins::transforms(plan)?);
    add("workflows.rs".into(), bins::workflows(plan)?);
    add("bin/pgs.rs".into(), bins::pgs()?);
    add("Cargo.toml".into(), manifest.render(plan)?);
    add("rustfmt.toml".into(), manifest::RUSTFMT.to_owned());
    pictures(plan, &mut files)?;
    Ok(files)
}

/// The graph of every workflow, in four formats.
fn pictures(plan: &Plan, files: &mut Files) -> Result<(), String> {
    let workflows = || plan.domains.iter().flat_map(|domain| domain.workflows.iter().map(move |it| (domain, it)));
    let pictures = picture::draw(&workflows().map(|(_, workflow)| workflow).collect::<Vec<_>>())?;
    for ((domain, workflow), picture) in workflows().zip(pictures) {
        let mut add = |extension: &str, content| {
            let path = format!("{}/graphs/{}.{extension}", domain.module, file(&workflow.module));
            files.insert(PathBuf::from(path), content);
        };
        add("json", Content::Text(picture.data));
        add("mmd", Content::Text(picture.mermaid));
        add("png", Content::Bytes(picture.png));
        add("svg", Content::Text(picture.svg));
    }
    Ok(())
}

/// The file name of a module.
fn file(module: &str) -> &str {
    module.trim_start_matches("r#")
}
