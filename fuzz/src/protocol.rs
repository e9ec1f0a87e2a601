//! Whole small protocols: whatever they say, the compiler ends with diagnostics or with Rust.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use pgs_codegen::analysis::Analysis;
use pgs_codegen::emit::{self, Layout, Manifest};
use pgs_codegen::{lint, plan};
use pgs_protocol::diagnostic::Diagnostics;
use pgs_protocol::protocol::{self, Protocol};
use pgs_protocol::report;

use crate::snapshot;

static LAYOUT: LazyLock<Layout> = LazyLock::new(|| {
    Layout::Package(Manifest { output: PathBuf::from("/nowhere/generated"), project: PathBuf::from("/nowhere") })
});

/// Compiles the input.
///
/// # Panics
///
/// Where something is wrong.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Some(snapshot) = snapshot::of(text) else { return };
    let (mut diagnostics, mut protocol) = (Diagnostics::default(), Protocol::default());
    protocol::read(&snapshot, &mut protocol, &mut diagnostics);
    let analysis = Analysis::of(&protocol);
    lint::lint(&analysis, &mut diagnostics);
    diagnostics.without_consequences();
    let _ = (report::render(&diagnostics, false), report::sarif(&diagnostics, Path::new("/nowhere")));
    let plan = plan::plan(&analysis);
    if diagnostics.has_errors() {
        return;
    }
    let files = emit::emit(&plan, &LAYOUT);
    for (path, content) in &files {
        let Some(text) = content.text() else { continue };
        if path.extension().is_some_and(|it| it == "rs")
            && let Err(error) = syn::parse_file(text)
        {
            panic!("{} is no Rust: {error}\n{text}", path.display());
        }
    }
}
