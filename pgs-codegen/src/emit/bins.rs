//! The binaries, and the tables that `pgs` knows.

use quote::quote;

use super::rust::{self, ident, path};
use crate::plan::{Domain, Plan, Workflow};

/// The binary of one workflow.
pub fn workflow(domain: &Domain, workflow: &Workflow) -> Result<String, String> {
    let (domain, module) = (ident(&domain.module), ident(&workflow.module));
    let body = quote! {
        use pgs_generated::#domain::workflows::#module::WORKFLOW;
        fn main() -> std::process::ExitCode {
            pgs_transport::workflow_main(&WORKFLOW)
        }
    };
    rust::file(&format!("Runs `{}`.", workflow.fqdn), body)
}

/// `pgs`, which knows every workflow.
pub fn pgs() -> Result<String, String> {
    let body = quote! {
        use pgs_generated::{stores, transforms, workflows};
        fn main() -> std::process::ExitCode {
            pgs_transport::pgs_main(workflows::ALL, transforms::ALL, stores::ALL)
        }
    };
    rust::file("Runs any workflow, lists them, checks the transforms, and moves state.", body)
}

/// The table of all workflows.
pub fn workflows(plan: &Plan) -> Result<String, String> {
    let entries = plan.domains.iter().flat_map(|domain| {
        domain.workflows.iter().map(|workflow| {
            let (domain, module) = (ident(&domain.module), ident(&workflow.module));
            quote!(crate::#domain::workflows::#module::WORKFLOW)
        })
    });
    let body = quote! {
        use pgs_transport::Workflow;
        /// All workflows, by name.
        pub const ALL: &[Workflow] = &[#(#entries),*];
    };
    rust::file("The workflows that `pgs` runs.", body)
}

/// The table of all stores.
pub fn stores(plan: &Plan) -> Result<String, String> {
    let entries = plan.stores.iter().map(|store| {
        let (domain, binding, name) = (ident(&store.domain), ident(&store.binding), ident(&store.ident));
        quote!(crate::#domain::bindings::#binding::#name.declared())
    });
    let body = quote! {
        use pgs_rt::store::DeclaredStore;
        /// All stores that workflows use, by runtime binding; one that several of them place stands here once.
        pub const ALL: &[DeclaredStore] = &[#(#entries),*];
    };
    rust::file("The stores that `pgs state` moves.", body)
}

/// The table of all declared transforms.
pub fn transforms(plan: &Plan) -> Result<String, String> {
    let entries = plan.transforms.iter().map(|(fqdn, signature)| {
        let module = path(&signature.module);
        let sources = if signature.draws { quote!(, sources) } else { quote!() };
        let unused = if signature.draws { quote!(sources) } else { quote!(_) };
        let call = quote!(#module::run(read(inputs)? #sources));
        let call = if signature.fallible { quote!(write(&#call?)) } else { quote!(write(&#call)) };
        quote!(Transform { fqdn: #fqdn, run: |inputs, #unused| #call })
    });
    let body = quote! {
        use pgs_rt::{Map, Value, Violation};
        use pgs_transport::Transform;
        use serde::Serialize;
        use serde::de::DeserializeOwned;
        /// All transforms that a snapshot declares, by name.
        pub const ALL: &[Transform] = &[#(#entries),*];
        fn read<T: DeserializeOwned>(inputs: Map<String, Value>) -> Result<T, Violation> {
            pgs_rt::from_value(Value::Object(inputs)).map_err(|error| Violation::new(error.to_string()))
        }
        fn write<T: Serialize>(outputs: &T) -> Result<Map<String, Value>, Violation> {
            match pgs_rt::to_value(outputs) {
                Ok(Value::Object(outputs)) => Ok(outputs),
                Ok(_) => Err(Violation::new("the outputs are no object")),
                Err(error) => Err(Violation::new(error.to_string())),
            }
        }
    };
    rust::file("The transforms that `pgs conformance` checks.", body)
}
