//! The power goes after every operation of every session, and takes what was not synced in every way.

use std::collections::HashMap;
use std::sync::Arc;

use crate::disk::Disk;
use crate::log::{Kind, Record};
use crate::parallel::all_hold;
use crate::plans::plans;
use crate::session::{Printed, Session, check};
use crate::shim;
use crate::state::{self, State};
use crate::support::stores::Form;
use crate::support::{Place, effects};

struct Case<'a> {
    session: &'a Session,
    /// How many runs had told that they succeed.
    told: usize,
    state: Arc<State>,
}

#[test]
fn no_power_loss_takes_from_files_what_was_acknowledged() {
    all_are_kept(Form::Files);
}

#[test]
#[cfg_attr(not(feature = "sqlite"), ignore = "needs --features sqlite")]
fn no_power_loss_takes_from_a_database_what_was_acknowledged() {
    all_are_kept(Form::Sqlite);
}

fn all_are_kept(form: Form) {
    if shim::library().is_none() {
        return;
    }
    let sessions: Vec<Session> = plans(form).into_iter().map(|plan| Session::record(plan, form)).collect();
    let runs = || sessions.iter().flat_map(|session| &session.runs);
    let changes: usize = runs().map(|run| run.log.iter().filter(|record| !record.kind.is_silent()).count()).sum();
    let cases: Vec<(String, Case<'_>)> = sessions.iter().flat_map(losses).collect();
    let what = format!("states after {changes} changes of {} runs on {}", runs().count(), form.as_str());
    all_hold(&what, &cases, Case::holds);
}

/// Every state after every operation.
fn losses(session: &Session) -> Vec<(String, Case<'_>)> {
    let mut disk = session.disk.lock().unwrap();
    let (mut states, mut told) = (States::default(), 0);
    for (n, run) in session.runs.iter().enumerate() {
        for (at, record) in run.log.iter().enumerate() {
            disk.follow(record);
            if record.kind.is_silent() {
                continue;
            }
            if let Kind::Print(text) = &record.kind {
                told += usize::from(Printed::of(text).is_some());
            }
            let name = format!("{}, run {n}, after operation {}", session.name, record.number);
            states.add(&disk, &name, told, &run.log[at + 1..]);
        }
    }
    states.found.into_iter().map(|(name, told, state)| (name, Case { session, told, state })).collect()
}

/// The states in which power losses may leave a disk. The same state counts once, with the most that had been told by
/// then.
///
/// In a debug build each unsynced change meets its own fate where the most of them wait: before a sync, before something
/// is printed, at the end. In a release build it does after every operation.
#[derive(Default)]
pub struct States {
    /// Each with its name and how much had been told.
    pub found: Vec<(String, usize, Arc<State>)>,
    places: HashMap<Arc<State>, usize>,
}

impl States {
    /// Adds those of now; what follows until the process ends is `rest`.
    pub fn add(&mut self, disk: &Disk, name: &str, told: usize, rest: &[Record]) {
        let next = rest.iter().map(|record| &record.kind).find(|kind| !kind.is_silent());
        let most = next.is_none_or(|next| matches!(next, Kind::Sync { .. } | Kind::Print(_)));
        for (how, state) in disk.after_power_loss(most || !cfg!(debug_assertions)) {
            let found = (format!("{name}: {how};"), told, Arc::clone(&state));
            match self.places.get(&state) {
                Some(place) if self.found[*place].1 == told => {}
                Some(place) => self.found[*place] = found,
                None => {
                    self.places.insert(state, self.found.len());
                    self.found.push(found);
                }
            }
        }
    }
}

impl Case<'_> {
    fn holds(&self) -> Result<(), String> {
        let place = Place::in_memory();
        let folder = place.folder();
        let files = place.file("files", state::restore(&self.state, folder));
        let boot = place.file("boot", "01234567-89ab-cdef-0123-456789abcdef\n");
        effects::check_sealed_traces(&place.workspace())?;
        let (probes, _) = self.session.probe(folder, |command| {
            shim::disguise(command, folder, &files);
            shim::reboot(command, &boot);
        })?;
        let runs = &self.session.runs;
        let operations: Vec<_> = runs.iter().flat_map(|run| run.operations.iter().cloned()).collect();
        let acknowledged = runs[..self.told].iter().map(|run| run.operations.len()).sum();
        let found = self.session.stores(folder)?;
        check(&runs[0].stores, &operations, acknowledged, &probes, &found)
            .map_err(|reason| format!("{reason}; {} of {} runs had told that they succeed", self.told, runs.len()))
    }
}
