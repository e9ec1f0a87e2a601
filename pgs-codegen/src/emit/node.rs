//! The text of the nodes of a workflow: what each binds, and where its outcomes lead.

use pgs_protocol::protocol::{Absent, Generation, Unrouted};
use proc_macro2::TokenStream;
use quote::quote;

use super::expression::{entries, field};
use super::flows::flows;
use super::naming::Naming;
use super::present;
use super::rust::{ident, integer};
use crate::plan::{End, Folder, Module, Next, Node, Workflow};

/// The module of the contract that a node runs.
pub fn contract(workflow: &Workflow, node: &Node, naming: &Naming<'_>) -> TokenStream {
    naming.module(&Module::generated(&workflow.domain_module, Folder::Contracts, &node.contract))
}

/// Where every outcome of every node leads.
pub fn visit(workflow: &Workflow, naming: &Naming<'_>) -> TokenStream {
    if workflow.nodes.is_empty() {
        let left = of_engine(naming, quote!(Self), quote!(Self::Node));
        return quote! {
            fn visit(&mut self, _run: &Run, node: Self::Node) -> Result<Left<#left>, Fault> {
                match node {}
            }
        };
    }
    let arms = workflow.nodes.iter().map(|node| {
        let (variant, function) = (ident(&node.variant), ident(&node.ident));
        let contract = contract(workflow, node, naming);
        let arms = node.arms.iter().map(|(status, following)| {
            let (status, following) = (ident(&status.variant), next(following, naming));
            quote!(Outcome::#status => #following,)
        });
        let outcome = of_engine(naming, quote!(), quote!(outcome,));
        let leave = if node.kept {
            let state = ident(&node.state);
            quote!(self.#state = surface; Ok(next.leaving(#outcome self.#state.fields())))
        } else {
            quote!(Ok(next.leaving(#outcome surface.fields())))
        };
        quote! {
            Node::#variant => {
                use #contract::Outcome;
                let (outcome, surface) = self.#function(run)?;
                let next = match outcome { #(#arms)* };
                #leave
            }
        }
    });
    let left = of_engine(naming, quote!(Self), quote!(Node));
    quote! {
        fn visit(&mut self, run: &Run, node: Node) -> Result<Left<#left>, Fault> {
            match node { #(#arms)* }
        }
    }
}

/// What the engine of PGS has here, or that of PGC.
pub fn of_engine(naming: &Naming<'_>, pgs: TokenStream, pgc: TokenStream) -> TokenStream {
    match naming.semantics().generation {
        Generation::Pgs => pgs,
        Generation::Pgc => pgc,
    }
}

/// Where an outcome leads.
pub fn next(next: &Next, naming: &Naming<'_>) -> TokenStream {
    match next {
        Next::Node(variant) => {
            let variant = ident(variant);
            quote!(Next::Node(Node::#variant))
        }
        Next::End(end) => {
            let end = ends(end, naming);
            quote!(Next::#end)
        }
    }
}

/// The variant and its fields with which a run ends.
pub fn ends(End { status, exit, condition }: &End, naming: &Naming<'_>) -> TokenStream {
    let (status, exit, condition) = (ident(&status.variant), exit.as_deref().map(ident), integer(*condition));
    match (naming.semantics().unrouted, exit) {
        (Unrouted::Ends, Some(exit)) => quote!(Exit(Status::#status, #exit)),
        (Unrouted::Ends, None) => quote!(NoEdge(Status::#status)),
        (Unrouted::Refused, Some(exit)) => quote!(Exit(#exit)),
        (Unrouted::Refused, None) => quote!(Unrouted(#condition)),
    }
}

/// The function of a node: what it binds, and the contract that it runs.
pub fn binds(workflow: &Workflow, node: &Node, naming: &Naming<'_>) -> TokenStream {
    let (function, contract, key) = (ident(&node.ident), contract(workflow, node, naming), &node.key);
    let inputs = node.inputs.iter().map(|(declared, expr)| {
        let name = ident(&declared.ident);
        let value = match naming.semantics().absent {
            Absent::Null => field(expr, declared.ty),
            Absent::LeftOut => {
                let lists = |items: TokenStream| quote!(run.list(&#contract::CONTRACT, [#items])?);
                present::field(expr, &lists)
            }
        };
        quote!(#name: #value,)
    });
    let undeclared = (!node.undeclared.is_empty()).then(|| {
        let entries = entries(&node.undeclared);
        quote!(undeclared: map([#entries]),)
    });
    let rest = (!node.complete).then(|| quote!(..Default::default()));
    let binding = node.binding.as_ref().map(|module| {
        let module = naming.module(&Module::generated(&workflow.domain_module, Folder::Bindings, module));
        let fields = node.supplied.iter().map(|(name, constant)| {
            let (name, constant) = (ident(name), ident(constant));
            quote!(#name: #module::#constant,)
        });
        quote!(let bindings = #contract::Bindings { #(#fields)* };)
    });
    let binds = (!node.bound.is_empty()).then(|| {
        let flows = flows(&node.bound);
        quote!(run.binds(#flows);)
    });
    let argument = binding.as_ref().map(|_| quote!(bindings,));
    quote! {
        fn #function(&self, run: &Run) -> Result<#contract::Completed, Fault> {
            let inputs = #contract::Inputs { #(#inputs)* #undeclared #rest };
            #binding
            #binds
            #contract::run(run, #key, #argument inputs)
        }
    }
}
