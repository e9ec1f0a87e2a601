//! How a file names the modules that it uses, and what it imports.

use std::collections::BTreeMap;

use pgs_protocol::protocol::{Generation, Semantics};
use proc_macro2::TokenStream;
use quote::quote;

use super::Layout;
use super::rust::{ident, path};
use crate::plan::{Imports, Module};

/// The root of the generated modules, as a file that stands this deep below it names it.
pub fn root(layout: &Layout, depth: usize) -> TokenStream {
    match layout {
        Layout::Package(_) => quote!(crate),
        Layout::Include { .. } => {
            let supers = std::iter::repeat_n(quote!(super), depth);
            quote!(#(#supers)::*)
        }
    }
}

/// The engine that the text of a generation stands on.
pub fn engine(generation: Generation) -> TokenStream {
    match generation {
        Generation::Pgs => quote!(pgs_rt),
        Generation::Pgc => quote!(pgs_pgc),
    }
}

/// All that the engine brings.
pub fn prelude(generation: Generation) -> TokenStream {
    let engine = engine(generation);
    quote!(use #engine::prelude::*;)
}

/// How a file in the folder of a domain names modules.
pub struct Naming<'a> {
    root: TokenStream,
    imports: &'a Imports,
    semantics: Semantics,
}

impl<'a> Naming<'a> {
    /// That of a file with these imports.
    pub fn new(layout: &Layout, imports: &'a Imports, semantics: Semantics) -> Self {
        Self { root: root(layout, 3), imports, semantics }
    }

    /// The root of the generated modules.
    pub fn root(&self) -> &TokenStream {
        &self.root
    }

    /// What the declarations mean of which this is the text.
    pub fn semantics(&self) -> Semantics {
        self.semantics
    }

    /// A module: by its last part, if it is imported.
    pub fn module(&self, module: &Module) -> TokenStream {
        if self.imports.holds(module) {
            let name = ident(module.name());
            return quote!(#name);
        }
        let (parent, name) = (self.parent(module), ident(module.name()));
        quote!(#parent::#name)
    }

    /// A module of a crate, by its whole path.
    pub fn of_crate(&self, path: &str) -> TokenStream {
        self.module(&Module::OfCrate(path.to_owned()))
    }

    fn parent(&self, module: &Module) -> TokenStream {
        match module {
            Module::Generated { domain, folder, .. } => {
                let (root, domain, folder) = (&self.root, ident(domain), ident(folder.name()));
                quote!(#root::#domain::#folder)
            }
            Module::OfCrate(full) => path(full.rsplit_once("::").map_or(full.as_str(), |(parent, _)| parent)),
        }
    }

    /// The imports: modules, and all that the runtime brings.
    pub fn imports(&self) -> TokenStream {
        let mut by_parent: BTreeMap<String, (TokenStream, Vec<proc_macro2::Ident>)> = BTreeMap::new();
        for module in self.imports.iter() {
            let parent = self.parent(module);
            let entry = by_parent.entry(parent.to_string()).or_insert_with(|| (parent, Vec::new()));
            entry.1.push(ident(module.name()));
        }
        let uses = by_parent.values().map(|(parent, names)| match names.as_slice() {
            [name] => quote!(use #parent::#name;),
            names => quote!(use #parent::{#(#names),*};),
        });
        let prelude = prelude(self.semantics.generation);
        quote!(#(#uses)* #prelude)
    }
}
