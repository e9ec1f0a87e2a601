//! The text of a pipeline: where every status of every step leads, and a function for each step and evaluation.

use pgs_protocol::protocol::{Generation, Operator};
use proc_macro2::TokenStream;
use quote::quote;

use super::answered;
use super::call::status_type;
use super::expression::json;
use super::naming::Naming;
use super::rust::{docs, ident, prose, ty};
use super::step::step;
use crate::plan::{Arm, Call, CapabilityStatus, Contract, Evaluation, Goto, Order, Status, Step};

/// The struct of one call, with its steps.
pub fn pipeline(contract: &Contract, naming: &Naming<'_>) -> TokenStream {
    let bindings = (!contract.supplied.is_empty()).then(|| quote!(bindings: Bindings,));
    let kept = contract.kept.iter().map(|field| {
        let (docs, name, ty) = (docs(&prose(&field.doc)), ident(&field.ident), ty(field.ty));
        quote!(#docs #name: Field<#ty>,)
    });
    let is_answered = naming.semantics().generation == Generation::Pgc;
    let routes = match contract.order {
        _ if is_answered => answered::routes(&contract.steps, naming),
        Order::Straight => straight(contract, naming),
        Order::Forward | Order::Back => jumping(contract, naming),
    };
    let enumeration = (contract.order != Order::Straight && !is_answered).then(|| step_enum(contract));
    let steps = contract.steps.iter().map(|it| if is_answered { answered::step(it, naming) } else { step(it, naming) });
    let evaluations = contract.evaluations.iter().map(evaluation);
    quote! {
        impl Pipeline {
            /// Where every status of every step leads.
            fn run(&mut self, run: &Run) -> Result<Outcome, Fault> { #routes }
            #(#evaluations)*
            #(#steps)*
        }
        /// One call of the contract while its steps run.
        struct Pipeline { #bindings surface: Surface, #(#kept)* }
        #enumeration
    }
}

/// How a pipeline is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Step after step; this is the last one, or not.
    Straight { last: bool },
    /// As a loop over the step to run.
    Jumping,
}

fn straight(contract: &Contract, naming: &Naming<'_>) -> TokenStream {
    let last = contract.steps.len().saturating_sub(1);
    let routes =
        contract.steps.iter().enumerate().map(|(n, step)| route(step, Way::Straight { last: n == last }, naming));
    quote!(#(#routes)*)
}

/// The steps, where one leads to another that is not the next.
fn step_enum(contract: &Contract) -> TokenStream {
    let variants = contract.steps.iter().map(|step| ident(&step.variant));
    quote! {
        /// The steps of the pipeline.
        enum Step { #(#variants,)* }
    }
}

fn jumping(contract: &Contract, naming: &Naming<'_>) -> TokenStream {
    let Some(first) = contract.steps.first() else { return TokenStream::new() };
    let start = ident(&first.variant);
    let arms = contract.steps.iter().map(|step| {
        let (variant, route) = (ident(&step.variant), route(step, Way::Jumping, naming));
        quote!(Step::#variant => #route,)
    });
    let step = quote!(step = match step { #(#arms)* };);
    let steps = if contract.order == Order::Back {
        quote! {
            for _ in 0..STEP_LIMIT { #step }
            Err(Fault::too_many_steps(&CONTRACT))
        }
    } else {
        quote!(loop { #step })
    };
    quote! {
        let mut step = Step::#start;
        #steps
    }
}

/// Runs a step and goes where its status leads.
fn route(step: &Step, way: Way, naming: &Naming<'_>) -> TokenStream {
    let function = ident(&step.ident);
    if let [Arm { status: CapabilityStatus::Always, goto }] = step.arms.as_slice() {
        return match (way, goto) {
            (Way::Straight { last: false }, Goto::Step(_)) => quote!(self.#function(run)?;),
            (Way::Straight { .. }, goto) => {
                let goto = leads_to(goto, way);
                quote!(self.#function(run)?; #goto)
            }
            (Way::Jumping, goto) => {
                let goto = leads_to(goto, way);
                quote!({ self.#function(run)?; #goto })
            }
        };
    }
    // The alias keeps every route on one line where the type's path is long.
    let aliased = way == Way::Jumping || matches!(step.call, Call::Gateway { .. });
    let path = status_type(step, naming);
    let status = if aliased { quote!(Status) } else { path.clone() };
    let arms = step.arms.iter().map(|arm| {
        let goto = leads_to(&arm.goto, way);
        let pattern = pattern(step, &arm.status, &status);
        quote!(#pattern => #goto,)
    });
    let route = quote!(match self.#function(run)? { #(#arms)* });
    let alias =
        if matches!(step.call, Call::Gateway { .. }) { quote!(use #path;) } else { quote!(use #path as Status;) };
    match (aliased, way) {
        (false, _) => route,
        (true, Way::Straight { last: true }) => quote!(#alias #route),
        (true, Way::Straight { last: false } | Way::Jumping) => quote!({ #alias #route }),
    }
}

/// The pattern of a status of this enum.
fn pattern(step: &Step, status: &CapabilityStatus<Status>, of: &TokenStream) -> TokenStream {
    match (status, &step.call) {
        (CapabilityStatus::Always, _) => quote!(()),
        (CapabilityStatus::NotRun, _) => quote!(None),
        (CapabilityStatus::Status(status), Call::Gateway { .. }) => {
            let variant = ident(&status.variant);
            quote!(Some(#of::#variant))
        }
        (CapabilityStatus::Status(status), _) => {
            let variant = ident(&status.variant);
            quote!(#of::#variant)
        }
    }
}

fn leads_to(goto: &Goto, way: Way) -> TokenStream {
    let outcome = match goto {
        Goto::Step(_) if way != Way::Jumping => return quote!({}),
        Goto::Step(variant) => {
            let variant = ident(variant);
            return quote!(Step::#variant);
        }
        // Nothing that PGS declares is refused so.
        Goto::Refused => return TokenStream::new(),
        Goto::End(status) | Goto::RunsOut(status) => {
            let variant = ident(&status.variant);
            quote!(Outcome::#variant)
        }
        Goto::Evaluate(name) => {
            let name = ident(name);
            quote!(self.#name(run))
        }
    };
    if way == (Way::Straight { last: true }) { quote!(Ok(#outcome)) } else { quote!(return Ok(#outcome)) }
}

fn evaluation(evaluation: &Evaluation) -> TokenStream {
    let (name, text) = (ident(&evaluation.ident), &evaluation.text);
    let docs = docs(&format!("`{text}`"));
    let (left, right) = (json(&evaluation.left), json(&evaluation.right));
    let (on_true, on_false) = (ident(&evaluation.on_true.variant), ident(&evaluation.on_false.variant));
    let comparison = ident(match evaluation.operator {
        Operator::Equal => "Equal",
        Operator::NotEqual => "NotEqual",
        Operator::Less => "Less",
        Operator::LessOrEqual => "LessOrEqual",
        Operator::Greater => "Greater",
        Operator::GreaterOrEqual => "GreaterOrEqual",
    });
    quote! {
        #docs
        fn #name(&self, run: &Run) -> Outcome {
            let holds = run.holds(arithmetic::Comparison::#comparison, [&#left, &#right], #text);
            if holds { Outcome::#on_true } else { Outcome::#on_false }
        }
    }
}
