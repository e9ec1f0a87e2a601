//! The states in which a power loss may leave a disk.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::{Body, Change, Disk, Fate, Id, ROOT, after};
use crate::state::{Bytes, State};

impl Disk {
    /// Every state in which a power loss right now may leave the disk, with a word for how. If not `all`, only the last
    /// change is taken for itself: the others are when more was written.
    pub fn after_power_loss(&self, all: bool) -> Vec<(String, Arc<State>)> {
        let inodes = self.ids.iter().map(|(number, id)| (*id, *number)).collect();
        let mut losses = Losses { disk: self, inodes, found: Vec::new(), seen: HashSet::new() };
        losses.add("everything is kept", |_, _| Fate::Kept);
        losses.add("everything unsynced is lost", |_, _| Fate::Lost);
        let unless_data = |fate| move |_, change: &Change| if change.is_data() { fate } else { Fate::Kept };
        losses.add("names are kept, data is lost", unless_data(Fate::Lost));
        losses.add("names and lengths are kept, data is zeros", unless_data(Fate::Zeros));
        losses.add(
            "data is kept, names and lengths are lost",
            |_, change| {
                if change.is_data() { Fate::Kept } else { Fate::Lost }
            },
        );
        for (n, change) in self.pending.iter().enumerate() {
            if self.coarse.contains(&change.target()) || (!all && n + 1 < self.pending.len()) {
                continue;
            }
            let what = self.describe(change);
            let torn = [Fate::Lost, Fate::Half, Fate::SecondHalf, Fate::AllButOne, Fate::Zeros];
            let fates: &[Fate] = if change.is_data() { &torn } else { &[Fate::Lost] };
            for fate in fates {
                losses.add(&format!("{fate:?}: {what}"), |m, _| if m == n { *fate } else { Fate::Kept });
            }
            if !change.is_data() {
                losses.add(&format!("of all names only kept: {what}"), |m, change| {
                    if m == n || change.is_data() { Fate::Kept } else { Fate::Lost }
                });
            }
        }
        let targets: BTreeSet<Id> = self.pending.iter().map(Change::target).collect();
        for id in targets.difference(&self.coarse).filter(|_| all) {
            let path = self.path_of(*id);
            let own = |fate, others| move |_, change: &Change| if change.belongs_to(*id) { fate } else { others };
            losses.add(&format!("all of {path} is lost"), own(Fate::Lost, Fate::Kept));
            losses.add(&format!("only {path} is kept"), own(Fate::Kept, Fate::Lost));
        }
        losses.found
    }

    fn describe(&self, change: &Change) -> String {
        match change {
            Change::Write { file, at, data } => format!("{} bytes at {at} of {}", data.len(), self.path_of(*file)),
            Change::Size { file, size } => format!("length {size} of {}", self.path_of(*file)),
            Change::Enter { folder, name, .. } => format!("entry {name} in {}", self.path_of(*folder)),
            Change::Remove { folder, name } => format!("removal of {name} in {}", self.path_of(*folder)),
            Change::Move { from, to, .. } => format!("rename of {} to {}", from.1, to.1),
        }
    }
}

struct Losses<'a> {
    disk: &'a Disk,
    inodes: HashMap<Id, u64>,
    found: Vec<(String, Arc<State>)>,
    seen: HashSet<Arc<State>>,
}

impl Losses<'_> {
    fn add(&mut self, how: &str, fate: impl Fn(usize, &Change) -> Fate) {
        let mut tree = self.disk.durable.clone();
        let mut files: BTreeMap<Id, (Vec<&Change>, Vec<Fate>)> = BTreeMap::new();
        for (n, change) in self.disk.pending.iter().enumerate() {
            let fate = fate(n, change);
            match change {
                Change::Write { file, .. } | Change::Size { file, .. } => {
                    let (changes, fates) = files.entry(*file).or_default();
                    changes.push(change);
                    fates.push(fate);
                }
                _ => tree.apply(change, fate),
            }
        }
        for (id, (changes, fates)) in files {
            let mut known = self.disk.known.borrow_mut();
            let bytes = known
                .entry((id, fates))
                .or_insert_with_key(|(_, fates)| Bytes::new(after(tree.file(id), &changes, fates)));
            tree.bodies.insert(id, Body::File(bytes.clone()));
        }
        let mut state = State::new();
        tree.collect(ROOT, "", &self.inodes, &mut state);
        let state = Arc::new(state);
        if self.seen.insert(Arc::clone(&state)) {
            self.found.push((how.to_owned(), state));
        }
    }
}
