//! Locks that outlive no process: for backends whose state lies in files.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt as _;
use std::sync::Arc;

use pgs_folder::{Access, FilePath, Holder, LOCK, LockMode, close_to_readers, lock_within, sign};

use crate::data_root::DataRoot;
use crate::error::{StoreError, StoreResult};
use crate::layout::LOCKS;
use crate::options::Deadline;

/// A lock: a file of its own, since a file that is replaced can't carry one. It stays open between uses.
///
/// The lock belongs to the open file: threads exclude each other as processes do, if each has a `Lock` of its own.
#[derive(Debug)]
pub struct Lock {
    path: FilePath,
    /// What it stands for, as people read it.
    subject: String,
    file: Option<Arc<File>>,
}

/// A held lock. It ends with the value, and with the process.
#[derive(Debug)]
pub struct LockGuard {
    file: Arc<File>,
    stamp: LockStamp,
}

/// What a lock file looks like: its inode, its length, and when that changed. An odd length is somebody's claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LockStamp {
    inode: u64,
    length: u64,
    changed: (i64, i64),
}

/// Lock files stay shorter than this, in bytes.
const LENGTHS: u64 = 1024 * 1024;

impl LockGuard {
    /// Writes down who holds the lock, for those who wait for it in vain. Claims end with it.
    pub fn sign(&self) {
        // The lock is held whether or not that can be read.
        let _ = sign(&self.file);
    }

    /// Whether this claim still holds: nobody else has held the lock since. If it does not, nobody's does from here on.
    pub(crate) fn keeps(&self, claim: &mut Option<LockStamp>) -> io::Result<bool> {
        if *claim == Some(self.stamp) {
            return Ok(true);
        }
        *claim = None;
        if self.stamp.is_claim() {
            self.lengthen()?;
        }
        Ok(false)
    }

    /// Claims what the lock stands for until somebody else holds it; none if that can't be written.
    pub(crate) fn claim(&self) -> Option<LockStamp> {
        self.lengthen().and_then(|()| stamp(&self.file)).ok().flatten().filter(LockStamp::is_claim)
    }

    fn lengthen(&self) -> io::Result<()> {
        self.file.set_len((self.stamp.length + 1) % LENGTHS)
    }
}

impl LockStamp {
    fn is_claim(&self) -> bool {
        self.length % 2 == 1
    }
}

impl Drop for LockGuard {
    fn drop(&mut self) {
        // An open file can be unlocked; and the lock goes with the process.
        let _ = self.file.unlock();
    }
}

impl Lock {
    /// The lock of this file, which is created when it is first held. It stands for this `subject`, as in "the store
    /// `a/b.json`".
    pub fn new(path: FilePath, subject: String) -> Self {
        Self { path, subject, file: None }
    }

    /// The lock of this name among those of a data root.
    pub fn below(data_root: &DataRoot, name: &str, subject: &str) -> Self {
        Self::new(data_root.own().file(LOCKS).file(format!("{name}.lock")), subject.to_owned())
    }

    /// The lock that each process holds, together with all others, while it works on the files of a data root. Whoever moves
    /// that state holds it alone.
    pub fn of_files(data_root: &DataRoot) -> Self {
        let subject = format!("the state below {}", data_root.path().display());
        Self::new(data_root.own().file("files.open.lock"), subject)
    }

    /// Waits for the lock. Nobody else holds it then, in this process or another.
    pub fn exclusive(&mut self, deadline: Deadline) -> StoreResult<LockGuard> {
        self.wait(LockMode::Exclusive, deadline)
    }

    /// Waits for the lock. Whoever else holds it then has it in this way too.
    pub fn shared(&mut self, deadline: Deadline) -> StoreResult<LockGuard> {
        self.wait(LockMode::Shared, deadline)
    }

    /// As [`Lock::exclusive`], for a lock that is used once and signed. Where nothing may be written there is no lock, and
    /// whoever can only read does without.
    pub fn hold(mut self, deadline: Deadline) -> StoreResult<Box<dyn Send>> {
        match self.exclusive(deadline) {
            Ok(held) => {
                held.sign();
                Ok(Box::new(held))
            }
            Err(error) if error.is_denied() => Ok(Box::new(())),
            Err(error) => Err(error),
        }
    }

    /// As [`Lock::exclusive`], but none if somebody else holds it.
    pub fn try_exclusive(&mut self) -> StoreResult<Option<LockGuard>> {
        self.take(|file| LockMode::Exclusive.try_lock(file)).map_err(|error| self.unlocked(&error))
    }

    /// As [`Lock::exclusive`], but none where no lock is there yet, or where it may not be held: nothing is written.
    pub fn exclusive_if_there(&mut self, deadline: Deadline) -> StoreResult<Option<LockGuard>> {
        let is = |error: &io::Error, kinds: &[ErrorKind]| kinds.contains(&error.kind());
        let mut opened = self.path.open(Access::Write);
        if opened.as_ref().is_err_and(|error| is(error, &[ErrorKind::PermissionDenied, ErrorKind::ReadOnlyFilesystem]))
        {
            opened = self.path.open(Access::Read);
        }
        match opened {
            // Locks are for those who may write.
            Err(error) if is(&error, &[ErrorKind::NotFound, ErrorKind::PermissionDenied]) => return Ok(None),
            opened => self.file = Some(Arc::new(opened.map_err(|error| self.unlocked(&error))?)),
        }
        self.exclusive(deadline).map(Some)
    }

    /// The lock, if this claim still holds, and nobody has to be waited for.
    pub(crate) fn claimed(&mut self, claim: LockStamp) -> Option<LockGuard> {
        let file = self.file.as_ref()?;
        file.try_lock().ok()?;
        let now = stamp(file).ok().flatten();
        // Dropped it gives the lock up again.
        let held = LockGuard { file: Arc::clone(file), stamp: now.unwrap_or(claim) };
        (now == Some(claim)).then_some(held)
    }

