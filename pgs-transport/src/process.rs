//! What a process is given.

use std::env::consts::EXE_SUFFIX;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use crate::output::{CLOSED, Output};
use crate::outside::{self, Room, Tell};

/// What a process is given.
pub struct Process<'a> {
    /// The arguments, the program's name first.
    pub args: Vec<OsString>,
    /// Looks up an environment variable.
    pub env: &'a dyn Fn(&str) -> Option<OsString>,
    /// Standard input; read only where an option asks for it.
    pub stdin: Box<dyn Read + Send>,
    /// Standard output for results that come one by one; everything else is in the [`Output`].
    pub stdout: &'a mut dyn Write,
    /// How many columns standard output has, where it is a terminal.
    pub columns: Option<usize>,
    /// Waits so long at most until `stdout` takes more; called only where results come one by one.
    pub room: Room,
    /// Has somebody told what comes from outside; called only where results come one by one.
    pub watch: fn(Tell),
}

impl Process<'_> {
    /// The environment variable, if it is set to something.
    pub(crate) fn variable(&self, name: &str) -> Option<OsString> {
        (self.env)(name).filter(|value| !value.is_empty())
    }
}

/// What the program is called: the name of its file, and the name that the caller used, without what marks an executable.
pub(crate) fn called() -> impl Iterator<Item = String> {
    let paths = [std::env::current_exe().ok(), std::env::args_os().next().map(PathBuf::from)];
    let name = |path: PathBuf| {
        let name = path.file_name()?.to_str()?;
        Some(name.strip_suffix(EXE_SUFFIX).unwrap_or(name).to_owned())
    };
    paths.into_iter().flatten().filter_map(name)
}

/// Does this with the very process, and prints what it gives back. Where nobody can get that, nothing is done.
pub(crate) fn live(command: impl FnOnce(Process<'_>) -> Output) -> ExitCode {
    outside::survive_file_size_limit();
    let output = if pgs_stdout::was_writable() {
        command(Process {
            args: std::env::args_os().collect(),
            env: &|name| std::env::var_os(name),
            stdin: Box::new(io::stdin()),
            stdout: &mut io::stdout(),
            columns: outside::columns(),
            room: outside::room,
            watch: outside::watch,
        })
    } else {
        Output::error(format_args!("{CLOSED}, so nothing was done; give it a reader, a file or /dev/null"))
    };
    ExitCode::from(output.print(&mut anstream::stdout(), &mut anstream::stderr()))
}
