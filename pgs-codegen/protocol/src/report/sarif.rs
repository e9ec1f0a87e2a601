//! Diagnostics as SARIF 2.1.0, which editors and code hosts read.
//!
//! Source of every property: the OASIS standard, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Component, Path};

use pgs_value::{Value, json};

use super::{Found, Key, places};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// All diagnostics as one SARIF log with one run.
///
/// Files below `root` are named relative to it, others by `file:` URIs. What the settings allow is there too, each with
/// a suppression, so that a reader can tell what is hidden.
pub fn sarif(diagnostics: &Diagnostics, root: &Path) -> String {
    let (sorted, allowed) = (diagnostics.sorted(), diagnostics.allowed());
    let all: Vec<&Diagnostic> = sorted.into_iter().chain(allowed).collect();
    let keys = all.iter().flat_map(|it| keys(it, diagnostics));
    let locations = Locations { root, regions: places(keys, |text, range| Some(region(text, &range))) };
    let results: Vec<Value> = all.iter().map(|it| result(it, diagnostics, &locations)).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "pgs-codegen",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": Code::ALL.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            }},
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    });
    pgs_escape::json(&pgs_value::json::pretty(&log)) + "\n"
}

fn rule(code: Code) -> Value {
    let explanation = code.explanation();
    json!({
        "id": code.id(),
        "name": format!("{code:?}"),
        "shortDescription": {"text": code.title()},
        "fullDescription": {"text": explanation.meaning},
        "help": {"text": explanation.text, "markdown": explanation.text},
        "defaultConfiguration": {"level": level(code.severity())},
    })
}

/// A text of a message, in which `[text](place)` would be a link (3.11.6).
fn plain(text: &str) -> String {
    pgs_escape::line(text).replace("](", "] (")
}

/// The places of a diagnostic, its own first.
fn keys<'a>(diagnostic: &'a Diagnostic, diagnostics: &'a Diagnostics) -> impl Iterator<Item = Key<'a>> {
    let more = diagnostics.more_places(diagnostic).iter().map(|(file, pointer)| (file.as_path(), pointer.as_str()));
    std::iter::once((diagnostic.file.as_path(), diagnostic.pointer.as_str())).chain(more)
}

fn result(diagnostic: &Diagnostic, diagnostics: &Diagnostics, locations: &Locations<'_>) -> Value {
    let Diagnostic { code, message, remedy, .. } = diagnostic;
    let severity = diagnostics.severity(diagnostic);
    let mut result = json!({
        "ruleId": code.id(),
        "ruleIndex": Code::ALL.iter().position(|it| it == code),
        "level": level(severity.unwrap_or(code.severity())),
        "message": {"text": format!(
            "{}. Why it matters: {}. What to do: {}.",
            plain(message),
            code.explanation().reason(),
            plain(remedy)
        )},
    });
    if !diagnostic.file.as_os_str().is_empty() {
        let places = || keys(diagnostic, diagnostics);
        result["locations"] = places().take(1).map(|key| locations.at(diagnostic, key)).collect();
        let others = places().skip(1).map(|key| locations.at(diagnostic, key));
        let related: Vec<Value> = places().filter_map(|key| locations.written(key)).chain(others).collect();
        if !related.is_empty() {
            result["relatedLocations"] = related.into();
        }
    }
    if severity.is_none() {
        result["suppressions"] = json!([{"kind": "external", "justification": "allowed by pgs.toml"}]);
    }
    result
}

/// The regions of all places, and the folder to which files are relative.
struct Locations<'a> {
    root: &'a Path,
    regions: BTreeMap<Key<'a>, Found<Value>>,
}

impl Locations<'_> {
    /// A place of a diagnostic, with its region where the file could be read.
    fn at(&self, diagnostic: &Diagnostic, (file, pointer): Key<'_>) -> Value {
        let region = self.regions.get(&(file, pointer)).and_then(|it| it.sealed.clone());
        let logical = json!([{"fullyQualifiedName": format!("{}#{pointer}", diagnostic.artifact)}]);
        json!({"physicalLocation": self.physical(file, region), "logicalLocations": logical})
    }

    /// The same place in the Markdown that the file was sealed from.
    fn written(&self, key: Key<'_>) -> Option<Value> {
        let (path, region) = self.regions.get(&key)?.written.as_ref()?;
        Some(json!({"physicalLocation": self.physical(path, Some(region.clone()))}))
    }

    fn physical(&self, file: &Path, region: Option<Value>) -> Value {
        let mut physical = json!({"artifactLocation": {"uri": uri(self.root, file)}});
        if let Some(region) = region {
            physical["region"] = region;
        }
        physical
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// The region of a range of bytes: lines and columns from 1, the end behind the last character.
fn region(text: &str, range: &Range<usize>) -> Value {
    let (start_line, start_column) = position(text, range.start);
    let (end_line, end_column) = position(text, range.end);
    json!({"startLine": start_line, "startColumn": start_column, "endLine": end_line, "endColumn": end_column})
}

fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.encode_utf16().count() + 1)
}

/// A file as a URI reference (RFC 3986).
fn uri(root: &Path, file: &Path) -> String {
    let absolute = std::path::absolute(root).unwrap_or_else(|_| root.to_path_buf());
    let (head, below) = match file.strip_prefix(absolute) {
        Ok(below) => ("", below),
        Err(_) if file.is_absolute() => ("file://", file),
        Err(_) => ("", file),
    };
    let mut parts = Vec::new();
    for part in below.components() {
        match part {
            Component::RootDir => parts.push(String::new()),
            Component::CurDir => {}
            // A drive stands behind the slash that begins the path of a URI.
            Component::Prefix(drive) => parts.push(format!("/{}", encoded(&drive.as_os_str().to_string_lossy()))),
            part => parts.push(encoded(&part.as_os_str().to_string_lossy())),
        }
    }
    format!("{head}{}", parts.join("/"))
}

/// A part of a path with everything but unreserved characters percent-encoded.
fn encoded(part: &str) -> String {
    let mut out = String::new();
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a text does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
