//! Bindings as they are written in PGC: paths and literals. There are no templates.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Binding, Part, Path, Place, Root, fold_list, fold_object, looks_bound, say};
use pgs_value::Value;
use thiserror::Error;

/// On which level a binding is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// A node's inputs.
    Node,
    /// A step's inputs.
    Arguments,
    /// A step's outputs.
    Outputs,
}

impl Level {
    /// The paths that can be written on this level.
    fn roots(self) -> &'static str {
        match self {
            Self::Node => "`$.payload.FIELD` or `$.results.NODE.FIELD`",
            Self::Arguments => "`$.inputs.FIELD`, `$.results.STEP.OUTPUT` or `$.results.STEP.capability_result.FIELD`",
            Self::Outputs => "`$.capability_result.FIELD`, `$.results.STEP.OUTPUT` or `$.result_status`",
        }
    }
}

/// Why a binding can't be read.
#[derive(Debug, Error)]
enum BindingError {
    #[error("`{0}` has an empty part")]
    EmptyPart(String),
    #[error("`{0}` names a step and no field of it, which is a fault of every run")]
    WholeStep(String),
}

/// The bindings below `key`, by name.
pub fn bindings(part: &Part<'_>, key: &str, level: Level, diagnostics: &mut Diagnostics) -> Vec<(String, Binding)> {
    let Some(part) = part.object(key, diagnostics) else { return Vec::new() };
    let mut bindings = Vec::new();
    for (name, value) in part.fields {
        let place = part.place.at([name.as_str()]);
        bindings.push((name.clone(), read(value, level, &place, diagnostics)));
    }
    bindings
}

fn read(value: &Value, level: Level, place: &Place, diagnostics: &mut Diagnostics) -> Binding {
    match value {
        Value::String(text) => match parse(text, level) {
            Ok(binding) => {
                warn(text, &binding, level, place, diagnostics);
                binding
            }
            Err(error) => {
                let remedy = format!("write {}, or a literal", level.roots());
                say(diagnostics, Code::UnreadableBinding, place, error.to_string(), remedy);
                // What is bound to something unreadable is bound all the same.
                Binding::Literal(Value::Null)
            }
        },
        // An output is a path or a literal: what is within a list or an object is not looked at.
        Value::Array(_) | Value::Object(_) if level == Level::Outputs => Binding::Literal(value.clone()),
        Value::Array(items) => {
            let items = items.iter().enumerate();
            fold_list(
                items.map(|(n, item)| read(item, level, &place.at([n.to_string().as_str()]), diagnostics)).collect(),
            )
        }
        Value::Object(fields) => {
            let fields = fields.iter();
            let each = fields.map(|(key, it)| (key.clone(), read(it, level, &place.at([key.as_str()]), diagnostics)));
            fold_object(each.collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => Binding::Literal(value.clone()),
    }
}

/// Warns of a text that is taken literally and looks as if it were not.
fn warn(text: &str, binding: &Binding, level: Level, place: &Place, diagnostics: &mut Diagnostics) {
    if let (Binding::Literal(_), Some(what)) = (binding, looks_bound(text)) {
        let message = format!("`{text}` {what}: the text itself is passed on");
        say(diagnostics, Code::NoTemplate, place, message, format!("write {}, if that is meant", level.roots()));
    }
}

fn parse(text: &str, level: Level) -> Result<Binding, BindingError> {
    let Some(path) = text.strip_prefix("$.") else { return Ok(Binding::Literal(text.into())) };
    let parts: Vec<&str> = path.split('.').collect();
    let keys = |from: usize| parts.get(from..).unwrap_or_default().iter().map(ToString::to_string).collect::<Vec<_>>();
    let found = |root, from| Ok(Binding::Path(Path { root, keys: keys(from) }));
    let is_broken = parts.iter().any(|part| part.is_empty());
    match (level, parts.as_slice()) {
        (Level::Node, ["payload" | "inputs" | "results", _, ..])
        | (Level::Arguments, ["inputs" | "results", ..])
        | (Level::Outputs, _)
            if is_broken =>
        {
            Err(BindingError::EmptyPart(text.to_owned()))
        }
        (Level::Node, ["payload" | "inputs", _, ..]) => found(Root::Payload, 1),
        (Level::Node, ["results", node, _, ..]) => found(Root::Node((*node).to_owned()), 2),
        (Level::Arguments, ["inputs", _, ..]) => found(Root::Input, 1),
        (Level::Arguments | Level::Outputs, ["results", step, "capability_result", _, ..]) => {
            found(Root::StepRaw((*step).to_owned()), 3)
        }
        (Level::Arguments | Level::Outputs, ["results", _, "capability_result"] | ["results"] | ["results", _]) => {
            Err(BindingError::WholeStep(text.to_owned()))
        }
        (Level::Arguments | Level::Outputs, ["results", step, ..]) => found(Root::Step((*step).to_owned()), 2),
        (Level::Outputs, ["result_status"]) => Ok(Binding::Outcome),
        (Level::Outputs, ["capability_result", _, ..]) => found(Root::Raw, 1),
        (Level::Outputs, [_, ..]) => found(Root::Raw, 0),
        (Level::Node | Level::Arguments, _) | (Level::Outputs, []) => Ok(Binding::Literal(text.into())),
    }
}
