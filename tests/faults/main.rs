//! Faults: every file operation of a run fails in turn, every one is the last before a kill or a power loss, and the
//! stores are whole all the same.
//!
//! Enumerated, not sampled: a library that is preloaded (`shim.c`) counts the operations of the processes, and a model of
//! the disk (`disk.rs`) knows what each power loss may leave.

#[path = "../support/mod.rs"]
mod support;

mod disk;
mod fail;
mod log;
mod moving;
mod parallel;
mod plans;
mod power;
mod session;
mod shim;
mod state;
