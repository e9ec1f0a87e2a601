//! Texts with names in braces.

use pgs_rt::{Map, Value, json};

/// Puts values in place of `{name}` and `{{name}}`: a text as it is, anything else as JSON. A name that is not among
/// the values stays as it stands, and so does any other brace. What was put in is not read again.
pub fn render(template: &str, values: &Map<String, Value>) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        if let Some((value, tail)) = substitute(after, values) {
            out.push_str(&text(value));
            rest = tail;
        } else {
            out.push('{');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// The value that stands for what follows a brace, and the text behind it.
fn substitute<'a>(after: &'a str, values: &'a Map<String, Value>) -> Option<(&'a Value, &'a str)> {
    let (inner, end) = after.strip_prefix('{').map_or((after, "}"), |inner| (inner, "}}"));
    let (name, tail) = inner.split_at_checked(inner.find(['{', '}'])?)?;
    Some((values.get(name.trim())?, tail.strip_prefix(end)?))
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => json::compact(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pgs_value::json;
    use proptest::prelude::*;

    fn rendered(template: &str) -> String {
        render(template, json!({"a": "x", "b": 1.0, "c": [null, "é"], "d": "{a}"}).as_object().unwrap())
    }

    #[test]
    fn names_are_replaced_by_their_values() {
        for (template, expected) in [
            ("{a}{{a}} {{ a }}", "xx x"),
            ("{b} {c}", "1.0 [null,\"\\u00e9\"]"),
            ("{d}", "{a}"),
            ("{{{a}}}", "{x}"),
            ("é{a}é", "éxé"),
        ] {
            assert_eq!(rendered(template), expected, "{template}");
        }
    }

    #[test]
    fn everything_else_stays() {
        for template in ["", "{x}", "{{x}}", "{", "}", "{a", "{{a", "{}", "{{}}", "a}", "{ {"] {
            assert_eq!(rendered(template), template);
        }
        assert_eq!(rendered("{{a}"), "{x");
    }

    proptest! {
        #[test]
        fn without_values_every_template_stays(template in "[{}a ]{0,20}") {
            prop_assert_eq!(render(&template, &Map::new()), template);
        }
    }
}
