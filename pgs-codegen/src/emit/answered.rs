//! The text of one step whose outcome its contract answers: a function that calls, maps what is there, and says how it ended.

use pgs_protocol::protocol::Type;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::call::{call, inputs, status_type};
use super::naming::Naming;
use super::rust::{ident, ty};
use super::step::id;
use super::{present, rust};
use crate::names::Scope;
use crate::plan::{Arm, Call, CapabilityStatus, Expr, Goto, Mapping, RawShape, ReadPlace, Step};

/// The function of a step.
pub fn step(step: &Step, naming: &Naming<'_>) -> TokenStream {
    let (id, function, status) = (id(step), ident(&step.ident), status_type(step, naming));
    let (inputs, call) = (inputs(step, naming), call(step, naming));
    let kept = step.kept.iter().map(|(value, kept)| {
        let (name, value) = (ident(&kept.ident), raw(value, bare(step)));
        quote!(self.#name = #value.bind();)
    });
    let mut scope = Scope::with(&["answer", "call", "inputs", "outcome", "run", "step"]);
    let outputs: Vec<(Ident, &Mapping)> =
        step.outputs.iter().map(|it| (ident(&scope.claim(it.surface.ident.clone())), it)).collect();
    let bare = bare(step);
    let mapped = outputs.iter().map(|(name, mapping)| output(name, mapping, bare));
    let results = outputs.iter().map(|(name, mapping)| {
        let key = &mapping.key;
        quote!((#key, &#name))
    });
    let ends = quote!(step.ends(answer.status(), &[#(#results),*]));
    let merges = outputs.iter().map(|(name, mapping)| {
        let surface = ident(&mapping.surface.ident);
        let keep = mapping.kept.as_ref().map(|kept| {
            let kept = ident(&kept.ident);
            quote!(self.#kept = #name.bind();)
        });
        quote!(#keep merge(&mut self.surface.#surface, #name);)
    });
    let end = if outputs.is_empty() { quote!(Ok(#ends)) } else { quote!(let outcome = #ends; #(#merges)* Ok(outcome)) };
    let mutable = is_changed(step).then(|| quote!(mut));
    quote! {
        fn #function<'r>(&mut self, run: &'r Run) -> Result<StepOutcome<'r, #status>, Fault> {
            const STEP: StepId = #id;
            let step = run.step(&CONTRACT, &STEP);
            #inputs
            let #mutable answer = #call;
            #(#kept)*
            #(#mapped)*
            #end
        }
    }
}

/// Whether outputs are taken out of the answer, or looked at within it.
fn is_changed(step: &Step) -> bool {
    let mut found = false;
    let values = step.kept.iter().map(|(value, _)| value).chain(step.outputs.iter().map(|it| &it.value));
    values.for_each(|value| value.reads(&mut |place, _| found |= matches!(place, ReadPlace::Raw { .. })));
    found
}

/// The one output of a transform whose result is no object of outputs, but the value of it.
fn bare(step: &Step) -> Option<&str> {
    match &step.call {
        Call::Transform { signature, .. } if signature.bare => Some(signature.outputs.first()?.name.as_str()),
        Call::Transform { .. }
        | Call::Molecule { .. }
        | Call::Store { .. }
        | Call::Gateway { .. }
        | Call::Loop { .. }
        | Call::Concurrent { .. }
        | Call::World { .. } => None,
    }
}

/// The statement that gives an output its name.
fn output(name: &Ident, mapping: &Mapping, bare: Option<&str>) -> TokenStream {
    let (key, wanted) = (&mapping.key, mapping.surface.ty);
    let annotated = |value: TokenStream| {
        let ty = ty(wanted);
        quote!(let #name: Field<#ty> = #value;)
    };
    if mapping.owed {
        return annotated(quote!(step.mapped(&answer, #key, Field::Unset)?));
    }
    match &mapping.value {
        Expr::Read { place: ReadPlace::Raw { shape, .. }, ty, keys } => {
            let value = raw(&mapping.value, bare);
            let value = if keys.is_empty() { value } else { quote!(#value.follow(&[#(#keys),*])) };
            let must_be_there = !keys.is_empty() || *shape == RawShape::OptionalOfOutputs;
            let value = match (keys.is_empty(), *ty == wanted && bare.is_none()) {
                (true, false) => annotated(quote!(#value.bind())),
                (true, true) => quote!(let #name = #value;),
                (false, _) => annotated(value),
            };
            let there = must_be_there.then(|| quote!(let #name = step.mapped(&answer, #key, #name)?;));
            quote!(#value #there)
        }
        Expr::Read { place: ReadPlace::Outcome, .. } if wanted == Type::Text => quote!(let #name = answer.word();),
        Expr::Read { place: ReadPlace::RawStatus, .. } if wanted == Type::Text => {
            quote!(let #name = answer.result_word();)
        }
        Expr::Read { place: ReadPlace::RawStatus, .. } => annotated(quote!(answer.result_word().bind())),
        other => annotated(present::field(other, &present::of_step)),
    }
}

/// A field of what the step's call answered.
fn raw(value: &Expr, bare: Option<&str>) -> TokenStream {
    let Expr::Read { place: ReadPlace::Raw { field, shape, taken }, .. } = value else {
        return present::field(value, &present::of_step);
    };
    if let Some(output) = bare {
        let named = quote!(Field::<Value>::json(named_output(it.clone().into(), #output)));
        return quote!(answer.present().map_or(Field::Unset, |it| #named));
    }
    let field = rust::ident(field);
    match (shape, taken) {
        (RawShape::OptionalOfOutputs, true) => quote!(answer.take_option(|it| &mut it.#field)),
        (RawShape::OptionalOfOutputs, false) => {
            quote!(answer.present().map_or(Field::Unset, |it| it.#field.clone().into()))
        }
        (RawShape::Plain | RawShape::OfOutputs, true) => quote!(answer.take(|it| &mut it.#field)),
        (RawShape::Plain | RawShape::OfOutputs, false) => quote!(answer.copy(|it| &mut it.#field)),
    }
}

/// Where every status of every step leads: the steps in order, each answered.
pub fn routes(steps: &[Step], naming: &Naming<'_>) -> TokenStream {
    let last = steps.len().saturating_sub(1);
    let routes = steps.iter().enumerate().map(|(n, step)| {
        let (function, status) = (ident(&step.ident), status_type(step, naming));
        let arms = step.arms.iter().map(|arm| self::arm(arm, &status, n == last));
        quote!(let step = self.#function(run)?; match step.status() { #(#arms)* })
    });
    quote!(#(#routes)*)
}

fn arm(arm: &Arm, of: &TokenStream, is_last: bool) -> TokenStream {
    let pattern = match &arm.status {
        CapabilityStatus::Status(status) => {
            let variant = ident(&status.variant);
            quote!(#of::#variant)
        }
        // No capability of this generation says either.
        CapabilityStatus::Always | CapabilityStatus::NotRun => return TokenStream::new(),
    };
    let leave = |value: TokenStream| if is_last { value } else { quote!(return #value) };
    let follows = match &arm.goto {
        Goto::Step(_) => quote!(step.continues()?),
        Goto::RunsOut(status) => {
            let status = ident(&status.variant);
            return quote!(#pattern => { step.continues()?; Ok(Outcome::#status) });
        }
        Goto::End(status) => {
            let status = ident(&status.variant);
            leave(quote!(step.exits(Outcome::#status)))
        }
        Goto::Refused => leave(quote!(step.is_unlisted())),
        // No contract of this generation evaluates.
        Goto::Evaluate(_) => return TokenStream::new(),
    };
    quote!(#pattern => #follows,)
}
