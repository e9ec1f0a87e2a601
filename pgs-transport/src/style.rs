//! What a terminal takes: colours, where they say more than the word does, and so many columns. `anstream` takes colours away
//! where `NO_COLOR` is set. What is coloured is escaped first: a text of others brings no colour of its own.

use clap::builder::styling::{AnsiColor, Style};

const GOOD: Style = AnsiColor::Green.on_default();
const WARNING: Style = AnsiColor::Yellow.on_default();
const BAD: Style = AnsiColor::Red.on_default();

/// Who looks at standard output: a terminal of so many columns, or a pipe or file, which gets whole lines without colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Look(pub Option<usize>);

impl Look {
    /// How many columns there are, if they are limited.
    pub fn columns(self) -> Option<usize> {
        self.0
    }

    /// Whether there are colours in what was painted: [`Output::is_styled`](crate::Output::is_styled).
    pub fn is_styled(self) -> bool {
        self.0.is_some()
    }

    fn paint(self, style: Style, text: &str) -> String {
        let text = pgs_escape::line(text);
        if self.0.is_some() { format!("{style}{text}{style:#}") } else { text }
    }

    /// The status of a run.
    pub fn status(self, status: &str, is_success: bool) -> String {
        if is_success { self.good(status) } else { self.bad(status) }
    }

    /// What is as it should be.
    pub fn good(self, text: &str) -> String {
        self.paint(GOOD, text)
    }

    /// What was decided against somebody.
    pub fn warning(self, text: &str) -> String {
        self.paint(WARNING, text)
    }

    /// What is not as it should be.
    pub fn bad(self, text: &str) -> String {
        self.paint(BAD, text)
    }
}
