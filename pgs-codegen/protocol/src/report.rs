//! Shows diagnostics: in full with the text that they speak of, as rustc does, in one line each for cargo, or as SARIF
//! for editors and code hosts.

mod json;
mod markdown;
mod sarif;
mod spot;
mod toml;
mod written;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};

pub use self::sarif::sarif;
use self::spot::Spot;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, MorePlace as Place, Severity};

/// All diagnostics in rustc's style, errors first, and a last line that counts them and what the settings hide. `color`
/// adds terminal colours.
///
/// A file is read again, once, if a diagnostic points into it. Where an artifact was sealed from Markdown that still says
/// the same, the line of the Markdown is shown. A pointer to what is not there marks what should hold it; of a value of
/// many lines or characters, the beginning is shown.
pub fn render(diagnostics: &Diagnostics, color: bool) -> String {
    let sorted = diagnostics.sorted();
    let found = spots(&sorted, diagnostics);
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for diagnostic in sorted {
        let severity = diagnostics.severity(diagnostic).unwrap_or(diagnostic.code.severity());
        let more: Vec<String> =
            diagnostics.more_places(diagnostic).iter().map(|place| also(diagnostic, place, &found)).collect();
        out.push_str(&full(diagnostic, severity, found.get(&key(diagnostic)), &more, &renderer));
        out.push_str("\n\n");
    }
    out.push_str(&totals(diagnostics));
    out
}

/// Another place of a diagnostic: a line of the Markdown, or else the pointer, with the file if it is another one.
fn also(diagnostic: &Diagnostic, (file, pointer): &Place, found: &BTreeMap<Key<'_>, Found<Spot>>) -> String {
    let found = found.get(&(file.as_path(), pointer.as_str()));
    match found.and_then(|it| it.written.as_ref()) {
        Some((path, spot)) => format!("{}:{}", path.display(), spot.line),
        None if *file == diagnostic.file => pointer.clone(),
        None => format!("{}#{pointer}", file.display()),
    }
}

/// One diagnostic in one line, `E002 artifact at file#/pointer: message; remedy`, for `cargo::error=` and
/// `cargo::warning=`, which show no more than a line. Where an artifact was sealed from Markdown, its line stands before
/// the file.
pub fn one_line(diagnostic: &Diagnostic) -> String {
    let Diagnostic { code, artifact, file, pointer, message, remedy } = diagnostic;
    let mut found = places(std::iter::once(key(diagnostic)), Spot::new);
    found.extend(unreadable(diagnostic).map(|it| (key(diagnostic), it)));
    let written = found.get(&key(diagnostic)).and_then(|it| it.written_for(diagnostic));
    let sealed = format!("{}#{pointer}", file.display());
    let is_markdown = file.extension() == Some(OsStr::new("md"));
    let own = found.get(&key(diagnostic)).and_then(|it| it.sealed.as_ref()).filter(|_| is_markdown);
    let place = match (written, own) {
        (Some((path, spot)), _) => format!("{}:{} ({sealed})", path.display(), spot.line),
        (None, Some(spot)) => format!("{}:{} (#{pointer})", file.display(), spot.line),
        (None, None) => sealed,
    };
    pgs_escape::line(&format!("{code} {artifact} at {place}: {message}; {remedy}"))
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
    found: Option<&Found<Spot>>,
    more: &[String],
    renderer: &Renderer,
) -> String {
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let sealed = diagnostic.file.display().to_string();
    let written = found.and_then(|it| it.written_for(diagnostic));
    let path = pgs_escape::line(&written.map_or_else(|| sealed.clone(), |(path, _)| path.display().to_string()));
    let spot = written.map(|(_, spot)| spot).or_else(|| found?.sealed.as_ref());
    let (message, remedy) = (pgs_escape::lines(&diagnostic.message), pgs_escape::lines(&diagnostic.remedy));
    let place: Element<'_> = match spot {
        Some(spot) => Snippet::source(spot.text.as_str())
            .line_start(spot.line)
            .path(path)
            .annotation(AnnotationKind::Primary.span(marked(spot, diagnostic)).label(diagnostic.code.title()))
            .into(),
        None => Origin::path(path).into(),
    };
    let also = pgs_escape::line(&format!("the same at {}", more.join(" and ")));
    let sealed = pgs_escape::line(&format!("sealed in {sealed} at {}", diagnostic.pointer));
    let group = level
        .primary_title(message.as_str())
        .id(diagnostic.code.id())
        .element(place)
        .elements((!more.is_empty()).then(|| Level::NOTE.message(also.as_str())))
        .elements(written.is_some().then(|| Level::NOTE.message(sealed.as_str())))
        .element(Level::NOTE.message(diagnostic.code.explanation().reason()))
        .element(Level::HELP.message(remedy.as_str()));
    renderer.render(&[group])
}

