//! What `pgs conformance` checks and prints: the transforms against the cases of a snapshot.

mod assertion;
mod case;
mod compare;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use pgs_rt::SystemSources;

use crate::text::one_line;
use crate::{Answer, Transform};
use case::Case;

/// Runs every case, one line each, and counts them.
pub(crate) fn conformance(snapshot: &Path, transforms: &[Transform]) -> Answer {
    match case_files(snapshot) {
        Ok(files) => report(&files, transforms),
        Err(message) => Answer::error(message),
    }
}

fn report(files: &[PathBuf], transforms: &[Transform]) -> Answer {
    let (mut stdout, mut failed) = (String::new(), 0);
    for file in files {
        let (name, outcome) = check(file, transforms);
        let line = match outcome {
            Ok(()) => format!("ok   {name}"),
            Err(reason) => {
                failed += 1;
                format!("FAIL {name}: {reason}")
            }
        };
        stdout.push_str(&one_line(&line));
        stdout.push('\n');
    }
    // Writing to a String can't fail.
    let _ = writeln!(stdout, "{} passed, {failed} failed", files.len() - failed);
    Answer { stdout, status: u8::from(failed > 0), ..Answer::default() }
}

/// The name of a case, or of its file if that can't be read; and why it fails.
fn check(file: &Path, transforms: &[Transform]) -> (String, Result<(), String>) {
    let case = match Case::read(file) {
        Ok(case) => case,
        Err(reason) => return (file.display().to_string(), Err(reason)),
    };
    let outcome = match transforms.iter().find(|transform| transform.fqdn == case.transform) {
        Some(transform) => case.judge((transform.run)(case.inputs.clone(), &SystemSources)),
        None => Err(format!("the transform {} is not in this binary", case.transform)),
    };
    (case.name, outcome)
}

/// The case files of a snapshot, by name. A snapshot without any has nothing to check, which is an error.
fn case_files(snapshot: &Path) -> Result<Vec<PathBuf>, String> {
    let folder = conformance_folder(snapshot)?;
    let unreadable = |error: io::Error| format!("{} can't be read: {error}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    if files.is_empty() {
        return Err(format!("{} holds no case (*.json); compile the snapshot with its test data", folder.display()));
    }
    files.sort();
    Ok(files)
}

fn conformance_folder(snapshot: &Path) -> Result<PathBuf, String> {
    fs::read_dir(snapshot).map_err(|error| {
        format!("the snapshot {} can't be read: {error}; give a protocol_snapshot folder", snapshot.display())
    })?;
    [snapshot.join("conformance"), snapshot.join("protocol_snapshot").join("conformance")]
        .into_iter()
        .find(|folder| folder.is_dir())
        .ok_or_else(|| {
            format!(
                "{} has no conformance folder; give a protocol_snapshot folder, or a folder that holds one",
                snapshot.display()
            )
        })
}
