//! `pgs state` under the same faults: all state has moved, or none of it, and the next try ends it or says what is there.

use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use crate::disk::Disk;
use crate::fail::{SIGKILL, faults_of, said, told};
use crate::log::{self, Kind, Record};
use crate::parallel::all_hold;
use crate::plans::{ADD, REGISTER, book, member};
use crate::power::States;
use crate::session::{Step, Stores, succeeds};
use crate::shim::{self, How};
use crate::state::{self, State};
use crate::support::effects::{self, Content};
use crate::support::stores::Form;
use crate::support::{Place, binary, command, files_below};

/// What is no state: traces, locks, and indexes, which count within one boot only.
const COARSE: &[&str] = &["workspace", "data/.pgs/index", "data/.pgs/locks", "new/.pgs/index", "new/.pgs/locks"];

/// What moves where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Files become a database in a data root of its own.
    Import,
    /// Files become a database in the data root in which they lie.
    ImportInPlace,
    /// The same, and one of the files ends in the middle of a line.
    ImportTorn,
    /// A database becomes files in a new folder.
    Export,
    /// A database becomes files in a folder that is there and empty.
    ExportIntoFolder,
}

const WAYS: [Way; 5] = [Way::Import, Way::ImportInPlace, Way::ImportTorn, Way::Export, Way::ExportIntoFolder];

impl Way {
    fn forms(self) -> (Form, Form) {
        match self {
            Self::Import | Self::ImportInPlace | Self::ImportTorn => (Form::Files, Form::Sqlite),
            Self::Export | Self::ExportIntoFolder => (Form::Sqlite, Form::Files),
        }
    }

    fn is_in_place(self) -> bool {
        matches!(self, Self::ImportInPlace | Self::ImportTorn)
    }

    /// Where it lies after.
    fn target(self, folder: &Path) -> PathBuf {
        folder.join(if self.is_in_place() { "data" } else { "new" })
    }

    fn command(self, folder: &Path) -> Command {
        let mut command = command(binary("pgs"));
        let (from, to) = (source(folder), self.target(folder));
        let arguments = match self.forms().1 {
            Form::Sqlite => ["import", "--from", "--data-root"],
            Form::Files => ["export", "--data-root", "--to"],
        };
        command.args(["state", arguments[0], arguments[1]]).arg(from).arg(arguments[2]).arg(to);
        command
    }

    /// Whether state lies where it is to lie after.
    fn has_arrived(self, folder: &Path) -> bool {
        let target = self.target(folder);
        match self.forms().1 {
            Form::Sqlite => target.join("pgs.db").exists(),
            Form::Files => !files_below(&target).is_empty(),
        }
    }

    /// What it says where state has arrived already.
    fn refusal(self) -> &'static str {
        if self.is_in_place() { "there is nothing to import" } else { "is there already" }
    }
}

/// Where the state lies before.
fn source(folder: &Path) -> PathBuf {
    folder.join("data")
}

/// A recorded move.
struct Move {
    way: Way,
    /// Where it was recorded: the folder must outlive the log.
    place: Place,
    /// The disk, on which nothing of it was done yet.
    disk: Mutex<Disk>,
    before: State,
    stores: Stores,
    log: Vec<Record>,
}

impl Move {
    fn record(way: Way) -> Self {
        let place = Place::in_memory();
        let folder = place.folder();
        let mut stores = Stores::new();
        for step in
            [Step::new(REGISTER, member("Ada")), Step::new(REGISTER, member("Mary")), Step::new(ADD, book("0x00a1"))]
        {
            follow(&step, way.forms().0, &source(folder), folder, &mut stores, |_| {}).unwrap();
        }
        std::fs::remove_dir_all(place.workspace()).unwrap();
        if way == Way::ExportIntoFolder {
            std::fs::create_dir(way.target(folder)).unwrap();
        }
        if way == Way::ImportTorn {
            let journal = source(folder).join("library/journal.jsonl");
            std::fs::File::options().append(true).open(journal).unwrap().write_all(b"{\"record_id\":").unwrap();
        }
        let (before, disk) = (state::snapshot(folder), Mutex::new(Disk::holding(folder, COARSE)));
        let log = tempfile::NamedTempFile::new().unwrap();
        let mut command = way.command(folder);
        shim::record(&mut command, folder, log.path());
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
        let log = log::read(log.path());
        Self { way, place, disk, before, stores, log }
    }

