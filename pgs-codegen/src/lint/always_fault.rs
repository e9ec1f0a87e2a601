//! W159: a step that is a fault at every run: it reads what is absent on every way.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::near;
use pgs_protocol::protocol::{Binding, Call, Contract, Place, Step, say};

use super::near_names::raw_names;
use crate::analysis::step_read::{StepRead, StepScope};
use crate::analysis::{Analysis, CompiledStep};

/// The steps that are compiled.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for compiled in &analysis.compiled {
        for CompiledStep { step, .. } in &compiled.steps {
            let Some(scope) = analysis.step_scope(compiled.contract, step) else { continue };
            unread_inputs(step, compiled.contract, analysis, diagnostics);
            for (key, binding) in &step.inputs {
                absent(binding, &scope, &step.place.at(["inputs", key]), diagnostics);
            }
            for (key, binding) in &step.outputs {
                owed(binding, &scope, &step.place.at(["outputs", key]), diagnostics);
            }
        }
    }
}

/// A transform reads all inputs that it declares, those that are not required too.
fn unread_inputs(step: &Step, contract: &Contract, analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let Call::Transform { fqdn, .. } = &step.call else { return };
    let declared = analysis.protocol.transforms.get(fqdn).map(|it| it.inputs.as_slice()).unwrap_or_default();
    for (name, _) in declared.iter().filter(|(name, _)| !step.inputs.iter().any(|(bound, _)| bound == name)) {
        let message = format!(
            "step `{}` of {} does not bind `{name}`, which {fqdn} declares: a transform reads all that it declares, so that the \
             step is a fault at every run",
            step.name, contract.fqdn
        );
        say(diagnostics, Code::AlwaysFault, &step.place.at(["inputs"]), message, format!("bind `{name}`"));
    }
}

/// A step that succeeds must give what an output is mapped from.
fn owed(binding: &Binding, scope: &StepScope<'_>, place: &Place, diagnostics: &mut Diagnostics) {
    let Binding::Path(path) = binding else { return };
    let StepRead::NoField { step, key } = scope.read(path) else { return };
    let message = format!(
        "step `{step}` of {} maps the field `{key}`, which its result never has: the run is refused wherever the step succeeds",
        scope.contract.fqdn
    );
    let known = raw_names(scope.step, scope.protocol);
    let remedy =
        near::remedy(key, known.iter().map(String::as_str), "name a field of the result, or remove the output");
    say(diagnostics, Code::AlwaysFault, place, message, remedy);
}

/// A list can't leave out what is absent.
fn absent(binding: &Binding, scope: &StepScope<'_>, place: &Place, diagnostics: &mut Diagnostics) {
    match binding {
        Binding::List(items) => {
            for (n, item) in items.iter().enumerate() {
                let place = place.at([n.to_string().as_str()]);
                if let Binding::Path(path) = item
                    && is_never_there(&scope.read(path))
                {
                    let message = "a list binds what is never there, which is a fault at every run";
                    say(diagnostics, Code::AlwaysFault, &place, message, "bind what is there, or a literal");
                }
                absent(item, scope, &place, diagnostics);
            }
        }
        Binding::Object(fields) => {
            for (key, inner) in fields {
                absent(inner, scope, &place.at([key.as_str()]), diagnostics);
            }
        }
        Binding::Literal(_) | Binding::Path(_) | Binding::Timestamp | Binding::Outcome | Binding::Plus { .. } => {}
    }
}

fn is_never_there(read: &StepRead<'_>) -> bool {
    match read {
        StepRead::NoOutput { .. } | StepRead::NoField { .. } | StepRead::NoOperand { .. } | StepRead::NoStep(_) => true,
        StepRead::Input(..)
        | StepRead::Result { .. }
        | StepRead::Raw(_)
        | StepRead::Surface(..)
        | StepRead::Whole(_)
        | StepRead::Unknown => false,
    }
}
