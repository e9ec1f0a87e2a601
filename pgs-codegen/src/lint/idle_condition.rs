//! W107: a condition that decides alike at every run.

use std::collections::BTreeSet;

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::near;
use pgs_protocol::protocol::words::list;
use pgs_protocol::protocol::{Contract, Evaluation, Operand, Operator, Route, Schema, Step, Type, say, type_of};
use pgs_value::Value;

use crate::analysis::reach::route;
use crate::analysis::statuses::of_step;
use crate::analysis::{Analysis, CompiledStep};

/// The evaluations to which steps that are compiled lead, each once.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let mut said = BTreeSet::new();
    for compiled in &analysis.compiled {
        let contract = compiled.contract;
        for CompiledStep { step, .. } in &compiled.steps {
            let statuses: Vec<String> =
                of_step(step, analysis.protocol, &analysis.statuses).into_iter().map(|(_, it)| it).collect();
            for status in &statuses {
                let Route::Evaluation(name) = route(step, status) else { continue };
                let Some(evaluation) = contract.evaluations.get(&name) else { continue };
                let found = alike(evaluation)
                    .or_else(|| unlike(contract, step, evaluation, analysis))
                    .or_else(|| unknown(contract, evaluation, &statuses));
                if let Some((message, remedy)) = found
                    && said.insert((contract.fqdn.as_str(), name))
                {
                    say(diagnostics, Code::IdleCondition, &evaluation.place.at(["condition"]), message, remedy);
                }
            }
        }
    }
}

/// Two ways that end with one status.
fn alike(evaluation: &Evaluation) -> Option<(String, String)> {
    let Evaluation { condition, on_true, on_false, .. } = evaluation;
    (on_true == on_false).then(|| {
        let message = format!("`{}` decides nothing: `on_true` and `on_false` are both {on_true}", condition.text);
        (message, "write two statuses, or lead the step on without the evaluation".to_owned())
    })
}

/// Two sides whose types are never equal, or have no order.
fn unlike(
    contract: &Contract,
    step: &Step,
    evaluation: &Evaluation,
    analysis: &Analysis<'_>,
) -> Option<(String, String)> {
    let condition = &evaluation.condition;
    let ty = |operand: &Operand| ty(operand, contract, step, analysis);
    let (left, right) = (ty(&condition.left), ty(&condition.right));
    let is_ordered = !matches!(condition.operator, Operator::Equal | Operator::NotEqual);
    let has_no_order = is_ordered && left == Type::Object;
    if kind(left)? == kind(right)? && !has_no_order {
        return None;
    }
    let holds = if condition.operator == Operator::NotEqual { "always" } else { "never" };
    let literal = [&condition.left, &condition.right].into_iter().find_map(|side| match side {
        Operand::Literal(Value::String(text)) if matches!(kind(left).max(kind(right)), Some(Kind::Text)) => Some(text),
        _ => None,
    });
    let number = literal.filter(|text| text.parse::<f64>().is_ok());
    let remedy = match number {
        Some(number) => format!("write {number} without quotes, or compare with a string"),
        None => "compare two values of one type".to_owned(),
    };
    let message = format!("`{}` compares {} with {}, and {holds} holds", condition.text, word(left), word(right));
    Some((message, remedy))
}

/// A literal that the other side never is: a status that the step does not answer, a value that the input does not take.
fn unknown(contract: &Contract, evaluation: &Evaluation, statuses: &[String]) -> Option<(String, String)> {
    let condition = &evaluation.condition;
    let ((path, Operand::Literal(literal)) | (Operand::Literal(literal), path)) = (&condition.left, &condition.right)
    else {
        return None;
    };
    if !matches!(condition.operator, Operator::Equal | Operator::NotEqual) {
        return None;
    }
    let text = literal.as_str()?;
    let (what, known): (&str, Vec<&str>) = match path {
        Operand::Raw(keys) if keys.as_slice() == ["result_status"] => {
            ("the step never answers", statuses.iter().map(String::as_str).collect())
        }
        Operand::Input(keys) => {
            let values = below(&contract.inputs, keys)?.one_of.as_ref()?;
            ("the input never is", values.iter().filter_map(Value::as_str).collect())
        }
        Operand::Literal(_) | Operand::Raw(_) | Operand::Output(_) => return None,
    };
    if known.contains(&text) {
        return None;
    }
    let holds = if condition.operator == Operator::NotEqual { "always" } else { "never" };
    let message = format!("`{}` {holds} holds: {what} `{text}`", condition.text);
    let all = format!("compare with {}", list(known.iter().map(|it| format!("`{it}`"))));
    Some((message, near::remedy(text, known, &all)))
}

/// Types whose values can be compared with each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// Truth values count as 0 and 1.
    Number,
    Array,
    Object,
    Text,
}

/// The kind of a type; none where nothing is known.
fn kind(ty: Type) -> Option<Kind> {
    match ty {
        Type::Integer | Type::Number | Type::Boolean => Some(Kind::Number),
        Type::Array => Some(Kind::Array),
        Type::Object => Some(Kind::Object),
        Type::Text => Some(Kind::Text),
        Type::Any => None,
    }
}

/// The type of one side; any where nothing is known.
fn ty(operand: &Operand, contract: &Contract, step: &Step, analysis: &Analysis<'_>) -> Type {
    match operand {
        Operand::Literal(value) => type_of(value),
        Operand::Input(keys) => below(&contract.inputs, keys).map_or(Type::Any, Schema::ty),
        Operand::Output(keys) | Operand::Raw(keys) => {
            let scope = analysis.step_scope(contract, step);
            let read = scope.as_ref().and_then(|scope| scope.operand(operand));
            read.filter(|_| keys.len() == 1).map_or(Type::Any, |read| read.ty())
        }
    }
}

/// The schema of a field of these, at any depth.
fn below<'a>(fields: &'a [(String, Schema)], keys: &[String]) -> Option<&'a Schema> {
    let (first, rest) = keys.split_first()?;
    let (_, schema) = fields.iter().find(|(name, _)| name == first)?;
    if rest.is_empty() { Some(schema) } else { below(&schema.fields, rest) }
}

fn word(ty: Type) -> String {
    let article = if matches!(ty, Type::Integer | Type::Object | Type::Array) { "an" } else { "a" };
    format!("{article} {}", ty.word())
}
