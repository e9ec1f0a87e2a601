//! What comes from outside while a process runs: signals that end it, a reader that goes away, a limit of file sizes.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::stdio::stdout;
use rustix::termios::{isatty, tcgetwinsize};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

/// What may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outside {
    /// A signal that asks the process to end.
    Signal(EndSignal),
    /// Nobody reads standard output any more.
    OutputClosed,
}

/// A signal that asks a process to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndSignal {
    /// `SIGHUP`.
    Hangup,
    /// `SIGINT`.
    Interrupt,
    /// `SIGTERM`.
    Terminate,
}

impl EndSignal {
    const ALL: [Self; 3] = [Self::Hangup, Self::Interrupt, Self::Terminate];

    fn number(self) -> i32 {
        match self {
            Self::Hangup => SIGHUP,
            Self::Interrupt => SIGINT,
            Self::Terminate => SIGTERM,
        }
    }

    /// The exit status of a process that ends because of it: 128 and its number, as shells have it.
    pub fn exit_status(self) -> u8 {
        u8::try_from(self.number()).map_or(u8::MAX, |number| 128 + number)
    }
}

impl fmt::Display for EndSignal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Hangup => "SIGHUP",
            Self::Interrupt => "SIGINT",
            Self::Terminate => "SIGTERM",
        })
    }
}

/// Who is told.
pub type Tell = Arc<dyn Fn(Outside) + Send + Sync>;

/// Tells what comes to this process from here on. A second signal ends the process at once, as without this.
pub(crate) fn watch(tell: Tell) {
    let of_signals = Arc::clone(&tell);
    // A signal that whoever started the process had it ignore (`nohup`) is none.
    let watched = EndSignal::ALL.map(EndSignal::number).into_iter().filter(|signal| !is_ignored(*signal));
    if let Ok(signals) = Signals::new(watched) {
        thread::spawn(move || tell_signals(signals, &of_signals));
    }
    thread::spawn(move || {
        if output_closes() {
            tell(Outside::OutputClosed);
        }
    });
}

fn tell_signals(mut signals: Signals, tell: &Tell) {
    let mut came = signals.forever();
    let first = came.next().and_then(|number| EndSignal::ALL.into_iter().find(|signal| signal.number() == number));
    if let Some(signal) = first {
        tell(Outside::Signal(signal));
    }
    for number in came {
        // It ends the process.
        let _ = emulate_default_handler(number);
    }
}

/// Whether this process was started with the signal ignored, where the system tells that.
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|digits| u64::from_str_radix(digits.trim(), 16).ok()).unwrap_or(0);
    ignored >> (signal - 1) & 1 == 1
}

/// Waits until nobody can read standard output any more. False where that can't be told.
fn output_closes() -> bool {
    let gone = PollFlags::ERR | PollFlags::HUP | PollFlags::NVAL;
    loop {
        let output = stdout();
        let mut polled = [PollFd::new(&output, PollFlags::empty())];
        match poll(&mut polled, None) {
            Ok(_) => return polled[0].revents().intersects(gone),
            Err(Errno::INTR) => {}
            Err(_) => return false,
        }
    }
}

/// Waits so long at most until something can be written to standard output without waiting.
pub type Room = fn(Duration) -> bool;

/// [`Room`] of the very standard output. Where that can't be told, a write says what there is to say.
pub(crate) fn room(longest: Duration) -> bool {
    let output = stdout();
    let mut polled = [PollFd::new(&output, PollFlags::OUT)];
    match poll(&mut polled, Timespec::try_from(longest).ok().as_ref()) {
        Ok(ready) => ready > 0,
        Err(Errno::INTR) => false,
        Err(_) => true,
    }
}

/// How many columns standard output has, where it is a terminal.
pub(crate) fn columns() -> Option<usize> {
    let output = stdout();
    if !isatty(output) {
        return None;
    }
    let columns = tcgetwinsize(output).map_or(0, |size| size.ws_col);
    Some(if columns == 0 { USUAL_COLUMNS } else { columns.into() })
}

/// Of a terminal that does not say how many it has.
const USUAL_COLUMNS: usize = 80;

/// Beyond the limit of file sizes a write fails from here on, as on a full disk, where the signal would end the process.
pub(crate) fn survive_file_size_limit() {
    // Where there is no such signal a write fails anyway.
    let _ = signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)));
}
