//! Which payloads a run of PGC would refuse, and why. Nothing is run.

use pgs_evidence::text::plain;
use pgs_pgc::admission::Gate;
use pgs_pgc::event::{Check, Expected};
use pgs_pgc::{Map, Value, Workflow};
use pgs_value::json;

use crate::admit::{AdmitOptions, Verdict, judge_lines};
use crate::batch::Line;
use crate::output::Output;
use crate::payload;
use crate::process::Process;
use crate::resolve;
use crate::size::Size;
use crate::success::USAGE;
use crate::summary::RunFormat;

/// Says of each line whether a run of this workflow would admit it.
pub fn admit(workflow: &Workflow, options: &AdmitOptions, process: Process<'_>) -> Output {
    let usage = |error: &dyn std::fmt::Display| Output { status: USAGE, ..Output::error(error) };
    let Some(gate) = workflow.gate else {
        return usage(&format_args!("{} is not in force: no run of it begins", workflow.id.fqdn));
    };
    if options.admission.is_some() {
        return usage(&format_args!("--admission is not there for workflows of PGC, which {} is", workflow.id.fqdn));
    }
    match resolve::max_payload(options.max_payload, &process) {
        Ok(most) => {
            let judge = |line: Line| judge(&gate, line, most, options.format);
            judge_lines(&options.payloads, most, process, judge, String::new)
        }
        Err(error) => usage(&error),
    }
}

fn judge(gate: &Gate, line: Line, most: Size, format: RunFormat) -> (Verdict, String) {
    let number = line.number;
    let payload = match payload::of_line(line.bytes, most) {
        Ok(payload) => payload,
        Err(reason) => {
            let text = match format {
                RunFormat::Text => format!("line {number}: {}", plain(&reason)),
                RunFormat::Json => object([("line", number.into()), ("error", reason.into())]),
            };
            return (Verdict::Unusable, text);
        }
    };
    let failed: Vec<Check<'_>> = gate.checks(&payload).into_iter().filter(|check| !check.held).collect();
    let verdict = if failed.is_empty() { Verdict::Admitted } else { Verdict::Refused };
    let text = match (format, verdict) {
        (RunFormat::Text, Verdict::Admitted | Verdict::Unusable) => String::new(),
        (RunFormat::Text, Verdict::Refused) => {
            let rules: Vec<String> = failed.iter().map(sentence).collect();
            format!("line {number}: refused: {}", rules.join("; "))
        }
        (RunFormat::Json, _) => {
            let violations = failed.iter().map(violation).collect::<Value>();
            let violations = (!failed.is_empty()).then_some(("violations", violations));
            let head = [("line", number.into()), ("admitted", failed.is_empty().into())];
            object(head.into_iter().chain(violations))
        }
    };
    (verdict, text)
}

/// A check that does not hold, as it stands in a trace, with a sentence for people.
fn violation(check: &Check<'_>) -> Value {
    let (rule, expected) = match check.expected {
        Expected::Present => ("required", Value::Bool(true)),
        Expected::Type(word) => ("type", word.into()),
    };
    let fields = [("field", check.field.into()), ("rule", rule.into()), ("expected", expected)];
    let fields = fields.into_iter().chain([("sentence", sentence(check).into())]);
    Value::Object(fields.map(|(key, value)| (key.to_owned(), value)).collect())
}

fn sentence(check: &Check<'_>) -> String {
    let field = plain(check.field);
    match check.expected {
        Expected::Present => format!("`{field}` is missing"),
        Expected::Type(word) => format!("`{field}` is not of type {word}"),
    }
}

fn object<'k>(fields: impl IntoIterator<Item = (&'k str, Value)>) -> String {
    let fields: Map<String, Value> = fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    json::compact(&Value::Object(fields))
}
