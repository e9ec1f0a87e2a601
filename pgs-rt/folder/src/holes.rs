//! Holes of files: ranges that read as zeros and lie on no disk.

use std::fs::File;
use std::io;

use rustix::fs::{SeekFrom, seek};
use rustix::io::Errno;

/// Where the last bytes end that a file has on disk between `from` and `to`; `from` if there are none. What follows reads as
/// zeros. A file system that knows no holes has all of it on disk.
///
/// It takes a step for each piece on disk, however large the holes between them are.
///
/// # Errors
///
/// Whatever keeps the file from being looked at.
pub fn end_on_disk(file: &File, from: u64, to: u64) -> io::Result<u64> {
    let mut end = from;
    while end < to {
        let begin = match seek(file, SeekFrom::Data(end)) {
            Ok(begin) if begin < to => begin,
            // Nothing more.
            Ok(_) | Err(Errno::NXIO) => return Ok(end),
            Err(Errno::INVAL | Errno::OPNOTSUPP) => return Ok(to),
            Err(error) => return Err(error.into()),
        };
        end = seek(file, SeekFrom::Hole(begin))?.min(to);
    }
    Ok(end)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::FileExt as _;

    use super::*;

    #[test]
    fn holes_are_not_read() {
        let file = tempfile::tempfile().unwrap();
        file.set_len(1 << 40).unwrap();
        assert_eq!(end_on_disk(&file, 0, 1 << 40).unwrap(), 0);
        file.write_all_at(b"text", 1 << 30).unwrap();
        let end = end_on_disk(&file, 0, 1 << 40).unwrap();
        assert!(((1 << 30) + 4..1 << 31).contains(&end), "{end}");
        assert_eq!(end_on_disk(&file, 0, (1 << 30) + 2).unwrap(), (1 << 30) + 2);
        assert_eq!(end_on_disk(&file, 1 << 31, 1 << 40).unwrap(), 1 << 31);
    }
}
