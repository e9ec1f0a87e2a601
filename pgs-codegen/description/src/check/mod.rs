//! A description compared with the Rust types that it speaks of: for a test in the crate that it describes.
//!
//! ```
//! use pgs_description::check::{self, Types};
//! use pgs_value::{Field, Violation};
//!
//! pgs_value::described! {
//!     #[derive(Default)]
//!     pub struct Inputs { pub grams: Field<i64> }
//!     pub struct Outputs { pub price: i64 }
//! }
//! fn run(inputs: Inputs) -> Result<Outputs, Violation> {
//!     inputs.grams.required("grams").map(|grams| Outputs { price: grams / 10 })
//! }
//!
//! let description = pgs_description::read("capabilities.toml", r#"
//!     crate = "parcels_capabilities"
//!     [[transform]]
//!     fqdn = "parcels::CT_PURE_PRICE_PARCEL_V0"
//!     module = "price_parcel"
//!     inputs = [{ name = "grams", type = "string" }]
//!     outputs = [{ name = "price", type = "integer" }]
//! "#)?;
//! let differences = check::differences(&description, &Types::new().transform("price_parcel", run));
//! assert_eq!(
//!     differences[0].to_string(),
//!     "parcels::CT_PURE_PRICE_PARCEL_V0: inputs: `grams: string` is described, Rust has `grams: integer`",
//! );
//! # Ok::<(), pgs_description::DescriptionError>(())
//! ```

mod types;

use std::collections::BTreeSet;
use std::fmt;

pub use types::Types;

use crate::{Argument, Description, Generation, Operation, Output, SideEffect, Transform, Type};
use types::{Fields, Form, OperationTypes, TransformTypes};

/// Where a description and the Rust types differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The FQDN, and with it the operation of a side effect; the module, where nothing describes it.
    pub capability: String,
    /// What differs: `module`, `form`, `inputs`, `outputs`, `policy`, `statuses`, `draws`, `fallible`, `faults`.
    pub what: &'static str,
    /// What the description says; nothing if it does not say it.
    pub described: Option<String>,
    /// What Rust says; nothing if it was not given.
    pub implemented: Option<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |text: &Option<String>| text.as_ref().map_or_else(|| "nothing".to_owned(), |it| format!("`{it}`"));
        let (described, implemented) = (quoted(&self.described), quoted(&self.implemented));
        write!(f, "{}: {}: {described} is described, Rust has {implemented}", self.capability, self.what)
    }
}

/// Everything in which the description and the types differ. Whether an input is required is not a matter of types.
pub fn differences(description: &Description, types: &Types) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for (fqdn, transform) in description.transforms.iter().chain(&description.earlier) {
        let module = below(&transform.module);
        match types.transforms.get(module) {
            Some(types) => of_transform(fqdn, (transform, description.generation), types, &mut found),
            None => found.push(missing(fqdn, module)),
        }
        seen.insert(module.to_owned());
    }
    for (fqdn, side_effect) in &description.side_effects {
        let policy: Vec<Line> = side_effect.policy.iter().map(argument).collect();
        let implemented = types.policies.get(below(&side_effect.module)).copied().unwrap_or_default();
        compare(fqdn, "policy", &policy, &lines(implemented), &mut found);
        for (name, operation) in &side_effect.operations {
            let capability = format!("{fqdn} {name}");
            let (module, function) = (below(&side_effect.module), operation.function.as_str());
            match types.operations.get(&(module, function)) {
                Some(types) => of_operation(&capability, side_effect, operation, types, &mut found),
                None => found.push(missing(&capability, &format!("{module}::{function}"))),
            }
            seen.insert(format!("{module}::{function}"));
        }
    }
    let operations = types.operations.keys().map(|(module, function)| format!("{module}::{function}"));
    let given = types.transforms.keys().map(ToString::to_string).chain(operations);
    found.extend(given.filter(|module| !seen.contains(module)).map(|module| Difference {
        capability: module.clone(),
        what: "module",
        described: None,
        implemented: Some(module),
    }));
    found
}

