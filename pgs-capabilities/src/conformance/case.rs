//! One conformance case: what it says.

use std::path::Path;
use std::string::FromUtf8Error;
use std::{fs, io};

use pgs_rt::json::{self, ParseError};
use pgs_rt::{Map, Value};

use super::assertion::{Assertion, AssertionError};

/// One case, as `conformance/*.json` holds it.
#[derive(Debug)]
pub(super) struct Case {
    /// `fqdn`, which names transform and case; the name of the file if it is absent.
    pub name: String,
    /// `ct_fqdn`: the transform.
    pub transform: String,
    /// `ct_ir.inputs`: what it is called with.
    pub inputs: Map<String, Value>,
    /// `expected`: the outputs.
    pub expected: Map<String, Value>,
    /// `assertions`: what is asserted of outputs.
    pub assertions: Vec<(String, Assertion)>,
    /// `expected_outcome` is SUCCESS, or absent; any other means that the transform fails.
    pub succeeds: bool,
}

/// Why a file is no case. The sentence goes on after the name of the file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CaseError {
    /// It can't be read.
    #[error("can't be read: {0}")]
    Unreadable(io::Error),
    /// It is not UTF-8.
    #[error("is not UTF-8: {0}")]
    NotUtf8(FromUtf8Error),
    /// It is not JSON.
    #[error("is not JSON: {0}")]
    NotJson(ParseError),
    /// It is another JSON value than an object.
    #[error("is not a JSON object")]
    NotAnObject,
    /// A field is no object.
    #[error("{field} is not an object")]
    FieldNotAnObject {
        /// The field, with those around it: `ct_ir.inputs`.
        field: &'static str,
    },
    /// A field is no string.
    #[error("{field} is not a string")]
    FieldNotAString {
        /// The field.
        field: &'static str,
    },
    /// It names no transform.
    #[error("ct_fqdn is absent; it names the transform")]
    NoTransform,
    /// An assertion can't be checked.
    #[error("the assertion of {field} {error}")]
    Assertion {
        /// The output that it is about.
        field: String,
        /// Why.
        error: AssertionError,
    },
}

/// The object in the file of a case.
pub(super) fn document(file: &Path) -> Result<Map<String, Value>, CaseError> {
    let bytes = fs::read(file).map_err(CaseError::Unreadable)?;
    let text = String::from_utf8(bytes).map_err(CaseError::NotUtf8)?;
    match json::parse(&text).map_err(CaseError::NotJson)? {
        Value::Object(document) => Ok(document),
        _ => Err(CaseError::NotAnObject),
    }
}

impl Case {
    /// Reads a case.
    pub fn read(file: &Path) -> Result<Self, CaseError> {
        Self::of(document(file)?, file)
    }

    /// The case that the object in this file says.
    pub fn of(mut case: Map<String, Value>, file: &Path) -> Result<Self, CaseError> {
        let Some(Value::Object(mut ir)) = case.remove("ct_ir") else {
            return Err(CaseError::FieldNotAnObject { field: "ct_ir" });
        };
        Ok(Self {
            name: text_of(&mut case, "fqdn")?
                .unwrap_or_else(|| file.file_stem().unwrap_or_default().display().to_string()),
            transform: text_of(&mut case, "ct_fqdn")?.ok_or(CaseError::NoTransform)?,
            inputs: object(ir.remove("inputs"), "ct_ir.inputs")?,
            expected: object(case.remove("expected"), "expected")?,
            assertions: assertions(object(case.remove("assertions"), "assertions")?)?,
            succeeds: text_of(&mut case, "expected_outcome")?.is_none_or(|outcome| outcome == "SUCCESS"),
        })
    }
}

fn assertions(specs: Map<String, Value>) -> Result<Vec<(String, Assertion)>, CaseError> {
    let read = |(field, spec)| match Assertion::read(&spec) {
        Ok(assertion) => Ok((field, assertion)),
        Err(error) => Err(CaseError::Assertion { field, error }),
    };
    specs.into_iter().map(read).collect()
}

/// A text; `null` counts as absent.
fn text_of(case: &mut Map<String, Value>, field: &'static str) -> Result<Option<String>, CaseError> {
    match case.remove(field) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(CaseError::FieldNotAString { field }),
    }
}

/// An object; empty if it is absent or `null`.
pub(super) fn object(value: Option<Value>, field: &'static str) -> Result<Map<String, Value>, CaseError> {
    match value {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(object)) => Ok(object),
        Some(_) => Err(CaseError::FieldNotAnObject { field }),
    }
}
