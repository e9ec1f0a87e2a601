//! A file that a user names.

use std::fs::File;
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use rustix::fs::OFlags;

use crate::refused::Refused;

/// Opens a file to be read, without waiting for a pipe that nobody writes to. Links are followed: the user means what they
/// lead to. What is no file is refused, but for what the system gives names in `/dev` (`/dev/stdin`, `/dev/fd/3`).
pub fn open_named(path: &Path) -> io::Result<File> {
    if path.starts_with("/dev") {
        return File::open(path);
    }
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    // The bits of flags are those of the system's numbers.
    let file = File::options().read(true).custom_flags(flags.bits().cast_signed()).open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(Refused::NoFile(path.to_owned()).into()) }
}
