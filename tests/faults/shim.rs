//! Runs a command with the preloaded library of `shim.c`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// What the operation of a number meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum How {
    /// It fails with this error number.
    Fails(i32),
    /// It and all that follow fail; with ENOSPC only those that need room.
    FailsFromHere(i32),
    /// A write takes half of the bytes, and says so.
    Short,
    /// The same, and then the disk is full.
    Full,
    /// SIGKILL instead of the operation.
    KillBefore,
    /// SIGKILL in the middle of a write.
    KillHalf,
    /// SIGKILL after the operation.
    KillAfter,
}

impl How {
    /// Whether the process is killed.
    pub fn kills(self) -> bool {
        matches!(self, Self::KillBefore | Self::KillHalf | Self::KillAfter)
    }

    /// The error number that the process sees, where it sees one.
    pub fn error(self) -> Option<i32> {
        match self {
            Self::Fails(error) | Self::FailsFromHere(error) => Some(error),
            _ => None,
        }
    }

    fn word(self) -> String {
        match self {
            Self::Fails(error) => format!("errno:{error}"),
            Self::FailsFromHere(error) => format!("from:{error}"),
            Self::Short => "short".into(),
            Self::Full => "full".into(),
            Self::KillBefore => "kill-before".into(),
            Self::KillHalf => "kill-half".into(),
            Self::KillAfter => "kill-after".into(),
        }
    }
}

/// The compiled library; none, and a word about it, where it can't work.
pub fn library() -> Option<&'static Path> {
    static LIBRARY: OnceLock<Option<PathBuf>> = OnceLock::new();
    LIBRARY.get_or_init(compile).as_deref()
}

fn compile() -> Option<PathBuf> {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        eprintln!("passed over: faults are made by a library for Linux on x86-64");
        return None;
    }
    let source = crate::support::project().join("tests/faults/shim.c");
    let library = crate::support::profile_folder().join("pgs-faults.so");
    // Another test process may compile it at the same time.
    let own = library.with_extension(std::process::id().to_string());
    let output = Command::new("cc")
        .args(["-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o"])
        .arg(&own)
        .arg(source)
        .output()
        .expect("the C compiler `cc` that the README asks for");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    std::fs::rename(&own, &library).unwrap();
    let tried = Command::new("/bin/true").env("LD_PRELOAD", &library).env("FAULTS_BELOW", "/").status().unwrap();
    if !tried.success() {
        eprintln!("passed over: this system lets no process filter its own system calls (seccomp)");
        return None;
    }
    Some(library)
}

/// Lets the command's operations below a folder be recorded in a file, to which it appends.
pub fn record(command: &mut Command, below: &Path, log: &Path) {
    command.env("LD_PRELOAD", library().expect("asked before")).env("FAULTS_BELOW", below).env("FAULTS_LOG", log);
}

/// Lets the operation of this number, counted from 1, meet a fault.
pub fn meet(command: &mut Command, number: usize, how: How) {
    command.env("FAULTS_AT", number.to_string()).env("FAULTS_HOW", how.word());
}

/// Lets the files below a folder stand for others, as [`crate::disk::restore`] says.
pub fn disguise(command: &mut Command, below: &Path, table: &Path) {
    command.env("LD_PRELOAD", library().expect("asked before")).env("FAULTS_BELOW", below).env("FAULTS_FILES", table);
}

/// Lets the machine have started anew.
pub fn reboot(command: &mut Command, boot: &Path) {
    command.env("FAULTS_BOOT", boot);
}
