//! What a disk may hold after a power loss.
//!
//! A file system promises what was synced, and nothing else. What was not synced may be there or not, each write and each
//! entry of a folder for itself; a write may be there in part, in any order, or as zeros where the file grew. But zeros with
//! something behind them are whole blocks of the disk.

mod losses;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use crate::log::{Kind, Record};
use crate::state::{Bytes, Entry, State};

type Id = usize;

#[derive(Clone, Debug)]
enum Body {
    File(Bytes),
    Folder(BTreeMap<String, Id>),
}

/// A change that was not synced yet.
#[derive(Clone, Debug)]
enum Change {
    Write { file: Id, at: usize, data: Vec<u8> },
    Size { file: Id, size: usize },
    Enter { folder: Id, name: String, id: Id },
    Remove { folder: Id, name: String },
    Move { from: (Id, String), to: (Id, String), id: Id },
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Fate {
    Kept,
    Lost,
    /// Only the first half of the bytes.
    Half,
    /// Only the second half: a disk writes in an order of its own.
    SecondHalf,
    /// All but the last byte.
    AllButOne,
    /// The file grew, but where it grew are zeros. What was there before is as before.
    Zeros,
}

impl Fate {
    /// Which of so many bytes are written.
    fn of(self, length: usize) -> Range<usize> {
        match self {
            Self::Kept => 0..length,
            Self::Lost | Self::Zeros => 0..0,
            Self::Half => 0..length / 2,
            Self::SecondHalf => length / 2..length,
            Self::AllButOne => 0..length.saturating_sub(1),
        }
    }
}

impl Change {
    fn is_data(&self) -> bool {
        matches!(self, Self::Write { .. })
    }

    /// Whether syncing this file or folder makes the change durable.
    fn belongs_to(&self, id: Id) -> bool {
        match self {
            Self::Write { file, .. } | Self::Size { file, .. } => *file == id,
            Self::Enter { folder, .. } | Self::Remove { folder, .. } => *folder == id,
            Self::Move { from, to, .. } => from.0 == id || to.0 == id,
        }
    }

    /// Changes the bytes of the file.
    fn apply_to(&self, bytes: &mut Vec<u8>, fate: Fate) {
        match self {
            Self::Write { at, data, .. } => {
                let written = fate.of(data.len());
                let grows_to = if fate == Fate::Zeros { data.len() } else { written.end };
                if grows_to == 0 {
                    return;
                }
                extend(bytes, at + grows_to);
                bytes[at + written.start..at + written.end].copy_from_slice(&data[written]);
            }
            Self::Size { size, .. } if fate != Fate::Lost => {
                extend(bytes, *size);
                bytes.truncate(*size);
            }
            _ => {}
        }
    }

    /// The file or folder that is changed.
    fn target(&self) -> Id {
        match self {
            Self::Write { file, .. } | Self::Size { file, .. } => *file,
            Self::Enter { folder, .. } | Self::Remove { folder, .. } => *folder,
            Self::Move { to, .. } => to.0,
        }
    }
}

/// How much a disk writes as a whole.
const BLOCK: usize = 512;

/// What changes with these fates make of the bytes of a file. Where something is kept behind what was lost, whole blocks
/// were lost: the zeros there begin where a write or a block begins, and end where a block does.
fn after(before: &[u8], changes: &[&Change], fates: &[Fate]) -> Vec<u8> {
    let (mut bytes, mut full) = (before.to_vec(), before.to_vec());
    // Which bytes were ever written, or there before.
    let mut kept = vec![true; before.len()];
    for (change, fate) in changes.iter().zip(fates) {
        change.apply_to(&mut bytes, *fate);
        change.apply_to(&mut full, Fate::Kept);
        kept.resize(bytes.len(), false);
        if let Change::Write { at, data, .. } = change {
            let written = fate.of(data.len());
            kept.iter_mut().skip(at + written.start).take(written.len()).for_each(|kept| *kept = true);
        }
    }
    let begins = |place: usize| changes.iter().any(|change| matches!(change, Change::Write { at, .. } if *at == place));
    // Where the file ended when a block of it was written that later ones did not change any more.
    let ends = |place: usize| {
        let ends = |(change, fate): (&&Change, &Fate)| match change {
            Change::Write { at, data, .. } => *fate == Fate::Kept && at + data.len() == place,
            _ => false,
        };
        changes.iter().zip(fates).any(ends)
    };
    let mut from = 0;
    while let Some(begin) = kept[from..].iter().position(|kept| !kept).map(|place| from + place) {
        let Some(length) = kept[begin..].iter().position(|kept| *kept) else { break };
        let end = begin + length;
        let untouched = begins(begin) || ends(begin) || begin == before.len();
        let first = if untouched { begin } else { begin.next_multiple_of(BLOCK).min(end) };
        // The block of what is kept is there as a whole.
        let last = end / BLOCK * BLOCK;
        for place in (begin..first).chain(last..end).filter(|place| *place < full.len()) {
            bytes[place] = full[place];
        }
        from = end;
    }
    bytes
}

/// Makes a file at least so long.
fn extend(bytes: &mut Vec<u8>, length: usize) {
    let more = length.saturating_sub(bytes.len());
    bytes.extend_from_slice(&vec![0; more]);
}

#[derive(Clone, Debug, Default)]
struct Tree {
    bodies: HashMap<Id, Body>,
}

impl Tree {
    fn file(&self, id: Id) -> &[u8] {
        match self.bodies.get(&id) {
            Some(Body::File(content)) => &content.bytes,
            other => panic!("inode {id} is no file: {other:?}"),
        }
    }

