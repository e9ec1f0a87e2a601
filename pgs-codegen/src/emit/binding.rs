//! The text of one runtime binding: where its stores lie.

use pgs_protocol::fqdn::code;
use pgs_protocol::protocol::Generation;
use quote::quote;

use super::Layout;
use super::gate::gate;
use super::naming::prelude;
use super::present::literal_field;
use super::rust::{docs, ident, path, prose};
use super::source::Source;
use crate::names::snake;
use crate::plan::{RuntimeBinding, SidePolicy, Store};

/// Emits the runtime binding's module.
pub fn emit(binding: &RuntimeBinding, layout: &Layout) -> String {
    let stores = binding.stores.iter().map(|it| match binding.semantics.generation {
        Generation::Pgs => store(it),
        Generation::Pgc => reached(it),
    });
    let policies = binding.policies.iter().map(|it| policy(it, layout));
    let switches = binding.switches.iter().map(|switch| {
        let (name, is_on) = (ident(&switch.ident), switch.is_on);
        let docs = docs(&format!("Whether {} is switched on.", code(&switch.side_effect)));
        quote! {
            #docs
            pub const #name: bool = #is_on;
        }
    });
    let imports =
        (!binding.stores.is_empty() || !binding.policies.is_empty()).then(|| prelude(binding.semantics.generation));
    let of = match &binding.consulting {
        None => format!("`{}`", binding.fqdn),
        Some(workflow) => format!("`{}`, and what `{workflow}` consults beside it", binding.fqdn),
    };
    Source::new(&format!("{of}: {}", prose(&binding.summary)))
        .add(quote!(#imports))
        .add(quote!(#(#stores)* #(#switches)* #(#policies)*))
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

/// A store that a workflow owns or consults.
fn reached(store: &Store) -> proc_macro2::TokenStream {
    let (name, module, label) = (ident(&store.ident), ident(store.kind.module()), &store.name);
    let docs = docs(&match &store.consulted {
        None => format!("`{label}`."),
        Some(of) => format!("`{label}` of `{of}`: it is read, and never written."),
    });
    let location = match &store.path {
        Some(path) => quote!(Location::at(#label, #path)),
        None => quote!(Location::nowhere(#label)),
    };
    let reach = match &store.consulted {
        Some(of) => quote!(consulted(#location, #of)),
        None => quote!(owned(#location)),
    };
    quote! {
        #docs
        pub const #name: #module::Store = #module::Store::#reach;
    }
}

/// The policy of a side effect.
fn policy(policy: &SidePolicy, layout: &Layout) -> proc_macro2::TokenStream {
    let (name, module) = (ident(&policy.ident), path(&policy.module));
    let docs = docs(&format!("The policy of {}.", code(&policy.side_effect)));
    let fields = policy.fields.iter().map(|(key, value)| {
        let (key, value) = (ident(&snake(key)), literal_field(value));
        quote!(#key: #value,)
    });
    let said = match policy.fields.as_slice() {
        [] => quote!(#module::Policy::default()),
        _ if policy.is_whole => quote!(#module::Policy { #(#fields)* }),
        _ => quote!(#module::Policy { #(#fields)* ..Default::default() }),
    };
    let gate = gate(&policy.features, layout);
    quote! {
        #docs
        #gate
        pub fn #name() -> #module::Policy {
            #said
        }
    }
}
