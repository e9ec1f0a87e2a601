//! The lock that other systems hold on a whole file: that of a process, as `fcntl` has it, and not of an open file.
//!
//! A process that closes the file, by whatever handle, has given the lock up: who holds one sees to it that nothing else of its
//! process opens the file meanwhile.

use std::fs::File;
use std::io;
use std::thread;
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, fcntl_lock};
use rustix::io::Errno;

/// How long is slept before it is asked again: at first, and at most.
const FIRST: Duration = Duration::from_micros(200);
const LONGEST: Duration = Duration::from_millis(20);

/// Waits until no other process holds the file. False if that takes longer.
pub fn lock_process(file: &File, longest: Duration) -> io::Result<bool> {
    let begun = Instant::now();
    let mut pause = FIRST;
    loop {
        match fcntl_lock(file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(true),
            Err(Errno::AGAIN | Errno::ACCESS) => {}
            Err(Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
        }
        let left = longest.saturating_sub(begun.elapsed());
        if left.is_zero() {
            return Ok(false);
        }
        thread::sleep(pause.min(left));
        pause = (pause * 2).min(LONGEST);
    }
}
