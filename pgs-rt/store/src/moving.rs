//! State that moves from one backend to another: all of it, or nothing.
//!
//! A backend takes part as a [`Source`] or a [`Target`]. What moves is a store's parts, one after the other: lines of
//! registries and logs, members of objects. What is made is made under another name and put in its place when it is whole
//! and on disk, so a kill at any moment leaves the old state and no new one. What is read is not changed, but for torn
//! ends, which any run repairs.

use std::collections::BTreeSet;
use std::path::Path;

use pgs_value::Value;

use crate::declared::{DeclaredStore, StoreKind, normal_path};
use crate::error::{StoreError, StoreResult};
use crate::options::Wait;

/// A store as it is named while it moves.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StorePath {
    /// What it keeps.
    pub kind: StoreKind,
    /// Its path below the data root, in one spelling.
    pub path: String,
}

/// A part of a store.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// A live entry of a registry or an entry of a log: the text of its line.
    Line(String),
    /// A key of an object with its value.
    Member(String, Value),
}

/// What takes the parts of a store, in order.
pub type Parts<'p> = dyn FnMut(Part) -> StoreResult<()> + 'p;

/// State that is read to be moved.
pub trait Source {
    /// The data root.
    fn root(&self) -> &Path;

    /// Waits until no process works on the state, and keeps it so as long as the source lives. An error says who does. Where
    /// the new state takes the place of this one (`replaced`), nobody may begin to either.
    fn hold(&mut self, _replaced: bool, _wait: Wait) -> StoreResult<()> {
        Ok(())
    }

    /// Whether a store is there.
    fn has(&mut self, store: &StorePath) -> StoreResult<bool>;

    /// Hands the parts of a store that is there on, in order.
    fn read(&mut self, store: &StorePath, each: &mut Parts<'_>) -> StoreResult<()>;

    /// What is there beside these stores, in words.
    fn others(&mut self, stores: &BTreeSet<StorePath>) -> StoreResult<Vec<String>>;

    /// What was found torn and was repaired: one sentence each.
    fn notes(&mut self) -> Vec<String> {
        Vec::new()
    }
}

/// A place where no state is yet.
pub trait Target {
    /// The data root.
    fn root(&self) -> &Path;

    /// Waits until no process works on state of another form there, and keeps it so as long as what it gives lives.
    fn hold(&self, _wait: Wait) -> StoreResult<Box<dyn Send>> {
        Ok(Box::new(()))
    }

    /// Makes state of what `fill` puts into it: whole and on disk, or not at all. An error says that state is there already
    /// if somebody was quicker.
    fn create(&self, fill: &mut dyn FnMut(&mut dyn NewState) -> StoreResult<()>) -> StoreResult<()>;
}

/// State while it is made. Nobody else sees it.
pub trait NewState {
    /// Begins a store, which is not there yet.
    fn begin<'s>(&'s mut self, store: &'s StorePath) -> StoreResult<Box<dyn NewStore + 's>>;
}

/// A store while it is made.
pub trait NewStore {
    /// Adds a part to its end.
    fn add(&mut self, part: Part) -> StoreResult<()>;

    /// It has all parts.
    fn finish(self: Box<Self>) -> StoreResult<()>;
}

/// What was moved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MoveReport {
    /// The stores that were there, and how many entries or keys each of them has.
    pub stores: Vec<(StorePath, u64)>,
    /// What is there that no store of the table names, and was left alone.
    pub left: Vec<String>,
    /// What was found torn and was repaired.
    pub notes: Vec<String>,
}

/// Moves the stores of a table that are there. Who works on them is waited for, so that nothing is written meanwhile to what
/// was read already, or afterwards to what does not count any more.
pub fn move_state(
    source: &mut dyn Source,
    target: &dyn Target,
    table: &[DeclaredStore],
    wait: Wait,
) -> StoreResult<MoveReport> {
    let wanted = paths(table)?;
    let replaced = is_same(source.root(), target.root());
    let _held = if replaced { None } else { Some(target.hold(wait)?) };
    source.hold(replaced, wait)?;
    if !replaced {
        check_no_files(target, &wanted)?;
    }
    // All that can fail comes before the new state is there.
    let mut report = MoveReport { left: source.others(&wanted)?, ..MoveReport::default() };
    target.create(&mut |state| {
        for path in &wanted {
            if source.has(path)? {
                report.stores.push((path.clone(), move_store(source, state, path)?));
            }
        }
        Ok(())
    })?;
    report.notes = source.notes();
    Ok(report)
}

fn move_store(source: &mut dyn Source, state: &mut dyn NewState, path: &StorePath) -> StoreResult<u64> {
    let mut store = state.begin(path)?;
    let mut count = 0;
    source.read(path, &mut |part| {
        count += 1;
        store.add(part)
    })?;
    store.finish()?;
    Ok(count)
}

/// Kind and path of each store, once, in order. A store without a path has no state.
fn paths(table: &[DeclaredStore]) -> StoreResult<BTreeSet<StorePath>> {
    let placed = table.iter().filter(|store| store.at.path.is_some());
    placed.map(|store| Ok(StorePath { kind: store.kind, path: normal_path(store.at.resolve()?) })).collect()
}

fn is_same(one: &Path, other: &Path) -> bool {
    let canonical = |path: &Path| std::fs::canonicalize(path).ok();
    canonical(one) == canonical(other)
}

/// Files at the paths of stores hold the state of the target's data root.
fn check_no_files(target: &dyn Target, wanted: &BTreeSet<StorePath>) -> StoreResult<()> {
    let mut files = wanted.iter().map(|store| target.root().join(&store.path));
    match files.find(|path| path.symlink_metadata().is_ok()) {
        Some(path) => Err(holds_state(&path)),
        None => Ok(()),
    }
}

/// The error of a target that holds state.
pub fn holds_state(path: &Path) -> StoreError {
    let reason = format!("{} is there already: it holds state; move it away, or choose another folder", path.display());
    StoreError::Conflict { path: path.to_owned(), reason }
}

/// The error of state that is there, whole, and could not be synced.
pub fn unsynced(made: &Path, why: &StoreError) -> StoreError {
    let reason =
        format!("{} is whole, but {why}; a power loss may take it, so keep what it was made from", made.display());
    StoreError::Unsynced { path: made.to_owned(), reason }
}
