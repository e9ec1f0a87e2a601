//! E008: a transform that nobody implements.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::fqdn::code;
use pgs_protocol::protocol::{Transform, Type, say};

use crate::analysis::Analysis;
use crate::capabilities;
use crate::names::snake;

/// The transforms that are declared.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for transform in analysis.protocol.transforms.values() {
        match capabilities::transform(&transform.fqdn, analysis.protocol) {
            None => unknown(transform, diagnostics),
            Some(signature) if !is_path(&signature.module) => say(
                diagnostics,
                Code::UnknownCapability,
                &transform.place,
                format!(
                    "pgs.toml binds {} to `{}`, which is no path of a Rust module",
                    transform.fqdn, signature.module
                ),
                "write it as in Rust: `your_crate::your_module`",
            ),
            Some(_) => {}
        }
    }
}

/// Whether this is a path of Rust identifiers that are no keywords.
fn is_path(module: &str) -> bool {
    module.split("::").all(|part| syn::parse_str::<syn::Ident>(part).is_ok())
}

fn unknown(transform: &Transform, diagnostics: &mut Diagnostics) {
    let signature = rust_signature(transform);
    say(
        diagnostics,
        Code::UnknownCapability,
        &transform.place,
        format!("this compiler does not implement the transform {}", transform.fqdn),
        implemented(&transform.fqdn)
            .map(|own| format!("use {own}: `pgs-codegen add {}` writes it; or ", code(own)))
            .unwrap_or_default()
            + &format!(
                "write it in a crate of yours and bind it in pgs.toml: [transforms] \"{}\" = {{ module = \"your_crate::your_module\" }}. \
             The module holds:\n{signature}",
                transform.fqdn
            ),
    );
}

/// The transform of the project that has this code in its own namespace.
fn implemented(fqdn: &str) -> Option<&'static str> {
    let mut all = capabilities::own_compiled().flat_map(|it| it.transforms.keys());
    all.find(|own| code(own) == code(fqdn)).map(String::as_str)
}

/// The Rust items that an implementation of this transform must have.
fn rust_signature(transform: &Transform) -> String {
    let signature = capabilities::declared(transform, String::new());
    let inputs = signature.inputs.iter().map(|it| format!("    pub {}: Field<{}>,\n", snake(&it.name), rust(it.ty)));
    let outputs = signature.outputs.iter().map(|it| {
        let ty = rust(it.ty);
        let ty = if it.optional { format!("Option<{ty}>") } else { ty.to_owned() };
        format!("    pub {}: {ty},\n", snake(&it.name))
    });
    format!(
        "use pgs_rt::{{Field, Map, Number, Value, Violation}};\n\
         #[derive(Default, serde::Serialize, serde::Deserialize)]\n#[serde(default)]\npub struct Inputs {{\n{}}}\n\
         #[derive(serde::Serialize, serde::Deserialize)]\npub struct Outputs {{\n{}}}\n\
         pub fn run(inputs: Inputs) -> Result<Outputs, Violation>",
        inputs.collect::<String>(),
        outputs.collect::<String>()
    )
}

/// The Rust type of a protocol type.
fn rust(ty: Type) -> &'static str {
    match ty {
        Type::Text => "String",
        Type::Integer => "i64",
        Type::Number => "Number",
        Type::Boolean => "bool",
        Type::Object => "Map<String, Value>",
        Type::Array => "Vec<Value>",
        Type::Any => "Value",
    }
}
