//! The text of one contract: with what it can end and its pipeline, which decide; then the values that it takes and gives.

use pgs_protocol::fqdn::code;
use pgs_protocol::protocol::Generation;
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
    let naming = Naming::new(layout, &contract.imports, contract.semantics);
    let (fqdn, address) = (&contract.fqdn, integer(contract.address));
    // The nodes of a workflow name it where nodes have addresses.
    let public = (contract.semantics.generation == Generation::Pgc).then(|| quote!(pub));
    let constant = quote! {
        /// This contract in traces.
        #public const CONTRACT: ContractId = ContractId { fqdn: #fqdn, address: #address };
    };
    Source::new(&format!("`{}`: {}", contract.fqdn, prose(&contract.summary)))
        .add(naming.imports())
        .statuses("Outcome", "How this contract can end.", &contract.outcomes)
        .add(pipeline(contract, &naming))
        .add(run(contract))
        .add(inputs(contract))
        .add(surface(contract))
        .add(bindings(contract, &naming))
        .add(constant)
        .finish()
}

/// What the workflow's runtime binding supplies.
fn bindings(contract: &Contract, naming: &Naming<'_>) -> TokenStream {
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
        Supplied::Policy { ident: name, side_effect, module } => {
            let (name, docs) = (ident(name), docs(&format!("The policy of {}.", code(side_effect))));
            let module = naming.of_crate(module);
            quote!(#docs pub #name: fn() -> #module::Policy,)
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
    let node = (contract.semantics.generation == Generation::Pgc).then(|| quote!(node,));
    quote! {
        /// How it ended, and what it gives.
        pub type Completed = (Outcome, Surface);

        /// Runs the pipeline for a node: the steps in order, each status where it leads.
        pub fn run(run: &Run, node: &str, #parameter inputs: Inputs) -> Result<Completed, Fault> {
            run.contract_starts(&CONTRACT, node, &inputs.fields())?;
            let mut pipeline = Pipeline { #member surface: Surface { inputs, #rest }, #(#kept)* };
            let outcome = pipeline.run(run)?;
            run.contract_ends(&CONTRACT, #node outcome.as_str(), &pipeline.surface.fields())?;
            Ok((outcome, pipeline.surface))
        }
    }
}
