//! Waiting for a lock, for no longer than somebody wants to.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread::{self, Builder};
use std::time::Duration;

/// How a lock is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockMode {
    /// By one.
    Exclusive,
    /// By any number.
    Shared,
}

impl LockMode {
    /// Locks the file unless somebody else holds it.
    pub fn try_lock(self, file: &File) -> io::Result<bool> {
        let locked = match self {
            Self::Exclusive => file.try_lock(),
            Self::Shared => file.try_lock_shared(),
        };
        match locked.map_err(io::Error::from) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn lock(self, file: &File) -> io::Result<()> {
        loop {
            let locked = match self {
                Self::Exclusive => file.lock(),
                Self::Shared => file.lock_shared(),
            };
            match locked {
                // By a signal.
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                ended => return ended,
            }
        }
    }
}

/// How often it is asked before the operating system is to wake this thread: most locks are held for microseconds.
const ASKED: usize = 20;

/// Waits for the lock of an open file. If that takes longer, the answer is false, and nobody may lock this open file any
/// more: who was waiting for it gives it back as soon as it is there.
pub fn lock_within(file: &Arc<File>, mode: LockMode, longest: Duration) -> io::Result<bool> {
    if longest.is_zero() {
        return mode.try_lock(file);
    }
    for _ in 0..ASKED {
        thread::yield_now();
        if mode.try_lock(file)? {
            return Ok(true);
        }
    }
    // No system call waits for a lock with a limit: a thread waits without one. It hands the lock over from hand to hand,
    // so that none is left between them.
    let (sender, receiver) = sync_channel(0);
    let waited_for = Arc::clone(file);
    Builder::new().name("lock".to_owned()).spawn(move || {
        let locked = mode.lock(&waited_for);
        if sender.send(locked).is_err() {
            let _ = waited_for.unlock();
        }
    })?;
    match receiver.recv_timeout(longest) {
        Ok(locked) => locked.map(|()| true),
        Err(_) => Ok(false),
    }
}
