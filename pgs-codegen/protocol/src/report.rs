//! Shows diagnostics: in full with the text that they speak of, as rustc does, in one line each for cargo, or as SARIF
//! for editors and code hosts.

mod json;
mod markdown;
mod sarif;
mod spot;
mod toml;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::ops::Range;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};

pub use self::sarif::sarif;
use self::spot::Spot;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};

/// All diagnostics in rustc's style, errors first, and a last line that counts them and what the settings hide. `color`
/// adds terminal colours.
///
/// A file is read again, once, if a diagnostic points into it. A pointer to what is not there marks what should hold
/// it; of a value of many lines or characters, the beginning is shown.
pub fn render(diagnostics: &Diagnostics, color: bool) -> String {
    let sorted = diagnostics.sorted();
    let spots = spots(&sorted);
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for diagnostic in sorted {
        let severity = diagnostics.severity(diagnostic).unwrap_or(diagnostic.code.severity());
        let more = diagnostics.more_places(diagnostic);
        out.push_str(&full(diagnostic, severity, spots.get(&key(diagnostic)), more, &renderer));
        out.push_str("\n\n");
    }
    out.push_str(&totals(diagnostics));
    out
}

/// One diagnostic in one line, `E002 artifact at file#/pointer: message; remedy`, for `cargo::error=` and
/// `cargo::warning=`, which show no more than a line.
pub fn one_line(diagnostic: &Diagnostic) -> String {
    let Diagnostic { code, artifact, file, pointer, message, remedy } = diagnostic;
    pgs_escape::line(&format!("{code} {artifact} at {}#{pointer}: {message}; {remedy}", file.display()))
}

/// What the settings hide, in one line; none if they hide nothing.
pub fn allowed(diagnostics: &Diagnostics) -> Option<String> {
    let counts: Vec<String> =
        diagnostics.allowed_counts().iter().map(|(code, count)| format!("{code} ({count})")).collect();
    let total = diagnostics.allowed().len();
    (total > 0).then(|| format!("{total} allowed by pgs.toml: {}", counts.join(", ")))
}

fn totals(diagnostics: &Diagnostics) -> String {
    let counted = |severity, noun| match diagnostics.count(severity) {
        1 => format!("1 {noun}"),
        count => format!("{count} {noun}s"),
    };
    let (errors, warnings) = (counted(Severity::Error, "error"), counted(Severity::Warning, "warning"));
    let notes = counted(Severity::Note, "note");
    let allowed = allowed(diagnostics).map(|allowed| format!(", {allowed}")).unwrap_or_default();
    format!("{errors}, {warnings}, {notes}{allowed}\n")
}

fn full(
    diagnostic: &Diagnostic,
    severity: Severity,
    spot: Option<&Spot>,
    more: &[String],
    renderer: &Renderer,
) -> String {
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let path = pgs_escape::line(&diagnostic.file.display().to_string());
    let (message, remedy) = (pgs_escape::lines(&diagnostic.message), pgs_escape::lines(&diagnostic.remedy));
    let place: Element<'_> = match spot {
        Some(spot) => Snippet::source(spot.text.as_str())
            .line_start(spot.line)
            .path(path)
            .annotation(AnnotationKind::Primary.span(spot.span.clone()).label(diagnostic.code.title()))
            .into(),
        None => Origin::path(path).into(),
    };
    let also = pgs_escape::line(&format!("the same at {}", more.join(" and ")));
    let group = level
        .primary_title(message.as_str())
        .id(diagnostic.code.id())
        .element(place)
        .elements((!more.is_empty()).then(|| Level::NOTE.message(also.as_str())))
        .element(Level::NOTE.message(diagnostic.code.explanation().reason()))
        .element(Level::HELP.message(remedy.as_str()));
    renderer.render(&[group])
}

type Key<'a> = (&'a Path, &'a str);

fn key(diagnostic: &Diagnostic) -> Key<'_> {
    (&diagnostic.file, &diagnostic.pointer)
}

/// The spots of all diagnostics that point into a file.
fn spots<'a>(diagnostics: &[&'a Diagnostic]) -> BTreeMap<Key<'a>, Spot> {
    places(diagnostics.iter().map(|it| key(it)), Spot::new)
}

/// What `make` makes of the text and the range of every place in a file. Each file is read once.
fn places<'a, T>(
    keys: impl Iterator<Item = Key<'a>>,
    make: impl Fn(&str, Range<usize>) -> Option<T>,
) -> BTreeMap<Key<'a>, T> {
    let mut pointers: BTreeMap<&Path, BTreeSet<&str>> = BTreeMap::new();
    for (file, pointer) in keys.filter(|(_, pointer)| !pointer.is_empty()) {
        pointers.entry(file).or_default().insert(pointer);
    }
    let mut all = BTreeMap::new();
    for (file, pointers) in pointers {
        let Some(text) = file.is_file().then(|| fs::read_to_string(file).ok()).flatten() else { continue };
        let find = match file.extension().and_then(OsStr::to_str) {
            Some("md") => markdown::ranges,
            Some("toml") => toml::ranges,
            _ => json::ranges,
        };
        for (pointer, range) in find(&text, &pointers) {
            all.extend(make(&text, range).map(|it| ((file, pointer), it)));
        }
    }
    all
}
