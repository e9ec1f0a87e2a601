//! How the system is asked for something below a folder without following a link, in any part of the path.

use std::path::{Component, Path};

use rustix::fd::{AsFd, BorrowedFd, OwnedFd};
use rustix::fs::{Mode, OFlags, openat};
use rustix::io::{Errno, Result, retry_on_intr};

/// A handle to a folder that is not read.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub const HANDLE: OFlags = OFlags::PATH.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);
/// The same where the system has only handles that are read.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub const HANDLE: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

/// Opens what lies at a path below a folder.
pub fn open(folder: BorrowedFd<'_>, below: &Path, flags: OFlags, mode: Mode) -> Result<OwnedFd> {
    let flags = flags | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    #[cfg(any(target_os = "linux", target_os = "android"))]
    match in_one_call(folder, below, flags, mode) {
        // An old kernel, or a container that does not know the call.
        Err(Errno::NOSYS | Errno::PERM) => {}
        opened => return opened,
    }
    part_by_part(folder, below, flags, mode)
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn in_one_call(folder: BorrowedFd<'_>, below: &Path, flags: OFlags, mode: Mode) -> Result<OwnedFd> {
    use rustix::fs::{ResolveFlags, openat2};
    let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
    // It must not be given a mode that it has no use for.
    let mode = if flags.contains(OFlags::CREATE) { mode } else { Mode::empty() };
    loop {
        match openat2(folder, below, flags, mode, resolve) {
            // Something on the way was renamed meanwhile.
            Err(Errno::AGAIN | Errno::INTR) => {}
            opened => return opened,
        }
    }
}

/// Opens one folder after the other.
fn part_by_part(folder: BorrowedFd<'_>, below: &Path, flags: OFlags, mode: Mode) -> Result<OwnedFd> {
    let mut parts = below.components().filter(|part| *part != Component::CurDir).peekable();
    let mut reached: Option<OwnedFd> = None;
    while let Some(part) = parts.next() {
        let Component::Normal(name) = part else { return Err(Errno::XDEV) };
        let from = reached.as_ref().map_or(folder, AsFd::as_fd);
        if parts.peek().is_none() {
            return retry_on_intr(|| openat(from, name, flags, mode));
        }
        reached = Some(retry_on_intr(|| openat(from, name, HANDLE | OFlags::NOFOLLOW, Mode::empty()))?);
    }
    openat(folder, ".", flags, mode)
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::os::unix::fs::symlink;

    use super::*;

    /// Both ways give the same.
    #[test]
    fn no_part_of_a_path_may_be_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (root, outside) = (folder.path().join("root"), folder.path().join("outside"));
        for path in [&root, &outside, &root.join("a/b"), &outside.join("b")] {
            fs::create_dir_all(path).unwrap();
        }
        fs::write(root.join("a/b/file"), "").unwrap();
        fs::write(outside.join("b/file"), "").unwrap();
        symlink(&outside, root.join("folder")).unwrap();
        symlink("a", root.join("inner")).unwrap();
        symlink("file", root.join("a/b/link")).unwrap();
        symlink("none", root.join("dangling")).unwrap();
        symlink("loop", root.join("loop")).unwrap();
        let handle = File::open(&root).unwrap();
        for way in [open, part_by_part] {
            let create = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW;
            let opened = |path: &str| way(handle.as_fd(), Path::new(path), create, Mode::from_raw_mode(0o600)).is_ok();
            assert!(opened("a/b/file") && opened("./a/b/new"));
            for path in ["folder/b/file", "folder/new", "inner/b/file", "a/b/link", "dangling", "loop", "loop/a"] {
                assert!(!opened(path), "{path}");
            }
            for path in ["../outside/b/file", "a/../a/b/file", "/etc/passwd"] {
                let read = way(handle.as_fd(), Path::new(path), OFlags::RDONLY | OFlags::NOFOLLOW, Mode::empty());
                assert!(read.is_err() || path.starts_with("a/"), "{path}");
            }
        }
        assert!(!outside.join("new").exists() && !root.join("none").exists());
    }
}
