//! The static types of a contract: its inputs, its surface, and what its later steps read of earlier ones.

use std::collections::{BTreeMap, BTreeSet};

use pgs_description::Output;
use pgs_protocol::protocol::{Contract, Operand, Path, Protocol, Root, Route, Step, Type};

use super::signature::raw_outputs;

/// The types of the values of a contract.
#[derive(Clone, Debug, Default)]
pub struct ContractTypes {
    /// The inputs: those that are declared, then those that steps read all the same.
    pub inputs: Vec<InputType>,
    /// The surface: mapped outputs in the order of the steps, then the inputs that no step maps.
    pub surface: Vec<SurfaceType>,
    /// What later steps and evaluations read of each step, in the order of the steps.
    pub results: Vec<ResultTypes>,
}

/// An input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputType {
    /// Its key.
    pub key: String,
    /// Its type.
    pub ty: Type,
}

/// A value of the surface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurfaceType {
    /// Its key.
    pub key: String,
    /// Its type: any, where steps that map it differ.
    pub ty: Type,
    /// Whether a step maps it.
    pub mapped: bool,
}

/// What is read of one step after it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultTypes {
    /// The step's name.
    pub step: String,
    /// The values.
    pub values: Vec<ResultType>,
}

/// A value of a step that is read after it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultType {
    /// Whether it is a field of the raw result, and not an output that the step maps.
    pub raw: bool,
    /// Its key.
    pub key: String,
    /// Its type.
    pub ty: Type,
}

impl ContractTypes {
    /// The types of this contract; `reachable` are the steps that can be reached, by index: what others read does not
    /// matter.
    pub fn of(contract: &Contract, protocol: &Protocol, reachable: &BTreeSet<usize>) -> Self {
        let inputs = inputs(contract);
        let mapped = mapped_types(contract, protocol);
        let results = results(contract, protocol, &mapped, reachable);
        let surface = surface(contract, &inputs, &mapped);
        Self { inputs, surface, results }
    }

    /// The input of this key.
    pub fn input(&self, key: &str) -> Option<&InputType> {
        self.inputs.iter().find(|it| it.key == key)
    }

    /// The value of the surface of this key.
    pub fn surface(&self, key: &str) -> Option<&SurfaceType> {
        self.surface.iter().find(|it| it.key == key)
    }

    /// A value of a step that is read after it ended.
    pub fn result(&self, step: &str, raw: bool, key: &str) -> Option<&ResultType> {
        let results = self.results.iter().find(|results| results.step == step)?;
        results.values.iter().find(|it| it.raw == raw && it.key == key)
    }
}

fn inputs(contract: &Contract) -> Vec<InputType> {
    let declared = contract.inputs.iter().map(|(key, schema)| InputType { key: key.clone(), ty: schema.ty() });
    let mut inputs: Vec<InputType> = declared.collect();
    for path in paths(contract, |_| true) {
        if let Path { root: Root::Input, keys } = path
            && let Some(key) = keys.first()
            && !inputs.iter().any(|it| &it.key == key)
        {
            inputs.push(InputType { key: key.clone(), ty: Type::Any });
        }
    }
    inputs
}

/// Every path in the pipeline and its evaluations, where inputs and steps are concerned.
fn paths(contract: &Contract, of_step: impl Fn(usize) -> bool) -> Vec<Path> {
    let mut paths = Vec::new();
    for (_, step) in contract.steps.iter().enumerate().filter(|(n, _)| of_step(*n)) {
        for (_, binding) in step.inputs.iter().chain(&step.outputs) {
            paths.extend(binding.paths().into_iter().cloned());
        }
    }
    for evaluation in contract.evaluations.values() {
        for operand in [&evaluation.condition.left, &evaluation.condition.right] {
            if let Operand::Input(keys) = operand {
                paths.push(Path { root: Root::Input, keys: keys.clone() });
            }
        }
    }
    paths
}

/// The type of every mapped output, by step and key.
type Mapped = BTreeMap<(String, String), Type>;

fn mapped_types(contract: &Contract, protocol: &Protocol) -> Mapped {
    let mut mapped = Mapped::new();
    for step in &contract.steps {
        let raw = raw_outputs(step, protocol);
        for (key, binding) in &step.outputs {
            let declared = contract.outputs.iter().find(|(name, _)| name == key).map(|(_, schema)| schema.ty());
            let ty = declared.unwrap_or_else(|| binding.ty(|path| path_type(path, contract, &raw, &mapped)));
            mapped.insert((step.name.clone(), key.clone()), ty);
        }
    }
    mapped
}