    /// Fails unless the old state is there and can be used, or the new one; then moves what has not moved yet. Gives
    /// whether it had.
    fn stands(&self, folder: &Path, prepare: impl Fn(&mut Command)) -> Result<bool, String> {
        let way = self.way;
        let ((from, to), (source, target)) = (way.forms(), (source(folder), way.target(folder)));
        let (arrived, mut stores) = (way.has_arrived(folder), self.stores.clone());
        // A torn end may be repaired, or not yet.
        if way != Way::ImportTorn {
            agree(&stores, from, &source)?;
        }
        if arrived {
            agree(&stores, to, &target)?;
        } else {
            let step = Step::new(REGISTER, member("Grace"));
            follow(&step, from, &source, folder, &mut stores, &prepare)?;
            agree(&stores, from, &source)?;
        }
        let mut again = way.command(folder);
        prepare(&mut again);
        let again = again.output().unwrap();
        let wanted = if arrived { Some(1) } else { Some(0) };
        if again.status.code() != wanted || (arrived && !said(&again).contains(way.refusal())) {
            return Err(format!(
                "the next try ends with {}, and the state had arrived: {arrived}\n{}",
                again.status,
                said(&again)
            ));
        }
        agree(&stores, to, &target)?;
        for step in [Step::new(REGISTER, member("Edsger")), Step::new(ADD, book("0x00f6"))] {
            follow(&step, to, &target, folder, &mut stores, &prepare)?;
        }
        agree(&stores, to, &target)?;
        Ok(arrived)
    }
}

/// Runs a step on a data root, and does in the stores what its trace tells.
fn follow(
    step: &Step,
    form: Form,
    data_root: &Path,
    folder: &Path,
    stores: &mut Stores,
    prepare: impl Fn(&mut Command),
) -> Result<(), String> {
    let mut command = step.command_on(form, data_root, folder);
    prepare(&mut command);
    let printed = succeeds(step, folder, step.run(command))?;
    for operation in effects::operations(&printed.trace(folder, step)) {
        let store = stores.entry(operation.path.clone()).or_insert_with(|| Content::empty(&operation.effect));
        store.apply(&operation);
    }
    Ok(())
}

fn agree(stores: &Stores, form: Form, data_root: &Path) -> Result<(), String> {
    for (path, expected) in stores {
        let found = form.read(data_root, path, expected)?;
        if !expected.agrees(&found) {
            return Err(format!("{path} in {} holds {found:?} and not {expected:?}", data_root.display()));
        }
    }
    Ok(())
}

/// No part of what was made by a process that was killed is left when another has moved the state.
fn no_drafts(folder: &Path) -> Result<(), String> {
    let draft = |path: &PathBuf| {
        let path = path.strip_prefix(folder).unwrap().to_string_lossy();
        path.contains(".pgs/new") || path.contains(".pgs-export")
    };
    match files_below(folder).into_iter().find(draft) {
        Some(path) => Err(format!("{} is left", path.display())),
        None => Ok(()),
    }
}

struct Failure<'a> {
    way: &'a Move,
    number: usize,
    how: How,
}

#[test]
#[cfg_attr(not(feature = "sqlite"), ignore = "needs --features sqlite")]
fn whatever_operation_fails_state_moves_whole_or_not_at_all() {
    if shim::library().is_none() {
        return;
    }
    let moves = WAYS.map(Move::record);
    let (mut cases, mut operations) = (Vec::new(), 0);
    for way in &moves {
        for record in way.log.iter().filter(|record| record.number > 0) {
            operations += 1;
            for how in faults_of(record) {
                let number = record.number;
                let name =
                    format!("{:?}, operation {number} ({}): {how:?};", way.way, told(way.place.folder(), record));
                cases.push((name, Failure { way, number, how }));
            }
        }
    }
    all_hold(&format!("failures of {operations} operations of {} moves", moves.len()), &cases, Failure::holds);
}

