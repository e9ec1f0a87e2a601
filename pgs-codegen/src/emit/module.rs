//! The modules that hold the others: the root and the domains.

use pgs_protocol::protocol::{Classification, Sealed};
use proc_macro2::TokenStream;
use quote::quote;

use super::Layout;
use super::gate::{self, gate};
use super::rust::{docs, ident};
use super::source::Source;
use crate::plan::{Domain, FeatureNames, Folder, Plan};

/// The root of a package.
pub fn root(plan: &Plan) -> String {
    let domains = plan.domains.iter().map(|domain| ident(&domain.module));
    let shared = shared(plan, &quote!());
    let body = quote! {
        #![forbid(unsafe_code)]
        #![deny(missing_docs)]
        #(pub mod #domains;)*
        pub mod stores;
        pub mod transforms;
        pub mod workflows;
        pub use workflows::run;
        #shared
    };
    Source::new("Every workflow of the protocol snapshots, one module per domain.").add(body).finish()
}

/// The folder of the modules below a file that is included, which has its name.
pub const INCLUDED: &str = "pgs";

/// The file that somebody's crate includes. What is included has no inner attributes, and no crate's lints to keep.
pub fn included(plan: &Plan, layout: &Layout) -> String {
    let domains = plan.domains.iter().map(|domain| {
        let (name, path) = (ident(&domain.module), format!("{INCLUDED}/{}/mod.rs", domain.module));
        let docs = docs(&format!("The domain `{}`.", domain.name));
        quote!(#docs #[path = #path] #[allow(dead_code, unreachable_pub, unused_imports, clippy::all, clippy::pedantic)] pub mod #name;)
    });
    let workflows = format!("{INCLUDED}/workflows.rs");
    let allowed = quote!(#[allow(dead_code, unreachable_pub, unused_imports)]);
    let shared = shared(plan, &allowed);
    let tables = layout.has_tables().then(|| {
        let (stores, transforms) = (format!("{INCLUDED}/stores.rs"), format!("{INCLUDED}/transforms.rs"));
        quote! {
            /// Every store.
            #[path = #stores]
            #allowed
            pub mod stores;
            /// Every transform.
            #[path = #transforms]
            #allowed
            pub mod transforms;
        }
    });
    let body = quote! {
        #(#domains)*
        /// Every workflow.
        #[path = #workflows]
        #allowed
        pub mod workflows;
        #allowed
        pub use workflows::run;
        #tables
        #shared
    };
    Source::new("").add(body).finish()
}

/// What every root holds beside its modules.
fn shared(plan: &Plan, allowed: &TokenStream) -> TokenStream {
    let (digest, version, names) = (&plan.digest, env!("CARGO_PKG_VERSION"), &plan.names);
    let names = (!names.is_empty()).then(|| {
        quote! {
            /// The names that the protocol declares: as keys of objects they are no secrets, whatever a payload says.
            #allowed
            pub const NAMES: &[&str] = &[#(#names),*];
        }
    });
    quote! {
        /// The digest of the protocol: every trace names it. It changes with any artifact.
        #allowed
        pub const PROTOCOL: &str = #digest;
        #names
        /// Stops the compilation where this text and the runtime do not fit.
        const _: () = pgs_rt::expects(#version);
    }
}

/// The modules of a domain: path below its folder, and text.
pub fn domain(domain: &Domain, layout: &Layout) -> Vec<(String, String)> {
    let nothing = FeatureNames::new();
    let workflows = domain.workflows.iter().map(|it| (&it.module, &it.features));
    let workflows = workflows.chain(domain.superseded.iter().map(|it| (&it.module, &nothing)));
    let declare = |(module, features): (&String, &FeatureNames)| {
        let (gate, module) = (gate(features, layout), ident(module));
        quote!(#gate pub mod #module;)
    };
    let folders: [(Folder, &str, Vec<TokenStream>); 5] = [
        (
            Folder::Bindings,
            "Where stores lie, by runtime binding.",
            domain.bindings.iter().map(|it| declare((&it.module, &nothing))).collect(),
        ),
        (
            Folder::Contracts,
            "What the workflows are made of.",
            domain.contracts.iter().map(|it| declare((&it.module, &it.features))).collect(),
        ),
        (
            Folder::Intents,
            "What the payloads must be.",
            domain.intents.iter().map(|it| declare((&it.module, &nothing))).collect(),
        ),
        (
            Folder::Molecules,
            "Transforms that are made of others.",
            domain.molecules.iter().map(|it| declare((&it.module, &it.features))).collect(),
        ),
        (Folder::Workflows, "The workflows.", workflows.map(declare).collect()),
    ];
    let folders: Vec<_> = folders.into_iter().filter(|(_, _, modules)| !modules.is_empty()).collect();
    let children = folders.iter().map(|(folder, ..)| ident(folder.name()));
    let protocol = domain.sealed.as_ref().map(protocol);
    let of_all = domain.workflows.iter().map(|it| &it.features).chain(domain.superseded.iter().map(|_| &nothing));
    let import = gate::import(of_all, layout);
    let all = quote!(#(pub mod #children;)* #import pub use workflows::*; #protocol);
    let mut files =
        vec![("mod.rs".to_owned(), Source::new(&format!("The domain `{}`.", domain.name)).add(all).finish())];
    files.extend(folders.into_iter().map(|(folder, doc, modules)| {
        let text = Source::new(doc).add(quote!(#(#modules)*)).finish();
        (format!("{}/mod.rs", folder.name()), text)
    }));
    files
}

/// The sealed snapshot that a domain is of.
fn protocol(sealed: &Sealed) -> TokenStream {
    let Classification { determinative, observational, observational_keys } = &sealed.classification;
    let identity = &sealed.identity;
    quote! {
        /// The sealed snapshot that this domain is of: every trace begins with it.
        pub const PROTOCOL: pgs_pgc::Protocol = pgs_pgc::Protocol {
            snapshot_id: #identity,
            determinative: &[#(#determinative),*],
            observational: &[#(#observational),*],
            observational_keys: &[#(#observational_keys),*],
        };
    }
}