fn path_type(path: &Path, contract: &Contract, raw: &[Output], mapped: &Mapped) -> Type {
    let [key] = path.keys.as_slice() else { return Type::Any };
    match &path.root {
        Root::Raw => raw.iter().find(|output| &output.name == key).map_or(Type::Any, |output| output.ty),
        Root::Step(step) => mapped.get(&(step.clone(), key.clone())).copied().unwrap_or(Type::Any),
        Root::Input => {
            contract.inputs.iter().find(|(name, _)| name == key).map_or(Type::Any, |(_, schema)| schema.ty())
        }
        Root::StepRaw(_) | Root::Payload | Root::Node(_) => Type::Any,
    }
}

fn results(contract: &Contract, protocol: &Protocol, mapped: &Mapped, reachable: &BTreeSet<usize>) -> Vec<ResultTypes> {
    let mut read: BTreeMap<String, BTreeSet<(bool, String)>> = BTreeMap::new();
    for Path { root, keys } in paths(contract, |n| reachable.contains(&n)) {
        let Some(key) = keys.first().cloned() else { continue };
        match root {
            Root::Step(step) => read.entry(step).or_default().insert((false, key)),
            Root::StepRaw(step) => read.entry(step).or_default().insert((true, key)),
            Root::Payload | Root::Node(_) | Root::Input | Root::Raw => false,
        };
    }
    for (step, key) in evaluated_raw(contract) {
        read.entry(step).or_default().insert((true, key));
    }
    let results = contract.steps.iter().filter_map(|step| {
        let values = result_types(step, read.get(&step.name)?, protocol, mapped);
        (!values.is_empty()).then(|| ResultTypes { step: step.name.clone(), values })
    });
    results.collect()
}

fn result_types(step: &Step, read: &BTreeSet<(bool, String)>, protocol: &Protocol, mapped: &Mapped) -> Vec<ResultType> {
    let outputs = raw_outputs(step, protocol);
    let values = read.iter().filter_map(|(raw, key)| {
        let ty = if *raw {
            outputs.iter().find(|output| &output.name == key)?.ty
        } else {
            *mapped.get(&(step.name.clone(), key.clone()))?
        };
        Some(ResultType { raw: *raw, key: key.clone(), ty })
    });
    values.collect()
}

/// Fields of raw results that an evaluation reads, with the step that leads to it.
fn evaluated_raw(contract: &Contract) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for step in &contract.steps {
        for (_, route) in &step.routes {
            let Route::Evaluation(name) = route else { continue };
            let Some(evaluation) = contract.evaluations.get(name) else { continue };
            for operand in [&evaluation.condition.left, &evaluation.condition.right] {
                let keys = match operand {
                    Operand::Raw(keys) => keys,
                    // A name that no step maps may be a field of the raw result.
                    Operand::Output(keys) if !maps(contract, keys) => keys,
                    Operand::Output(_) | Operand::Literal(_) | Operand::Input(_) => continue,
                };
                found.extend(keys.first().map(|key| (step.name.clone(), key.clone())));
            }
        }
    }
    found
}

/// Whether a step maps the output that starts this path.
pub fn maps(contract: &Contract, keys: &[String]) -> bool {
    keys.first().is_some_and(|key| contract.steps.iter().any(|step| step.outputs.iter().any(|(name, _)| name == key)))
}

fn surface(contract: &Contract, inputs: &[InputType], mapped: &Mapped) -> Vec<SurfaceType> {
    let mut surface: Vec<SurfaceType> = Vec::new();
    for step in &contract.steps {
        for (key, _) in &step.outputs {
            let ty = mapped.get(&(step.name.clone(), key.clone())).copied().unwrap_or(Type::Any);
            match surface.iter_mut().find(|it| &it.key == key) {
                Some(known) => known.ty = common(known.ty, ty),
                None => surface.push(SurfaceType { key: key.clone(), ty, mapped: true }),
            }
        }
    }
    for InputType { key, ty } in inputs {
        if !surface.iter().any(|it| &it.key == key) {
            surface.push(SurfaceType { key: key.clone(), ty: *ty, mapped: false });
        }
    }
    surface
}

fn common(one: Type, other: Type) -> Type {
    if one == other { one } else { Type::Any }
}
