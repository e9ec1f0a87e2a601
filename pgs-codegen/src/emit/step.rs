//! The text of one step: what it calls, and what it maps.

use std::collections::BTreeMap;

use pgs_protocol::protocol::Type;
use proc_macro2::TokenStream;
use quote::quote;

use super::expression::{entries, field};
use super::rust::{self, docs, ident, integer, last, optional_text, path};
use crate::plan::{Call, Dispatch, Expr, Items, Step, WorkflowRef};

/// The type of what a step's function returns.
pub fn status_type(step: &Step, modules: &BTreeMap<String, String>) -> TokenStream {
    match &step.call {
        Call::Transform { .. } => quote!(TransformStatus),
        Call::Store { kind, operation, .. } => {
            let (module, status) = (ident(kind.module()), ident(&operation.status));
            quote!(#module::#status)
        }
        Call::Gateway { workflow, .. } => {
            let module = workflow_path(workflow);
            quote!(#module::Status)
        }
        Call::Loop { .. } => quote!(workflow_loop::SequenceStatus),
        Call::Concurrent { .. } => quote!(concurrent_workflows::ConcurrentStatus),
        Call::World { module, operation, .. } => {
            let (module, status) = (module_path(module, modules), ident(&operation.status));
            quote!(#module::#status)
        }
    }
}

/// The path of a module that is imported, or its whole path where its last part does not say which one is meant.
fn module_path(module: &str, modules: &BTreeMap<String, String>) -> TokenStream {
    let name = last(module);
    path(if modules.contains_key(name) { name } else { module })
}

fn workflow_path(workflow: &WorkflowRef) -> TokenStream {
    let (domain, module) = (ident(&workflow.domain_module), ident(&workflow.module));
    quote!(crate::#domain::workflows::#module)
}

pub fn step(step: &Step, modules: &BTreeMap<String, String>) -> TokenStream {
    let what = match &step.op {
        Some(op) => format!("`{op}` of `{}`", step.fqdn),
        None => format!("`{}`", step.fqdn),
    };
    let docs = docs(&format!("Step `{}`: {what}.", step.name));
    let function = ident(&step.ident);
    let call = call(step, modules);
    let kept = step.kept.iter().map(|(expr, kept)| {
        let (value, owner, name) = (field(expr, kept.ty), ident(&step.ident), ident(&kept.ident));
        quote!(self.results.#owner.#name = #value;)
    });
    let outputs = step.outputs.iter().map(|mapping| {
        let surface = ident(&mapping.surface.ident);
        let value = field(&mapping.value, mapping.surface.ty);
        let keep = mapping.kept.as_ref().map(|kept| {
            let (owner, name) = (ident(&step.ident), ident(&kept.ident));
            let cast = if kept.ty == mapping.surface.ty { quote!(clone()) } else { quote!(cast()) };
            quote!(self.results.#owner.#name = self.surface.#surface.#cast;)
        });
        quote!(self.surface.#surface = #value; #keep)
    });
    let (name, fqdn, address) = (&step.name, &step.fqdn, integer(step.address));
    let op = optional_text(step.op.as_deref());
    let results = step.outputs.iter().map(|mapping| {
        let (key, surface) = (&mapping.key, ident(&mapping.surface.ident));
        quote!((#key, &self.surface.#surface))
    });
    let (status, reason, result, answer) = ended(step, modules);
    let (kept, outputs) = (quote!(#(#kept)*), quote!(#(#outputs)*));
    // The status word is given a name where an output maps it.
    let maps_status = rust::names(&quote!(#kept #outputs), "word");
    let (word, status) =
        if maps_status { (quote!(let word = #status;), quote!(word)) } else { (TokenStream::new(), status) };
    // What a transform that can't fail answers may be of no interest.
    let unread = !rust::names(&quote!(#kept #outputs #status #reason #answer), "answer") && !maps_status;
    let call = if unread { quote!(#call let _ = answer;) } else { call };
    quote! {
        #docs
        fn #function(&mut self, run: &Run) -> Result<#result, Fault> {
            const STEP: StepId = StepId { name: #name, fqdn: #fqdn, address: #address, op: #op };
            let step = run.step(&CONTRACT, &STEP);
            #call
            #word
            #kept
            #outputs
            step.ends(#status, &[#(#results),*], #reason)?;
            Ok(#answer)
        }
    }
}

/// How a step reports its end: status word, reason, the function's result type and value.
fn ended(step: &Step, modules: &BTreeMap<String, String>) -> (TokenStream, TokenStream, TokenStream, TokenStream) {
    let status = status_type(step, modules);
    match &step.call {
        Call::Transform { signature, .. } if !signature.fallible => {
            (quote!("SUCCESS"), quote!(None), quote!(()), quote!(()))
        }
        Call::Gateway { .. } => (
            quote!(status.map_or("BACKEND_ERROR", #status::as_str)),
            quote!(answer.reason.as_deref()),
            quote!(Option<#status>),
            quote!(status),
        ),
        _ => (quote!(answer.status.as_str()), quote!(answer.reason.as_deref()), quote!(#status), quote!(answer.status)),
    }
}

fn call(step: &Step, modules: &BTreeMap<String, String>) -> TokenStream {
    match &step.call {
        Call::Transform { signature, arguments, others } => {
            let module = module_path(&signature.module, modules);
            let mut fields = arguments_of(arguments);
            if !others.is_empty() {
                let entries = entries(others);
                fields = quote!(#fields others: map([#entries]),);
            }
            let all = (!signature.others || !others.is_empty())
                && signature.inputs.iter().all(|input| arguments.iter().any(|(name, ..)| name == &input.name));
            let rest = if all { TokenStream::new() } else { quote!(..Default::default()) };
            let how = match (signature.draws, signature.fallible) {
                (true, true) => quote!(transform_drawing),
                (true, false) => quote!(compute_drawing),
                (false, true) => quote!(transform),
                (false, false) => quote!(compute),
            };
            quote! {
                let inputs = #module::Inputs { #fields #rest };
                let answer = step.#how(inputs, #module::run)?;
            }
        }
        Call::Store { kind, operation, supplied, arguments } => {
            let (module, function, store) = (ident(kind.module()), ident(&operation.function), ident(supplied));
            let Some(call) = operation.call.as_deref().map(ident) else {
                return quote!(let answer = #module::#function(&step, &self.bindings.#store)?;);
            };
            let fields = arguments_of(arguments);
            let all = operation.inputs.len() == arguments.len();
            let rest = if all { TokenStream::new() } else { quote!(..Default::default()) };
            quote! {
                let call = #module::#call { #fields #rest };
                let answer = #module::#function(&step, &self.bindings.#store, call)?;
            }
        }
        Call::Gateway { workflow, payload } => gateway(workflow, payload),
        Call::Loop { sequence, item, sub } => sequence_call(sequence, item, sub.as_ref()),
        Call::Concurrent { workers } => concurrent(workers),
        Call::World { module, operation, switch, arguments } => {
            let module = module_path(module, modules);
            let function = ident(&operation.function);
            let is_on = switch.as_deref().map(ident).map(|it| quote!(self.bindings.#it,));
            let Some(call) = operation.call.as_deref().map(ident) else {
                return quote! {
                    let answer = step.effect(None, NoInputs {}, |run, _| #module::#function(run, #is_on))?;
                };
            };
            let fields = arguments_of(arguments);
            let all = operation.inputs.len() == arguments.len();
            let rest = if all { TokenStream::new() } else { quote!(..Default::default()) };
            let run = match is_on {
                None => quote!(#module::#function),
                Some(is_on) => quote!(|run, call| #module::#function(run, #is_on call)),
            };
            quote! {
                let call = #module::#call { #fields #rest };
                let answer = step.effect(None, call, #run)?;
            }
        }
    }
}

fn arguments_of(arguments: &[(String, Type, Expr)]) -> TokenStream {
    let fields = arguments.iter().map(|(name, ty, expr)| {
        let (name, value) = (ident(&crate::names::snake(name)), field(expr, *ty));
        quote!(#name: #value,)
    });
    quote!(#(#fields)*)
}

fn gateway(workflow: &WorkflowRef, payload: &Expr) -> TokenStream {
    let (workflow, payload) = (workflow_path(workflow), field(payload, Type::Object));
    quote! {
        let mut status = None;
        let answer = workflow_gateway::execute(run, #payload, |run, payload| {
            let (ended_with, ended) = #workflow::run(run, payload)?;
            status = Some(ended_with);
            Ok(ended)
        });
    }
}

fn sequence_call(sequence: &Expr, item: &Items, sub: Option<&(String, Box<Items>)>) -> TokenStream {
    let sequence = field(sequence, Type::Array);
    let items = items(item);
    let sub = match sub {
        None => quote!(None),
        Some((name, inner)) => {
            let inner = self::items(inner);
            quote!(Some(workflow_loop::SubItems { field: #name, items: #inner }))
        }
    };
    quote!(let answer = workflow_loop::execute_sequence(run, #sequence, #items, #sub);)
}

fn items(items: &Items) -> TokenStream {
    let fields = items.payload_fields.iter().map(|(dest, source)| quote!((#dest, &[#(#source),*])));
    let inject = if items.inject.is_empty() {
        quote!(Map::new())
    } else {
        let entries = entries(&items.inject);
        quote!(map([#entries]))
    };
    let start = match &items.dispatch {
        Dispatch::One(workflow) => {
            let workflow = workflow_path(workflow);
            quote!(&|run, _, payload| Some(#workflow::start(run, payload)))
        }
        Dispatch::ByField { field, mapping } => {
            let arms = mapping.iter().map(|(value, workflow)| {
                let workflow = workflow_path(workflow);
                quote!(Some(#value) => Some(#workflow::start(run, payload)),)
            });
            quote! {
                &|run, item, payload| match item.get(#field).and_then(Value::as_str) {
                    #(#arms)*
                    _ => None,
                }
            }
        }
    };
    quote! {
        workflow_loop::Items { payload_fields: &[#(#fields),*], inject: #inject, start: #start }
    }
}

fn concurrent(workers: &[(WorkflowRef, i64, Expr)]) -> TokenStream {
    let workers = workers.iter().map(|(workflow, address, payload)| {
        let (workflow, address, payload) =
            (workflow_path(workflow), rust::converted(*address), field(payload, Type::Object));
        quote! {
            concurrent_workflows::Worker { code: #address.into(), payload: #payload, start: &#workflow::start }
        }
    });
    quote!(let answer = concurrent_workflows::execute_concurrent(run, vec![#(#workers),*]);)
}
