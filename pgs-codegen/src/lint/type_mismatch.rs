//! W002: a binding whose type differs from the declared one.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Binding, Contract, Path, Place, Root, Schema, Type, say};

use super::signature_mismatch::never_fits;
use super::subjects::{RunNode, compiled_nodes};
use crate::analysis::call::Callee;
use crate::analysis::node_read::NodeScope;
use crate::analysis::start::Start;
use crate::analysis::workflows::intent_of;
use crate::analysis::{Analysis, CompiledStep};

/// The arguments and outputs of steps, and the inputs of nodes, that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for compiled in &analysis.compiled {
        for step in &compiled.steps {
            of_step(compiled.contract, step, analysis, diagnostics);
        }
    }
    for run in compiled_nodes(analysis) {
        of_node(&run, analysis, diagnostics);
    }
}

fn of_step(contract: &Contract, compiled: &CompiledStep<'_>, analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let step = compiled.step;
    let Some(scope) = analysis.step_scope(contract, step) else { return };
    let Some(callee) = &compiled.call.callee else { return };
    if let Callee::Start(start) = callee
        && let Start::Loop { sequence: Some(sequence), .. } = &**start
    {
        let bound = scope.ty(&sequence.binding);
        let meant = meant(&sequence.binding, Type::Array, ("inputs", &contract.inputs));
        compare("argument `sequence`", (Type::Array, bound), meant, &sequence.place, diagnostics);
    }
    for argument in callee.arguments() {
        let Some(declared) = argument.declared else { continue };
        // An artifact that declares another type than is implemented is said itself.
        let taken = match callee {
            Callee::Transform { signature, .. } => signature.inputs.iter().find(|it| it.name == argument.name),
            Callee::Store { .. } | Callee::Start(_) | Callee::World { .. } => None,
        };
        let declared = taken.map(|it| it.ty).filter(|taken| never_fits(declared, *taken)).unwrap_or(declared);
        let what = format!("argument `{}`", argument.name);
        let bound = nested(&argument.binding, &Root::Input, &contract.inputs);
        let bound = bound.unwrap_or_else(|| scope.ty(&argument.binding));
        let meant = meant(&argument.binding, declared, ("inputs", &contract.inputs));
        compare(&what, (declared, bound), meant, &argument.place, diagnostics);
    }
    for (key, binding) in &step.outputs {
        let Some((_, schema)) = contract.outputs.iter().find(|(name, _)| name == key) else { continue };
        let place = step.place.at(["outputs", key]);
        compare(&format!("output `{key}`"), (schema.ty(), scope.ty(binding)), None, &place, diagnostics);
    }
}

fn of_node(run: &RunNode<'_>, analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let scope = NodeScope { workflow: run.workflow, analysis };
    let Some(contract) = analysis.protocol.contracts.get(run.contract) else { return };
    let intent = intent_of(run.workflow).and_then(|fqdn| analysis.protocol.intents.get(fqdn));
    for (key, binding) in run.inputs {
        let Some((_, schema)) = contract.inputs.iter().find(|(name, _)| name == key) else { continue };
        let place = run.node.place.at(["inputs", key]);
        let bound = intent.and_then(|it| nested(binding, &Root::Payload, &it.inputs));
        let bound = bound.unwrap_or_else(|| scope.ty(binding));
        let declared = schema.ty();
        let meant = intent.and_then(|it| meant(binding, declared, ("payload", &it.inputs)));
        compare(&format!("input `{key}` of {}", run.contract), (declared, bound), meant, &place, diagnostics);
    }
}

/// The type that is declared of a field below one of these, which generated code does not know; none of anything else.
fn nested(binding: &Binding, root: &Root, fields: &[(String, Schema)]) -> Option<Type> {
    let Binding::Path(Path { root: of, keys }) = binding else { return None };
    let (first, rest) = keys.split_first()?;
    let (_, schema) = fields.iter().find(|(name, _)| name == first)?;
    if of != root || rest.is_empty() {
        return None;
    }
    let found = rest
        .iter()
        .try_fold(schema, |schema, key| schema.fields.iter().find(|(name, _)| name == key).map(|(_, inner)| inner))?;
    Some(found.ty())
}

/// What a literal text was likely meant to be: a number, or one of these fields.
fn meant(binding: &Binding, declared: Type, (root, fields): (&str, &[(String, Schema)])) -> Option<String> {
    let text = binding.literal()?.as_str()?;
    let is_number = matches!(declared, Type::Integer | Type::Number) && text.parse::<f64>().is_ok();
    if is_number {
        return Some(format!("{text}` without quotes"));
    }
    fields.iter().any(|(name, _)| name == text).then(|| format!("$.{root}.{text}`, if that is meant"))
}

fn compare(
    what: &str,
    (declared, bound): (Type, Type),
    meant: Option<String>,
    place: &Place,
    diagnostics: &mut Diagnostics,
) {
    // That a text was meant to be a path is said of it.
    if !bound.fits(declared) && !diagnostics.has(Code::NoTemplate, &place.file, &place.pointer) {
        say(
            diagnostics,
            Code::TypeMismatch,
            place,
            format!("{what} is declared {}, bound to {}", declared.word(), article(bound)),
            match meant {
                Some(meant) => format!("write `{meant}"),
                None => "bind a value of the declared type, or declare the type of the value".to_owned(),
            },
        );
    }
}

/// A type with its article.
fn article(ty: Type) -> String {
    let article = if matches!(ty, Type::Integer | Type::Object | Type::Array) { "an" } else { "a" };
    format!("{article} {}", ty.word())
}
