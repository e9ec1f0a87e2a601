//! Locks that outlive no process.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;

use super::file::describe;

/// The lock of one store: a file of its own, since a file that is replaced can't carry one. It stays open between uses.
pub(super) struct Lock {
    path: PathBuf,
    file: Option<File>,
}

/// A held lock. It ends with the value, and with the process.
pub(super) struct Held<'l> {
    file: &'l File,
    mark: Mark,
}

/// What a lock file looks like: its inode, its length, and when that changed. An odd length is somebody's claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    inode: u64,
    length: u64,
    changed: (i64, i64),
}

/// Lock files stay shorter than this, in bytes.
const LENGTHS: u64 = 1024 * 1024;

impl Held<'_> {
    /// Whether this claim still holds: nobody else has held the lock since. If it does not, nobody's does from here on.
    pub fn keeps(&self, claim: &mut Option<Mark>) -> io::Result<bool> {
        if *claim == Some(self.mark) {
            return Ok(true);
        }
        *claim = None;
        if self.mark.is_claim() {
            self.lengthen()?;
        }
        Ok(false)
    }

    /// Claims what the lock stands for until somebody else holds it; none if that can't be written.
    pub fn claim(&self) -> Option<Mark> {
        self.lengthen().and_then(|()| mark(self.file)).ok().flatten().filter(Mark::is_claim)
    }

    fn lengthen(&self) -> io::Result<()> {
        self.file.set_len((self.mark.length + 1) % LENGTHS)
    }
}

impl Mark {
    fn is_claim(&self) -> bool {
        self.length % 2 == 1
    }
}

/// Why a lock can't be had.
pub(super) struct Unlocked {
    /// In words.
    pub reason: String,
    /// Whether nothing may be written here: what is read then needs no lock.
    pub read_only: bool,
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        // An open file can be unlocked; and the lock goes with the process.
        let _ = self.file.unlock();
    }
}

impl Lock {
    pub fn new(path: PathBuf) -> Self {
        Self { path, file: None }
    }

    /// Waits for the lock. Nobody else holds it then, in this process or another.
    pub fn exclusive(&mut self) -> Result<Held<'_>, Unlocked> {
        let locked = loop {
            match self.take() {
                Ok(Some(mark)) => break Ok(mark),
                // Somebody has removed the file that was locked: others lock another one now.
                Ok(None) => self.file = None,
                Err(error) => break Err(error),
            }
        };
        match (locked, &self.file) {
            (Ok(mark), Some(file)) => Ok(Held { file, mark }),
            (Ok(_), None) => Err(Unlocked { reason: format!("can't lock {}", self.path.display()), read_only: false }),
            (Err(error), _) => Err(Unlocked {
                reason: describe("lock", &self.path, &error),
                read_only: matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem),
            }),
        }
    }

    /// The lock, if this claim still holds, and nobody has to be waited for.
    pub fn claimed(&mut self, claim: Mark) -> Option<Held<'_>> {
        let file = self.file.as_ref()?;
        file.try_lock().ok()?;
        let mark = mark(file).ok().flatten();
        // Dropped it gives the lock up again.
        let held = Held { file, mark: mark.unwrap_or(claim) };
        (mark == Some(claim)).then_some(held)
    }

    /// None if the file has no name any more.
    fn take(&mut self) -> io::Result<Option<Mark>> {
        if self.file.is_none() {
            self.file = Some(self.open()?);
        }
        let Some(file) = &self.file else { return Ok(None) };
        wait_for(file)?;
        let mark = mark(file)?;
        if mark.is_none() {
            file.unlock()?;
        }
        Ok(mark)
    }

    fn open(&self) -> io::Result<File> {
        let open = || File::options().create(true).truncate(false).write(true).open(&self.path);
        match open() {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir_all(self.path.parent().unwrap_or(&self.path))?;
                open()
            }
            opened => opened,
        }
    }
}

/// None if the file has no name any more.
fn mark(file: &File) -> io::Result<Option<Mark>> {
    let metadata = file.metadata()?;
    let changed = (metadata.ctime(), metadata.ctime_nsec());
    Ok((metadata.nlink() > 0).then(|| Mark { inode: metadata.ino(), length: metadata.len(), changed }))
}

/// A signal may interrupt the wait.
fn wait_for(file: &File) -> io::Result<()> {
    loop {
        match file.lock() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            ended => return ended,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_ends_when_somebody_else_holds_the_lock() {
        let folder = tempfile::tempdir().unwrap();
        let [mut ours, mut other] = [(); 2].map(|()| Lock::new(folder.path().join("locks/a.lock")));
        let held = |lock: &mut Lock, claim: &mut Option<Mark>| lock.exclusive().ok().unwrap().keeps(claim).unwrap();
        let (mut claim, mut none) = (None, None);
        assert!(!held(&mut ours, &mut claim));
        claim = ours.exclusive().ok().unwrap().claim();
        for _ in 0..2 {
            assert!(
                claim.is_some() && held(&mut ours, &mut claim) && claim.is_some_and(|it| ours.claimed(it).is_some())
            );
        }
        let kept = claim.unwrap();
        assert!(!held(&mut other, &mut none));
        assert!(ours.claimed(kept).is_none() && !held(&mut ours, &mut claim) && claim.is_none());

        // Also one that the other claims, and one whose file is removed.
        claim = ours.exclusive().ok().unwrap().claim();
        let theirs = other.exclusive().ok().unwrap();
        assert!(!theirs.keeps(&mut none).unwrap());
        none = theirs.claim();
        drop(theirs);
        assert!(!held(&mut ours, &mut claim) && !held(&mut other, &mut none));
        claim = ours.exclusive().ok().unwrap().claim();
        fs::remove_file(folder.path().join("locks/a.lock")).unwrap();
        assert!(claim.is_some() && !held(&mut ours, &mut claim));
    }
}
