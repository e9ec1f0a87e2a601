//! The text of one workflow: its statuses, exits and routes and what its nodes bind, which decide; then its table.

use pgs_protocol::protocol::Generation;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Layout;
use super::naming::{Naming, engine, prelude, root};
use super::node::{binds, contract, ends, next, of_engine, visit};
use super::rust::{docs, ident, integer, optional_text, prose};
use super::source::Source;
use crate::names::plain;
use crate::plan::{Domain, EntryNode, Exit, Folder, Intent, Module, Next, Node, Superseded, Workflow};

/// Emits the workflow's module.
pub fn emit(workflow: &Workflow, layout: &Layout) -> String {
    let naming = Naming::new(layout, &workflow.imports, workflow.semantics);
    let exits = workflow.exits.iter().map(|it| exit(it, &naming));
    let mut source = Source::new(&format!("`{}`: {}", workflow.fqdn, prose(&workflow.summary)));
    source.add(naming.imports());
    match workflow.semantics.generation {
        Generation::Pgs => source.statuses("Status", "How this workflow can end.", &workflow.statuses),
        // It ends with the outcome of its last node, as a word.
        Generation::Pgc => &mut source,
    }
    .add(quote!(#(#exits)*))
    .add(machine(workflow, &naming));
    match workflow.semantics.generation {
        Generation::Pgs => source.add(nodes(workflow)),
        Generation::Pgc => source.text(&places(workflow, &naming)),
    }
    .add(state(workflow, &naming))
    .add(match workflow.semantics.generation {
        Generation::Pgs => table(workflow, layout, &naming),
        Generation::Pgc => table_of_pgc(workflow, layout, &naming),
    })
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
    let (suppressed, root, graph) = (&workflow.suppressed, naming.root(), graph(workflow, layout));
    let names = if suppressed.is_empty() { quote!(&[]) } else { quote!(#root::NAMES) };
    quote! {
        /// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
        pub const WORKFLOW: Workflow = Workflow {
            id: Machine::ID,
            binary: #binary,
            summary: #summary,
            payload: #payload,
            intent: #intent,
            suppressed: &[#(#suppressed),*],
            names: #names,
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

/// The graph, where it is drawn.
fn graph(workflow: &Workflow, layout: &Layout) -> TokenStream {
    let file = format!("../graphs/{}", plain(&workflow.module));
    if layout.has_graphs() { quote!(graph!(#file)) } else { quote!(None) }
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

/// The nodes with their places in traces.
fn places(workflow: &Workflow, naming: &Naming<'_>) -> String {
    if workflow.nodes.is_empty() {
        return String::new();
    }
    let nodes = workflow.nodes.iter().map(|node| {
        let (variant, key, contract) = (&node.variant, Literal::string(&node.key), contract(workflow, node, naming));
        format!("        {variant} = {key}: {contract}::CONTRACT,\n").replace(" :: ", "::")
    });
    let nodes: String = nodes.collect();
    format!("nodes! {{\n    /// The nodes that run contracts.\n    Node {{\n{nodes}    }}\n}}\n")
}

/// The workflow for whoever runs, lists or examines it.
fn table_of_pgc(workflow: &Workflow, layout: &Layout, naming: &Naming<'_>) -> TokenStream {
    let (binary, summary) = (&workflow.binary, workflow.summary.split_whitespace().collect::<Vec<_>>().join(" "));
    let actor = optional_text(workflow.actor.as_deref());
    let stores = workflow.stores.iter().map(|(path, writes)| match writes {
        true => quote!(StoreUse::writes(#path)),
        false => quote!(StoreUse::reads(#path)),
    });
    let (root, domain) = (naming.root(), ident(&workflow.domain_module));
    let gate = workflow.entry.intent.as_ref().map(|intent| intent_path(workflow, intent, naming));
    let graph = graph(workflow, layout);
    quote! {
        /// This workflow in a table.
        pub const WORKFLOW: Workflow = Workflow {
            binary: #binary,
            summary: #summary,
            actor: #actor,
            stores: &[#(#stores),*],
            graph: #graph,
            ..Workflow::new(Machine::ID, #gate::GATE, &#root::#domain::PROTOCOL, machine::start::<Machine>)
        };

        /// Runs this workflow.
        pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
            engine::run(&WORKFLOW, payload.into(), context)
        }
    }
}

/// The text of a workflow that another one has taken the place of.
pub fn superseded(workflow: &Superseded, domain: &Domain, layout: &Layout) -> String {
    let (fqdn, name, address) = (&workflow.fqdn, &domain.name, integer(workflow.address));
    let (root, module) = (root(layout, 3), ident(&domain.module));
    Source::new(&format!("`{fqdn}`: `{}` has taken its place.", workflow.by))
        .add(prelude(Generation::Pgc))
        .add(quote! {
            /// This workflow in a table: its runs are refused.
            pub const WORKFLOW: Workflow = Workflow::superseded(
                WorkflowId { fqdn: #fqdn, domain: #name, address: #address },
                &#root::#module::PROTOCOL,
            );
        })
        .finish()
}

fn exit(exit: &Exit, naming: &Naming<'_>) -> TokenStream {
    let (name, key, events) = (ident(&exit.ident), &exit.key, &exit.emit);
    if naming.semantics().generation == Generation::Pgc {
        return quote!(const #name: Exit = Exit { node: #key, emit: &[#(#events),*] };);
    }
    let (reason, event) = (optional_text(exit.reason.as_deref()), optional_text(exit.emit.first().map(String::as_str)));
    quote!(const #name: Exit = Exit { node: #key, reason: #reason, emit: #event };)
}

/// The nodes whose surfaces later nodes read: of those that have one field, the first.
fn kept(workflow: &Workflow) -> impl Iterator<Item = &Node> {
    let is_first = |n: usize, node: &Node| !workflow.nodes.iter().take(n).any(|it| it.kept && it.state == node.state);
    workflow.nodes.iter().enumerate().filter(move |(n, node)| node.kept && is_first(*n, node)).map(|(_, node)| node)
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
    let kept = kept(workflow).map(|node| {
        let (name, contract) = (ident(&node.state), contract(workflow, node, naming));
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
    let engine = engine(workflow.semantics.generation);
    let (gate, status) = (
        gate(workflow, naming),
        of_engine(
            naming,
            quote!(
                type Status = Status;
            ),
            quote!(),
        ),
    );
    quote! {
        impl #engine::Machine for Machine {
            const ID: WorkflowId = WorkflowId { fqdn: #fqdn, domain: #domain, address: #address };
            #gate
            type Node = #node;
            #status
            #enter
            #visit
        }
        #functions
    }
}

/// The place of the gate.
fn gate(workflow: &Workflow, naming: &Naming<'_>) -> TokenStream {
    let (Some(node), Generation::Pgc) = (&workflow.entry.node, naming.semantics().generation) else {
        return TokenStream::new();
    };
    let (key, address) = (&node.key, integer(node.address));
    quote!(const GATE: NodeId = NodeId { key: #key, address: #address };)
}

/// How the payload is admitted, and where the run goes first.
fn enter(workflow: &Workflow, naming: &Naming<'_>) -> TokenStream {
    let entry = &workflow.entry;
    let (admits, reads) = (entry.node.as_ref().zip(entry.intent.as_ref()), workflow.reads_payload);
    let body = match (admits, &entry.node, &entry.first) {
        (Some((node, intent)), ..) => admitted(workflow, node, intent, naming),
        (None, Some(EntryNode { ack: first, .. }), _) | (None, None, Some(first)) => {
            let entered = entered(workflow, first, naming);
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
    let (ack, nack) = match naming.semantics().generation {
        Generation::Pgs => (entered(workflow, &node.ack, naming), entered(workflow, &node.nack, naming)),
        Generation::Pgc => {
            let (fresh, ack, nack) = (fresh(workflow), next(&node.ack, naming), next(&node.nack, naming));
            (quote!(Entered::Ack(#fresh, #ack)), quote!(Entered::Nack(#nack)))
        }
    };
    let is_kept = matches!(node.ack, Next::Node(_)) || naming.semantics().generation == Generation::Pgc;
    let reads = workflow.reads_payload && is_kept;
    let payload = if reads { quote!(payload) } else { quote!(_) };
    quote! {
        match #module::Payload::admit(run, payload)? {
            Verdict::Ack(#payload) => Ok(#ack),
            Verdict::Nack => Ok(#nack),
        }
    }
}

/// Where the run goes first.
fn entered(workflow: &Workflow, next: &Next, naming: &Naming<'_>) -> TokenStream {
    match next {
        Next::Node(variant) => {
            let (variant, fresh) = (ident(variant), fresh(workflow));
            quote!(Entered::Node(#fresh, Node::#variant))
        }
        Next::End(end) => {
            let end = ends(end, naming);
            quote!(Entered::#end)
        }
    }
}

/// A run that has come to no node yet.
fn fresh(workflow: &Workflow) -> TokenStream {
    let payload = workflow.reads_payload.then(|| quote!(payload,));
    let kept = kept(workflow).map(|node| {
        let name = ident(&node.state);
        quote!(#name: Default::default(),)
    });
    quote!(Self { #payload #(#kept)* })
}
