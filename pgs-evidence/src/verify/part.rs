//! The runs in a part of a file: each line is looked at where it stands, and what is unclear is looked at again.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek as _, SeekFrom};
use std::ops::Range;
use std::path::Path;

use memchr::memchr;
use pgs_trace::TraceReader;

use super::run::{Passed, PassingRun};
use super::verified::Verified;

/// How much is read at once.
const BUFFER: usize = 512 * 1024;

/// What was found of one run.
pub(super) enum Found {
    /// It is whole and unchanged.
    Ok(Verified),
    /// A closer look has to tell, from this byte of the file on, before which so many lines of the part stand.
    Unclear(u64, usize),
}

/// Looks at the runs in these bytes of a file. Gives them, and the number of lines.
pub(super) fn runs(path: &Path, file: &File, bytes: Range<u64>) -> io::Result<(Vec<Found>, usize)> {
    let mut found = Vec::new();
    let mut input = Lines::at(file, bytes)?;
    let mut run: Option<(PassingRun, u64, usize)> = None;
    while let Some(line) = input.next()? {
        let (at, number, ends) = (line.at, line.number, line.ends);
        let passed = match &mut run {
            Some((run, ..)) => run.pass(line.text),
            None => Passed::Next,
        };
        let unclear = match passed {
            Passed::Part if ends => continue,
            Passed::Part | Passed::Unclear => run.take().map_or((at, number), |(_, at, number)| (at, number)),
            Passed::Next => {
                found.extend(run.take().and_then(|(run, ..)| run.verified()).map(Found::Ok));
                run = PassingRun::begin(path, line.text).filter(|_| ends).map(|run| (run, at, number));
                if run.is_some() {
                    continue;
                }
                (at, number)
            }
        };
        found.push(Found::Unclear(unclear.0, unclear.1));
        input.pass_trace(path, unclear.0, unclear.1)?;
    }
    found.extend(run.map(|(run, at, number)| run.verified().map_or(Found::Unclear(at, number), Found::Ok)));
    if input.number == 0 {
        found.push(Found::Unclear(input.at, 0));
    }
    Ok((found, input.number))
}

/// One line of a file.
struct Line<'l> {
    text: &'l [u8],
    /// Where it begins.
    at: u64,
    /// How many lines of the part stand before it.
    number: usize,
    ends: bool,
}

/// The lines of a part of a file.
struct Lines<'f> {
    file: &'f File,
    end: u64,
    buffer: Vec<u8>,
    /// Which bytes of the buffer have not been given.
    from: usize,
    /// Up to where those hold no end of a line.
    searched: usize,
    /// Where the buffer begins in the file.
    at: u64,
    /// How many lines were given.
    number: usize,
}

impl<'f> Lines<'f> {
    fn at(file: &'f File, bytes: Range<u64>) -> io::Result<Self> {
        let mut lines = Self { file, end: bytes.end, buffer: Vec::new(), from: 0, searched: 0, at: 0, number: 0 };
        lines.go_to(bytes.start)?;
        Ok(lines)
    }

    fn go_to(&mut self, at: u64) -> io::Result<()> {
        (self.from, self.searched, self.at) = (0, 0, at);
        self.buffer.clear();
        self.file.seek(SeekFrom::Start(at)).map(drop)
    }

    fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        let end = loop {
            let unsearched = self.buffer.get(self.searched..).unwrap_or_default();
            if let Some(n) = memchr(b'\n', unsearched) {
                break Some(self.searched + n);
            }
            self.searched = self.buffer.len();
            if !self.read()? {
                break None;
            }
        };
        let from = self.from;
        let (to, ends) = end.map_or((self.buffer.len(), false), |end| (end, true));
        if from == to && !ends {
            return Ok(None);
        }
        self.from = (to + 1).min(self.buffer.len());
        self.searched = self.from;
        self.number += 1;
        let (at, number) = (self.at + as_u64(from), self.number - 1);
        Ok(Some(Line { text: self.buffer.get(from..to).unwrap_or_default(), at, number, ends }))
    }

    /// Reads more; false where there is no more.
    fn read(&mut self) -> io::Result<bool> {
        self.buffer.drain(..self.from);
        self.at += as_u64(self.from);
        self.searched -= self.from;
        self.from = 0;
        let left = self.end.saturating_sub(self.at + as_u64(self.buffer.len()));
        let wanted = left.min(as_u64(BUFFER.max(self.buffer.len())));
        let read = self.file.take(wanted).read_to_end(&mut self.buffer)?;
        Ok(read > 0)
    }

    /// Passes the trace that begins here, as whoever looks closer reads it.
    fn pass_trace(&mut self, path: &Path, at: u64, number: usize) -> io::Result<()> {
        self.go_to(at)?;
        let mut traces = TraceReader::of(path, BufReader::new(self.file.take(self.end.saturating_sub(at))));
        let lines = match traces.next() {
            Some(Ok(trace)) => trace.lines.len(),
            Some(Err(error)) => return Err(error.source),
            None => 0,
        };
        let after = at + traces.taken();
        self.go_to(after)?;
        self.number = number + lines;
        Ok(())
    }
}

fn as_u64(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