impl Failure<'_> {
    fn holds(&self) -> Result<(), String> {
        let place = Place::in_memory();
        let folder = place.folder();
        let files = place.file("files", state::restore(&self.way.before, folder));
        let log = folder.join("log");
        let mut command = self.way.way.command(folder);
        shim::record(&mut command, folder, &log);
        shim::disguise(&mut command, folder, &files);
        shim::meet(&mut command, self.number, self.how);
        let output = command.output().unwrap();
        self.ends_in_words(&output, folder)?;
        self.tells_no_lies(&output, &log::read(&log))?;
        let stands = self.way.stands(folder, |command| shim::disguise(command, folder, &files));
        let ended = stands.and_then(|_| no_drafts(folder));
        ended.map_err(|reason| format!("{reason}; it had said\n{}", said(&output)))
    }

    fn ends_in_words(&self, output: &Output, folder: &Path) -> Result<(), String> {
        let told = said(output);
        let expected = if self.how.kills() {
            output.status.signal() == Some(SIGKILL)
        } else {
            let arrived = self.way.way.has_arrived(folder);
            match output.status.code() {
                Some(0) => arrived,
                // What can't be synced, and what can't be told, is there all the same, and then it says so.
                Some(1) => {
                    let is_there = [" is whole, but ", "standard output can't be written"];
                    told.contains("error: ") && arrived == is_there.iter().any(|words| told.contains(words))
                }
                _ => false,
            }
        };
        let ends = || format!("it was {:?} and ends with {}\n{told}", self.how, output.status);
        if expected && !told.contains("panicked") { Ok(()) } else { Err(ends()) }
    }

    /// No success after a sync that failed.
    fn tells_no_lies(&self, output: &Output, records: &[Record]) -> Result<(), String> {
        let sync = |record: &Record| record.number == self.number && matches!(record.kind, Kind::Sync { .. });
        if !self.how.kills() && output.status.success() && records.iter().any(sync) {
            return Err(format!("a sync failed and it says that all has moved\n{}", said(output)));
        }
        Ok(())
    }
}

struct Loss<'a> {
    way: &'a Move,
    /// Whether it had said that all has moved.
    told: bool,
    state: Arc<State>,
}

#[test]
#[cfg_attr(not(feature = "sqlite"), ignore = "needs --features sqlite")]
fn no_power_loss_takes_a_part_of_state_that_moves() {
    if shim::library().is_none() {
        return;
    }
    let moves = WAYS.map(Move::record);
    let changes: usize = moves.iter().flat_map(|way| &way.log).filter(|record| !record.kind.is_silent()).count();
    let cases: Vec<(String, Loss<'_>)> = moves.iter().flat_map(losses).collect();
    all_hold(&format!("states after {changes} changes of {} moves", moves.len()), &cases, Loss::holds);
}

fn losses(way: &Move) -> Vec<(String, Loss<'_>)> {
    let mut disk = way.disk.lock().unwrap();
    let (mut states, mut told) = (States::default(), 0);
    for (at, record) in way.log.iter().enumerate() {
        disk.follow(record);
        if record.kind.is_silent() {
            continue;
        }
        told += usize::from(matches!(record.kind, Kind::Print(_)));
        let name = format!("{:?}, after operation {}", way.way, record.number);
        states.add(&disk, &name, told, &way.log[at + 1..]);
    }
    states.found.into_iter().map(|(name, told, state)| (name, Loss { way, told: told > 0, state })).collect()
}

impl Loss<'_> {
    fn holds(&self) -> Result<(), String> {
        let place = Place::in_memory();
        let folder = place.folder();
        let files = place.file("files", state::restore(&self.state, folder));
        let boot = place.file("boot", "01234567-89ab-cdef-0123-456789abcdef\n");
        if self.told && !self.way.way.has_arrived(folder) {
            return Err("it had said that all has moved, and nothing has".into());
        }
        let arrived = self.way.stands(folder, |command| {
            shim::disguise(command, folder, &files);
            shim::reboot(command, &boot);
        })?;
        // What was renamed into its place may have kept its first name too.
        if arrived { Ok(()) } else { no_drafts(folder) }
    }
}
