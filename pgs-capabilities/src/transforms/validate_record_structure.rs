//! `capability_transforms::CT_PURE_VALIDATE_RECORD_STRUCTURE_V0`: what a record lacks of its schema.

use std::cmp::Ordering;

use fancy_regex::Regex;
use pgs_rt::{Field, Map, Value, Violation, json};
use serde::{Deserialize, Serialize};

use super::python::{self, Numeral};

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The record.
        pub record: Field<Map<String, Value>>,
        /// By field, an object of its rules: `required`, `type`, `pattern`, `min_value`, `max_value`, `min_length`,
        /// `max_length`, `lte_field`. Types are those of schemas, and `integer_string`.
        pub schema: Field<Map<String, Value>>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// Objects `{field, rule, message}`, in the order of the schema; none for a record that meets it.
        pub violations: Vec<Value>,
    }
}

/// Checks the record. Fails only where record or schema is no object.
///
/// A rule that can't be read (a pattern that is no regular expression, a bound that is no number) is not met.
pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
    let record = inputs.record.required("record")?;
    let schema = inputs.schema.required("schema")?;
    let violations = check(&record, &schema).into_iter().filter_map(|it| it.violation).collect();
    Ok(Outputs { violations })
}

/// What was found at a field.
pub(crate) struct Finding {
    /// The violation, if it counts as one.
    pub violation: Option<Value>,
    /// The rule, if it could not be read, or its check was given up.
    pub unreadable: Option<&'static str>,
}

/// What is found in a record, in the order of the schema.
pub(crate) fn check(record: &Map<String, Value>, schema: &Map<String, Value>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (field, rules) in schema {
        if let Some(rules) = rules.as_object() {
            let check = Check { record, field, rules };
            findings.extend(check.broken_rules().into_iter().map(|broken| broken.finding(field)));
        }
    }
    findings
}

/// A rule that is not met.
struct BrokenRule {
    rule: &'static str,
    /// How the message goes on; none if it counts as met.
    message: Option<String>,
    is_readable: bool,
}

impl BrokenRule {
    fn new(rule: &'static str, message: String) -> Self {
        Self { rule, message: Some(message), is_readable: true }
    }

    fn unreadable(rule: &'static str) -> Self {
        Self { is_readable: false, ..Self::new(rule, format!("has a rule '{rule}' that can't be read")) }
    }

    fn finding(self, field: &str) -> Finding {
        let violation = |message| pgs_value::json!({ "field": field, "rule": self.rule, "message": format!("Field '{field}' {message}") });
        Finding { violation: self.message.map(violation), unreadable: (!self.is_readable).then_some(self.rule) }
    }
}

/// One field of a record beside its rules.
struct Check<'a> {
    record: &'a Map<String, Value>,
    field: &'a str,
    rules: &'a Map<String, Value>,
}

impl Check<'_> {
    /// What is absent breaks `required` alone, and what is of another type breaks `type` alone.
    fn broken_rules(&self) -> Vec<BrokenRule> {
        let value = self.record.get(self.field).unwrap_or(&Value::Null);
        if value.is_null() || value == "" && self.rule("required").is_some() {
            let broken = |_: &Value| BrokenRule::new("required", "is required".to_owned());
            return self.rule("required").map(broken).into_iter().collect();
        }
        if let Some(broken) = self.broken_type(value) {
            return vec![broken];
        }
        let rest = [
            self.broken_pattern(value),
            self.broken_bound(value, "min_value", Ordering::Less, ">="),
            self.broken_bound(value, "max_value", Ordering::Greater, "<="),
            self.broken_length(value, "min_length", Ordering::Less, "at least"),
            self.broken_length(value, "max_length", Ordering::Greater, "at most"),
            self.broken_lte_field(value),
        ];
        rest.into_iter().flatten().collect()
    }

    /// A rule that is set: neither null nor empty nor false.
    fn rule(&self, name: &str) -> Option<&Value> {
        self.rules.get(name).filter(|rule| python::truthy(rule))
    }

    fn broken_type(&self, value: &Value) -> Option<BrokenRule> {
        let expected = self.rule("type")?.as_str()?;
        let message = || format!("must be {expected}, got {}", python::type_name(value));
        (!has_type(value, expected)).then(|| BrokenRule::new("type", message()))
    }

    fn broken_pattern(&self, value: &Value) -> Option<BrokenRule> {
        let (pattern, text) = (self.rule("pattern")?, value.as_str()?);
        let Some(pattern) = pattern.as_str() else { return Some(BrokenRule::unreadable("pattern")) };
        let regex = pgs_value::pattern::full_match(pattern).ok().and_then(|it| Regex::new(&it).ok());
        let Some(regex) = regex else { return Some(BrokenRule::unreadable("pattern")) };
        // A pattern that backtracks without end is given up, and counts as no match.
        let matches = regex.is_match(text);
        let is_readable = matches.is_ok();
        let message = format!("does not match pattern '{pattern}'");
        (!matches.unwrap_or(false)).then(|| BrokenRule { is_readable, ..BrokenRule::new("pattern", message) })
    }

    fn broken_bound(&self, value: &Value, rule: &'static str, wrong: Ordering, sign: &str) -> Option<BrokenRule> {
        let bound = self.rules.get(rule).filter(|bound| !bound.is_null())?;
        let number = numeral(value)?;
        let Some(bound) = as_bound(bound) else { return Some(BrokenRule::unreadable(rule)) };
        let message = || format!("must be {sign} {}, got {}", bound.text(), number.text());
        (number.compare(&bound) == Some(wrong)).then(|| BrokenRule::new(rule, message()))
    }

    /// A text's length is counted in code points.
    fn broken_length(&self, value: &Value, rule: &'static str, wrong: Ordering, words: &str) -> Option<BrokenRule> {
        let bound = self.rules.get(rule).filter(|bound| !bound.is_null())?;
        let length = Numeral::Finite(Value::from(value.as_str()?.chars().count()));
        let Some(bound) = as_bound(bound) else { return Some(BrokenRule::unreadable(rule)) };
        let message = || format!("must be {words} {} characters", bound.text());
        (length.compare(&bound) == Some(wrong)).then(|| BrokenRule::new(rule, message()))
    }

    fn broken_lte_field(&self, value: &Value) -> Option<BrokenRule> {
        let rule = self.rule("lte_field")?;
        if rule.is_array() || rule.is_object() {
            return Some(BrokenRule { rule: "lte_field", message: None, is_readable: false });
        }
        let other = rule.as_str()?;
        let greater = numeral(value)?.compare(&numeral(self.record.get(other)?)?) == Some(Ordering::Greater);
        greater.then(|| BrokenRule::new("lte_field", format!("must be <= '{other}'")))
    }
}

