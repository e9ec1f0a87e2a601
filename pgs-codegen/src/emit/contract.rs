//! The text of one contract: with what it can end and its pipeline, which decide; then the values that it takes and gives.

use pgs_protocol::fqdn::code;
use proc_macro2::TokenStream;
use quote::quote;

use super::Layout;
use super::fields::{inputs, surface};
use super::naming::Naming;
use super::pipeline::pipeline;
use super::rust::{docs, ident, integer, prose};
use super::source::Source;
use crate::plan::{Contract, Supplied};

/// Emits the contract's module.
pub fn emit(contract: &Contract, layout: &Layout) -> String {
    let naming = Naming::new(layout, &contract.imports);
    let (fqdn, address) = (&contract.fqdn, integer(contract.address));
    let constant = quote! {
        /// This contract in traces.
        const CONTRACT: ContractId = ContractId { fqdn: #fqdn, address: #address };
    };
    Source::new(&format!("`{}`: {}", contract.fqdn, prose(&contract.summary)))
        .add(naming.imports())
        .statuses("Outcome", "How this contract can end.", &contract.outcomes)
        .add(pipeline(contract, &naming))
        .add(run(contract))
        .add(inputs(contract))
        .add(surface(contract))
        .add(bindings(contract))
        .add(constant)
        .finish()
}

/// What the workflow's runtime binding supplies.
fn bindings(contract: &Contract) -> TokenStream {
    if contract.supplied.is_empty() {
        return TokenStream::new();
    }
    let fields = contract.supplied.iter().map(|it| match it {
        Supplied::Store { ident: name, kind, name: store, side_effect } => {
            let (module, name) = (ident(kind.module()), ident(name));
            let doc = match store {
                Some(store) => format!("The store `{store}`."),
                None => format!("The store at the policy path of {}.", code(side_effect)),
            };
            let docs = docs(&doc);
            quote!(#docs pub #name: #module::Store,)
        }
        Supplied::Switch { ident: name, side_effect } => {
            let (name, docs) = (ident(name), docs(&format!("Whether {} is switched on.", code(side_effect))));
            quote!(#docs pub #name: bool,)
        }
    });
    quote! {
        /// What the workflow's runtime binding supplies.
        #[derive(Clone, Copy, Debug)]
        pub struct Bindings { #(#fields)* }
    }
}

fn run(contract: &Contract) -> TokenStream {
    let (parameter, member) = if contract.supplied.is_empty() {
        (TokenStream::new(), TokenStream::new())
    } else {
        (quote!(bindings: Bindings,), quote!(bindings,))
    };
    let rest = contract.mapped().next().map(|_| quote!(..Surface::default()));
    let kept = contract.kept.iter().map(|field| {
        let name = ident(&field.ident);
        quote!(#name: Field::Unset,)
    });
    quote! {
        /// How it ended, and what it gives.
        pub type Completed = (Outcome, Surface);

        /// Runs the pipeline for a node: the steps in order, each status where it leads.
        pub fn run(run: &Run, node: &str, #parameter inputs: Inputs) -> Result<Completed, Fault> {
            run.contract_starts(&CONTRACT, node, &inputs.fields())?;
            let mut pipeline = Pipeline { #member surface: Surface { inputs, #rest }, #(#kept)* };
            let outcome = pipeline.run(run)?;
            run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
            Ok((outcome, pipeline.surface))
        }
    }
}
