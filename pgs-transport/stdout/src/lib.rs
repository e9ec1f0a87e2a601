//! Whether a process was started with a standard output that can be written.
//!
//! Before `main` the standard library opens `/dev/null` in the place of a standard output that is closed, and what is
//! printed goes nowhere without an error. So this looks before that: a crate of its own for what runs before `main`.

use std::sync::OnceLock;

use rustix::fs::{OFlags, fcntl_getfl};
use rustix::stdio::stdout;

static WRITABLE: OnceLock<bool> = OnceLock::new();

#[ctor::ctor(unsafe)]
fn look() {
    let writable = fcntl_getfl(stdout()).is_ok_and(|flags| flags & OFlags::RWMODE != OFlags::RDONLY);
    // Nobody else sets it.
    let _ = WRITABLE.set(writable);
}

/// Whether the process was started with a standard output that can be written. What became of it since is not looked at.
pub fn was_writable() -> bool {
    WRITABLE.get().copied().unwrap_or(true)
}
