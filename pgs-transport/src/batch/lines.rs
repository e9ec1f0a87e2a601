//! The payloads of a batch: lines of a file or of standard input, read as they are needed.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, ErrorKind, Read};
use std::path::Path;
use std::sync::mpsc::{self, Sender};
use std::thread;

use super::error::LinesError;
use super::line::Line;
use super::message::Message;
use crate::size::Size;

/// How many lines are handed over at once.
const TOGETHER: usize = 256;

/// The lines that are read, and from where.
pub(crate) struct LineSource {
    name: String,
    input: Box<dyn Read + Send>,
    /// How long a line may be.
    pub longest: Size,
    /// How many bytes there are, where that is known.
    pub length: Option<u64>,
}

/// Opens a file, or standard input for `-`.
pub(crate) fn open(path: &Path, longest: Size, stdin: Box<dyn Read + Send>) -> Result<LineSource, LinesError> {
    if path == Path::new("-") {
        return Ok(LineSource { name: "standard input".into(), input: stdin, longest, length: None });
    }
    let name = path.display().to_string();
    let opened = File::open(path).and_then(|file| file.metadata().map(|found| (file, found)));
    match opened {
        Ok((_, found)) if found.is_dir() => Err(LinesError::Folder { name }),
        Ok((file, found)) => {
            Ok(LineSource { name, input: Box::new(file), longest, length: found.is_file().then_some(found.len()) })
        }
        Err(source) => Err(LinesError::Unreadable { name, source }),
    }
}

impl LineSource {
    /// Does this with each line that is not blank, until it says false.
    pub fn each(self, mut with: impl FnMut(Line) -> bool) -> Result<(), LinesError> {
        let mut lines = Lines::of(self.input, self.longest);
        loop {
            let some = lines.some().map_err(|source| LinesError::BrokenOff { name: self.name.clone(), source })?;
            if some.is_empty() || !some.into_iter().all(&mut with) {
                return Ok(());
            }
        }
    }
}

/// Reads in a thread of its own: some lines for each time that it is asked. Reading may wait for ever, so nobody waits
/// for the thread.
pub(super) fn read(source: LineSource, messages: Sender<Message>) -> Sender<()> {
    let (asks, asked) = mpsc::channel();
    thread::spawn(move || {
        let mut lines = Lines::of(source.input, source.longest);
        while asked.recv().is_ok() {
            let message = match lines.some() {
                Ok(some) if some.is_empty() => Message::End(Ok(())),
                Ok(some) => Message::Lines(some),
                Err(error) => Message::End(Err(LinesError::BrokenOff { name: source.name.clone(), source: error })),
            };
            let ends = matches!(message, Message::End(_));
            if messages.send(message).is_err() || ends {
                return;
            }
        }
    });
    asks
}

struct Lines<R> {
    input: BufReader<R>,
    /// How many bytes a line may have.
    longest: usize,
    number: u64,
    position: u64,
}

impl<R: Read> Lines<R> {
    fn of(input: R, longest: Size) -> Self {
        Self { input: BufReader::new(input), longest: longest.bytes(), number: 0, position: 0 }
    }

    /// The next lines that are there: it waits for one, and for no more. None where there are no more.
    fn some(&mut self) -> io::Result<Vec<Line>> {
        let mut some = Vec::new();
        while let Some(line) = self.line()? {
            if line.bytes.as_ref().is_none_or(|bytes| !bytes.trim_ascii().is_empty()) {
                some.push(line);
            }
            let waits = !self.input.buffer().contains(&b'\n');
            if some.len() == TOGETHER || (waits && !some.is_empty()) {
                break;
            }
        }
        Ok(some)
    }

    /// The next line. Of one that is too long only the end is looked for.
    fn line(&mut self) -> io::Result<Option<Line>> {
        let (mut bytes, before) = (Some(Vec::new()), self.position);
        loop {
            let there = match self.input.fill_buf() {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                there => there?,
            };
            let end = there.iter().position(|byte| *byte == b'\n');
            let part = &there[..end.unwrap_or(there.len())];
            match &mut bytes {
                Some(bytes) if bytes.len() + part.len() <= self.longest => bytes.extend_from_slice(part),
                _ => bytes = None,
            }
            let used = part.len() + usize::from(end.is_some());
            self.input.consume(used);
            self.position += u64::try_from(used).unwrap_or_default();
            if end.is_some() || used == 0 {
                break;
            }
        }
        if self.position == before {
            return Ok(None);
        }
        self.number += 1;
        let size = bytes.as_ref().map_or(0, Vec::len);
        Ok(Some(Line { number: self.number, bytes, size, end: self.position }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives its parts one by one, as a pipe does.
    struct Pipe(Vec<&'static str>);

    impl Read for Pipe {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() {
                return Ok(0);
            }
            self.0.remove(0).as_bytes().read(buffer)
        }
    }

    fn all(parts: &[&'static str]) -> Vec<Vec<(u64, String, u64)>> {
        let mut lines = Lines::of(Pipe(parts.to_vec()), Size::default());
        let mut all = Vec::new();
        loop {
            let some = lines.some().unwrap();
            if some.is_empty() {
                return all;
            }
            let shown = |line: Line| (line.number, String::from_utf8(line.bytes.unwrap()).unwrap(), line.end);
            all.push(some.into_iter().map(shown).collect());
        }
    }

    #[test]
    fn lines_come_when_they_are_there() {
        let line = |number, text: &str, end| (number, text.to_owned(), end);
        assert_eq!(all(&["a\nb\n", "c"]), [vec![line(1, "a", 2), line(2, "b", 4)], vec![line(3, "c", 5)]]);
        assert_eq!(all(&["a\nb", "c\n"]), [vec![line(1, "a", 2)], vec![line(2, "bc", 5)]]);
        assert_eq!(all(&["\n \r\na\r\n", "\n"]), [vec![line(3, "a\r", 7)]]);
        assert_eq!(all(&["\n\n"]), Vec::<Vec<_>>::new());
        assert_eq!(all(&[]), Vec::<Vec<_>>::new());
    }

    #[test]
    fn a_line_without_end_is_not_kept() {
        let longest = Size::default();
        let input = io::repeat(b'x').take(u64::try_from(longest.bytes()).unwrap() + 1).chain(&b"\n{}\n"[..]);
        let mut lines = Lines::of(input, longest);
        assert_eq!(lines.line().unwrap().map(|line| (line.number, line.bytes)), Some((1, None)));
        assert_eq!(lines.line().unwrap().map(|line| (line.number, line.bytes)), Some((2, Some(b"{}".to_vec()))));
    }
}
