//! Where something is declared, and how that is said.

use std::path::PathBuf;

use crate::diagnostic::{self, Code, Diagnostic, Diagnostics};

/// Where something is declared: what diagnostics point to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The artifact's FQDN.
    pub artifact: String,
    /// The artifact's file.
    pub file: PathBuf,
    /// JSON pointer within the file.
    pub pointer: String,
}

impl Place {
    /// The place below this one at these keys.
    pub fn at<'a>(&self, keys: impl IntoIterator<Item = &'a str>) -> Self {
        let pointer = format!("{}{}", self.pointer, diagnostic::pointer(keys));
        Self { pointer, ..self.clone() }
    }
}

/// Pushes a diagnostic for a place.
pub fn say(
    diagnostics: &mut Diagnostics,
    code: Code,
    place: &Place,
    message: impl Into<String>,
    remedy: impl Into<String>,
) {
    diagnostics.push(Diagnostic {
        code,
        artifact: place.artifact.clone(),
        file: place.file.clone(),
        pointer: place.pointer.clone(),
        message: message.into(),
        remedy: remedy.into(),
    });
}
