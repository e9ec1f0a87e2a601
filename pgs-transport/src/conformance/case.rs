//! One conformance case: what it says, and whether a transform's answer is the one it wants.

use std::fs;
use std::path::Path;

use pgs_rt::{Map, Value, Violation, json};

use super::assertion::Assertion;
use super::compare::same;

/// One case, as `conformance/*.json` holds it.
#[derive(Debug)]
pub(super) struct Case {
    /// `fqdn`, which names transform and case; the name of the file if it is absent.
    pub name: String,
    /// `ct_fqdn`: the transform.
    pub transform: String,
    /// `ct_ir.inputs`: what it is called with.
    pub inputs: Map<String, Value>,
    expected: Map<String, Value>,
    assertions: Vec<(String, Assertion)>,
    /// `expected_outcome` is SUCCESS, or absent; any other means that the transform fails.
    succeeds: bool,
}

impl Case {
    /// Reads a case. A file that is not one is refused with the reason, without the file's name.
    pub fn read(file: &Path) -> Result<Self, String> {
        let bytes = fs::read(file).map_err(|error| format!("can't be read: {error}"))?;
        let text = String::from_utf8(bytes).map_err(|error| format!("is not UTF-8: {error}"))?;
        let value = json::parse(&text).map_err(|error| format!("is not JSON: {error}"))?;
        let Value::Object(mut case) = value else { return Err("is not a JSON object".into()) };
        let Some(Value::Object(mut ir)) = case.remove("ct_ir") else { return Err("ct_ir is not an object".into()) };
        Ok(Self {
            name: text_of(&mut case, "fqdn")?
                .unwrap_or_else(|| file.file_stem().unwrap_or_default().display().to_string()),
            transform: text_of(&mut case, "ct_fqdn")?.ok_or("ct_fqdn is absent; it names the transform")?,
            inputs: object_of(&mut ir, "inputs").map_err(|reason| format!("ct_ir.{reason}"))?,
            expected: object_of(&mut case, "expected")?,
            assertions: assertions(object_of(&mut case, "assertions")?)?,
            succeeds: text_of(&mut case, "expected_outcome")?.is_none_or(|outcome| outcome == "SUCCESS"),
        })
    }

    /// Why the transform's answer is not the one that the case wants: every field that differs.
    pub fn judge(&self, answer: Result<Map<String, Value>, Violation>) -> Result<(), String> {
        match (self.succeeds, answer) {
            (false, Err(_)) => Ok(()),
            (false, Ok(outputs)) => {
                Err(format!("want a violation, got the outputs {}", json::compact(&Value::Object(outputs))))
            }
            (true, Err(violation)) => Err(format!("want SUCCESS, got a violation: {violation}")),
            (true, Ok(outputs)) => {
                let wrong: Vec<String> = self.asserted(&outputs).chain(self.compared(&outputs)).collect();
                if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) }
            }
        }
    }

    /// The assertions that do not hold.
    fn asserted<'a>(&'a self, outputs: &'a Map<String, Value>) -> impl Iterator<Item = String> + 'a {
        self.assertions.iter().filter_map(|(field, assertion)| match (assertion, outputs.get(field)) {
            // Where `expected` has the field as well, the comparison tells that it is missing.
            (Assertion::Exact, None) if !self.expected.contains_key(field) => {
                Some(format!("{field}: want any value, got none"))
            }
            (Assertion::Exact, _) => None,
            (Assertion::Property(property), got) => {
                let want = property.check(got.unwrap_or(&Value::Null)).err()?;
                Some(format!("{field}: want {want}, got {}", shown(got)))
            }
        })
    }

    /// The expected fields whose value is another; not those that a property describes.
    fn compared<'a>(&'a self, outputs: &'a Map<String, Value>) -> impl Iterator<Item = String> + 'a {
        self.expected.iter().filter(|(field, _)| !self.has_property(field)).filter_map(|(field, want)| {
            let got = outputs.get(field);
            let equal = got.is_some_and(|got| same(want, got));
            (!equal).then(|| format!("{field}: want {}, got {}", json::compact(want), shown(got)))
        })
    }

    fn has_property(&self, field: &str) -> bool {
        self.assertions.iter().any(|(name, assertion)| name == field && matches!(assertion, Assertion::Property(_)))
    }
}

fn shown(got: Option<&Value>) -> String {
    got.map_or_else(|| "none".to_owned(), json::compact)
}

fn assertions(specs: Map<String, Value>) -> Result<Vec<(String, Assertion)>, String> {
    specs
        .into_iter()
        .map(|(field, spec)| match Assertion::read(&spec) {
            Ok(assertion) => Ok((field, assertion)),
            Err(reason) => Err(format!("the assertion of {field} {reason}")),
        })
        .collect()
}

/// A text; `null` counts as absent.
fn text_of(object: &mut Map<String, Value>, key: &str) -> Result<Option<String>, String> {
    match object.remove(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("{key} is not a string")),
    }
}

/// An object; empty if it is absent or `null`.
fn object_of(object: &mut Map<String, Value>, key: &str) -> Result<Map<String, Value>, String> {
    match object.remove(key) {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(inner)) => Ok(inner),
        Some(_) => Err(format!("{key} is not an object")),
    }
}