    fn wait(&mut self, mode: LockMode, deadline: Deadline) -> StoreResult<LockGuard> {
        let taken = self.take(|file| Ok(mode.try_lock(file)? || lock_within(file, mode, deadline.left())?));
        taken.map_err(|error| self.unlocked(&error))?.ok_or_else(|| self.busy(deadline))
    }

    /// None if `lock` does not get it.
    fn take(&mut self, lock: impl Fn(&Arc<File>) -> io::Result<bool>) -> io::Result<Option<LockGuard>> {
        loop {
            let file = match &self.file {
                Some(file) => file,
                None => self.file.insert(Arc::new(open(&self.path)?)),
            };
            match lock(file) {
                Ok(true) => {}
                Ok(false) => return Ok(None),
                // By a signal.
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
            match stamp(file) {
                Ok(Some(stamp)) => return Ok(Some(LockGuard { file: Arc::clone(file), stamp })),
                // Somebody has removed the file that was locked: others lock another one now.
                Ok(None) => {
                    file.unlock()?;
                    self.file = None;
                }
                Err(error) => {
                    let _ = file.unlock();
                    return Err(error);
                }
            }
        }
    }

    /// Who was waited for in vain. The open file is not used again: somebody still waits for its lock.
    fn busy(&mut self, deadline: Deadline) -> StoreError {
        let holder = self.file.take().map_or_else(Holder::default, |file| Holder::of(&file, &self.path));
        let seconds = deadline.wait().as_secs();
        let reason = format!(
            "{} is held by {holder}, which was waited for {seconds} s: look whether that is stopped, and try again, or wait \
             longer (`StoreOptions::wait`, on the command line --wait)",
            self.subject
        );
        StoreError::Busy { path: self.path.to_path_buf(), reason }
    }

    fn unlocked(&self, error: &io::Error) -> StoreError {
        StoreError::io("lock", &self.path, error)
    }
}

/// None if the file has no name any more.
fn stamp(file: &File) -> io::Result<Option<LockStamp>> {
    let metadata = file.metadata()?;
    let changed = (metadata.ctime(), metadata.ctime_nsec());
    Ok((metadata.nlink() > 0).then(|| LockStamp { inode: metadata.ino(), length: metadata.len(), changed }))
}

fn open(path: &FilePath) -> io::Result<File> {
    let file = path.with_parent(|| path.open_or_create(Access::Write, LOCK))?;
    close_to_readers(&file);
    Ok(file)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::{Duration, Instant};

    use pgs_folder::Folder;

    use super::*;
    use crate::options::Wait;

    #[test]
    fn a_claim_ends_when_somebody_else_holds_the_lock() {
        let folder = tempfile::tempdir().unwrap();
        let lock = || Lock::new(Folder::new(folder.path()).file("locks/a.lock"), "the store a".to_owned());
        let [mut ours, mut other] = [lock(), lock()];
        let deadline = Wait::default().begin();
        let held = |lock: &mut Lock, claim: &mut Option<LockStamp>| {
            lock.exclusive(deadline).ok().unwrap().keeps(claim).unwrap()
        };
        let (mut claim, mut none) = (None, None);
        assert!(!held(&mut ours, &mut claim));
        claim = ours.exclusive(deadline).ok().unwrap().claim();
        for _ in 0..2 {
            assert!(
                claim.is_some() && held(&mut ours, &mut claim) && claim.is_some_and(|it| ours.claimed(it).is_some())
            );
        }
        let kept = claim.unwrap();
        assert!(!held(&mut other, &mut none));
        assert!(ours.claimed(kept).is_none() && !held(&mut ours, &mut claim) && claim.is_none());

        // Also one that the other claims, and one whose file is removed.
        claim = ours.exclusive(deadline).ok().unwrap().claim();
        let theirs = other.exclusive(deadline).ok().unwrap();
        assert!(!theirs.keeps(&mut none).unwrap());
        none = theirs.claim();
        drop(theirs);
        assert!(!held(&mut ours, &mut claim) && !held(&mut other, &mut none));
        claim = ours.exclusive(deadline).ok().unwrap().claim();
        fs::remove_file(folder.path().join("locks/a.lock")).unwrap();
        assert!(claim.is_some() && !held(&mut ours, &mut claim));
    }
    #[test]
    fn who_waits_in_vain_is_told_for_whom_and_another_may_still_come() {
        let folder = tempfile::tempdir().unwrap();
        let lock = || Lock::new(Folder::new(folder.path()).file("a.lock"), "the store a".to_owned());
        let held = lock().exclusive(Wait::default().begin()).unwrap();
        held.sign();
        let (mut waits, begun) = (lock(), Instant::now());
        for (mode, limit) in [(LockMode::Exclusive, 0), (LockMode::Shared, 50), (LockMode::Exclusive, 50)] {
            let busy = waits.wait(mode, Wait(Duration::from_millis(limit)).begin()).unwrap_err();
            let expected = format!("the store a is held by this process, {}, since 2", std::process::id());
            assert!(busy.to_string().starts_with(&expected), "{busy}");
        }
        assert!(begun.elapsed() >= Duration::from_millis(100));
        drop(held);
        // Those who gave up may have it for a moment.
        let deadline = Wait::default().begin();
        let shared = [waits.shared(deadline).unwrap(), lock().shared(deadline).unwrap()];
        assert!(waits.try_exclusive().unwrap().is_none() || shared.is_empty());
        drop(shared);
        assert!(lock().exclusive(deadline).is_ok());
    }
}
