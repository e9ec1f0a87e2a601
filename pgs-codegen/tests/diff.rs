//! What `pgs-codegen diff` says.
//!
//! Each folder of `diff/` is a kind of change: `change.toml` says what is changed in the sample `snapshots/library`, and
//! `expected.txt` is what is said of it. A change without `find` writes the whole file, without `put` it removes it.
//!
//! `PGS_UPDATE_EXPECTED=1 cargo test -p pgs-codegen --test diff` rewrites what is expected.

#[path = "diff/command.rs"]
mod command;
mod common;
mod protocols;
#[path = "diff/real.rs"]
mod real;

use std::fs;
use std::path::{Path, PathBuf};

use pgs_codegen::diff::{self, Files, Report, ReportFormat};
use pgs_protocol::diagnostic::Diagnostics;
use pgs_protocol::{protocol, report};
use protocols::expected::Differences;
use protocols::{Protocol, folder, folders, project};
use serde::Deserialize;

/// What is changed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Changes {
    change: Vec<Change>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    /// The file, below the folder that holds `protocol/`.
    file: PathBuf,
    /// The text to replace, which stands there once.
    find: Option<String>,
    /// What stands there afterwards.
    put: Option<String>,
}

/// The sample, sealed.
fn sample() -> Protocol {
    let protocol = Protocol::new(Some(&project().join("snapshots/library")));
    seal(&protocol);
    protocol
}

fn seal(protocol: &Protocol) {
    let diagnostics = protocol.seal();
    assert!(!diagnostics.has_errors(), "{}", report::render(&diagnostics, false));
}

/// The sample after the changes of this folder, sealed.
fn changed(name: &str) -> Protocol {
    let protocol = Protocol::new(Some(&project().join("snapshots/library")));
    let text = fs::read_to_string(folder("diff").join(name).join("change.toml")).unwrap();
    let changes: Changes = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    for Change { file, find, put } in changes.change {
        let path = protocol.home().join(&file);
        match (find, put) {
            (Some(find), put) => {
                let text = fs::read_to_string(path).unwrap();
                assert_eq!(text.matches(&find).count(), 1, "{name}: `{find}` stands once in {}", file.display());
                protocol.write(file, &text.replace(&find, &put.unwrap_or_default()));
            }
            (None, Some(put)) => protocol.write(file, &put),
            (None, None) => fs::remove_file(path).unwrap(),
        }
    }
    seal(&protocol);
    protocol
}

fn read(snapshot: &Path) -> protocol::Protocol {
    let mut diagnostics = Diagnostics::default();
    let protocol = pgs_protocol::read(&[snapshot.to_path_buf()], &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{}", report::render(&diagnostics, false));
    protocol
}

fn compare(old: &Protocol, new: &Protocol) -> Report {
    diff::diff(&read(&old.snapshot()), &read(&new.snapshot()))
}

#[test]
fn changes_are_said_as_expected() {
    let mut differences = Differences::default();
    let before = sample();
    for name in folders(&folder("diff")) {
        let found = compare(&before, &changed(&name)).render(ReportFormat::Text, &Files::default()).unwrap();
        differences.compare(&folder("diff").join(&name).join("expected.txt"), &found);
    }
    differences.finish();
}

/// Nothing differs but the order in which the files were written.
#[test]
fn equal_snapshots_in_another_order_do_not_differ() {
    let (one, other) = (sample(), Protocol::new(None));
    for file in protocols::files(&one.snapshot()).iter().rev() {
        let below = file.strip_prefix(one.home()).unwrap();
        other.write(below, &fs::read_to_string(file).unwrap());
    }
    let report = compare(&one, &other);
    assert_eq!(report.render(ReportFormat::Text, &Files::default()).unwrap(), "No change in behaviour.\n");
    assert!(!report.is_breaking());
}
