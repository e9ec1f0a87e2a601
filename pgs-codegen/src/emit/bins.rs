//! The binaries, and the tables that `pgs` knows.

use pgs_protocol::protocol::Generation;
use proc_macro2::TokenStream;
use quote::quote;

use super::Layout;
use super::gate::{self, gate};
use super::naming::root;
use super::rust::{ident, path};
use super::source::Source;
use crate::plan::{Domain, LeftOut, Plan, Workflow, features_of};

/// The binary of one workflow.
pub fn workflow(domain: &Domain, workflow: &Workflow) -> String {
    let main = match domain.semantics.generation {
        Generation::Pgs => quote!(workflow_main),
        Generation::Pgc => quote!(pgc::workflow_main),
    };
    let (domain, module) = (ident(&domain.module), ident(&workflow.module));
    let body = quote! {
        fn main() -> std::process::ExitCode {
            pgs_transport::#main(&pgs_generated::#domain::#module::WORKFLOW)
        }
    };
    Source::new(&format!("Runs `{}`.", workflow.fqdn)).add(body).finish()
}

/// `pgs`, which knows every workflow.
pub fn pgs(plan: &Plan) -> String {
    let body = if plan.has_pgc() {
        quote! {
            use pgs_generated::{stores, transforms, workflows};
            use pgs_transport::pgc::{self, OfPgc};
            fn main() -> std::process::ExitCode {
                let of_pgc = OfPgc { workflows: workflows::ALL_OF_PGC, left_out: workflows::LEFT_OUT };
                pgc::pgs_main(workflows::ALL, of_pgc, transforms::ALL, stores::ALL)
            }
        }
    } else {
        quote! {
        use pgs_generated::{stores, transforms, workflows};
        fn main() -> std::process::ExitCode {
            pgs_transport::pgs_main(workflows::ALL, transforms::ALL, stores::ALL)
        }
        }
    };
    Source::new("Runs any workflow, lists them, checks the transforms, and moves state.").add(body).finish()
}

/// The table of all workflows, and how one of them is run by its name.
pub fn workflows(plan: &Plan, layout: &Layout) -> String {
    let root = root(layout, 1);
    let of_pgc = plan.has_pgc().then(|| all_of_pgc(plan, &root, layout));
    let domains = plan.domains.iter().filter(|it| it.semantics.generation == Generation::Pgs);
    let entries = domains.flat_map(|domain| {
        let root = &root;
        domain.workflows.iter().map(move |workflow| {
            let (domain, module) = (ident(&domain.module), ident(&workflow.module));
            let gate = gate(&workflow.features, layout);
            quote!(#gate #root::#domain::#module::WORKFLOW)
        })
    });
    let body = quote! {
        use pgs_rt::prelude::*;
        /// All workflows, by name.
        pub const ALL: &[Workflow] = &[#(#entries),*];
        /// Runs the workflow of this FQDN.
        pub fn run(
            fqdn: &str,
            context: &Context,
            payload: impl Into<Map<String, Value>>,
        ) -> Result<Ended, RunError> {
            engine::run_named(ALL, fqdn, payload.into(), context)
        }
        #of_pgc
    };
    Source::new("Every workflow, in a table.").add(body).finish()
}

/// The table of the workflows of PGC, those that are not in force too.
fn all_of_pgc(plan: &Plan, root: &TokenStream, layout: &Layout) -> TokenStream {
    let domains = plan.domains.iter().filter(|it| it.semantics.generation == Generation::Pgc);
    let entries = domains.flat_map(|domain| {
        let in_force = domain.workflows.iter().map(|it| (&it.module, gate(&it.features, layout)));
        let modules = in_force.chain(domain.superseded.iter().map(|it| (&it.module, quote!())));
        modules.map(move |(module, gate)| {
            let (domain, module) = (ident(&domain.module), ident(module));
            quote!(#gate #root::#domain::#module::WORKFLOW)
        })
    });
    let left_out = plan.left_out.iter().map(|LeftOut { fqdn, lacks }| quote!((#fqdn, #lacks)));
    quote! {
        /// All workflows of PGC, by name. Those that are not in force are refused.
        pub const ALL_OF_PGC: &[pgs_pgc::Workflow] = &[#(#entries),*];
        /// The workflows that are not in this build, each with what it lacks.
        pub const LEFT_OUT: &[(&str, &str)] = &[#(#left_out),*];
    }
}

/// The table of all stores.
pub fn stores(plan: &Plan, layout: &Layout) -> String {
    let root = root(layout, 1);
    let entries = plan.stores.iter().map(|store| {
        let (domain, binding, name) = (ident(&store.domain), ident(&store.binding), ident(&store.ident));
        quote!(#root::#domain::bindings::#binding::#name.declared())
    });
    let body = quote! {
        use pgs_rt::prelude::*;
        /// All stores that workflows use, by runtime binding; one that several of them place stands here once.
        pub const ALL: &[DeclaredStore] = &[#(#entries),*];
    };
    Source::new("The stores that `pgs state` moves.").add(body).finish()
}

/// The table of all declared transforms.
pub fn transforms(plan: &Plan, layout: &Layout) -> String {
    let entries = plan.transforms.iter().map(|(fqdn, signature)| {
        let module = path(&signature.module);
        let (sources, given) =
            if signature.draws { (quote!(sources), quote!(, sources)) } else { (quote!(_), quote!()) };
        let propagates = signature.fallible.then(|| quote!(?));
        let gate = gate(&features_of(&signature.module, signature.feature.as_deref()), layout);
        quote! {
            #gate
            Transform { fqdn: #fqdn, run: |inputs, #sources| write(&#module::run(read(inputs)? #given) #propagates) }
        }
    });
    let imports = if plan.transforms.is_empty() { quote!(Transform) } else { quote!({Transform, read, write}) };
    let of_each = plan.transforms.iter().map(|(_, it)| features_of(&it.module, it.feature.as_deref()));
    let of_each: Vec<_> = of_each.collect();
    let attribute = if of_each.is_empty() { quote!() } else { gate::import(of_each.iter(), layout) };
    let body = quote! {
        #attribute
        use pgs_capabilities::conformance::#imports;
        /// All transforms that a snapshot declares, by name.
        pub const ALL: &[Transform] = &[#(#entries),*];
    };
    Source::new("The transforms that `pgs conformance` checks.").add(body).finish()
}
