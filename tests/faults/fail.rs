//! Every file operation of every run fails in turn, or is the last before a SIGKILL.

use std::collections::HashSet;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::Output;

use crate::log::{self, Kind, Record};
use crate::parallel::all_hold;
use crate::plans::plans;
use crate::session::{Printed, Recorded, Session, check};
use crate::shim::{self, How};
use crate::state;
use crate::support::effects::{self, Operation};
use crate::support::stores::Form;
use crate::support::{Place, files_below};

const EIO: i32 = 5;
const EACCES: i32 = 13;
const ENOSPC: i32 = 28;
const ENOLCK: i32 = 37;
/// The signal that can't be caught.
pub const SIGKILL: i32 = 9;

struct Case<'a> {
    session: &'a Session,
    run: &'a Recorded,
    number: usize,
    how: How,
}

#[test]
fn whatever_operation_fails_files_are_whole() {
    all_end_whole(Form::Files);
}

#[test]
#[cfg_attr(not(feature = "sqlite"), ignore = "needs --features sqlite")]
fn whatever_operation_fails_a_database_is_whole() {
    all_end_whole(Form::Sqlite);
}

fn all_end_whole(form: Form) {
    if shim::library().is_none() {
        return;
    }
    let sessions: Vec<Session> = plans(form).into_iter().map(|plan| Session::record(plan, form)).collect();
    let (mut cases, mut operations, mut runs) = (Vec::new(), 0, 0);
    for session in &sessions {
        for (n, run) in session.runs.iter().enumerate() {
            runs += 1;
            for record in run.log.iter().filter(|record| record.number > 0) {
                operations += 1;
                for how in faults_of(record) {
                    let number = record.number;
                    let name = format!(
                        "{}, run {n}, operation {number} ({}): {how:?};",
                        session.name,
                        told(session.place.folder(), record)
                    );
                    cases.push((name, Case { session, run, number, how }));
                }
            }
        }
    }
    let what = format!("failures of {operations} operations of {runs} runs on {}", form.as_str());
    all_hold(&what, &cases, Case::holds);
}

/// An operation in words, with paths below a folder.
pub fn told(folder: &Path, record: &Record) -> String {
    let text = match &record.kind {
        Kind::Write { data, at, .. } => format!("write of {} bytes at {at}", data.len()),
        Kind::Print(_) => "print".into(),
        other => format!("{other:?}"),
    };
    text.replace(&format!("{}/", folder.display()), "")
}

/// What an operation can meet. A debug build tries of faults that are alike to the process one.
pub fn faults_of(record: &Record) -> Vec<How> {
    let mut faults = Vec::new();
    match &record.kind {
        Kind::Print(_) => {}
        Kind::Write { data, .. } => {
            faults.push(How::Fails(EIO));
            if data.len() > 1 {
                faults.extend([How::Short, How::Full, How::KillHalf]);
            }
        }
        Kind::Sync { .. } => faults.extend([How::Fails(EIO), How::FailsFromHere(EIO)]),
        Kind::Open { .. } => faults.extend([How::Fails(EIO), How::FailsFromHere(ENOSPC), How::FailsFromHere(EACCES)]),
        Kind::Mkdir { .. } | Kind::Room { .. } => faults.extend([How::Fails(EIO), How::FailsFromHere(ENOSPC)]),
        Kind::Look => faults.extend([How::Fails(EIO), How::Fails(EACCES)]),
        _ => faults.push(How::Fails(EIO)),
    }
    if !record.kind.is_silent() {
        faults.push(How::KillAfter);
    }
    if !cfg!(debug_assertions) && !matches!(record.kind, Kind::Print(_)) {
        // No lock is refused for want of permission: with EACCES a system says that another process holds it.
        let errors = if record.kind == Kind::Lock { [EIO, ENOLCK] } else { [EIO, EACCES] };
        for error in errors.into_iter().chain([ENOSPC]) {
            faults.extend([How::Fails(error), How::FailsFromHere(error)]);
        }
        faults.push(How::KillBefore);
    }
    let mut known = HashSet::new();
    faults.retain(|how| known.insert(*how));
    faults
}

