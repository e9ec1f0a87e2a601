//! The text of one contract: its fields, its outcomes, its pipeline.

use std::collections::BTreeMap;

use pgs_protocol::fqdn::code;
use pgs_protocol::protocol::Operator;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::expression::json;
use super::rust::{self, Used, docs, ident, integer, last, path, prose, ty};
use super::step::{status_type, step};
use crate::plan::{Arm, Call, CapabilityStatus, Contract, Evaluation, Goto, Status, Step, StepResults, Supplied};

/// How many steps one call may take where a pipeline jumps back.
const STEP_LIMIT: i64 = 64;

/// Emits the contract's module.
pub fn emit(contract: &Contract) -> Result<String, String> {
    let modules = modules(contract);
    let items = [
        constants(contract),
        outcome(contract),
        inputs(contract),
        surface(contract),
        supplied(contract),
        run(contract, &modules),
        step_enum(contract),
        pipeline(contract, &modules),
        results(contract),
    ];
    let body = quote!(#(#items)*);
    let imports = imports(&Used::by(&body), &modules);
    rust::file(&format!("`{}`: {}", contract.fqdn, prose(&contract.summary)), quote!(#imports #body))
}

/// Modules that a contract may import from elsewhere.
const TAKEN: [&str; 8] = [
    "append_only",
    "mutable_json",
    "name_registry",
    "registry",
    "arithmetic",
    "concurrent_workflows",
    "workflow_gateway",
    "workflow_loop",
];

fn imports(used: &Used, modules: &BTreeMap<String, String>) -> TokenStream {
    let rt = used.imports(
        &quote!(pgs_rt),
        &[
            "ContractId",
            "Dig",
            "Ended",
            "Fault",
            "Field",
            "Fields",
            "Map",
            "NoInputs",
            "Number",
            "Run",
            "StepId",
            "TransformStatus",
            "Value",
            "arithmetic",
            "fields",
            "list",
            "map",
            "number",
            "object",
        ],
    );
    let stores = used.imports(&quote!(pgs_rt::store), &["append_only", "mutable_json", "name_registry", "registry"]);
    let side_effects = used.imports(
        &quote!(pgs_capabilities::side_effects),
        &["concurrent_workflows", "workflow_gateway", "workflow_loop"],
    );
    let transforms = modules.values().map(|module| {
        let module = path(module);
        quote!(use #module;)
    });
    quote!(#(#transforms)* #side_effects #stores #rt)
}

/// The modules of transforms by their last part, where that part alone says which one is meant.
fn modules(contract: &Contract) -> BTreeMap<String, String> {
    let mut modules: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for step in &contract.steps {
        let module = match &step.call {
            Call::Transform { signature, .. } => Some(signature.module.as_str()),
            Call::World { module, .. } => Some(module.as_str()),
            Call::Store { .. } | Call::Gateway { .. } | Call::Loop { .. } | Call::Concurrent { .. } => None,
        };
        if let Some(full) = module {
            let known = modules.entry(last(full).to_owned()).or_default();
            if !known.contains(&full) {
                known.push(full);
            }
        }
    }
    let short = modules.into_iter().filter(|(name, full)| full.len() == 1 && !TAKEN.contains(&name.as_str()));
    short.map(|(name, full)| (name, full.concat())).collect()
}

fn constants(contract: &Contract) -> TokenStream {
    let (fqdn, address) = (&contract.fqdn, integer(contract.address));
    quote! {
        /// This contract in traces.
        const CONTRACT: ContractId = ContractId { fqdn: #fqdn, address: #address };
    }
}

fn outcome(contract: &Contract) -> TokenStream {
    status_enum("Outcome", "How this contract can end.", &contract.outcomes)
}

/// An enum of statuses with their words.
pub fn status_enum(name: &str, doc: &str, statuses: &[Status]) -> TokenStream {
    let (name, docs) = (ident(name), docs(doc));
    let variants = statuses.iter().map(|status| {
        let (variant, doc) = (ident(&status.variant), rust::docs(&format!("`{}`", status.word)));
        quote!(#doc #variant,)
    });
    let words = statuses.iter().map(|status| {
        let (variant, word) = (ident(&status.variant), &status.word);
        quote!(Self::#variant => #word,)
    });
    quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum #name { #(#variants)* }
        impl #name {
            /// The status word of the protocol.
            pub fn as_str(self) -> &'static str {
                match self { #(#words)* }
            }
        }
    }
}

fn inputs(contract: &Contract) -> TokenStream {
    let declared = contract.inputs.iter().map(|field| {
        let (docs, ident, ty) = (docs(&prose(&field.doc)), ident(&field.ident), ty(field.ty));
        quote!(#docs pub #ident: Field<#ty>,)
    });
    let entries = contract.inputs.iter().map(|field| {
        let (key, ident) = (&field.key, ident(&field.ident));
        quote!((#key, &self.#ident))
    });
    let count = Literal::usize_unsuffixed(contract.inputs.len());
    quote! {
        /// What a node binds.
        #[derive(Clone, Debug, Default)]
        pub struct Inputs {
            #(#declared)*
            /// Inputs that a node binds although the contract does not declare them.
            pub undeclared: Map<String, Value>,
        }
        impl Inputs {
            fn fields(&self) -> Fields<'_, #count> {
                fields([#(#entries),*], &self.undeclared)
            }
        }
    }
}

fn surface(contract: &Contract) -> TokenStream {
    let declared = contract.surface.iter().map(|it| {
        let (docs, ident, ty) = (docs(&prose(&it.field.doc)), ident(&it.field.ident), ty(it.field.ty));
        quote!(#docs pub #ident: Field<#ty>,)
    });
    let entries = contract.surface.iter().map(|it| {
        let (key, ident) = (&it.field.key, ident(&it.field.ident));
        quote!((#key, &self.#ident))
    });
    let count = Literal::usize_unsuffixed(contract.surface.len());
    quote! {
        /// What the contract gives: the mapped outputs of its steps, then its inputs.
        #[derive(Clone, Debug, Default)]
        pub struct Surface {
            #(#declared)*
            /// Inputs that the contract does not declare.
            pub undeclared: Map<String, Value>,
        }
        impl Surface {
            /// The fields that are set, as JSON.
            pub fn fields(&self) -> Fields<'_, #count> {
                fields([#(#entries),*], &self.undeclared)
            }
        }
    }
}

fn supplied(contract: &Contract) -> TokenStream {
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
    });
    quote! {
        /// What the workflow's runtime binding supplies.
        #[derive(Clone, Copy, Debug)]
        pub struct Bindings { #(#fields)* }
    }
}

fn run(contract: &Contract, modules: &BTreeMap<String, String>) -> TokenStream {
    let routes = routes(contract, modules);
    let (parameter, member) = if contract.supplied.is_empty() {
        (TokenStream::new(), TokenStream::new())
    } else {
        (quote!(bindings: Bindings,), quote!(bindings,))
    };
    let results = if contract.results.is_empty() { TokenStream::new() } else { quote!(results: Results::default(),) };
    let surface = if maps(contract) { quote!(surface: Surface::default(),) } else { TokenStream::new() };
    quote! {
        /// Runs the pipeline for a node: the steps in order, each status where it leads.
        pub fn run(run: &Run, node: &str, #parameter inputs: Inputs) -> Result<(Outcome, Surface), Fault> {
            run.contract_starts(&CONTRACT, node, &inputs.fields())?;
            let mut pipeline = Pipeline { inputs, #member #surface #results };
            #routes
            let surface = pipeline.finish();
            run.contract_ends(&CONTRACT, outcome.as_str(), &surface.fields())?;
            Ok((outcome, surface))
        }
    }
}

/// The steps, where one leads to another.
fn step_enum(contract: &Contract) -> TokenStream {
    if is_straight(contract) {
        return TokenStream::new();
    }
    let variants = contract.steps.iter().map(|step| {
        let (variant, docs) = (ident(&step.variant), docs(&format!("`{}`", step.name)));
        quote!(#docs #variant,)
    });
    quote! {
        /// The steps of the pipeline.
        enum Step { #(#variants)* }
    }
}

/// Whether every step leads to the next one or to an outcome.
fn is_straight(contract: &Contract) -> bool {
    let next = contract.steps.iter().skip(1).map(|step| Some(&step.variant)).chain([None]);
    contract.steps.iter().zip(next).all(|(step, next)| {
        let mut steps = step.arms.iter().filter_map(|arm| match &arm.goto {
            Goto::Step(variant) => Some(variant),
            Goto::End(_) | Goto::Evaluate { .. } => None,
        });
        // One that nothing leads to would follow a step that always ends.
        let leads_on = steps.clone().next().is_some();
        steps.all(|variant| Some(variant) == next) && leads_on == next.is_some()
    })
}

/// Where every status of every step leads.
fn routes(contract: &Contract, modules: &BTreeMap<String, String>) -> TokenStream {
    let Some(first) = contract.steps.first() else { return TokenStream::new() };
    if is_straight(contract) {
        let routes = contract.steps.iter().map(|step| route(step, Way::Straight, modules));
        return quote!(let outcome = 'run: { #(#routes)* };);
    }
    let start = ident(&first.variant);
    let arms = contract.steps.iter().map(|step| {
        let (variant, route) = (ident(&step.variant), route(step, Way::Looped, modules));
        quote!(Step::#variant => #route,)
    });
    let (count, guard) = if contract.jumps_back {
        let limit = integer(STEP_LIMIT);
        (
            quote!(let mut steps = 0;),
            quote! {
                steps += 1;
                if steps > #limit {
                    return Err(Fault::too_many_steps(CONTRACT.fqdn, #limit));
                }
            },
        )
    } else {
        (TokenStream::new(), TokenStream::new())
    };
    quote! {
        let mut step = Step::#start;
        #count
        let outcome = loop {
            #guard
            step = match step { #(#arms)* };
        };
    }
}

/// How a pipeline is written: step after step, or, where a step leads elsewhere, as a loop over the step to run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Straight,
    Looped,
}

/// Runs a step and goes where its status leads.
fn route(step: &Step, way: Way, modules: &BTreeMap<String, String>) -> TokenStream {
    let function = ident(&step.ident);
    if let [Arm { status: CapabilityStatus::Always, goto }] = step.arms.as_slice() {
        let goto = match (way, goto) {
            (Way::Straight, Goto::Step(_)) => TokenStream::new(),
            _ => goto_expr(goto, way),
        };
        let call = quote!(pipeline.#function(run)?; #goto);
        return if way == Way::Straight { call } else { quote!({ #call }) };
    }
    // The alias keeps every route on one line where the type's path is long.
    let aliased = way == Way::Looped || matches!(step.call, Call::Gateway { .. });
    let path = status_type(step, modules);
    let status = if aliased { quote!(Status) } else { path.clone() };
    let arms = step.arms.iter().map(|arm| {
        let goto = goto_expr(&arm.goto, way);
        let pattern = match &arm.status {
            CapabilityStatus::Status(word) => {
                let variant = ident(&word.variant);
                if matches!(step.call, Call::Gateway { .. }) {
                    quote!(Some(#status::#variant))
                } else {
                    quote!(#status::#variant)
                }
            }
            CapabilityStatus::NotRun => quote!(None),
            CapabilityStatus::Always => quote!(()),
        };
        quote!(#pattern => #goto,)
    });
    let route = quote!(match pipeline.#function(run)? { #(#arms)* });
    if aliased { quote!({ use #path as Status; #route }) } else { route }
}

fn goto_expr(goto: &Goto, way: Way) -> TokenStream {
    let end = |status: &Status| {
        let variant = ident(&status.variant);
        match way {
            Way::Straight => quote!(break 'run Outcome::#variant),
            Way::Looped => quote!(break Outcome::#variant),
        }
    };
    match goto {
        Goto::Step(_) if way == Way::Straight => quote!({}),
        Goto::Step(variant) => {
            let variant = ident(variant);
            quote!(Step::#variant)
        }
        Goto::End(status) => end(status),
        Goto::Evaluate { ident: name, on_true, on_false } => {
            let (name, on_true, on_false) = (ident(name), end(on_true), end(on_false));
            quote!(if pipeline.#name() { #on_true } else { #on_false })
        }
    }
}

fn pipeline(contract: &Contract, modules: &BTreeMap<String, String>) -> TokenStream {
    let bindings = if contract.supplied.is_empty() { TokenStream::new() } else { quote!(bindings: Bindings,) };
    let results = if contract.results.is_empty() { TokenStream::new() } else { quote!(results: Results,) };
    let surface = if maps(contract) { quote!(surface: Surface,) } else { TokenStream::new() };
    let steps = contract.steps.iter().map(|it| step(it, modules));
    let evaluations = contract.evaluations.iter().map(evaluation);
    let finish = finish(contract);
    quote! {
        /// One call of the contract while its steps run.
        struct Pipeline { inputs: Inputs, #bindings #surface #results }
        impl Pipeline { #(#steps)* #(#evaluations)* #finish }
    }
}

/// Whether a step maps anything: then the surface grows while the steps run.
fn maps(contract: &Contract) -> bool {
    contract.surface.iter().any(|it| it.mapped)
}

fn finish(contract: &Contract) -> TokenStream {
    let merged = contract.surface.iter().filter_map(|it| {
        let input = it.input.as_ref()?;
        let (field, input_ident) = (ident(&it.field.ident), ident(&input.ident));
        let value =
            if input.ty == it.field.ty { quote!(inputs.#input_ident) } else { quote!(inputs.#input_ident.cast()) };
        Some(if it.mapped { quote!(#field: surface.#field.or(#value),) } else { quote!(#field: #value,) })
    });
    let merged: Vec<TokenStream> = merged.collect();
    let rest = contract.surface.iter().any(|it| it.input.is_none());
    let rest = if rest { quote!(..surface) } else { TokenStream::new() };
    let surface = if maps(contract) { quote!(surface,) } else { TokenStream::new() };
    quote! {
        /// Adds every input that no step mapped.
        fn finish(self) -> Surface {
            let Self { inputs, #surface .. } = self;
            Surface { #(#merged)* undeclared: inputs.undeclared, #rest }
        }
    }
}

fn evaluation(evaluation: &Evaluation) -> TokenStream {
    let (name, docs) = (ident(&evaluation.ident), docs(&format!("`{}`", evaluation.text)));
    let (left, right) = (json(&evaluation.left), json(&evaluation.right));
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
        fn #name(&self) -> bool {
            arithmetic::Comparison::#comparison.holds(&#left, &#right)
        }
    }
}

fn results(contract: &Contract) -> TokenStream {
    if contract.results.is_empty() {
        return TokenStream::new();
    }
    let members = contract.results.iter().map(|results| {
        let (name, type_name) = (ident(&results.ident), ident(&results.type_name));
        quote!(#name: #type_name,)
    });
    let structs = contract.results.iter().map(step_results);
    quote! {
        /// What later steps read of earlier ones.
        #[derive(Default)]
        struct Results { #(#members)* }
        #(#structs)*
    }
}

fn step_results(results: &StepResults) -> TokenStream {
    let docs = docs(&format!("Of step `{}`.", results.step));
    let name = ident(&results.type_name);
    let fields = results.fields.iter().map(|field| {
        let (docs, name, ty) = (rust::docs(&field.doc), ident(&field.ident), ty(field.ty));
        quote!(#docs #name: Field<#ty>,)
    });
    quote! {
        #docs
        #[derive(Default)]
        struct #name { #(#fields)* }
    }
}