    fn set_file(&mut self, id: Id, bytes: Vec<u8>) {
        self.bodies.insert(id, Body::File(Bytes::new(bytes)));
    }

    fn folder(&mut self, id: Id) -> &mut BTreeMap<String, Id> {
        match self.bodies.get_mut(&id) {
            Some(Body::Folder(entries)) => entries,
            other => panic!("inode {id} is no folder: {other:?}"),
        }
    }

    fn apply(&mut self, change: &Change, fate: Fate) {
        match (change, fate) {
            (_, Fate::Lost) => {}
            (Change::Write { file, .. } | Change::Size { file, .. }, fate) => {
                let mut bytes = self.file(*file).to_vec();
                change.apply_to(&mut bytes, fate);
                self.set_file(*file, bytes);
            }
            (Change::Enter { folder, name, id }, _) => {
                self.folder(*folder).insert(name.clone(), *id);
            }
            (Change::Remove { folder, name }, _) => {
                self.folder(*folder).remove(name);
            }
            (Change::Move { from, to, id }, _) => {
                if self.folder(from.0).get(&from.1) == Some(id) {
                    self.folder(from.0).remove(&from.1);
                }
                self.folder(to.0).insert(to.1.clone(), *id);
            }
        }
    }

    fn collect(&self, id: Id, path: &str, inodes: &HashMap<Id, u64>, state: &mut State) {
        let entry = |content| Entry { content, inode: inodes.get(&id).copied().unwrap_or(0), changed: (0, 0) };
        match &self.bodies[&id] {
            Body::File(bytes) => {
                // Shared memory between processes: nothing of it outlives them.
                if !path.ends_with("-shm") {
                    state.insert(path.to_owned(), entry(Some(bytes.clone())));
                }
            }
            Body::Folder(entries) => {
                if !path.is_empty() {
                    state.insert(path.to_owned(), entry(None));
                }
                for (name, id) in entries {
                    self.collect(*id, &join(path, name), inodes, state);
                }
            }
        }
    }
}

const ROOT: Id = 0;

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") }
}

/// A disk that is written to.
pub struct Disk {
    root: String,
    durable: Tree,
    live: Tree,
    pending: Vec<Change>,
    ids: HashMap<u64, Id>,
    next: Id,
    /// Files and folders whose changes are only lost or kept together with all others.
    coarse: BTreeSet<Id>,
    coarse_folders: &'static [&'static str],
    /// What a file holds by the fates of its changes: most losses differ in one file.
    known: RefCell<HashMap<(Id, Vec<Fate>), Bytes>>,
}

