//! What somebody else puts in the place of a file or folder, and what must not happen to what it leads to.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Longer than any of these commands takes.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is planted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Planted {
    /// A link to what was there, which lies outside from then on; to a text where nothing was there.
    Link,
    /// A link to nothing, where a file could be created.
    Dangling,
    /// A link to itself.
    Loop,
    /// A pipe that nobody writes to or reads from.
    Pipe,
    /// A socket.
    Socket,
}

impl Planted {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::Link, Self::Dangling, Self::Loop, Self::Pipe, Self::Socket];

    /// Puts it at a path. `outside` is a folder for what it leads to.
    pub fn put(self, path: &Path, outside: &Path) {
        fs::create_dir_all(outside).unwrap();
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let victim = outside.join("victim");
        if path.symlink_metadata().is_ok() {
            fs::rename(path, &victim).unwrap();
        } else {
            fs::write(&victim, "nobody's business\n").unwrap();
        }
        match self {
            Self::Link => symlink(&victim, path).unwrap(),
            Self::Dangling => symlink(outside.join("none"), path).unwrap(),
            Self::Loop => symlink(path, path).unwrap(),
            Self::Pipe => assert!(Command::new("mkfifo").arg(path).status().unwrap().success()),
            Self::Socket => drop(std::os::unix::net::UnixListener::bind(path).unwrap()),
        }
    }
}

/// Every path below a folder: who may read it, and its bytes if it is a file.
pub fn tree(folder: &Path) -> BTreeMap<PathBuf, (u32, Option<Vec<u8>>)> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        let metadata = path.symlink_metadata().unwrap();
        let bytes = metadata.is_file().then(|| fs::read(&path).unwrap());
        if metadata.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        }
        found.insert(path, (metadata.permissions().mode(), bytes));
    }
    found
}

/// What a command says that must not wait for ever.
#[track_caller]
pub fn ended(command: &mut Command) -> Output {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > PATIENCE {
            let _ = child.kill();
            let output = child.wait_with_output().unwrap();
            panic!("{command:?} waits for ever\n{}", String::from_utf8_lossy(&output.stderr));
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    child.wait_with_output().unwrap()
}

/// Both outputs as text.
pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
