//! Seals a snapshot: what authors write becomes the files that [`pgs_protocol::snapshot`] reads and verifies.
//!
//! Authors write Markdown, one file an artifact, with the machine block that is executed:
//! `snapshots/<name>/protocol/<kind folder>/<namespace>__<CODE>.md`, and the test cases of transforms as
//! `snapshots/<name>/protocol/conformance/<namespace>__<CT>__<case>.json` with `inputs`, `expected`,
//! `expected_outcome` and, if wanted, `assertions`; scenarios of workflows as
//! `snapshots/<name>/protocol/scenarios/<file>.{yaml,json,md}`. Sealing (re)writes `snapshots/<name>/protocol_snapshot/` from
//! them. Without a `protocol/` folder, the JSON artifacts are sealed again in place, from their own `content`.
//!
//! Markdown of PGC, whose machine blocks say name and kind (`fqdn`, `artifact_kind`), becomes a sealed snapshot of PGC: one
//! folder a domain, `snapshots/<name>/protocol/<domain>/**/<CODE>.md`.
//!
//! The result depends on the sources and on the addresses given before, on nothing else; what has not changed is not
//! written.

mod artifact;
mod conformance;
mod index;
mod output;
mod pgc;
mod projections;
mod resolve;
mod scenarios;
mod source;

use std::path::{Path, PathBuf};

use pgs_protocol::diagnostic::Diagnostics;
use pgs_protocol::snapshot::{SOURCE, file};
use pgs_value::Value;
use pgs_value::snapshot::{ARTIFACTS, CONFORMANCE, FOLDER, GRAPHS, INDEXES, METADATA, SCENARIOS, STORES};

use self::output::Output;
use self::resolve::Names;
use self::source::Source;

/// The folders whose JSON files are all written here.
const FOLDERS: [&str; 5] = [INDEXES, ARTIFACTS, GRAPHS, CONFORMANCE, SCENARIOS];

/// What sealing did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sealed {
    /// The folder that was sealed.
    pub root: PathBuf,
    /// How many artifacts it holds.
    pub artifacts: usize,
    /// Files that were written.
    pub written: Vec<PathBuf>,
    /// Files that are no longer declared and were removed.
    pub removed: Vec<PathBuf>,
}

/// Seals `dir`: a folder that holds `protocol/` or `protocol_snapshot/`, or either of these.
///
/// If anything is wrong, it is in `diagnostics` and nothing is written.
pub fn seal(dir: &Path, diagnostics: &mut Diagnostics) -> Option<Sealed> {
    let home = home(dir);
    let (protocol, root) = (home.join(SOURCE), home.join(FOLDER));
    let from_markdown = protocol.is_dir();
    if from_markdown && pgc::is_one(&protocol) {
        return pgc::seal(&home, diagnostics);
    }
    if !from_markdown && !root.join(ARTIFACTS).is_dir() {
        let message = "there is neither `protocol/` with Markdown nor `protocol_snapshot/artifacts/`".to_owned();
        diagnostics.push(file::unreadable(&home, message, "write the artifacts below `protocol/<kind>/`"));
        return None;
    }
    let mut sources = source::governance(&root, diagnostics);
    sources.extend(if from_markdown {
        source::markdown(&protocol, diagnostics)
    } else {
        source::artifacts(&root, diagnostics)
    });
    sources.sort_by(|a, b| a.fqdn.cmp(&b.fqdn));
    source::check_distinct(&sources, diagnostics);
    let output = outputs(&sources, &root, from_markdown.then_some(protocol.as_path()), diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    output.write(sources.len(), diagnostics)
}

fn outputs(sources: &[Source], root: &Path, protocol: Option<&Path>, diagnostics: &mut Diagnostics) -> Output {
    let names = Names::new(sources);
    let mut output = Output::new(root, protocol.map(|_| &FOLDERS as &[&str]));
    for source in sources {
        output.add(source.path(), artifact::json(source, &names, diagnostics));
    }
    let old_index = index::read(root, diagnostics);
    output.add(index::path(), index::json(sources, &old_index, protocol.is_some()));
    if let Some(protocol) = protocol {
        output.add([ARTIFACTS, METADATA].join("/"), projections::metadata(sources));
        output.add([INDEXES, STORES].join("/"), projections::stores(sources));
        for (path, graph) in projections::graphs(sources) {
            output.add(path, graph);
        }
        for (path, case) in conformance::cases(&protocol.join(CONFORMANCE), sources, diagnostics) {
            output.add(path, case);
        }
        for (path, scenarios) in scenarios::documents(&protocol.join(SCENARIOS), diagnostics) {
            output.add(path, scenarios);
        }
    }
    output
}

/// The folder that holds `protocol/` and `protocol_snapshot/`.
fn home(dir: &Path) -> PathBuf {
    let absolute = dir.canonicalize().unwrap_or_else(|_| dir.to_path_buf());
    match absolute.parent() {
        Some(parent) if matches!(file::file_name(&absolute).as_str(), SOURCE | FOLDER) => parent.to_path_buf(),
        _ => dir.to_path_buf(),
    }
}

/// The text at these keys.
fn text_at<'a>(value: &'a Value, keys: &[&str]) -> Option<&'a str> {
    keys.iter().try_fold(value, |value, key| value.get(*key))?.as_str()
}
