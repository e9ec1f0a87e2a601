//! The modules that hold the others: the crate's root and the domains.

use quote::quote;

use super::rust::{self, ident};
use crate::plan::{Domain, Plan};

/// The crate's root.
pub fn root(plan: &Plan) -> Result<String, String> {
    let domains = plan.domains.iter().map(|domain| ident(&domain.module));
    let digest = &plan.digest;
    let body = quote! {
        #![forbid(unsafe_code)]
        #![deny(missing_docs)]
        #(pub mod #domains;)*
        pub mod stores;
        pub mod transforms;
        pub mod workflows;
        /// The digest of the protocol: every trace names it. It changes with any artifact.
        pub const PROTOCOL: &str = #digest;
    };
    rust::file("Every workflow of the protocol snapshots, one module per domain.", body)
}

/// The folder of the modules below a file that is included, which has its name.
pub const INCLUDED: &str = "pgs";

/// The file that somebody's crate includes. What is included has no inner attributes, and no crate's lints to keep.
pub fn included(plan: &Plan) -> Result<String, String> {
    let domains = plan.domains.iter().map(|domain| {
        let (name, path) = (ident(&domain.module), format!("{INCLUDED}/{}/mod.rs", domain.module));
        let docs = rust::docs(&format!("The domain `{}`.", domain.name));
        quote!(#docs #[path = #path] #[allow(dead_code, unreachable_pub, clippy::all, clippy::pedantic)] pub mod #name;)
    });
    let workflows = format!("{INCLUDED}/workflows.rs");
    let digest = &plan.digest;
    let body = quote! {
        #(#domains)*
        /// Every workflow.
        #[path = #workflows]
        #[allow(dead_code, unreachable_pub)]
        pub mod workflows;
        /// The digest of the protocol: every trace names it. It changes with any artifact.
        #[allow(dead_code, unreachable_pub)]
        pub const PROTOCOL: &str = #digest;
    };
    rust::file("", body)
}

/// The modules of a domain: path below its folder, and text.
pub fn domain(domain: &Domain) -> Result<Vec<(String, String)>, String> {
    let folders = [
        (
            "bindings",
            "Where stores lie, by runtime binding.",
            domain.bindings.iter().map(|it| &it.module).collect::<Vec<_>>(),
        ),
        ("contracts", "What the workflows are made of.", domain.contracts.iter().map(|it| &it.module).collect()),
        ("intents", "What the payloads must be.", domain.intents.iter().map(|it| &it.module).collect()),
        ("workflows", "The workflows.", domain.workflows.iter().map(|it| &it.module).collect()),
    ];
    let mut files = Vec::new();
    let mut children = Vec::new();
    for (folder, doc, modules) in folders {
        if modules.is_empty() {
            continue;
        }
        let modules = modules.iter().map(|module| ident(module));
        files.push((format!("{folder}/mod.rs"), rust::file(doc, quote!(#(pub mod #modules;)*))?));
        children.push(ident(folder));
    }
    let text = rust::file(&format!("The domain `{}`.", domain.name), quote!(#(pub mod #children;)*))?;
    files.push(("mod.rs".to_owned(), text));
    Ok(files)
}