impl Case<'_> {
    fn holds(&self) -> Result<(), String> {
        let place = Place::in_memory();
        let folder = place.folder();
        let files = place.file("files", state::restore(&self.run.before, folder));
        let traces_before = traces(folder);
        let log = place.folder().join("log");
        let mut command = self.run.step.command(self.session.form, folder);
        shim::record(&mut command, folder, &log);
        shim::disguise(&mut command, folder, &files);
        shim::meet(&mut command, self.number, self.how);
        let output = self.run.step.run(command);
        let records = log::read(&log);
        let new: Vec<_> = traces(folder).into_iter().filter(|trace| !traces_before.contains(trace)).collect();
        let operations = new.first().map(|trace| effects::operations(trace)).unwrap_or_default();
        self.ends_in_words(&output, new.first().map_or(Path::new(""), |trace| trace.as_path()))?;
        self.tells_no_lies(&output, &records)?;
        effects::check_sealed_traces(&place.workspace())?;
        let (done, acknowledged) = self.done(&output, &operations);
        let (probes, _) = self.session.probe(folder, |command| shim::disguise(command, folder, &files))?;
        check(&self.run.stores, &done, acknowledged, &probes, &self.session.stores(folder)?)
            .map_err(|reason| format!("{reason}; the run said\n{}", said(&output)))
    }

    /// The process ends as it should: killed where it is killed, else by itself, and it says why it failed.
    fn ends_in_words(&self, output: &Output, trace: &Path) -> Result<(), String> {
        if self.how.kills() {
            return match output.status.signal() {
                Some(SIGKILL) => Ok(()),
                _ => Err(format!("it was not killed: the operation did not take place\n{}", said(output))),
            };
        }
        if !matches!(output.status.code(), Some(0..=3)) || said(output).contains("panicked") {
            return Err(format!("it ends with {}\n{}", output.status, said(output)));
        }
        if output.status.code() == Some(0) {
            return Ok(());
        }
        let reason = format!("{} {}", effects::reasons(trace).join(" "), String::from_utf8_lossy(&output.stderr));
        let wanted = match (self.session.form, self.how.error()) {
            (Form::Files, Some(error)) => format!("os error {error}"),
            // SQLite has words of its own.
            _ => String::new(),
        };
        if reason.trim().is_empty() || !reason.contains(&wanted) {
            return Err(format!("it fails and does not say that it was {:?}\n{}\n{reason}", self.how, said(output)));
        }
        Ok(())
    }

    /// No success after a sync that failed.
    fn tells_no_lies(&self, output: &Output, records: &[Record]) -> Result<(), String> {
        let success = Printed::of(&output.stdout).is_some_and(|printed| printed.is_success());
        // Afterwards the log moves into the database, and is kept unless all of that is synced: nothing is at stake.
        let told = |record: &Record| matches!(record.kind, Kind::Print(_)) && record.number < self.number;
        let is_over = self.session.form == Form::Sqlite && records.iter().any(told);
        if !self.how.kills() && success && !is_over && self.session.is_state(&self.run.before, records, self.number) {
            return Err(format!("a sync failed and the run says that it succeeded\n{}", said(output)));
        }
        Ok(())
    }

    /// The operations that may have happened, and how many of them must have.
    fn done(&self, output: &Output, operations: &[Operation]) -> (Vec<Operation>, usize) {
        // An operation whose answer is not in the trace may have happened before the trace could not be written.
        let done = operations.iter().filter(|it| it.status() == "SUCCESS" || it.answer.is_null());
        // What a database could not commit was answered all the same; then its contract is not completed.
        let broken = Printed::of(&output.stdout).is_none() || said(output).contains("can't be written");
        let whole = self.session.form == Form::Sqlite && !broken;
        let kept = |it: &&Operation| !whole || it.completed;
        let done: Vec<Operation> = done.filter(kept).cloned().collect();
        let must = match Printed::of(&output.stdout) {
            None => false,
            // What could not be committed or synced may have been taken back; of files only where the run says so.
            Some(printed) => {
                let all = self.session.form == Form::Files && !said(output).contains("error: ");
                all || printed.status() != "BACKEND_ERROR"
            }
        };
        let told = done.iter().filter(|it| !it.answer.is_null()).count();
        let success = Printed::of(&output.stdout).is_some_and(|it| it.is_success());
        let least = if success { done.len() } else { told };
        (done, if must { least } else { 0 })
    }
}

fn traces(folder: &Path) -> Vec<std::path::PathBuf> {
    files_below(&folder.join("workspace"))
        .into_iter()
        .filter(|it| it.extension().is_some_and(|it| it == "jsonl"))
        .collect()
}

/// All that a process said.
pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