/// What of a spot is marked: of a diagnostic about a key or a status, the key.
fn marked(spot: &Spot, diagnostic: &Diagnostic) -> Range<usize> {
    let keys = spot::keys(&diagnostic.pointer);
    let (Some(key), above) = (keys.last(), keys.len().checked_sub(2).and_then(|n| keys.get(n))) else {
        return spot.span.clone();
    };
    let is_status = above.is_some_and(|it| it == "next" || it == "on_result");
    let is_of_key = match diagnostic.code {
        Code::MisspeltKey
        | Code::UnknownKey
        | Code::UnknownSchemaWord
        | Code::ForeignSchemaWord
        | Code::IdleSchemaWord
        | Code::IgnoredArgument => true,
        Code::MisspeltStatus | Code::ImpossibleStatus => is_status,
        _ => false,
    };
    if is_of_key { spot.key(key).unwrap_or_else(|| spot.span.clone()) } else { spot.span.clone() }
}

type Key<'a> = (&'a Path, &'a str);

fn key(diagnostic: &Diagnostic) -> Key<'_> {
    (&diagnostic.file, &diagnostic.pointer)
}

/// What was made of a place: in the file that it is in, and in the Markdown that the file was sealed from.
struct Found<T> {
    /// None if there is nothing to point to.
    sealed: Option<T>,
    /// None if the file was not sealed from Markdown that still says the same.
    written: Option<(PathBuf, T)>,
}

impl<T> Found<T> {
    /// The place in the Markdown, unless the diagnostic says that the file is not what was sealed from it.
    fn written_for(&self, diagnostic: &Diagnostic) -> Option<&(PathBuf, T)> {
        let is_of_file = matches!(diagnostic.code, Code::HashMismatch | Code::MachineMismatch);
        self.written.as_ref().filter(|_| !is_of_file)
    }
}

/// The spots of all diagnostics that point into a file.
fn spots<'a>(sorted: &[&'a Diagnostic], diagnostics: &'a Diagnostics) -> BTreeMap<Key<'a>, Found<Spot>> {
    let more = sorted.iter().flat_map(|it| diagnostics.more_places(it));
    let more = more.map(|(file, pointer)| (file.as_path(), pointer.as_str()));
    let mut all = places(sorted.iter().map(|it| key(it)).chain(more), Spot::new);
    all.extend(sorted.iter().filter_map(|it| Some((key(it), unreadable(it)?))));
    all
}

/// Where a file of Markdown can't be read, of a diagnostic that says so.
fn unreadable(diagnostic: &Diagnostic) -> Option<Found<Spot>> {
    let Diagnostic { code, file, .. } = diagnostic;
    let is_it = *code == Code::Unreadable && file.extension() == Some(OsStr::new("md")) && file.is_file();
    let text = is_it.then(|| fs::read_to_string(file).ok()).flatten()?;
    let range = markdown::unreadable(&text)?;
    Some(Found { sealed: Some(Spot::new(&text, range)?), written: None })
}

/// What `make` makes of the text and the range of every place in a file. Each file is read once.
fn places<'a, T>(
    keys: impl Iterator<Item = Key<'a>>,
    make: impl Fn(&str, Range<usize>) -> Option<T>,
) -> BTreeMap<Key<'a>, Found<T>> {
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
        let mut written = written_places(file, &text, &pointers, &make);
        for (pointer, range) in find(&text, &pointers) {
            all.insert((file, pointer), Found { sealed: make(&text, range), written: written.remove(pointer) });
        }
    }
    all
}

/// The same in the Markdown that this file was sealed from, by pointer in the file.
fn written_places<'a, T>(
    file: &Path,
    text: &str,
    pointers: &BTreeSet<&'a str>,
    make: &impl Fn(&str, Range<usize>) -> Option<T>,
) -> BTreeMap<&'a str, (PathBuf, T)> {
    let Some((path, source)) = written::source(file, text) else { return BTreeMap::new() };
    let by_sealed: Vec<(&str, String)> =
        pointers.iter().filter_map(|pointer| Some((*pointer, written::pointer(pointer)?))).collect();
    let ranges: BTreeMap<&str, Range<usize>> =
        markdown::ranges(&source, &by_sealed.iter().map(|(_, it)| it.as_str()).collect()).into_iter().collect();
    let found = by_sealed.iter().filter_map(|(sealed, pointer)| {
        let range = ranges.get(pointer.as_str())?.clone();
        Some((*sealed, (path.clone(), make(&source, range)?)))
    });
    found.collect()
}