/// A path without its crate.
fn below(path: &str) -> &str {
    path.split_once("::").map_or(path, |(_, below)| below)
}

fn missing(capability: &str, module: &str) -> Difference {
    let described = Some(module.to_owned());
    Difference { capability: capability.to_owned(), what: "module", described, implemented: None }
}

fn of_transform(
    fqdn: &str,
    (transform, generation): (&Transform, Generation),
    types: &TransformTypes,
    found: &mut Vec<Difference>,
) {
    let mut inputs: Vec<Line> = transform.inputs.iter().map(argument).collect();
    if transform.others {
        inputs.push(("others".to_owned(), Type::Object.word(), false));
    }
    compare(fqdn, "inputs", &inputs, &lines(types.inputs), found);
    let outputs: Vec<Line> = transform.outputs.iter().map(output).collect();
    compare(fqdn, "outputs", &outputs, &lines(types.outputs), found);
    let faults = |generation: Generation| generation == Generation::Pgc;
    for (what, described, implemented) in [
        ("draws", transform.draws, types.draws),
        ("fallible", transform.fallible, types.fallible),
        ("faults", faults(generation), faults(types.generation)),
    ] {
        if described != implemented {
            let (described, implemented) = (Some(described.to_string()), Some(implemented.to_string()));
            found.push(Difference { capability: fqdn.to_owned(), what, described, implemented });
        }
    }
}

fn of_operation(
    capability: &str,
    side_effect: &SideEffect,
    operation: &Operation,
    types: &OperationTypes,
    found: &mut Vec<Difference>,
) {
    let form = Form::of(side_effect.works_on, &side_effect.policy);
    if form != types.form {
        let (described, implemented) = (Some(form.words().to_owned()), Some(types.form.words().to_owned()));
        found.push(Difference { capability: capability.to_owned(), what: "form", described, implemented });
    }
    if form != Form::Workflows {
        let inputs: Vec<Line> = operation.inputs.iter().map(argument).collect();
        compare(capability, "inputs", &inputs, &lines(types.inputs), found);
    }
    let outputs: Vec<Line> = operation.outputs.iter().map(output).collect();
    compare(capability, "outputs", &outputs, &lines(types.outputs), found);
    let described: BTreeSet<&str> = operation.statuses.iter().map(String::as_str).collect();
    let implemented: BTreeSet<&str> = types.statuses.iter().copied().collect();
    if described != implemented {
        let words = |words: BTreeSet<&str>| Some(words.into_iter().collect::<Vec<_>>().join(", "));
        let (described, implemented) = (words(described), words(implemented));
        found.push(Difference { capability: capability.to_owned(), what: "statuses", described, implemented });
    }
}

/// Name, type, whether it may be missing.
type Line = (String, &'static str, bool);

fn argument(argument: &Argument) -> Line {
    (argument.name.clone(), argument.ty.word(), false)
}

fn output(output: &Output) -> Line {
    (output.name.clone(), output.ty.word(), output.optional)
}

fn lines(fields: Fields) -> Vec<Line> {
    fields.iter().map(|it| (it.name.trim_start_matches("r#").to_owned(), it.ty, it.optional)).collect()
}

fn compare(
    capability: &str,
    what: &'static str,
    described: &[Line],
    implemented: &[Line],
    found: &mut Vec<Difference>,
) {
    let words = |lines: &[Line], others: &[Line]| {
        let own = lines.iter().filter(|line| !others.contains(line));
        let words = own.map(|(name, ty, optional)| format!("{name}: {}{ty}", if *optional { "optional " } else { "" }));
        let words: Vec<String> = words.collect();
        (!words.is_empty()).then(|| words.join(", "))
    };
    let (only_described, only_implemented) = (words(described, implemented), words(implemented, described));
    if only_described.is_some() || only_implemented.is_some() {
        found.push(Difference {
            capability: capability.to_owned(),
            what,
            described: only_described,
            implemented: only_implemented,
        });
    }
}
