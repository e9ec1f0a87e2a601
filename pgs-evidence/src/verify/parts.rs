//! Parts of a file that can be looked at one beside the other: each begins with a run.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Seek as _, SeekFrom};
use std::ops::Range;

use memchr::memmem;

/// How long a part is, at least.
const PART: u64 = 16 << 20;

/// How the line ends that seals a trace, up to its hash.
const SEALED: &[u8] = br#","sealed":true,"hash":""#;
/// What is in the line that begins one.
const FIRST: &[u8] = br#","seq":1,"span":"0","#;
/// Behind the hash.
const END: usize = 64 + "\"}\n".len();

/// The parts of a file of so many bytes, in order. Where no run begins for long there is one part.
pub(super) fn parts(file: &File, length: u64) -> io::Result<Vec<Range<u64>>> {
    let mut parts = Vec::new();
    let mut start = 0;
    while start < length {
        let end = if length - start <= 2 * PART { length } else { begin(file, start + PART)?.unwrap_or(length) };
        parts.push(start..end);
        start = end;
    }
    if parts.is_empty() {
        parts.push(0..0);
    }
    Ok(parts)
}

/// Where the first run begins behind this byte of a file, so that nobody takes it for the end of another one.
fn begin(mut file: &File, from: u64) -> io::Result<Option<u64>> {
    file.seek(SeekFrom::Start(from))?;
    let mut input = BufReader::new(file);
    let (mut before, mut line) = (Vec::new(), Vec::new());
    let mut at = from + skip_line(&mut input)?;
    loop {
        std::mem::swap(&mut before, &mut line);
        line.clear();
        let read = input.read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(None);
        }
        if seals(&before) && memmem::rfind(&line, FIRST).is_some() && id(&before) != id(&line) {
            return Ok(Some(at));
        }
        at += u64::try_from(read).unwrap_or(u64::MAX);
    }
}

fn skip_line(input: &mut impl io::BufRead) -> io::Result<u64> {
    input.skip_until(b'\n').map(|read| u64::try_from(read).unwrap_or(u64::MAX))
}

fn seals(line: &[u8]) -> bool {
    line.len().checked_sub(END).and_then(|end| line.get(..end)).is_some_and(|line| line.ends_with(SEALED))
}

/// A line up to its event type, which holds the id of its trace.
fn id(line: &[u8]) -> Option<&[u8]> {
    memmem::find(line, br#","event_type":"#).and_then(|end| line.get(..end))
}
