//! The power goes after every operation of every session, and takes what was not synced in every way.

use std::collections::HashMap;

use crate::disk::{self, State};
use crate::log::Kind;
use crate::parallel::all_hold;
use crate::session::{Printed, Session, check, plans};
use crate::shim;
use crate::support::stores::FORMS;
use crate::support::{Place, effects};

struct Case<'a> {
    session: &'a Session,
    /// How many runs had told that they succeed.
    told: usize,
    state: State,
}

#[test]
fn no_power_loss_takes_what_was_acknowledged() {
    if shim::library().is_none() {
        return;
    }
    let plans = FORMS.into_iter().flat_map(|form| plans(form).into_iter().map(move |plan| (plan, form)));
    let sessions: Vec<Session> = plans.map(|(plan, form)| Session::record(plan, form)).collect();
    let cases: Vec<(String, Case<'_>)> = sessions.iter().flat_map(losses).collect();
    all_hold("power losses", &cases, Case::holds);
}

/// Every state after every operation. The same state counts once, with the most that had been told by then.
///
/// In a debug build each unsynced change meets its own fate where the most of them wait: before a sync, before something
/// is printed, at the end. In a release build it does after every operation.
fn losses(session: &Session) -> Vec<(String, Case<'_>)> {
    let mut disk = session.disk.lock().unwrap();
    let mut told = 0;
    let mut found: HashMap<u64, usize> = HashMap::new();
    let mut cases: Vec<(String, Case<'_>)> = Vec::new();
    for (n, run) in session.runs.iter().enumerate() {
        for (at, record) in run.log.iter().enumerate() {
            disk.follow(record);
            if record.kind.is_silent() {
                continue;
            }
            if let Kind::Print(text) = &record.kind {
                told += usize::from(Printed::of(text).is_some());
            }
            let next = run.log[at + 1..].iter().map(|record| &record.kind).find(|kind| !kind.is_silent());
            let most = next.is_none_or(|next| matches!(next, Kind::Sync { .. } | Kind::Print(_)));
            for (how, state) in disk.after_power_loss(most || !cfg!(debug_assertions)) {
                let digest = disk::digest(&state);
                let name = format!("{}, run {n}, after operation {}: {how};", session.name, record.number);
                match found.get(&digest) {
                    Some(index) if cases[*index].1.told == told => {}
                    Some(index) => cases[*index] = (name, Case { session, told, state }),
                    None => {
                        found.insert(digest, cases.len());
                        cases.push((name, Case { session, told, state }));
                    }
                }
            }
        }
    }
    cases
}

impl Case<'_> {
    fn holds(&self) -> Result<(), String> {
        let place = Place::in_memory();
        let folder = place.folder();
        let files = place.file("files", disk::restore(&self.state, folder));
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
