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

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use pgs_value::{Described, DescribedField, NoInputs, Reply, StatusWords, Violation};

use crate::{Argument, Description, Operation, Output, Transform, Type, WorksOn};

/// What the Rust types of a crate say, by module.
#[derive(Debug, Default)]
pub struct Types {
    transforms: BTreeMap<&'static str, TransformTypes>,
    operations: BTreeMap<(&'static str, &'static str), OperationTypes>,
}

#[derive(Debug)]
struct TransformTypes {
    inputs: Fields,
    outputs: Fields,
    draws: bool,
    fallible: bool,
}

#[derive(Debug)]
struct OperationTypes {
    form: Form,
    inputs: Fields,
    outputs: Fields,
    statuses: &'static [&'static str],
}

/// The form of an operation's function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Store,
    Workflows,
    World { switch: bool },
}

impl Form {
    fn of(works_on: WorksOn) -> Self {
        match works_on {
            WorksOn::Store(_) => Self::Store,
            WorksOn::Workflows(_) => Self::Workflows,
            WorksOn::World { switch } => Self::World { switch },
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Store => "on a store",
            Self::Workflows => "on workflows",
            Self::World { switch: false } => "on something outside",
            Self::World { switch: true } => "on something outside, with a switch",
        }
    }
}

type Fields = &'static [DescribedField];

impl Types {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A transform that can fail. `module` is its path below the crate.
    #[must_use]
    pub fn transform<I, O>(self, module: &'static str, _run: fn(I) -> Result<O, Violation>) -> Self
    where
        I: Described,
        O: Described,
    {
        self.with::<I, O>(module, false, true)
    }

    /// A transform that draws time or random bytes, and can fail.
    #[must_use]
    pub fn transform_drawing<I, O, S: ?Sized>(
        self,
        module: &'static str,
        _run: fn(I, &S) -> Result<O, Violation>,
    ) -> Self
    where
        I: Described,
        O: Described,
    {
        self.with::<I, O>(module, true, true)
    }

    /// A transform that can't fail.
    #[must_use]
    pub fn compute<I, O>(self, module: &'static str, _run: fn(I) -> O) -> Self
    where
        I: Described,
        O: Described,
    {
        self.with::<I, O>(module, false, false)
    }

    /// A transform that draws time or random bytes, and can't fail.
    #[must_use]
    pub fn compute_drawing<I, O, S: ?Sized>(self, module: &'static str, _run: fn(I, &S) -> O) -> Self
    where
        I: Described,
        O: Described,
    {
        self.with::<I, O>(module, true, false)
    }

    /// An operation on something outside. `module` is the path of the side effect below the crate, `function` the name of
    /// the operation's function.
    #[must_use]
    pub fn effect<R: ?Sized, I, S, O>(
        self,
        module: &'static str,
        function: &'static str,
        _run: fn(&R, I) -> Reply<S, O>,
    ) -> Self
    where
        I: Described,
        O: Described,
        S: StatusWords,
    {
        self.operation::<I, S, O>(module, function, Form::World { switch: false })
    }

    /// One that takes nothing.
    #[must_use]
    pub fn effect_without_inputs<R: ?Sized, S, O>(
        self,
        module: &'static str,
        function: &'static str,
        _run: fn(&R) -> Reply<S, O>,
    ) -> Self
    where
        O: Described,
        S: StatusWords,
    {
        self.operation::<NoInputs, S, O>(module, function, Form::World { switch: false })
    }

    /// One that a runtime binding may switch off.
    #[must_use]
    pub fn effect_switched<R: ?Sized, I, S, O>(
        self,
        module: &'static str,
        function: &'static str,
        _run: fn(&R, bool, I) -> Reply<S, O>,
    ) -> Self
    where
        I: Described,
        O: Described,
        S: StatusWords,
    {
        self.operation::<I, S, O>(module, function, Form::World { switch: true })
    }

    /// An operation on a store.
    #[must_use]
    pub fn on_store<P, T, I, S, O, E>(
        self,
        module: &'static str,
        function: &'static str,
        _run: impl Fn(P, T, I) -> Result<Reply<S, O>, E>,
    ) -> Self
    where
        I: Described,
        O: Described,
        S: StatusWords,
    {
        self.operation::<I, S, O>(module, function, Form::Store)
    }

    /// One that takes nothing.
    #[must_use]
    pub fn on_store_without_inputs<P, T, S, O, E>(
        self,
        module: &'static str,
        function: &'static str,
        _run: impl Fn(P, T) -> Result<Reply<S, O>, E>,
    ) -> Self
    where
        O: Described,
        S: StatusWords,
    {
        self.operation::<NoInputs, S, O>(module, function, Form::Store)
    }

    /// An operation that starts workflows: its statuses and its outputs. What it takes, the compiler reads.
    #[must_use]
    pub fn on_workflows<S: StatusWords, O: Described>(self, module: &'static str, function: &'static str) -> Self {
        self.operation::<NoInputs, S, O>(module, function, Form::Workflows)
    }

    fn operation<I, S, O>(mut self, module: &'static str, function: &'static str, form: Form) -> Self
    where
        I: Described,
        O: Described,
        S: StatusWords,
    {
        let types = OperationTypes { form, inputs: I::FIELDS, outputs: O::FIELDS, statuses: S::WORDS };
        self.operations.insert((module, function), types);
        self
    }

    fn with<I: Described, O: Described>(mut self, module: &'static str, draws: bool, fallible: bool) -> Self {
        let types = TransformTypes { inputs: I::FIELDS, outputs: O::FIELDS, draws, fallible };
        self.transforms.insert(module, types);
        self
    }
}

/// Where a description and the Rust types differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The FQDN, and with it the operation of a side effect; the module, where nothing describes it.
    pub capability: String,
    /// What differs: `module`, `form`, `inputs`, `outputs`, `statuses`, `draws`, `fallible`.
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
    for (fqdn, transform) in &description.transforms {
        let module = below(&transform.module);
        match types.transforms.get(module) {
            Some(types) => of_transform(fqdn, transform, types, &mut found),
            None => found.push(missing(fqdn, module)),
        }
        seen.insert(module.to_owned());
    }
    for (fqdn, side_effect) in &description.side_effects {
        for (name, operation) in &side_effect.operations {
            let capability = format!("{fqdn} {name}");
            let (module, function) = (below(&side_effect.module), operation.function.as_str());
            match types.operations.get(&(module, function)) {
                Some(types) => of_operation(&capability, side_effect.works_on, operation, types, &mut found),
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

fn of_transform(fqdn: &str, transform: &Transform, types: &TransformTypes, found: &mut Vec<Difference>) {
    let mut inputs: Vec<Line> = transform.inputs.iter().map(argument).collect();
    if transform.others {
        inputs.push(("others".to_owned(), Type::Object.word(), false));
    }
    compare(fqdn, "inputs", &inputs, &lines(types.inputs), found);
    let outputs: Vec<Line> = transform.outputs.iter().map(output).collect();
    compare(fqdn, "outputs", &outputs, &lines(types.outputs), found);
    for (what, described, implemented) in
        [("draws", transform.draws, types.draws), ("fallible", transform.fallible, types.fallible)]
    {
        if described != implemented {
            let (described, implemented) = (Some(described.to_string()), Some(implemented.to_string()));
            found.push(Difference { capability: fqdn.to_owned(), what, described, implemented });
        }
    }
}

fn of_operation(
    capability: &str,
    works_on: WorksOn,
    operation: &Operation,
    types: &OperationTypes,
    found: &mut Vec<Difference>,
) {
    let form = Form::of(works_on);
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
