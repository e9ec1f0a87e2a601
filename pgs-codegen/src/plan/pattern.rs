//! Patterns that stand literally in a step: they are checked when the protocol is compiled.
//!
//! The reference matches them with Python's `re.fullmatch`, this project with fancy-regex. One that fancy-regex can't
//! read would make every record a violation at run time.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::{Place, say};
use pgs_value::Value;

use super::Expr;

/// The one transform that takes patterns: its `schema` has rules by field.
const TRANSFORM: &str = "capability_transforms::CT_PURE_VALIDATE_RECORD_STRUCTURE_V0";

/// Checks the patterns in the arguments of a call of this transform. `place` is that of the step.
pub fn check(fqdn: &str, arguments: &[(String, Expr)], place: &Place, diagnostics: &mut Diagnostics) {
    if fqdn != TRANSFORM {
        return;
    }
    for (_, schema) in arguments.iter().filter(|(name, _)| name == "schema") {
        for (field, pattern) in patterns(schema) {
            if let Err(error) = fancy_regex::Regex::new(&format!(r"\A(?:{pattern})\z")) {
                say(
                    diagnostics,
                    Code::BadPattern,
                    &place.at(["inputs", "schema", field, "pattern"]),
                    format!("the pattern `{pattern}` can't be read: {error}"),
                    "write it in the syntax that Python and fancy-regex share",
                );
            }
        }
    }
}

/// The literal patterns of a schema, by field.
fn patterns(schema: &Expr) -> Vec<(&str, &str)> {
    match schema {
        Expr::Literal(Value::Object(fields)) => {
            fields.iter().filter_map(|(field, rules)| Some((field.as_str(), rules.get("pattern")?.as_str()?))).collect()
        }
        Expr::Object(fields) => {
            fields.iter().filter_map(|(field, rules)| Some((field.as_str(), literal_pattern(rules)?))).collect()
        }
        _ => Vec::new(),
    }
}

fn literal_pattern(rules: &Expr) -> Option<&str> {
    match rules {
        Expr::Literal(rules) => rules.get("pattern")?.as_str(),
        Expr::Object(rules) => rules.iter().find_map(|(key, rule)| match rule {
            Expr::Literal(Value::String(pattern)) if key == "pattern" => Some(pattern.as_str()),
            _ => None,
        }),
        _ => None,
    }
}
