//! The text of one workflow: its statuses, exits and routes and what its nodes bind, which decide; then its table.

use proc_macro2::TokenStream;
use quote::quote;

use super::Layout;
use super::naming::Naming;
use super::node::{binds, contract, ends, visit};
use super::rust::{docs, ident, integer, optional_text, prose};
use super::source::Source;
use crate::names::plain;
use crate::plan::{End, EntryNode, Exit, Folder, Intent, Module, Next, Workflow};

/// Emits the workflow's module.
pub fn emit(workflow: &Workflow, layout: &Layout) -> String {
    let naming = Naming::new(layout, &workflow.imports);
    let exits = workflow.exits.iter().map(exit);
    Source::new(&format!("`{}`: {}", workflow.fqdn, prose(&workflow.summary)))
        .add(naming.imports())
        .statuses("Status", "How this workflow can end.", &workflow.statuses)
        .add(quote!(#(#exits)*))
        .add(machine(workflow, &naming))
        .add(nodes(workflow))
        .add(state(workflow, &naming))
        .add(table(workflow, layout, &naming))
        .finish()
}

/// The workflow for whoever runs, lists or examines it.
fn table(workflow: &Workflow, layout: &Layout, naming: &Naming<'_>) -> TokenStream {
    let (binary, summary) = (&workflow.binary, workflow.summary.split_whitespace().collect::<Vec<_>>().join(" "));
    let payload = match &workflow.entry.intent {
        Some(intent) => {
            let module = intent_path(workflow, intent, naming);
            quote!(#module::FIELDS)
        }
        None => quote!(&[]),
    };
    let intent = match workflow.entry.node.as_ref().and(workflow.entry.intent.as_ref()) {
        Some(intent) => {
            let module = intent_path(workflow, intent, naming);
            quote!(Some(Intent::of::<#module::Payload>()))
        }
        None => quote!(None),
    };
    let stores = workflow.stores.iter().map(|(path, writes)| match writes {
        true => quote!(StoreUse::writes(#path)),
        false => quote!(StoreUse::reads(#path)),
    });
    let (suppressed, root) = (&workflow.suppressed, naming.root());
    let file = format!("../graphs/{}", plain(&workflow.module));
    let graph = if layout.has_graphs() { quote!(graph!(#file)) } else { quote!(None) };
    quote! {
        /// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
        pub const WORKFLOW: Workflow = Workflow {
            id: Machine::ID,
            binary: #binary,
            summary: #summary,
            payload: #payload,
            intent: #intent,
            suppressed: &[#(#suppressed),*],
            stores: &[#(#stores),*],
            protocol: #root::PROTOCOL,
            run: machine::start::<Machine>,
            graph: #graph,
        };

        /// Runs this workflow.
        pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
            engine::run(&WORKFLOW, payload.into(), context)
        }
    }
}

fn intent_path(workflow: &Workflow, intent: &Intent, naming: &Naming<'_>) -> TokenStream {
    naming.module(&Module::generated(&workflow.domain_module, Folder::Intents, &intent.module))
}

fn nodes(workflow: &Workflow) -> TokenStream {
    if workflow.nodes.is_empty() {
        return TokenStream::new();
    }
    let variants = workflow.nodes.iter().map(|node| {
        let (variant, docs) = (ident(&node.variant), docs(&format!("`{}`", node.key)));
        quote!(#docs #variant,)
    });
    quote! {
        /// The nodes that run contracts.
        #[derive(Clone, Copy, Debug)]
        pub enum Node { #(#variants)* }
    }
}

fn exit(exit: &Exit) -> TokenStream {
    let (name, key) = (ident(&exit.ident), &exit.key);
    let (reason, event) = (optional_text(exit.reason.as_deref()), optional_text(exit.emit.first().map(String::as_str)));
    quote!(const #name: Exit = Exit { node: #key, reason: #reason, emit: #event };)
}

/// The struct of one run.
fn state(workflow: &Workflow, naming: &Naming<'_>) -> TokenStream {
    let payload = workflow.reads_payload.then(|| match &workflow.entry.intent {
        Some(intent) => {
            let module = intent_path(workflow, intent, naming);
            quote!(payload: #module::Payload,)
        }
        None => quote!(payload: Map<String, Value>,),
    });
    let kept = workflow.nodes.iter().filter(|node| node.kept).map(|node| {
        let (name, contract) = (ident(&node.ident), contract(workflow, node, naming));
        quote!(#name: #contract::Surface,)
    });
    quote! {
        /// One run between two nodes: what later nodes read.
        #[derive(Debug)]
        pub struct Machine { #payload #(#kept)* }
    }
}

fn machine(workflow: &Workflow, naming: &Naming<'_>) -> TokenStream {
    let (fqdn, domain, address) = (&workflow.fqdn, &workflow.domain, integer(workflow.address));
    let node = if workflow.nodes.is_empty() { quote!(std::convert::Infallible) } else { quote!(Node) };
    let (enter, visit) = (enter(workflow, naming), visit(workflow, naming));
    let binds = workflow.nodes.iter().map(|node| binds(workflow, node, naming));
    let functions = (!workflow.nodes.is_empty()).then(|| quote!(impl Machine { #(#binds)* }));
    quote! {
        impl pgs_rt::Machine for Machine {
            const ID: WorkflowId = WorkflowId { fqdn: #fqdn, domain: #domain, address: #address };
            type Node = #node;
            type Status = Status;
            #enter
            #visit
        }
        #functions
    }
}

/// How the payload is admitted, and where the run goes first.
fn enter(workflow: &Workflow, naming: &Naming<'_>) -> TokenStream {
    let entry = &workflow.entry;
    let (admits, reads) = (entry.node.as_ref().zip(entry.intent.as_ref()), workflow.reads_payload);
    let body = match (admits, &entry.node, &entry.first) {
        (Some((node, intent)), ..) => admitted(workflow, node, intent, naming),
        (None, Some(EntryNode { ack: first, .. }), _) | (None, None, Some(first)) => {
            let entered = entered(workflow, first);
            quote!(Ok(#entered))
        }
        (None, None, None) => TokenStream::new(),
    };
    let run = ident(if admits.is_some() { "run" } else { "_run" });
    let payload = ident(if admits.is_some() || reads { "payload" } else { "_payload" });
    quote! {
        fn enter(#run: &Run, #payload: Map<String, Value>) -> Result<Entered<Self>, Fault> { #body }
    }
}

fn admitted(workflow: &Workflow, node: &EntryNode, intent: &Intent, naming: &Naming<'_>) -> TokenStream {
    let module = intent_path(workflow, intent, naming);
    let (ack, nack) = (entered(workflow, &node.ack), entered_at(&node.nack));
    let reads = workflow.reads_payload && matches!(node.ack, Next::Node(_));
    let payload = if reads { quote!(payload) } else { quote!(_) };
    quote! {
        match #module::Payload::admit(run, payload)? {
            Verdict::Ack(#payload) => Ok(#ack),
            Verdict::Nack => Ok(#nack),
        }
    }
}

/// Where the run goes first.
fn entered(workflow: &Workflow, next: &Next) -> TokenStream {
    match next {
        Next::Node(variant) => {
            let variant = ident(variant);
            let payload = workflow.reads_payload.then(|| quote!(payload,));
            let kept = workflow.nodes.iter().filter(|node| node.kept).map(|node| {
                let name = ident(&node.ident);
                quote!(#name: Default::default(),)
            });
            quote!(Entered::Node(Self { #payload #(#kept)* }, Node::#variant))
        }
        Next::End(end) => entered_at(end),
    }
}

fn entered_at(end: &End) -> TokenStream {
    let end = ends(end);
    quote!(Entered::#end)
}
