//! Colours, where they say more than the word does. `anstream` takes them away where no terminal reads, and where `NO_COLOR`
//! is set. What is styled is escaped first: a text of others brings no style of its own.

use clap::builder::styling::{AnsiColor, Style};

const GOOD: Style = AnsiColor::Green.on_default();
const WARNING: Style = AnsiColor::Yellow.on_default();
const BAD: Style = AnsiColor::Red.on_default();

fn paint(style: Style, text: &str) -> String {
    format!("{style}{}{style:#}", pgs_escape::line(text))
}

/// The status of a run.
pub(crate) fn status(status: &str, is_success: bool) -> String {
    if is_success { good(status) } else { bad(status) }
}

/// What is as it should be.
pub(crate) fn good(text: &str) -> String {
    paint(GOOD, text)
}

/// What was decided against somebody.
pub(crate) fn warning(text: &str) -> String {
    paint(WARNING, text)
}

/// What is not as it should be.
pub(crate) fn bad(text: &str) -> String {
    paint(BAD, text)
}
