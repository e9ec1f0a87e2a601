//! Parts of a protocol in words: equal words mean equal behaviour.

use pgs_value::Value;

use super::{Binding, Condition, Format, Operand, Operator, Path, Root, Schema};

/// A binding as authors write it, keys sorted.
pub fn binding(binding: &Binding) -> String {
    match binding {
        Binding::Literal(value) => literal(value),
        Binding::Path(it) => path(it),
        Binding::Timestamp => "{{timestamp}}".to_owned(),
        Binding::Outcome => "$.result_status".to_owned(),
        Binding::Plus { path: it, n, .. } if *n < 0 => format!("{{{{{} - {}}}}}", path(it), n.unsigned_abs()),
        Binding::Plus { path: it, n, .. } => format!("{{{{{} + {n}}}}}", path(it)),
        Binding::Object(fields) => {
            let mut fields: Vec<String> =
                fields.iter().map(|(key, it)| format!("{key}: {}", self::binding(it))).collect();
            fields.sort();
            format!("{{{}}}", fields.join(", "))
        }
        Binding::List(items) => format!("[{}]", items.iter().map(self::binding).collect::<Vec<_>>().join(", ")),
    }
}

/// Bindings by name, those of the fields of objects one by one: `details.title`.
pub fn each_bound(bindings: &[(String, Binding)]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (key, bound) in bindings {
        fields(&self::key(key), bound, &mut found);
    }
    found
}

fn fields(name: &str, bound: &Binding, found: &mut Vec<(String, String)>) {
    let literal = bound.literal().and_then(Value::as_object);
    match bound {
        Binding::Object(inner) if !inner.is_empty() => {
            let mut inner: Vec<&(String, Binding)> = inner.iter().collect();
            inner.sort_by_key(|(key, _)| key);
            for (key, it) in inner {
                fields(&format!("{name}.{}", self::key(key)), it, found);
            }
        }
        Binding::Literal(_) if literal.is_some_and(|object| !object.is_empty()) => {
            let mut inner: Vec<(&String, &Value)> = literal.into_iter().flatten().collect();
            inner.sort_by_key(|(key, _)| *key);
            for (key, value) in inner {
                fields(&format!("{name}.{}", self::key(key)), &Binding::Literal(value.clone()), found);
            }
        }
        whole => found.push((name.to_owned(), binding(whole))),
    }
}

/// A key, in quotes where it could be taken for several.
fn key(key: &str) -> String {
    let is_plain = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ':'));
    if is_plain { key.to_owned() } else { Value::from(key).to_string() }
}

/// A literal as JSON, keys sorted.
pub fn literal(value: &Value) -> String {
    match value {
        Value::Object(object) => {
            let mut fields: Vec<String> =
                object.iter().map(|(key, it)| format!("{}: {}", Value::from(key.as_str()), literal(it))).collect();
            fields.sort();
            format!("{{{}}}", fields.join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(literal).collect::<Vec<_>>().join(", ")),
        scalar => scalar.to_string(),
    }
}

fn path(path: &Path) -> String {
    let root = match &path.root {
        Root::Payload => "$.payload".to_owned(),
        Root::Node(key) | Root::Step(key) => format!("$.results.{key}"),
        Root::Input => "$.inputs".to_owned(),
        Root::StepRaw(key) => format!("$.results.{key}.capability_result"),
        Root::Raw => "$.capability_result".to_owned(),
    };
    path.keys.iter().fold(root, |path, key| format!("{path}.{key}"))
}

/// A condition.
pub fn condition(condition: &Condition) -> String {
    let operator = match condition.operator {
        Operator::Equal => "==",
        Operator::NotEqual => "!=",
        Operator::Less => "<",
        Operator::LessOrEqual => "<=",
        Operator::Greater => ">",
        Operator::GreaterOrEqual => ">=",
    };
    format!("{} {operator} {}", operand(&condition.left), operand(&condition.right))
}

fn operand(operand: &Operand) -> String {
    match operand {
        Operand::Literal(value) => literal(value),
        Operand::Input(keys) => format!("$.inputs.{}", keys.join(".")),
        Operand::Raw(keys) => format!("$.capability_result.{}", keys.join(".")),
        Operand::Output(keys) => format!("$.{}", keys.join(".")),
    }
}

/// The declared types of a schema.
pub fn types(schema: &Schema) -> String {
    if schema.types.is_empty() {
        return "any".to_owned();
    }
    let mut words: Vec<&str> = schema.types.iter().map(|ty| ty.word()).collect();
    words.sort_unstable();
    words.join(" or ")
}

/// A format.
pub fn format(format: &Format) -> String {
    match format {
        Format::Email => "email".to_owned(),
        Format::DateTime => "date-time".to_owned(),
        Format::Hex { prefix, .. } if prefix.is_empty() => "hex".to_owned(),
        Format::Hex { prefix, optional: false } => format!("hex with the prefix {prefix}"),
        Format::Hex { prefix, optional: true } => format!("hex with or without the prefix {prefix}"),
    }
}

/// Words in a list: `a`, `a and b`, `a, b and c`.
pub fn list<T: AsRef<str>>(words: impl IntoIterator<Item = T>) -> String {
    let words: Vec<T> = words.into_iter().collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            format!("{} and {}", first.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", "), last.as_ref())
        }
    }
}

/// The keys of both lists, those of the first list first, each once.
pub fn keys<'a, A, B>(old: &'a [(String, A)], new: &'a [(String, B)]) -> Vec<&'a str> {
    let added = new.iter().map(|(key, _)| key).filter(|key| !old.iter().any(|(known, _)| known == *key));
    old.iter().map(|(key, _)| key).chain(added).map(String::as_str).collect()
}

/// What a list has under a key.
pub fn find<'a, T>(list: &'a [(String, T)], key: &str) -> Option<&'a T> {
    list.iter().find(|(known, _)| known == key).map(|(_, value)| value)
}

/// The binding under a key in words.
pub fn bound(list: &[(String, Binding)], key: &str) -> Option<String> {
    find(list, key).map(binding)
}
