//! A scenario made of recorded runs.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use pgs_evidence::Trace;
use pgs_scenario::{Build, Recorded, yaml};

use crate::output::Output;
use crate::text::{lines, one_line};

/// Makes a scenario of these traces, and prints it or writes it to a file that is not there yet.
pub(super) fn record(traces: &[PathBuf], into: Option<&Path>, build: Build<'_>) -> Output {
    let mut found: Vec<Trace> = Vec::new();
    let files = match pgs_evidence::find(traces) {
        Ok(files) => files,
        Err(error) => return Output::error(error),
    };
    for file in files {
        match pgs_evidence::read(&file) {
            Ok(traces) => found.extend(traces),
            Err(error) => return Output::error(error),
        }
    }
    // Ids begin with their time.
    found.sort_by(|a, b| a.id().cmp(&b.id()));
    let name = found.first().and_then(Trace::id).unwrap_or("recorded").to_owned();
    let Recorded { scenario, notes } = match pgs_scenario::record(build, &name, &found) {
        Ok(recorded) => recorded,
        Err(error) => return Output::error(error),
    };
    let stderr = lines(notes.iter().map(|note| format!("note: {}", one_line(note))));
    let text = yaml(&scenario);
    match into {
        None => Output { stdout: text, stderr, ..Output::default() },
        Some(file) => match File::create_new(file).and_then(|mut new| new.write_all(text.as_bytes())) {
            Ok(()) => {
                let stdout =
                    format!("wrote {}, {} runs\n", one_line(&file.display().to_string()), scenario.steps.len());
                Output { stdout, stderr, ..Output::default() }
            }
            Err(error) => Output::error(format_args!("{} can't be written: {error}", file.display())),
        },
    }
}
