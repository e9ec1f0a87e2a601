//! Whether a recorded value meets a schema, as far as a recording tells.

use bumpalo::Bump;
use pgs_protocol::protocol::Schema;
use pgs_trace::SUPPRESSED;
use pgs_value::Value;
use pgs_value::schema::{self, Check};

use super::Probe;
use crate::analysis::admission;

/// A recording does not show secrets.
const RECORDED: Check = Check { is_suppressed: |text| text == SUPPRESSED };

impl Probe {
    /// Whether a payload may be admitted otherwise. What can't be told is taken for yes.
    pub(super) fn sees(&self, payload: &Value) -> bool {
        match self {
            Self::Absent(path) => values(payload, path).iter().any(|value| value.is_none_or(Value::is_null)),
            Self::Null(path, schemas) => {
                let (old, new) = (admits_null(&schemas.0, path), admits_null(&schemas.1, path));
                old != new && values(payload, path).iter().flatten().any(|value| value.is_null())
            }
            Self::Value(path, schemas) => differs(payload, path, schemas, false),
            Self::Either(path, schemas) => differs(payload, path, schemas, true),
        }
    }
}

fn differs(payload: &Value, path: &[String], (old, new): &(Schema, Schema), if_absent: bool) -> bool {
    let arena = Bump::new();
    let (old, new) = (asked(old, path, &arena), asked(new, path, &arena));
    values(payload, path).into_iter().any(|value| match value.filter(|value| is_item(path) || !value.is_null()) {
        Some(value) => match (meets(value, &old), meets(value, &new)) {
            (Some(old), Some(new)) => old != new,
            _ => true,
        },
        None => if_absent,
    })
}

/// Whether null may stand at this path. It counts as absent, but in a list it is an item.
fn admits_null(declared: &Schema, path: &[String]) -> bool {
    if is_item(path) {
        meets(&Value::Null, &asked(declared, path, &Bump::new())) == Some(true)
    } else {
        declared.nullable || !declared.is_required()
    }
}

fn is_item(path: &[String]) -> bool {
    path.last().is_some_and(|key| key == "[]")
}

/// What admission asks of the value at this path.
fn asked<'a>(declared: &'a Schema, path: &[String], arena: &'a Bump) -> schema::Schema<'a> {
    match path {
        [_] => admission::of_field(declared, arena),
        _ => admission::of_value(declared, arena),
    }
}

/// Whether a value meets the schema; none if that can't be told here: of a secret.
fn meets(value: &Value, schema: &schema::Schema<'_>) -> Option<bool> {
    let checked = RECORDED.value(value, schema, &"");
    if !checked.violations.is_empty() {
        return Some(false);
    }
    checked.unknown.is_empty().then_some(true)
}

/// What stands at a path: nothing for a missing key, and no value at all where what should hold it is missing.
fn values<'a>(value: &'a Value, path: &[String]) -> Vec<Option<&'a Value>> {
    let Some((key, rest)) = path.split_first() else { return vec![Some(value)] };
    match value {
        Value::Array(items) if key == "[]" => items.iter().flat_map(|item| values(item, rest)).collect(),
        Value::Object(object) => match object.get(key) {
            Some(inner) if !inner.is_null() || rest.is_empty() => values(inner, rest),
            _ if rest.is_empty() => vec![None],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
