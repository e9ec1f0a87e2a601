//! How far the inner build is, told while it runs.
//!
//! Cargo keeps what a build script prints until the script has ended, and shows nothing of it where all went well. So
//! this is written to where the calling cargo itself writes: its standard error, if that is a terminal or a pipe.

use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal as _, Write as _};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How often a terminal and a pipe are told.
const ON_TERMINAL: Duration = Duration::from_millis(200);
const IN_PIPE: Duration = Duration::from_secs(5);
/// How long a line is where nobody says it.
const LINE: usize = 80;
/// Takes back the line that a terminal shows.
const CLEAR: &str = "\r\x1b[K";

/// Who is told.
#[derive(Debug)]
pub(super) struct Progress {
    subject: String,
    sink: Sink,
    told: Option<Instant>,
}

#[derive(Debug)]
enum Sink {
    /// One line, written over, of at most so many columns: of a longer one a part would stay.
    Terminal(File, usize),
    /// A line at a time.
    Pipe(File),
    /// Nobody listens, or wants to.
    Closed,
}

/// How far a build is, as cargo's own progress bar says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stand<'a> {
    /// How many crates are compiled.
    pub done: usize,
    /// Of how many.
    pub total: usize,
    /// Those that are being compiled.
    pub now: &'a str,
}

impl<'a> Stand<'a> {
    /// Reads a progress bar: `Building [==>  ] 12/166: serde, syn`.
    pub fn read(bar: &'a str) -> Option<Self> {
        let (_, counts) = bar.trim().strip_prefix("Building [")?.split_once("] ")?;
        let (counts, now) = counts.split_once(": ").unwrap_or((counts, ""));
        let (done, total) = counts.split_once('/')?;
        Some(Self { done: done.parse().ok()?, total: total.parse().ok()?, now })
    }
}

impl Progress {
    /// Tells whoever called the cargo that called this script.
    pub fn of_caller(subject: &str) -> Self {
        let sink = if is_quiet() { Sink::Closed } else { caller().map_or(Sink::Closed, Sink::of) };
        Self { subject: subject.to_owned(), sink, told: None }
    }

    /// How long the lines are that are shown; none where nobody is told.
    pub fn columns(&self) -> Option<usize> {
        match self.sink {
            Sink::Terminal(_, columns) => Some(columns),
            Sink::Pipe(_) => Some(LINE),
            Sink::Closed => None,
        }
    }

    /// Tells how far the build is, not too often. That nobody can be told stops no build.
    pub fn show(&mut self, stand: Stand<'_>) {
        let pause = match &self.sink {
            Sink::Terminal(..) => ON_TERMINAL,
            Sink::Pipe(_) => IN_PIPE,
            Sink::Closed => return,
        };
        if self.told.is_some_and(|told| told.elapsed() < pause) {
            return;
        }
        self.told = Some(Instant::now());
        let Stand { done, total, now } = stand;
        let line = format!("   Compiling {}, {done} of {total} crates: {now}", self.subject);
        let _ = match &mut self.sink {
            // The last column stays free: some terminals begin a line behind it.
            Sink::Terminal(file, columns) => write!(file, "{CLEAR}{}", cut(&line, columns.saturating_sub(1))),
            Sink::Pipe(file) => writeln!(file, "{line}"),
            Sink::Closed => Ok(()),
        };
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let (Sink::Terminal(file, _), Some(_)) = (&mut self.sink, self.told) {
            let _ = write!(file, "{CLEAR}");
        }
    }
}

impl Sink {
    /// A regular file is left alone: two writers with places of their own would overwrite each other.
    fn of(file: File) -> Self {
        match (file.is_terminal(), is_pipe(&file)) {
            (true, _) => {
                let columns = columns(&file).unwrap_or(LINE);
                Self::Terminal(file, columns)
            }
            (false, true) => Self::Pipe(file),
            (false, false) => Self::Closed,
        }
    }
}

/// How many columns standard output has, where it is a terminal.
pub fn output_columns() -> Option<usize> {
    columns(&File::open("/dev/tty").ok().filter(|_| io::stdout().is_terminal())?)
}

/// How many columns a terminal has, where the system has a program that tells.
fn columns(terminal: &File) -> Option<usize> {
    let mut stty = Command::new("stty");
    let size = stty.arg("size").stdin(terminal.try_clone().ok()?).stderr(Stdio::null()).output().ok()?;
    let columns = String::from_utf8(size.stdout).ok()?.split_whitespace().nth(1)?.parse().ok()?;
    (columns > 0).then_some(columns)
}

/// A text of at most so many columns.
fn cut(text: &str, columns: usize) -> String {
    if text.chars().count() <= columns {
        return text.to_owned();
    }
    text.chars().take(columns.saturating_sub(1)).chain(['…']).collect()
}

/// The standard error of the calling cargo.
#[cfg(unix)]
fn caller() -> io::Result<File> {
    let open = |path: &str| OpenOptions::new().write(true).open(path);
    let stderr = open(&format!("/proc/{}/fd/2", std::os::unix::process::parent_id()));
    stderr.or_else(|_| open("/dev/tty"))
}

#[cfg(not(unix))]
fn caller() -> io::Result<File> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(unix)]
fn is_pipe(file: &File) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    file.metadata().is_ok_and(|it| it.file_type().is_fifo())
}

#[cfg(not(unix))]
fn is_pipe(_: &File) -> bool {
    false
}

/// Whether the calling cargo was asked to be quiet, as far as the system tells.
#[cfg(unix)]
fn is_quiet() -> bool {
    let line = std::fs::read(format!("/proc/{}/cmdline", std::os::unix::process::parent_id())).unwrap_or_default();
    std::env::var_os("CARGO_TERM_QUIET").is_some_and(|it| it == "true")
        || line.split(|byte| *byte == 0).any(|word| word == b"--quiet" || word == b"-q")
}

#[cfg(not(unix))]
fn is_quiet() -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::{Stand, cut};

    #[test]
    fn a_line_fits_its_terminal() {
        assert_eq!(cut("of 166 crates: serde", 20), "of 166 crates: serde");
        assert_eq!(cut("of 166 crates: serde", 19), "of 166 crates: ser…");
        assert_eq!(cut("of 166", 0), "…");
    }

    #[test]
    fn the_progress_bar_of_cargo_is_read() {
        let bar = "    Building [=====>            ] 12/166: serde, libsqlite3-sys(build)";
        assert_eq!(Stand::read(bar), Some(Stand { done: 12, total: 166, now: "serde, libsqlite3-sys(build)" }));
        assert_eq!(Stand::read("    Building [====] 1/2"), Some(Stand { done: 1, total: 2, now: "" }));
        assert_eq!(Stand::read("   Compiling serde v1.0.0"), None);
        assert_eq!(Stand::read("error: a ] 1/2"), None);
    }
}
