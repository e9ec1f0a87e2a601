//! W002: a binding whose type differs from the declared one.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Contract, Place, Type, say};

use super::subjects::{RunNode, compiled_nodes};
use crate::analysis::node_read::NodeScope;
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
    for argument in callee.arguments() {
        let Some(declared) = argument.declared else { continue };
        let what = format!("argument `{}`", argument.name);
        compare(&what, declared, scope.ty(&argument.binding), &argument.place, diagnostics);
    }
    for (key, binding) in &step.outputs {
        let Some((_, schema)) = contract.outputs.iter().find(|(name, _)| name == key) else { continue };
        let place = step.place.at(["outputs", key]);
        compare(&format!("output `{key}`"), schema.ty(), scope.ty(binding), &place, diagnostics);
    }
}

fn of_node(run: &RunNode<'_>, analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let scope = NodeScope { workflow: run.workflow, analysis };
    let Some(contract) = analysis.protocol.contracts.get(run.contract) else { return };
    for (key, binding) in run.inputs {
        let Some((_, schema)) = contract.inputs.iter().find(|(name, _)| name == key) else { continue };
        let place = run.node.place.at(["inputs", key]);
        compare(&format!("input `{key}` of {}", run.contract), schema.ty(), scope.ty(binding), &place, diagnostics);
    }
}

fn compare(what: &str, declared: Type, bound: Type, place: &Place, diagnostics: &mut Diagnostics) {
    // That a text was meant to be a path is said of it.
    if !bound.fits(declared) && !diagnostics.has(Code::NoTemplate, &place.file, &place.pointer) {
        say(
            diagnostics,
            Code::TypeMismatch,
            place,
            format!("{what} is declared {}, bound to {}", declared.word(), article(bound)),
            "bind a value of the declared type, or declare the type of the value",
        );
    }
}

/// A type with its article.
fn article(ty: Type) -> String {
    let article = if matches!(ty, Type::Integer | Type::Object | Type::Array) { "an" } else { "a" };
    format!("{article} {}", ty.word())
}
