//! How long the write-ahead log was when a run was told to have ended.
//!
//! SQLite reads a log up to the first page that is not as it was written, and takes that for its end: so it has to, after a
//! power loss. A log that was damaged, or copied in part, would lose runs in silence. So its length is written down beside
//! the database: after each sync, and, where nothing is waited for, after each commit. That is not synced. So it may tell
//! of less than what is there, and never of more: what is not synced counts within one boot of the machine.
//!
//! It counts as long as the database needs the log (`log_mark`), and only for the log that it speaks of. Two things tell
//! that another one has begun: the database's counter of changes goes up when the first page of a log is moved into it,
//! and the first salt of a log goes up when it begins anew, which it does when all of it was moved. One that begins in an
//! empty file has salts of its own: whoever begins one where none is needed forgets what is written down.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::os::unix::fs::FileExt as _;
use std::sync::OnceLock;

use pgs_folder::{Access, FilePath, NEW_FILE};
use pgs_store::{UNKNOWN_BOOT, boot};

const MAGIC: u64 = u64::from_be_bytes(*b"PGSWALN1");
const WORDS: usize = 7;
const LENGTH: usize = 8 * WORDS;
/// Where what is on disk stands, and what the system has.
const PLACES: [u64; 2] = [0, 512];
/// Of what is on disk, whatever the boot.
const ANY_BOOT: [u64; 2] = [u64::MAX; 2];

/// Where the counter of changes stands in a database (<https://sqlite.org/fileformat2.html>).
const COUNTER_AT: u64 = 24;
/// How long the head of a log is, and that of each of its pages.
const HEAD: usize = 32;
const PAGE_HEAD: usize = 24;
/// Where in the head of a log the numbers are that tell it from others.
const SALTS: std::ops::Range<usize> = 16..24;

/// How long a log is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LogLength {
    /// What the database's counter of changes is, as long as the log was not moved.
    counter: u32,
    /// What tells the log from others.
    salts: u64,
    /// How many pages it has.
    pages: u32,
}

/// The file beside the database, open to be written once something is.
#[derive(Default)]
pub(super) struct LogLengths(OnceLock<Option<File>>);

impl LogLength {
    /// Of a log of so many pages. For the holder of the lock.
    pub fn of(database: &File, log: &File, pages: u32) -> io::Result<Self> {
        let mut salts = [0; 8];
        log.read_exact_at(&mut salts, SALTS.start as u64)?;
        Ok(Self { counter: counter(database)?, salts: u64::from_be_bytes(salts), pages })
    }

    fn to_bytes(self, boot: [u64; 2]) -> [u8; LENGTH] {
        let words = [MAGIC, boot[0], boot[1], u64::from(self.counter), self.salts, u64::from(self.pages)];
        let mut bytes = [0; LENGTH];
        for (chunk, word) in bytes.chunks_exact_mut(8).zip(words) {
            chunk.copy_from_slice(&word.to_le_bytes());
        }
        let [first, second] = checksum([0; 2], &bytes[..LENGTH - 8], u32::from_le_bytes);
        bytes[LENGTH - 8..].copy_from_slice(&(u64::from(first) << 32 | u64::from(second)).to_le_bytes());
        bytes
    }

    /// What is written down in one place, if that is whole and counts in this boot.
    fn from_bytes(bytes: &[u8; LENGTH]) -> Option<Self> {
        let mut words = [0; WORDS];
        for (chunk, word) in bytes.chunks_exact(8).zip(&mut words) {
            *word = u64::from_le_bytes(chunk.try_into().ok()?);
        }
        let [_, first, second, counter, salts, pages, _] = words;
        let length = Self { counter: u32::try_from(counter).ok()?, salts, pages: u32::try_from(pages).ok()? };
        let written = [first, second];
        let counts = written == ANY_BOOT || (written == boot() && written != UNKNOWN_BOOT);
        (counts && length.to_bytes(written) == *bytes).then_some(length)
    }

    /// What is written down.
    fn read(path: &FilePath) -> io::Result<Vec<Self>> {
        let file = match path.open(Access::Read) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            opened => opened?,
        };
        let places = PLACES.into_iter().map(|at| at_place(&file, at)).collect::<io::Result<Vec<_>>>()?;
        Ok(places.into_iter().flatten().collect())
    }
}

/// What is written down in one place.
fn at_place(file: &File, at: u64) -> io::Result<Option<LogLength>> {
    let mut bytes = [0; LENGTH];
    Ok(if is_there(file.read_exact_at(&mut bytes, at))? { LogLength::from_bytes(&bytes) } else { None })
}

fn clear(file: &File, at: u64) -> io::Result<()> {
    file.write_all_at(&[0; LENGTH], at)
}

impl LogLengths {
    /// After a sync: so long is what is on disk. Without this, less counts.
    pub fn write_synced(&self, path: &FilePath, length: LogLength) {
        self.write(path, length, 0, ANY_BOOT);
    }

