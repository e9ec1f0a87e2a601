//! The text of one step: a function that calls, maps, and says how it ended.

use pgs_description::StoreKind;
use proc_macro2::TokenStream;
use quote::quote;

use super::call::{call, status_type};
use super::expression::field;
use super::flows::flows;
use super::naming::Naming;
use super::rust::{ident, integer};
use crate::plan::{AnswerUse, Arm, Call, CapabilityStatus, Step};

/// The function of a step.
pub fn step(step: &Step, naming: &Naming<'_>) -> TokenStream {
    let id = id(step);
    let bound = (!step.given.is_empty() || !step.mapped.is_empty()).then(|| {
        let (given, mapped) = (flows(&step.given), flows(&step.mapped));
        quote!(let step = step.bound(#given, #mapped);)
    });
    let function = ident(&step.ident);
    let call = call(step, naming);
    let results = step.outputs.iter().map(|mapping| {
        let (key, surface) = (&mapping.key, ident(&mapping.surface.ident));
        quote!((#key, &self.surface.#surface))
    });
    let results = quote!(&[#(#results),*]);
    let (kept, outputs) = (kept(step), outputs(step));
    let (called, result, end) = if is_infallible(step) {
        let called = match step.answer {
            AnswerUse::Status => quote!(#call;),
            AnswerUse::Read | AnswerUse::Taken => quote!(let answer = #call;),
        };
        (called, quote!(()), quote!(step.succeeds(#results)))
    } else {
        let mutable = (step.answer == AnswerUse::Taken).then(|| quote!(mut));
        let ends = if is_taken_for_success(step) { quote!(ends_undamaged) } else { quote!(ends_with) };
        (quote!(let #mutable answer = #call;), result_type(step, naming), quote!(step.#ends(answer, #results)))
    };
    let inputs = super::call::inputs(step, naming);
    quote! {
        fn #function(&mut self, run: &Run) -> Result<#result, Fault> {
            const STEP: StepId = #id;
            let step = run.step(&CONTRACT, &STEP);
            #bound
            #inputs
            #called
            #kept
            #outputs
            #end
        }
    }
}

/// What traces call the step.
pub fn id(step: &Step) -> TokenStream {
    let (name, fqdn, address) = (&step.name, &step.fqdn, integer(step.address));
    match &step.op {
        Some(op) => quote!(StepId::side_effect(#name, #op, #fqdn, #address)),
        None => quote!(StepId::transform(#name, #fqdn, #address)),
    }
}

/// Whether the step calls a transform that can't fail.
fn is_infallible(step: &Step) -> bool {
    matches!(&step.call, Call::Transform { signature, .. } if !signature.fallible)
}

/// Whether the step appends to a log, and where that fails the pipeline goes on as it does where it succeeds.
fn is_taken_for_success(step: &Step) -> bool {
    let goto = |word: &str| {
        let is_word = |arm: &&Arm| matches!(&arm.status, CapabilityStatus::Status(status) if status.word == word);
        step.arms.iter().find(is_word).map(|arm| &arm.goto)
    };
    let appends =
        matches!(step.call, Call::Store { kind: StoreKind::AppendOnly, .. }) && step.op.as_deref() == Some("APPEND");
    appends && goto("BACKEND_ERROR") == goto("SUCCESS")
}

/// What the function gives: the status that the pipeline routes.
fn result_type(step: &Step, naming: &Naming<'_>) -> TokenStream {
    let status = status_type(step, naming);
    match &step.call {
        Call::Gateway { .. } => quote!(Option<#status>),
        Call::Transform { .. }
        | Call::Molecule { .. }
        | Call::Store { .. }
        | Call::Loop { .. }
        | Call::Concurrent { .. }
        | Call::World { .. } => status,
    }
}

/// Fields of the raw result that are kept for later.
fn kept(step: &Step) -> TokenStream {
    let kept = step.kept.iter().map(|(value, kept)| {
        let (value, name) = (field(value, kept.ty), ident(&kept.ident));
        quote!(self.#name = #value;)
    });
    quote!(#(#kept)*)
}

/// What the step maps.
fn outputs(step: &Step) -> TokenStream {
    let outputs = step.outputs.iter().map(|mapping| {
        let surface = ident(&mapping.surface.ident);
        let value = field(&mapping.value, mapping.surface.ty);
        let keep = mapping.kept.as_ref().map(|kept| {
            let name = ident(&kept.ident);
            let copy = if kept.ty == mapping.surface.ty { quote!(clone()) } else { quote!(cast()) };
            quote!(self.#name = self.surface.#surface.#copy;)
        });
        quote!(self.surface.#surface = #value; #keep)
    });
    quote!(#(#outputs)*)
}
