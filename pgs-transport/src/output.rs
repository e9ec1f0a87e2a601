//! What a process gives back.

use std::fmt::Display;
use std::io::{ErrorKind, Write};

use crate::text::one_line;

/// What is said where nobody reads what is printed.
pub(crate) const CLOSED: &str = "standard output is closed";

/// What a process gives back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    /// The text for standard output.
    pub stdout: String,
    /// The text for standard error.
    pub stderr: String,
    /// The exit status.
    pub status: u8,
    /// Whether the texts hold ANSI styles, and nothing of others: then they are printed as they are, and `anstream` strips
    /// the styles where no terminal reads. Of other texts nothing that is hidden is printed.
    pub is_styled: bool,
}

impl Output {
    /// One line `error: …` and exit status 1.
    pub(crate) fn error(error: impl Display) -> Self {
        Self { stderr: format!("error: {}\n", one_line(&error.to_string())), status: 1, ..Self::default() }
    }

    /// Writes both texts and returns the exit status.
    ///
    /// A failure to write, also to a reader that closed the pipe, makes the exit status at least 1: nobody is to take for
    /// told what nobody was told.
    pub fn print(self, stdout: &mut dyn Write, stderr: &mut dyn Write) -> u8 {
        let shown = |text: String| if self.is_styled { text } else { pgs_escape::lines(&text) };
        // When standard error can't be written there is nobody left to tell.
        let _ = stderr.write_all(shown(self.stderr).as_bytes()).and_then(|()| stderr.flush());
        if let Err(error) = stdout.write_all(shown(self.stdout).as_bytes()).and_then(|()| stdout.flush()) {
            let _ = match error.kind() {
                ErrorKind::BrokenPipe => writeln!(stderr, "error: {CLOSED}: nobody got what was to be printed"),
                _ => writeln!(stderr, "error: standard output can't be written: {error}"),
            };
            return self.status.max(1);
        }
        self.status
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    struct Refusing(ErrorKind);

    impl Write for Refusing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(self.0.into())
        }
    }

    fn output(status: u8) -> Output {
        Output { stdout: "out\n".into(), stderr: "err\n".into(), status, is_styled: false }
    }

    #[test]
    fn both_texts_go_where_they_belong() {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        assert_eq!(output(3).print(&mut out, &mut err), 3);
        assert_eq!((out.as_slice(), err.as_slice()), (&b"out\n"[..], &b"err\n"[..]));
    }

    #[test]
    fn a_closed_pipe_is_a_failure() {
        let mut err = Vec::new();
        assert_eq!(output(0).print(&mut Refusing(ErrorKind::BrokenPipe), &mut err), 1);
        assert_eq!(err, b"err\nerror: standard output is closed: nobody got what was to be printed\n");
        assert_eq!(output(1).print(&mut Refusing(ErrorKind::BrokenPipe), &mut Refusing(ErrorKind::BrokenPipe)), 1);
    }

    #[test]
    fn a_full_disk_is_a_failure() {
        let mut err = Vec::new();
        assert_eq!(output(0).print(&mut Refusing(ErrorKind::StorageFull), &mut err), 1);
        assert!(String::from_utf8(err).unwrap().contains("error: standard output can't be written"));
    }

    #[test]
    fn an_error_is_one_line() {
        let output = Output::error("a\nb");
        assert_eq!((output.stderr.as_str(), output.stdout.as_str(), output.status), ("error: a b\n", "", 1));
    }
}
