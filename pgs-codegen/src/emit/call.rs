//! The text of what a step calls: its arguments, and the call itself.

use pgs_description::Transform;
use pgs_protocol::protocol::{Absent, Generation, Purity, Type};
use proc_macro2::TokenStream;
use quote::quote;

use super::expression::{entries, field};
use super::naming::Naming;
use super::present;
use super::rust::{converted, ident};
use crate::names::snake;
use crate::plan::{Call, Dispatch, Expr, Items, PGC_SIDE_EFFECTS, SIDE_EFFECTS, Step, WorkflowRef};

/// The enum of the statuses with which it ends.
pub fn status_type(step: &Step, naming: &Naming<'_>) -> TokenStream {
    match &step.call {
        Call::Transform { .. } | Call::Molecule { .. } => quote!(TransformStatus),
        Call::Store { kind, operation, .. } => {
            let (module, status) = (ident(kind.module()), ident(&operation.status));
            quote!(#module::#status)
        }
        Call::Gateway { workflow, .. } => {
            let module = naming.module(&workflow.path());
            quote!(#module::Status)
        }
        Call::Loop { .. } => {
            let module = own(naming, "workflow_loop");
            quote!(#module::SequenceStatus)
        }
        Call::Concurrent { .. } => {
            let module = own(naming, "concurrent_workflows");
            quote!(#module::ConcurrentStatus)
        }
        Call::World { module, operation, .. } => {
            let (module, status) = (naming.of_crate(module), ident(&operation.status));
            quote!(#module::#status)
        }
    }
}

/// A side effect that starts workflows.
fn own(naming: &Naming<'_>, name: &str) -> TokenStream {
    naming.of_crate(&format!("{SIDE_EFFECTS}::{name}"))
}

/// The machine of a workflow.
fn machine(workflow: &WorkflowRef, naming: &Naming<'_>) -> TokenStream {
    let module = naming.module(&workflow.path());
    quote!(#module::Machine)
}

/// The statement that gives the arguments a name, where they are a struct.
pub fn inputs(step: &Step, naming: &Naming<'_>) -> TokenStream {
    match &step.call {
        Call::Transform { signature, arguments, others, .. } => {
            let module = naming.of_crate(&signature.module);
            let other = (!others.is_empty()).then(|| {
                let entries = entries(others);
                quote!(others: map([#entries]),)
            });
            let complete = signature.inputs.len() == arguments.len() && signature.others == other.is_some();
            let (fields, rest) = (arguments_of(arguments, Reads::All, naming), rest(complete));
            quote!(let inputs = #module::Inputs { #fields #other #rest };)
        }
        Call::Store { kind, operation, arguments, .. } => {
            let (module, call) = (ident(kind.module()), operation.call.as_deref().map(ident));
            let fields = arguments_of(arguments, Reads::Present, naming);
            let rest = rest(operation.inputs.len() == arguments.len());
            let call = call.map(|call| quote!(let call = #module::#call { #fields #rest };));
            quote!(#call)
        }
        Call::World { module, operation, arguments, .. } => {
            let (module, call) = (naming.of_crate(module), operation.call.as_deref().map(ident));
            let fields = arguments_of(arguments, Reads::Present, naming);
            let rest = rest(operation.inputs.len() == arguments.len());
            let call = call.map(|call| quote!(let call = #module::#call { #fields #rest };));
            let around = (naming.semantics().generation == Generation::Pgc).then(|| {
                let side_effects = naming.of_crate(PGC_SIDE_EFFECTS);
                quote! {
                    let around =
                        #side_effects::Surroundings { data_root: run.data_root(), sources: run.sources() };
                }
            });
            quote!(#around #call)
        }
        Call::Molecule { module, arguments } => {
            let (module, fields) = (naming.module(module), arguments_of(arguments, Reads::All, naming));
            quote!(let inputs = #module::Inputs { #fields };)
        }
        Call::Gateway { .. } | Call::Loop { .. } | Call::Concurrent { .. } => TokenStream::new(),
    }
}

/// What of its arguments a capability reads.
#[derive(Clone, Copy)]
enum Reads {
    /// All that are declared: one that is absent is a fault.
    All,
    /// Those that are there.
    Present,
}

fn arguments_of(arguments: &[(String, Type, Expr)], reads: Reads, naming: &Naming<'_>) -> TokenStream {
    let fields = arguments.iter().map(|(key, ty, expr)| {
        let name = ident(&snake(key));
        let value = match (naming.semantics().absent, reads) {
            (Absent::Null, _) => field(expr, *ty),
            (Absent::LeftOut, Reads::Present) => present::field(expr, &present::of_step),
            (Absent::LeftOut, Reads::All) => {
                let value = present::field(expr, &present::of_step);
                quote!(step.reads(#key, #value)?)
            }
        };
        quote!(#name: #value,)
    });
    quote!(#(#fields)*)
}

fn rest(complete: bool) -> TokenStream {
    if complete { TokenStream::new() } else { quote!(..Default::default()) }
}

/// The expression of the call.
pub fn call(step: &Step, naming: &Naming<'_>) -> TokenStream {
    match &step.call {
        Call::Transform { signature, purity, .. } if naming.semantics().generation == Generation::Pgc => {
            let (module, purity) = (naming.of_crate(&signature.module), self::purity(*purity));
            let run = atom_run(signature, &module);
            quote!(step.atom(Purity::#purity, inputs, #run)?)
        }
        Call::Molecule { module, .. } => {
            let module = naming.module(module);
            quote!(step.transform(|atoms| #module::run(atoms, inputs))?)
        }
        Call::Transform { signature, .. } => {
            let module = naming.of_crate(&signature.module);
            let how = ident(match (signature.draws, signature.fallible) {
                (true, true) => "transform_drawing",
                (true, false) => "compute_drawing",
                (false, true) => "transform",
                (false, false) => "compute",
            });
            quote!(step.#how(inputs, #module::run)?)
        }
        Call::Store { kind, operation, supplied, .. } => {
            let (module, function, store) = (ident(kind.module()), ident(&operation.function), ident(supplied));
            let call = operation.call.as_ref().map(|_| quote!(, call));
            quote!(#module::#function(&step, &self.bindings.#store #call)?)
        }
        Call::World { module, operation, policy, .. } if naming.semantics().generation == Generation::Pgc => {
            let (module, function) = (naming.of_crate(module), ident(&operation.function));
            let policy = policy.as_deref().map(ident).map(|it| quote!(, &(self.bindings.#it)()));
            let call = operation.call.as_ref().map(|_| quote!(, call));
            quote!(step.effect(|_| #module::#function(&around #policy #call))?)
        }
        Call::World { module, operation, switch, .. } => {
            let (module, function) = (naming.of_crate(module), ident(&operation.function));
            let is_on = switch.as_deref().map(ident).map(|it| quote!(self.bindings.#it,));
            match (&operation.call, is_on) {
                (None, is_on) => quote!(step.effect(None, NoInputs {}, |run, _| #module::#function(run, #is_on))?),
                (Some(_), None) => quote!(step.effect(None, call, #module::#function)?),
                (Some(_), Some(is_on)) => {
                    quote!(step.effect(None, call, |run, call| #module::#function(run, #is_on call))?)
                }
            }
        }
        Call::Gateway { workflow, payload } => {
            let (module, machine) = (own(naming, "workflow_gateway"), machine(workflow, naming));
            let payload = field(payload, Type::Object);
            quote!(#module::execute::<#machine>(run, #payload))
        }
        Call::Loop { sequence, item, sub } => {
            let (module, sequence) = (own(naming, "workflow_loop"), field(sequence, Type::Array));
            let (item, sub) = (items(item, &module, naming), sub_items(sub.as_ref(), &module, naming));
            quote!(#module::execute_sequence(run, #sequence, #item, #sub))
        }
        Call::Concurrent { workers } => concurrent(workers, naming),
    }
}

/// The function of an atom. One that is bare gives the value of its one output.
pub fn atom_run(signature: &Transform, module: &TokenStream) -> TokenStream {
    match signature.outputs.as_slice() {
        [one] if signature.bare => {
            let field = ident(&snake(&one.name));
            quote!(|inputs| #module::run(inputs).map(|it| it.#field))
        }
        _ => quote!(#module::run),
    }
}

/// The variant of what is declared of a result.
pub fn purity(purity: Purity) -> TokenStream {
    match purity {
        Purity::Pure => quote!(Pure),
        Purity::Impure => quote!(Impure),
        Purity::Exec => quote!(Exec),
    }
}

fn sub_items(sub: Option<&(String, Box<Items>)>, module: &TokenStream, naming: &Naming<'_>) -> TokenStream {
    let Some((name, inner)) = sub else { return quote!(None) };
    let items = items(inner, module, naming);
    quote!(Some(#module::SubItems { field: #name, items: #items }))
}

fn items(items: &Items, module: &TokenStream, naming: &Naming<'_>) -> TokenStream {
    let fields = items.payload_fields.iter().map(|(dest, source)| quote!((#dest, &[#(#source),*])));
    let inject = if items.inject.is_empty() {
        quote!(Map::new())
    } else {
        let entries = entries(&items.inject);
        quote!(map([#entries]))
    };
    let start = |workflow| {
        let machine = machine(workflow, naming);
        quote!(Some(machine::start::<#machine>(run, payload)))
    };
    let start = match &items.dispatch {
        Dispatch::One(workflow) => {
            let start = start(workflow);
            quote!(&|run, _, payload| #start)
        }
        Dispatch::ByField { field, mapping } => {
            let arms = mapping.iter().map(|(value, workflow)| {
                let start = start(workflow);
                quote!(Some(#value) => #start,)
            });
            quote! {
                &|run, item, payload| match run.dispatches(item, #field) {
                    #(#arms)*
                    _ => None,
                }
            }
        }
    };
    quote!(#module::Items { payload_fields: &[#(#fields),*], inject: #inject, start: #start })
}

fn concurrent(workers: &[(WorkflowRef, i64, Expr)], naming: &Naming<'_>) -> TokenStream {
    let module = own(naming, "concurrent_workflows");
    let workers = workers.iter().map(|(workflow, address, payload)| {
        let (machine, address, payload) =
            (machine(workflow, naming), converted(*address), field(payload, Type::Object));
        quote!(#module::Worker { code: #address.into(), payload: #payload, start: &machine::start::<#machine> })
    });
    quote!(#module::execute_concurrent(run, [#(#workers),*]))
}
