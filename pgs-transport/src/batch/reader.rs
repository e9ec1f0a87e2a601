//! The reader of the results, and for how long it is waited for.

use std::io::{self, ErrorKind, Write};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use crate::outside::Room;

/// Bytes that are written at once: a pipe that has room has it for as many, and standard output keeps none of them back.
const PIECE: usize = 2048;
/// How often it is looked whether a signal has come.
const LOOK: Duration = Duration::from_millis(50);

/// When a signal asked the process to end, if one has.
pub(super) type Asked = Arc<OnceLock<Instant>>;

/// Who reads the results. Before a signal has come it is waited for without end, after that for so long.
pub(super) struct Reader<'a> {
    out: &'a mut dyn Write,
    room: Room,
    asked: Asked,
    wait: Duration,
}

impl<'a> Reader<'a> {
    pub fn new(out: &'a mut dyn Write, room: Room, asked: Asked, wait: Duration) -> Self {
        Self { out, room, asked, wait }
    }

    /// Writes lines, and counts those that were written whole, also where an error ends it. A reader that was waited for in
    /// vain is [`ErrorKind::TimedOut`].
    pub fn write_lines(&mut self, text: &str) -> (usize, io::Result<()>) {
        let mut at = 0;
        let written = self.write(text.as_bytes(), &mut at);
        (text.bytes().take(at).filter(|byte| *byte == b'\n').count(), written)
    }

    fn write(&mut self, text: &[u8], at: &mut usize) -> io::Result<()> {
        while *at < text.len() {
            self.wait_for_room()?;
            match self.out.write(piece(&text[*at..])) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(written) => *at += written,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.out.flush()
    }

    fn wait_for_room(&self) -> io::Result<()> {
        while !(self.room)(LOOK) {
            if self.asked.get().is_some_and(|since| since.elapsed() >= self.wait) {
                return Err(ErrorKind::TimedOut.into());
            }
        }
        Ok(())
    }

    /// For how long it is waited for.
    pub fn wait(&self) -> Duration {
        self.wait
    }
}

/// What is written next: whole lines, or a part of one that is longer. Standard output would keep back the beginning of a line
/// and write it when the process ends, with nobody to read it.
fn piece(text: &[u8]) -> &[u8] {
    let most = &text[..text.len().min(PIECE)];
    let end = most.iter().rposition(|byte| *byte == b'\n').map_or(most.len(), |end| end + 1);
    &most[..end]
}