/// A type that is not known allows any value.
fn has_type(value: &Value, expected: &str) -> bool {
    match expected {
        "string" => value.is_string(),
        "integer" => python::type_name(value) == "int",
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        "integer_string" => value.as_str().is_some_and(|text| python::int(text).is_some()),
        "hex_string" => value.as_str().is_some_and(is_hex),
        _ => true,
    }
}

/// `0x` and whole bytes in hex digits, which blanks may separate.
fn is_hex(text: &str) -> bool {
    let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
    digits.is_some_and(|digits| digits.split_ascii_whitespace().all(|bytes| hex::decode(bytes).is_ok()))
}

/// A value as a number: a number, or a text that says one.
fn numeral(value: &Value) -> Option<Numeral> {
    match value {
        Value::Number(_) => Some(Numeral::Finite(value.clone())),
        Value::String(text) => Numeral::from_text(text),
        _ => None,
    }
}

fn as_bound(bound: &Value) -> Option<Numeral> {
    json::compare(bound, bound).filter(|_| !bound.is_string()).map(|_| Numeral::Finite(bound.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pgs_value::json;

    /// The violations of one value under one set of rules, as `rule: message`.
    fn violations(value: Value, rules: Value) -> Vec<String> {
        let record = json!({"f": value, "other": "10"});
        let outputs = run(Inputs { record: Field::json(record), schema: Field::json(json!({"f": rules})) }).unwrap();
        let text = |v: &Value| format!("{}: {}", v["rule"].as_str().unwrap(), v["message"].as_str().unwrap());
        outputs.violations.iter().map(text).collect()
    }

    #[test]
    fn what_is_absent_breaks_required_alone() {
        let rules = json!({"required": true, "type": "string", "min_length": 1});
        for value in [json!(null), json!("")] {
            assert_eq!(violations(value, rules.clone()), ["required: Field 'f' is required"]);
        }
        assert!(violations(json!(null), json!({"required": false, "type": "string"})).is_empty());
        assert_eq!(
            violations(json!(""), json!({"min_length": 1})),
            ["min_length: Field 'f' must be at least 1 characters"]
        );
    }

    #[test]
    fn types_are_the_references() {
        let types =
            ["string", "integer", "number", "boolean", "object", "array", "integer_string", "hex_string", "new"];
        for (value, met) in [
            (json!("a"), vec!["string"]),
            (json!("-1_0"), vec!["string", "integer_string"]),
            (json!("0xAb 01"), vec!["string", "hex_string"]),
            (json!("0x"), vec!["string", "hex_string"]),
            (json!("0xabc"), vec!["string"]),
            (json!("ab"), vec!["string"]),
            (json!(1), vec!["integer", "number"]),
            (json!(1.0), vec!["number"]),
            (json!(true), vec!["boolean"]),
            (json!({}), vec!["object"]),
            (json!([]), vec!["array"]),
        ] {
            for expected in types {
                let is_met = violations(value.clone(), json!({"type": expected})).is_empty();
                assert_eq!(is_met, expected == "new" || met.contains(&expected), "{value} {expected}");
            }
        }
        let rules = json!({"type": "integer", "min_value": 9});
        assert_eq!(violations(json!("5"), rules), ["type: Field 'f' must be integer, got str"]);
    }

    #[test]
    fn a_pattern_must_match_the_whole_text() {
        let rules = json!({"pattern": "^0x[0-9a-f]{2}$|z"});
        assert!(violations(json!("0xab"), rules.clone()).is_empty());
        for text in ["0xab\n", "0xabc", " z", "zz"] {
            assert_eq!(
                violations(json!(text), rules.clone()),
                ["pattern: Field 'f' does not match pattern '^0x[0-9a-f]{2}$|z'"]
            );
        }
        assert!(violations(json!(5), rules).is_empty());
        assert!(violations(json!("abab"), json!({"pattern": r"(ab)\1"})).is_empty());
    }

    #[test]
    fn a_pattern_means_what_python_means_by_it() {
        for (pattern, text, rule) in [
            ("a)|(?:b", "zzzb", Some("has a rule 'pattern' that can't be read")),
            ("x)|(?:", "anything", Some("has a rule 'pattern' that can't be read")),
            ("[[:alpha:]]", "a", Some("does not match pattern '[[:alpha:]]'")),
            ("(?x)a # comment", "a", None),
            ("[a&&b]", "a", None),
            (r"(?a)\141\w", "aé", Some(r"does not match pattern '(?a)\141\w'")),
        ] {
            let expected: Vec<String> = rule.iter().map(|it| format!("pattern: Field 'f' {it}")).collect();
            assert_eq!(violations(json!(text), json!({"pattern": pattern})), expected, "{pattern}");
        }
    }

    #[test]
    fn a_pattern_that_backtracks_without_end_does_not_match() {
        let found = violations(json!("a".repeat(40)), json!({"pattern": r"((a|aa)+)\1b"}));
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn rules_that_can_not_be_read_are_not_met() {
        for (rule, value) in
            [("pattern", "a"), ("min_value", "5"), ("max_value", "5"), ("min_length", "a"), ("max_length", "a")]
        {
            let expected = format!("{rule}: Field 'f' has a rule '{rule}' that can't be read");
            for unreadable in [json!("(["), json!([1])] {
                assert_eq!(violations(json!(value), json!({rule: unreadable})), [expected.as_str()], "{unreadable}");
            }
        }
    }

    #[test]
    fn bounds_compare_numbers_and_texts_that_say_one() {
        let rules = json!({"min_value": 1, "max_value": 2.5});
        for value in [json!(1), json!("2"), json!("2.5"), json!("nan"), json!("one"), json!(true), json!([9])] {
            assert!(violations(value.clone(), rules.clone()).is_empty(), "{value}");
        }
        assert_eq!(violations(json!("-07"), rules.clone()), ["min_value: Field 'f' must be >= 1, got -7"]);
        assert_eq!(violations(json!(1e21), rules.clone()), ["max_value: Field 'f' must be <= 2.5, got 1e+21"]);
        assert_eq!(violations(json!("inf"), rules), ["max_value: Field 'f' must be <= 2.5, got inf"]);
        assert_eq!(
            violations(json!("éé"), json!({"max_length": 1})),
            ["max_length: Field 'f' must be at most 1 characters"]
        );
        assert_eq!(violations(json!(11), json!({"lte_field": "other"})), ["lte_field: Field 'f' must be <= 'other'"]);
        assert!(violations(json!(10), json!({"lte_field": "other"})).is_empty());
        assert!(violations(json!(11), json!({"lte_field": "absent"})).is_empty());
    }

    #[test]
    fn all_broken_rules_of_all_fields_are_listed_in_order() {
        let record = json!({"b": "x", "a": 1});
        let schema = json!({"b": {"pattern": "y", "min_length": 2}, "skipped": 5, "a": {"type": "string"}});
        let outputs = run(Inputs { record: Field::json(record), schema: Field::json(schema) }).unwrap();
        let rules: Vec<_> = outputs.violations.iter().map(|v| (v["field"].as_str(), v["rule"].as_str())).collect();
        assert_eq!(rules, [(Some("b"), Some("pattern")), (Some("b"), Some("min_length")), (Some("a"), Some("type"))]);
    }

    #[test]
    fn record_and_schema_must_be_objects() {
        for (record, schema) in
            [(json!(null), json!({})), (json!({}), json!(null)), (json!([]), json!({})), (json!({}), json!("s"))]
        {
            assert!(run(Inputs { record: Field::json(record), schema: Field::json(schema) }).is_err());
        }
    }
}