    /// After a commit that nobody waits for.
    pub fn write_committed(&self, path: &FilePath, length: LogLength) {
        self.write(path, length, 1, boot());
    }

    /// What is written down counts no more: a sync has failed, and it is not known what the log holds, or no log is needed.
    pub fn forget(path: &FilePath) {
        if LogLength::read(path).is_ok_and(|written| written.is_empty()) {
            return;
        }
        let _ = path.open(Access::Write).and_then(|file| PLACES.iter().try_for_each(|at| clear(&file, *at)));
    }

    /// Nobody is told if that fails.
    fn write(&self, path: &FilePath, length: LogLength, place: usize, boot: [u64; 2]) {
        let file = self.0.get_or_init(|| {
            let file = path.open_or_create(Access::ReadWrite, NEW_FILE).ok()?;
            // What is there of another log is of one that has been done without.
            let mut others =
                PLACES.iter().filter(|at| matches!(at_place(&file, **at), Ok(Some(it)) if it.salts != length.salts));
            others.try_for_each(|at| clear(&file, *at)).ok()?;
            Some(file)
        });
        let _ = file.as_ref().map(|file| file.write_all_at(&length.to_bytes(boot), PLACES[place]));
    }
}

/// How many pages the log lacks of those that are written down, and how many those are; none if it lacks nothing. The
/// database needs its log.
pub(super) fn missing(path: &FilePath, database: &File, log: &File) -> io::Result<Option<(u32, u32)>> {
    // Whoever puts an empty one there wants to do without what it held.
    if log.metadata()?.len() == 0 {
        return Ok(None);
    }
    for length in LogLength::read(path)? {
        let Some(there) = whole_pages(log, &length)? else { continue };
        // Looked at last: a log begins anew after its end was moved.
        if there < length.pages && counter(database)? == length.counter {
            return Ok(Some((length.pages - there, length.pages)));
        }
    }
    Ok(None)
}

fn counter(database: &File) -> io::Result<u32> {
    let mut counter = [0; 4];
    database.read_exact_at(&mut counter, COUNTER_AT)?;
    Ok(u32::from_be_bytes(counter))
}

/// How many pages a log has as they were written, at most as many as it is to have (<https://sqlite.org/fileformat2.html>);
/// none if it has begun anew since.
fn whole_pages(log: &File, length: &LogLength) -> io::Result<Option<u32>> {
    let mut head = [0; HEAD];
    if !is_there(log.read_exact_at(&mut head, 0))? {
        return Ok(Some(0));
    }
    let number =
        |bytes: &[u8], at: usize| bytes[at..at + 4].iter().fold(0, |number, byte| number << 8 | u32::from(*byte));
    let order = match number(&head, 0) {
        0x377f_0682 => u32::from_le_bytes,
        0x377f_0683 => u32::from_be_bytes,
        _ => return Ok(Some(0)),
    };
    let mut sums = checksum([0; 2], &head[..24], order);
    if sums != [number(&head, 24), number(&head, 28)] {
        return Ok(Some(0));
    }
    if head[SALTS] != length.salts.to_be_bytes() {
        return Ok(if is_later(number(&head, SALTS.start), length.salts) { None } else { Some(0) });
    }
    let size = usize::try_from(number(&head, 8)).unwrap_or(0).clamp(512, 65_536);
    let mut page = vec![0; PAGE_HEAD + size];
    for read in 0..length.pages {
        let at = HEAD as u64 + u64::from(read) * page.len() as u64;
        if !is_there(log.read_exact_at(&mut page, at))? {
            return Ok(Some(read));
        }
        sums = checksum(checksum(sums, &page[..8], order), &page[PAGE_HEAD..], order);
        if page[8..16] != head[SALTS] || sums != [number(&page, 16), number(&page, 20)] {
            return Ok(Some(read));
        }
    }
    Ok(Some(length.pages))
}

/// Whether a log with this first salt is what a log with these salts has become: each time it begins anew, the first goes
/// up by one, and begins at zero after the last number.
fn is_later(first_salt: u32, salts: u64) -> bool {
    let before = u32::try_from(salts >> 32).unwrap_or_default();
    (1..1 << 31).contains(&first_salt.wrapping_sub(before))
}

/// False at the end of the file.
fn is_there(read: io::Result<()>) -> io::Result<bool> {
    match read {
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        read => read.map(|()| true),
    }
}

/// SQLite's checksum of bytes that follow others.
fn checksum(before: [u32; 2], bytes: &[u8], order: fn([u8; 4]) -> u32) -> [u32; 2] {
    let [mut first, mut second] = before;
    for words in bytes.chunks_exact(8) {
        let ([one @ .., _, _, _, _], [_, _, _, _, two @ ..]) = (words, words) else { continue };
        let word = |bytes: &[u8]| bytes.try_into().map_or(0, order);
        first = first.wrapping_add(word(one)).wrapping_add(second);
        second = second.wrapping_add(word(two)).wrapping_add(first);
    }
    [first, second]
}