impl Disk {
    /// A disk that holds this folder, all of it synced. The changes of what is below `coarse` are not taken apart.
    pub fn holding(folder: &Path, coarse: &'static [&'static str]) -> Self {
        let mut disk = Self {
            root: folder.to_str().unwrap().to_owned(),
            durable: Tree::default(),
            live: Tree::default(),
            pending: Vec::new(),
            ids: HashMap::new(),
            next: 0,
            coarse: BTreeSet::new(),
            coarse_folders: coarse,
            known: RefCell::default(),
        };
        disk.take_over(folder, "");
        disk.durable = disk.live.clone();
        disk
    }

    fn take_over(&mut self, path: &Path, name: &str) -> Id {
        let metadata = std::fs::metadata(path).unwrap();
        let id = self.new_inode(metadata.ino(), name);
        let body = if metadata.is_dir() {
            let entries = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap());
            let entries = entries.map(|entry| {
                let file_name = entry.file_name().to_str().unwrap().to_owned();
                let id = self.take_over(&entry.path(), &join(name, &file_name));
                (file_name, id)
            });
            Body::Folder(entries.collect())
        } else {
            Body::File(Bytes::new(std::fs::read(path).unwrap()))
        };
        self.live.bodies.insert(id, body);
        id
    }

    fn new_inode(&mut self, number: u64, path: &str) -> Id {
        let id = self.next;
        self.next += 1;
        self.ids.insert(number, id);
        if self.coarse_folders.iter().any(|folder| Path::new(path).starts_with(folder)) {
            self.coarse.insert(id);
        }
        id
    }

    /// Does what the process did.
    pub fn follow(&mut self, record: &Record) {
        if record.answer < 0 {
            return;
        }
        match &record.kind {
            Kind::Open { path, inode, created: true, .. } => {
                self.create(path, *inode, Body::File(Bytes::new(Vec::new())));
            }
            Kind::Open { inode, emptied: true, .. } => {
                let change = Change::Size { file: self.ids[inode], size: 0 };
                self.change(change);
            }
            Kind::Write { inode, at, data } => {
                let change = Change::Write { file: self.ids[inode], at: *at, data: data.clone() };
                self.change(change);
            }
            Kind::Size { inode, size } => {
                let change = Change::Size { file: self.ids[inode], size: *size };
                self.change(change);
            }
            Kind::Room { inode, up_to, grows: true } => {
                let file = self.ids[inode];
                let size = self.live.file(file).len().max(*up_to);
                self.change(Change::Size { file, size });
            }
            Kind::Sync { inode } => self.sync(*inode),
            Kind::Rename { from, to } => {
                let id = self.find(from).unwrap();
                let (from, to) = (self.place(from), self.place(to));
                self.change(Change::Move { from, to, id });
            }
            Kind::Link { from, to } => {
                let id = self.find(from).unwrap();
                let (folder, name) = self.place(to);
                self.change(Change::Enter { folder, name, id });
            }
            Kind::Unlink { path } => {
                let (folder, name) = self.place(path);
                self.change(Change::Remove { folder, name });
            }
            Kind::Mkdir { path, inode } => self.create(path, *inode, Body::Folder(BTreeMap::new())),
            Kind::Map { inode } => {
                let path = self.path_of(self.ids[inode]);
                assert!(path.ends_with("-shm"), "{path} is written through memory, which the model can't see");
            }
            _ => {}
        }
    }

    fn create(&mut self, path: &str, number: u64, body: Body) {
        let (folder, name) = self.place(path);
        let relative = self.relative(path).to_owned();
        let id = self.new_inode(number, &relative);
        self.durable.bodies.insert(id, body.clone());
        self.live.bodies.insert(id, body);
        self.change(Change::Enter { folder, name, id });
    }

    fn change(&mut self, change: Change) {
        self.live.apply(&change, Fate::Kept);
        self.pending.push(change);
    }

    fn sync(&mut self, number: u64) {
        let Some(id) = self.ids.get(&number).copied() else {
            panic!("a sync of inode {number}, which nobody has opened");
        };
        let (synced, pending) = std::mem::take(&mut self.pending).into_iter().partition(|change| change.belongs_to(id));
        self.pending = pending;
        self.known.borrow_mut().retain(|(other, _), _| *other != id);
        let synced: Vec<Change> = synced;
        for change in &synced {
            self.durable.apply(change, Fate::Kept);
        }
    }

    fn path_of(&self, wanted: Id) -> String {
        fn search(tree: &Tree, id: Id, path: &str, wanted: Id) -> Option<String> {
            if id == wanted {
                return Some(path.to_owned());
            }
            let Body::Folder(entries) = &tree.bodies[&id] else { return None };
            entries.iter().find_map(|(name, below)| search(tree, *below, &join(path, name), wanted))
        }
        search(&self.live, ROOT, "", wanted).unwrap_or_default()
    }

    fn relative<'a>(&self, path: &'a str) -> &'a str {
        path.strip_prefix(&self.root).unwrap_or_else(|| panic!("{path} is not below {}", self.root)).trim_matches('/')
    }

    fn find(&self, path: &str) -> Option<Id> {
        let mut id = ROOT;
        for name in self.relative(path).split('/').filter(|name| !name.is_empty() && *name != ".") {
            let Body::Folder(entries) = &self.live.bodies[&id] else { return None };
            id = *entries.get(name)?;
        }
        Some(id)
    }

    fn place(&self, path: &str) -> (Id, String) {
        let path = path.trim_end_matches('/');
        let (folder, name) = path.rsplit_once('/').unwrap();
        (self.find(folder).unwrap_or_else(|| panic!("there is no folder {folder}")), name.to_owned())
    }
}
