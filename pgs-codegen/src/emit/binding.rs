//! The text of one runtime binding: where its stores lie.

use pgs_protocol::fqdn::code;
use quote::quote;

use super::rust::{docs, ident, prose};
use super::source::Source;
use crate::plan::{RuntimeBinding, Store};

/// Emits the runtime binding's module.
pub fn emit(binding: &RuntimeBinding) -> String {
    let stores = binding.stores.iter().map(store);
    let switches = binding.switches.iter().map(|switch| {
        let (name, is_on) = (ident(&switch.ident), switch.is_on);
        let docs = docs(&format!("Whether {} is switched on.", code(&switch.side_effect)));
        quote! {
            #docs
            pub const #name: bool = #is_on;
        }
    });
    let imports = (!binding.stores.is_empty()).then(|| {
        quote!(
            use pgs_rt::prelude::*;
        )
    });
    Source::new(&format!("`{}`: {}", binding.fqdn, prose(&binding.summary)))
        .add(quote!(#imports))
        .add(quote!(#(#stores)* #(#switches)*))
        .finish()
}

fn store(store: &Store) -> proc_macro2::TokenStream {
    let (name, module, label) = (ident(&store.ident), ident(store.kind.module()), &store.name);
    let (docs, location) = match &store.path {
        Some(path) => (docs(&format!("`{label}`.")), quote!(Location::at(#label, #path))),
        None => (
            docs(&format!("`{label}`: the protocol gives no path, so every operation ends with BACKEND_ERROR.")),
            quote!(Location::nowhere(#label)),
        ),
    };
    quote! {
        #docs
        pub const #name: #module::Store = #module::Store(#location);
    }
}
