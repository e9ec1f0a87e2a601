//! Shows diagnostics: in full with the text that they speak of, as rustc does, or in one line each for cargo.

mod json;
mod markdown;
mod spot;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};

use self::spot::Spot;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};

/// All diagnostics in rustc's style, errors first, and a last line that counts them. `color` adds terminal colours.
///
/// A file is read again, once, if a diagnostic points into it. A pointer to what is not there marks what should hold
/// it; of a value of many lines or characters, the beginning is shown.
pub fn render(diagnostics: &Diagnostics, color: bool) -> String {
    let sorted = diagnostics.sorted();
    let spots = spots(&sorted);
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for diagnostic in sorted {
        out.push_str(&full(diagnostic, spots.get(&key(diagnostic)), &renderer));
        out.push_str("\n\n");
    }
    out.push_str(&totals(diagnostics));
    out
}

/// One diagnostic in one line, `E002 artifact at file#/pointer: message; remedy`, for `cargo::error=` and
/// `cargo::warning=`, which show no more than a line.
pub fn one_line(diagnostic: &Diagnostic) -> String {
    let Diagnostic { code, artifact, file, pointer, message, remedy } = diagnostic;
    format!("{code} {artifact} at {}#{pointer}: {message}; {remedy}", file.display()).replace(['\n', '\r'], " ")
}

fn totals(diagnostics: &Diagnostics) -> String {
    let count = |severity| diagnostics.count(severity);
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    format!("{errors} errors, {warnings} warnings, {notes} notes\n")
}

fn full(diagnostic: &Diagnostic, spot: Option<&Spot>, renderer: &Renderer) -> String {
    let level = match diagnostic.code.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let path = diagnostic.file.display().to_string();
    let place: Element<'_> = match spot {
        Some(spot) => Snippet::source(spot.text.as_str())
            .line_start(spot.line)
            .path(path)
            .annotation(AnnotationKind::Primary.span(spot.span.clone()).label(diagnostic.code.title()))
            .into(),
        None => Origin::path(path).into(),
    };
    let group = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code.id())
        .element(place)
        .element(Level::HELP.message(diagnostic.remedy.as_str()));
    renderer.render(&[group])
}

type Key<'a> = (&'a Path, &'a str);

fn key(diagnostic: &Diagnostic) -> Key<'_> {
    (&diagnostic.file, &diagnostic.pointer)
}

/// The spots of all diagnostics that point into a file.
fn spots<'a>(diagnostics: &[&'a Diagnostic]) -> BTreeMap<Key<'a>, Spot> {
    let mut pointers: BTreeMap<&Path, BTreeSet<&str>> = BTreeMap::new();
    for diagnostic in diagnostics.iter().filter(|it| !it.pointer.is_empty()) {
        pointers.entry(&diagnostic.file).or_default().insert(&diagnostic.pointer);
    }
    let mut spots = BTreeMap::new();
    for (file, pointers) in pointers {
        let Ok(text) = fs::read_to_string(file) else { continue };
        let is_markdown = file.extension().is_some_and(|extension| extension == "md");
        let find = if is_markdown { markdown::ranges } else { json::ranges };
        for (pointer, range) in find(&text, &pointers) {
            spots.extend(Spot::new(&text, range).map(|spot| ((file, pointer), spot)));
        }
    }
    spots
}
