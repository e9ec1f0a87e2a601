//! The file of taken times beside a trace file, where some of it can't be times: they are found again in the traces.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, ErrorKind, Write as _};
use std::os::unix::fs::FileExt as _;

use pgs_folder::{Access, FilePath, LOCK};

use crate::Timestamp;
use crate::sources::time_of_stamp;

/// How many bytes a time takes; those of all suffixes follow each other.
pub(crate) const TIME_BYTES: usize = 8;

/// How the key of an id begins in a line.
const ID: &[u8] = br#""trace_id":""#;

/// Whether this can be the time of an id, in milliseconds, or stands for none (zero).
pub(crate) fn is_time(time: i64) -> bool {
    (0..Timestamp::MAX.as_millisecond()).contains(&time)
}

/// Puts right what can't be times, for whoever holds the lock of the file. What it was is kept beside it. Gives the
/// sentence that says so.
pub(crate) fn repair(ids: &File, ids_path: &FilePath, traces: &FilePath) -> io::Result<String> {
    let damaged = bytes_of(ids)?;
    let kept = keep(ids_path, &damaged)?;
    let found = times_in(traces)?;
    let mut wrong = 0;
    for (suffix, time) in (0..=u16::MAX).zip(damaged.chunks_exact(TIME_BYTES)) {
        let time = time.try_into().map_or(0, i64::from_le_bytes);
        if !is_time(time) {
            let time = found.get(&suffix).copied().unwrap_or(0);
            ids.write_all_at(&time.to_le_bytes(), u64::from(suffix) * TIME_BYTES as u64)?;
            wrong += 1;
        }
    }
    Ok(format!(
        "{} was damaged: {wrong} of its entries were no times. They were found again in {}; the damaged file is kept as {}",
        ids_path.display(),
        traces.display(),
        kept.display()
    ))
}

/// What the file holds: it has a place for each suffix, and no more.
fn bytes_of(ids: &File) -> io::Result<Vec<u8>> {
    let longest = (usize::from(u16::MAX) + 1) * TIME_BYTES;
    let length = usize::try_from(ids.metadata()?.len()).map_or(longest, |length| length.min(longest));
    let mut bytes = vec![0; length];
    ids.read_exact_at(&mut bytes, 0).map(|()| bytes)
}

/// Copies the file: others have it open, too.
fn keep(ids_path: &FilePath, damaged: &[u8]) -> io::Result<FilePath> {
    for n in 1.. {
        let kept = ids_path.with_added_extension(&format!("damaged-{n}"));
        match kept.create_new(Access::Write, LOCK) {
            Ok(mut copy) => return copy.write_all(damaged).map(|()| kept),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// The last time of each suffix among the ids in a file of traces.
fn times_in(traces: &FilePath) -> io::Result<HashMap<u16, i64>> {
    let mut times: HashMap<u16, i64> = HashMap::new();
    let (mut input, mut line) = (BufReader::new(traces.open(Access::Read)?), Vec::new());
    while input.read_until(b'\n', &mut line)? > 0 {
        if let Some((suffix, time)) = id_of(&line) {
            let last = times.entry(suffix).or_default();
            *last = time.max(*last);
        }
        line.clear();
    }
    Ok(times)
}

/// Suffix and time of the id in a line.
fn id_of(line: &[u8]) -> Option<(u16, i64)> {
    let from = line.windows(ID.len()).position(|bytes| bytes == ID)? + ID.len();
    let id = line[from..].split(|byte| *byte == b'"').next()?;
    let id = std::str::from_utf8(id).ok()?;
    let (stamp, suffix) = (id.split("__").next()?, id.rsplit("__").next()?);
    Some((u16::from_str_radix(suffix, 16).ok()?, time_of_stamp(stamp)?.as_millisecond()))
}
