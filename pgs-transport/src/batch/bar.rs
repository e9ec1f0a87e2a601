//! How far a batch is: a bar on standard error, where that is a terminal.

use indicatif::{ProgressBar, ProgressStyle};

pub(super) struct Bar(ProgressBar);

impl Bar {
    /// A bar for an input of so many bytes; where that is not known, a count alone.
    pub fn new(bytes: Option<u64>, quiet: bool) -> Self {
        if quiet {
            return Self(ProgressBar::hidden());
        }
        let (bar, style) = match bytes {
            Some(bytes) => (ProgressBar::new(bytes), "{wide_bar} {percent}%, {msg}, {eta} left"),
            None => (ProgressBar::new_spinner(), "{spinner} {msg}, {elapsed}"),
        };
        let style = ProgressStyle::with_template(style);
        Self(bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())))
    }

    /// Shows how many lines are done, and the bytes of the input up to there.
    pub fn show(&self, lines: usize, bytes: u64) {
        self.0.set_message(format!("{lines} runs"));
        self.0.set_position(bytes);
    }

    /// Writes to the terminal that the bar may be on.
    pub fn beside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.0.suspend(write)
    }

    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}
