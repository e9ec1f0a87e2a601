//! The text of one workflow: its nodes, its routes, how it starts.

use proc_macro2::TokenStream;
use quote::quote;

use super::contract::status_enum;
use super::expression::{entries, field};
use super::rust::{self, Used, docs, ident, integer, optional_text, prose};
use crate::plan::names::plain;
use crate::plan::{EntryNode, Exit, Next, Node, Workflow};

/// How many node transitions one run may take (`2-execution.md`, "A workflow", 4).
const TRANSITION_LIMIT: i64 = 64;

/// Emits the workflow's module.
pub fn emit(workflow: &Workflow) -> Result<String, String> {
    let items = [
        constants(workflow),
        table(workflow),
        status_enum("Status", "How this workflow can end.", &workflow.statuses),
        start(),
        run(workflow),
        nodes(workflow),
        outcomes(workflow),
        route(workflow),
        machine(workflow),
        results(workflow),
        exits(workflow),
    ];
    let body = quote!(#(#items)*);
    let imports = imports(workflow, &Used::by(&body));
    rust::file(&format!("`{}`: {}", workflow.fqdn, prose(&workflow.summary)), quote!(#imports #body))
}

fn imports(workflow: &Workflow, used: &Used) -> TokenStream {
    let rt = used.imports(
        &quote!(pgs_rt),
        &[
            "Dig",
            "End",
            "Exit",
            "Fault",
            "Field",
            "Map",
            "Number",
            "Run",
            "Value",
            "WorkflowId",
            "arithmetic",
            "list",
            "map",
            "number",
            "object",
        ],
    );
    let transport = used.imports(&quote!(pgs_transport), &["Graph", "PayloadField", "Workflow"]);
    let admission = used.imports(&quote!(pgs_transport::admission), &["Verdict"]);
    let mut local = Vec::new();
    let mut of = |folder: &str, modules: &mut Vec<&str>| {
        modules.sort_unstable();
        modules.dedup();
        let (folder, modules) = (ident(folder), modules.iter().map(|module| ident(module)).collect::<Vec<_>>());
        if !modules.is_empty() {
            local.push(quote!(use super::super::#folder::{#(#modules),*};));
        }
    };
    of("bindings", &mut workflow.nodes.iter().filter_map(|node| node.binding.as_deref()).collect());
    of("contracts", &mut workflow.nodes.iter().map(|node| node.contract.as_str()).collect());
    of("intents", &mut workflow.entry.intent.iter().map(|intent| intent.module.as_str()).collect());
    quote!(#(#local)* #rt #transport #admission)
}

fn constants(workflow: &Workflow) -> TokenStream {
    let (fqdn, domain, address) = (&workflow.fqdn, &workflow.domain, integer(workflow.address));
    quote! {
        /// This workflow in traces.
        const ID: WorkflowId = WorkflowId { fqdn: #fqdn, domain: #domain, address: #address };
    }
}

/// The workflow for the command line.
fn table(workflow: &Workflow) -> TokenStream {
    let (binary, summary) = (&workflow.binary, workflow.summary.split_whitespace().collect::<Vec<_>>().join(" "));
    let payload = if let Some(intent) = &workflow.entry.intent {
        let module = ident(&intent.module);
        quote!(#module::FIELDS)
    } else {
        quote!(&[])
    };
    let suppressed = &workflow.suppressed;
    let graph = graph(workflow);
    quote! {
        /// This workflow on the command line. The suppressed keys reach no output of it.
        pub const WORKFLOW: Workflow = Workflow {
            id: ID,
            binary: #binary,
            summary: #summary,
            payload: #payload,
            suppressed: &[#(#suppressed),*],
            protocol: crate::PROTOCOL,
            run: start,
            graph: #graph,
        };
    }
}

/// The files that lie beside the modules of workflows.
fn graph(workflow: &Workflow) -> TokenStream {
    let file = |extension: &str| format!("../graphs/{}.{extension}", plain(&workflow.module));
    let (data, mermaid, picture) = (file("json"), file("mmd"), file("png"));
    quote! {
        Graph {
            data: include_str!(#data),
            mermaid: include_str!(#mermaid),
            picture: include_bytes!(#picture),
        }
    }
}

fn start() -> TokenStream {
    quote! {
        /// Runs the workflow.
        pub fn start(run: &Run, payload: Map<String, Value>) -> Result<End, Fault> {
            self::run(run, payload).map(|(_, ended)| ended)
        }
    }
}

fn run(workflow: &Workflow) -> TokenStream {
    let (admit, first) = entry(workflow);
    let limit = integer(TRANSITION_LIMIT);
    let results = if workflow.kept.is_empty() { TokenStream::new() } else { quote!(results: Results::default(),) };
    let payload = if reads_payload(workflow) { quote!(payload,) } else { TokenStream::new() };
    let at_once = end_arms(workflow, &quote!(), &quote!(Map::new()));
    let ends = end_arms(workflow, &quote!(return), &quote!(machine.surface));
    let body = if workflow.nodes.is_empty() {
        quote! {
            #admit
            match #first { #at_once }
        }
    } else {
        quote! {
            #admit
            let mut next = #first;
            let mut machine = Machine { #payload #results surface: Map::new() };
            for _ in 0..#limit {
                next = match next {
                    Next::Node(node) => route(machine.visit(run, node)?),
                    #ends
                };
            }
            Err(Fault::too_many_transitions(ID.fqdn, #limit))
        }
    };
    quote! {
        /// Runs the workflow and says with which of its statuses it ended.
        pub fn run(run: &Run, payload: Map<String, Value>) -> Result<(Status, End), Fault> {
            run.workflow_starts(&ID, &payload)?;
            #body
        }
        fn end(run: &Run, status: Status, exit: Option<Exit>, surface: Map<String, Value>) -> Result<(Status, End), Fault> {
            let ended = End { status: status.as_str(), surface, exit };
            run.workflow_ends(&ID, &ended)?;
            Ok((status, ended))
        }
    }
}

/// How the payload is admitted, and where the run goes first.
fn entry(workflow: &Workflow) -> (TokenStream, TokenStream) {
    let entry = &workflow.entry;
    let payload = ident(if reads_payload(workflow) { "payload" } else { "_payload" });
    let untyped = if reads_payload(workflow) {
        quote!(let payload = Payload { undeclared: payload };)
    } else {
        TokenStream::new()
    };
    let Some(node) = &entry.node else {
        let first = entry.first.as_ref().map(next).unwrap_or_default();
        return (untyped, first);
    };
    let variant = ident(&node.variant);
    let admit = match &entry.intent {
        Some(intent) => {
            let module = ident(&intent.module);
            let goes_on = if workflow.nodes.is_empty() {
                TokenStream::new()
            } else {
                quote!(Next::Node(_) => Err(Fault::rejected_payload_goes_on(ID.fqdn)),)
            };
            let ends = end_arms(workflow, &quote!(), &quote!(Map::new()));
            quote! {
                let Some(#payload) = #module::admit(run, payload)? else {
                    return match route(Outcome::#variant(Verdict::Nack)) { #ends #goes_on };
                };
            }
        }
        None => untyped,
    };
    (admit, quote!(route(Outcome::#variant(Verdict::Ack))))
}

/// What is done where a run ends, with this surface.
fn end_arms(workflow: &Workflow, leave: &TokenStream, surface: &TokenStream) -> TokenStream {
    let (exits, dead_ends) = ways_to_end(workflow);
    let exit = exits.then(|| quote!(Next::End(status, exit) => #leave end(run, status, Some(exit), #surface),));
    let dead_end = dead_ends.then(|| quote!(Next::NoEdge(status) => #leave end(run, status, None, #surface),));
    quote!(#exit #dead_end)
}

/// Whether an outcome leads to an EXIT node; whether one has no edge.
fn ways_to_end(workflow: &Workflow) -> (bool, bool) {
    let entry = workflow.entry.node.iter().flat_map(|node| [&node.ack, &node.nack]);
    let nodes = workflow.nodes.iter().flat_map(|node| node.arms.iter().map(|(_, next)| next));
    let all: Vec<&Next> = entry.chain(nodes).chain(&workflow.entry.first).collect();
    let exits = all.iter().any(|next| matches!(next, Next::End { exit: Some(_), .. }));
    let dead_ends = all.iter().any(|next| matches!(next, Next::End { exit: None, .. }));
    (exits, dead_ends)
}

/// Whether a node reads the payload.
fn reads_payload(workflow: &Workflow) -> bool {
    workflow.nodes.iter().any(|node| rust::names(&visit(node), "payload"))
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
        #[derive(Clone, Copy)]
        enum Node { #(#variants)* }
    }
}

fn outcomes(workflow: &Workflow) -> TokenStream {
    let entry = workflow.entry.node.iter().map(|node| {
        let variant = ident(&node.variant);
        quote!(#variant(Verdict),)
    });
    let nodes = workflow.nodes.iter().map(|node| {
        let (variant, contract) = (ident(&node.variant), ident(&node.contract));
        quote!(#variant(#contract::Outcome),)
    });
    let (exits, dead_ends) = ways_to_end(workflow);
    let node = (!workflow.nodes.is_empty()).then(|| quote!(Node(Node),));
    let exit = exits.then(|| quote!(End(Status, Exit),));
    let dead_end = dead_ends.then(|| {
        quote! {
            /// The protocol declares no edge for the outcome: the run ends here with this status.
            NoEdge(Status),
        }
    });
    let outcome = answers(workflow).then(|| {
        quote! {
            /// What a node answered.
            enum Outcome { #(#entry)* #(#nodes)* }
        }
    });
    quote! {
        #outcome
        /// What follows an answer: a node, or the end of the run.
        enum Next {
            #node
            #exit
            #dead_end
        }
    }
}

/// Whether there is a node that answers: not where a workflow starts at an EXIT node.
fn answers(workflow: &Workflow) -> bool {
    workflow.entry.node.is_some() || !workflow.nodes.is_empty()
}

fn route(workflow: &Workflow) -> TokenStream {
    if !answers(workflow) {
        return TokenStream::new();
    }
    let entry = workflow.entry.node.iter().map(entry_arm);
    let nodes = workflow.nodes.iter().map(node_arm);
    quote! {
        /// Where every outcome of every node leads.
        fn route(outcome: Outcome) -> Next {
            match outcome { #(#entry)* #(#nodes)* }
        }
    }
}

fn entry_arm(node: &EntryNode) -> TokenStream {
    let variant = ident(&node.variant);
    let (ack, nack) = (next(&node.ack), next(&node.nack));
    quote! {
        Outcome::#variant(verdict) => match verdict {
            Verdict::Ack => #ack,
            Verdict::Nack => #nack,
        },
    }
}

fn node_arm(node: &Node) -> TokenStream {
    let (variant, contract) = (ident(&node.variant), ident(&node.contract));
    let arms = node.arms.iter().map(|(status, following)| {
        let (status, following) = (ident(&status.variant), next(following));
        quote!(Of::#status => #following,)
    });
    // The alias keeps every route on one line.
    quote! {
        Outcome::#variant(outcome) => {
            use #contract::Outcome as Of;
            match outcome { #(#arms)* }
        }
    }
}

fn next(next: &Next) -> TokenStream {
    match next {
        Next::Node(variant) => {
            let variant = ident(variant);
            quote!(Next::Node(Node::#variant))
        }
        Next::End { status, exit } => {
            let status = ident(&status.variant);
            if let Some(exit) = exit {
                let exit = ident(exit);
                quote!(Next::End(Status::#status, #exit))
            } else {
                quote!(Next::NoEdge(Status::#status))
            }
        }
    }
}

fn machine(workflow: &Workflow) -> TokenStream {
    let payload = match &workflow.entry.intent {
        _ if !reads_payload(workflow) => TokenStream::new(),
        Some(intent) => {
            let module = ident(&intent.module);
            quote!(payload: #module::Payload,)
        }
        None => quote!(payload: Payload,),
    };
    let untyped = (workflow.entry.intent.is_none() && reads_payload(workflow)).then(|| {
        quote! {
            /// The payload; no intent declares its fields.
            struct Payload { undeclared: Map<String, Value> }
        }
    });
    if workflow.nodes.is_empty() {
        return quote!(#untyped);
    }
    let results = if workflow.kept.is_empty() { TokenStream::new() } else { quote!(results: Results,) };
    let visits = workflow.nodes.iter().map(|node| {
        let (variant, function) = (ident(&node.variant), ident(&node.ident));
        quote!(Node::#variant => Outcome::#variant(self.#function(run)?),)
    });
    let functions = workflow.nodes.iter().map(visit);
    quote! {
        #untyped
        /// One run between two nodes.
        struct Machine { #payload #results surface: Map<String, Value> }
        impl Machine {
            fn visit(&mut self, run: &Run, node: Node) -> Result<Outcome, Fault> {
                Ok(match node { #(#visits)* })
            }
            #(#functions)*
        }
    }
}

fn visit(node: &Node) -> TokenStream {
    let docs = docs(&format!("Node `{}`: `{}`.", node.key, node.contract_fqdn));
    let (function, contract, key) = (ident(&node.ident), ident(&node.contract), &node.key);
    let inputs = node.inputs.iter().map(|(declared, expr)| {
        let (name, value) = (ident(&declared.ident), field(expr, declared.ty));
        quote!(#name: #value,)
    });
    let undeclared = if node.undeclared.is_empty() {
        quote!(..Default::default())
    } else {
        let entries = entries(&node.undeclared);
        quote!(undeclared: map([#entries]), ..Default::default())
    };
    let (bindings, argument) = match &node.binding {
        None => (TokenStream::new(), TokenStream::new()),
        Some(module) => {
            let module = ident(module);
            let fields = node.supplied.iter().map(|(name, constant)| {
                let (name, constant) = (ident(name), ident(constant));
                quote!(#name: #module::#constant,)
            });
            (quote!(let bindings = #contract::Bindings { #(#fields)* };), quote!(bindings,))
        }
    };
    let keep = node.kept.then(|| quote!(self.results.#function = surface;));
    quote! {
        #docs
        fn #function(&mut self, run: &Run) -> Result<#contract::Outcome, Fault> {
            let inputs = #contract::Inputs { #(#inputs)* #undeclared };
            #bindings
            let (outcome, surface) = #contract::run(run, #key, #argument inputs)?;
            self.surface = surface.fields().to_map();
            #keep
            Ok(outcome)
        }
    }
}

fn results(workflow: &Workflow) -> TokenStream {
    if workflow.kept.is_empty() {
        return TokenStream::new();
    }
    let fields = workflow.kept.iter().map(|(name, contract)| {
        let (name, contract) = (ident(name), ident(contract));
        quote!(#name: #contract::Surface,)
    });
    quote! {
        /// What later nodes read of earlier ones.
        #[derive(Default)]
        struct Results { #(#fields)* }
    }
}

fn exits(workflow: &Workflow) -> TokenStream {
    let exits = workflow.exits.iter().map(exit);
    quote!(#(#exits)*)
}

fn exit(exit: &Exit) -> TokenStream {
    let (name, key) = (ident(&exit.ident), &exit.key);
    let (reason, event) = (optional_text(exit.reason.as_deref()), optional_text(exit.emit.as_deref()));
    quote! {
        const #name: Exit = Exit { node: #key, reason: #reason, emit: #event };
    }
}
