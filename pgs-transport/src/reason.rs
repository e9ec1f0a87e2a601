//! Why a run did not succeed, as it is told: to a person by lines, to a program by fields of JSON.

use pgs_evidence::conditions;
use pgs_rt::admission::SchemaViolation;
use pgs_rt::cause::{Cause, ContractCause, StepCause};
use pgs_rt::{Value, Workflow, json, object, to_value};

/// The lines of a summary, with their names: one for each rule that a payload does not meet, or one for what decided.
/// `observed` are the rules that it does not meet, and was admitted all the same.
pub(crate) fn lines(
    workflow: &Workflow,
    cause: Option<&Cause>,
    observed: &[SchemaViolation],
) -> Vec<(&'static str, String)> {
    let intent = workflow.intent.as_ref().map_or("", |intent| intent.fqdn);
    let seen = observed.iter().map(|violation| ("Observed", format!("{violation}{}", of(intent))));
    seen.chain(cause.into_iter().flat_map(|cause| lines_of(workflow, cause))).collect()
}

fn lines_of(workflow: &Workflow, cause: &Cause) -> Vec<(&'static str, String)> {
    let within = within(workflow, cause);
    match cause {
        Cause::NotAdmitted(refusal) => {
            let of = of(&refusal.intent);
            refusal.violations.iter().map(|violation| ("Rejected", format!("{violation}{of}{within}"))).collect()
        }
        other => vec![("Reason", sentence(workflow, other))],
    }
}

/// `reason`, a sentence; `violations`, the rules that a payload does not meet; `step`, what decided.
pub(crate) fn fields(
    workflow: &Workflow,
    cause: Option<&Cause>,
    observed: &[SchemaViolation],
) -> Vec<(&'static str, Value)> {
    let mut fields: Vec<(&'static str, Value)> = Vec::new();
    fields.extend(cause.map(|cause| ("reason", sentence(workflow, cause).into())));
    if cause.is_some() || !observed.is_empty() {
        let enforced = cause.map(Cause::violations).unwrap_or_default();
        let all: Vec<&SchemaViolation> = observed.iter().chain(enforced).collect();
        fields.push(("violations", json!(all)));
    }
    let decided = match cause {
        Some(Cause::Step(step)) => Some(step_fields(step)),
        Some(Cause::Contract(contract)) => Some(contract_fields(contract)),
        _ => None,
    };
    fields.extend(decided.map(|decided| ("step", decided)));
    fields
}

/// Why, with the condition where one decided, and the workflow where it is one that the run has started.
fn sentence(workflow: &Workflow, cause: &Cause) -> String {
    let condition = match cause {
        Cause::Contract(ContractCause { contract, status, .. }) => conditions(workflow, contract, status),
        _ => Vec::new(),
    };
    let condition = if condition.is_empty() { String::new() } else { format!(": {}", condition.join(", or ")) };
    format!("{cause}{condition}{}", within(workflow, cause))
}

/// The intent whose rules they are, where it has a name.
fn of(intent: &str) -> String {
    match code(intent) {
        "" => String::new(),
        code => format!(" ({code})"),
    }
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
