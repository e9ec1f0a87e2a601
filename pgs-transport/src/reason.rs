//! Why a run did not succeed, as it is told: to a person by lines, to a program by fields of JSON.

use pgs_rt::cause::{Cause, ContractCause, StepCause};
use pgs_rt::{Value, Workflow, json, object, to_value};

/// The lines of a summary, with their names: one for each rule that a payload does not meet, or one for what decided.
pub(crate) fn lines(workflow: &Workflow, cause: &Cause) -> Vec<(&'static str, String)> {
    let within = within(workflow, cause);
    match cause {
        Cause::NotAdmitted(refusal) => {
            let of = match code(&refusal.intent) {
                "" => String::new(),
                code => format!(" ({code})"),
            };
            refusal.violations.iter().map(|violation| ("Rejected", format!("{violation}{of}{within}"))).collect()
        }
        other => vec![("Reason", format!("{other}{within}"))],
    }
}

/// `reason`, a sentence; `violations`, the rules that a payload does not meet; `step`, what decided.
pub(crate) fn fields(workflow: &Workflow, cause: &Cause) -> Vec<(&'static str, Value)> {
    let mut fields = vec![("reason", format!("{cause}{}", within(workflow, cause)).into())];
    fields.push(("violations", json!(cause.violations())));
    let decided = match cause {
        Cause::Step(step) => Some(step_fields(step)),
        Cause::Contract(contract) => Some(contract_fields(contract)),
        _ => None,
    };
    fields.extend(decided.map(|decided| ("step", decided)));
    fields
}

fn step_fields(step: &StepCause) -> Value {
    to_value(step).unwrap_or_default()
}

fn contract_fields(contract: &ContractCause) -> Value {
    let ContractCause { workflow, node, contract, status } = contract;
    let text = |text: &str| Value::from(text);
    object([("workflow", text(workflow)), ("node", text(node)), ("contract", text(contract)), ("status", text(status))])
}

/// Which workflow decided, where it is one that the run has started.
fn within(workflow: &Workflow, cause: &Cause) -> String {
    let decided = cause.workflow();
    if decided.is_empty() || decided == workflow.id.fqdn { String::new() } else { format!(", in {decided}") }
}

/// An FQDN without its namespace.
fn code(fqdn: &str) -> &str {
    fqdn.rsplit("::").next().unwrap_or(fqdn)
}
