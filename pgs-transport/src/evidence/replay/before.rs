//! What a run of PGC needs to be run again, and its trace does not hold: the payload, and the state from before it.

use std::path::PathBuf;

use pgs_evidence::replay::{Before, StateBefore};
use pgs_rt::store::DataRoot;
use pgs_rt::{Map, Value};

use crate::output::Output;
use crate::payload::{self, PayloadError};
use crate::process::Process;
use crate::resolve::{self, OptionError, absolute};
use crate::success::USAGE;

/// What is given of a run of PGC.
#[derive(Debug, Default)]
pub(crate) struct BeforeOptions {
    /// The file with its payload.
    pub payload: Option<PathBuf>,
    /// The folder with the state from before it.
    pub data_root: Option<PathBuf>,
}

/// Why it can't be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BeforeError {
    #[error(transparent)]
    Option(#[from] OptionError),
    #[error(transparent)]
    Payload(#[from] PayloadError),
    #[error("--data-root: {} is no folder; name one that holds the state from before the run", .path.display())]
    NoFolder { path: PathBuf },
}

impl BeforeError {
    /// What a process gives back.
    pub fn output(self) -> Output {
        Output { status: USAGE, ..Output::error(self) }
    }
}

/// What was read of that.
pub(crate) struct Given {
    payload: Option<Map<String, Value>>,
    state: Option<StateBefore>,
}

impl Given {
    /// What a replay is given.
    pub fn before(&self) -> Before<'_> {
        Before { payload: self.payload.as_ref(), state: self.state.as_ref() }
    }
}

impl BeforeOptions {
    /// The payload, and where the state lies.
    pub fn read(&self, process: &mut Process<'_>) -> Result<Given, BeforeError> {
        let payload = match &self.payload {
            None => None,
            given => {
                let most = resolve::max_payload(None, process)?;
                Some(payload::read(given.as_deref(), most, &mut *process.stdin)?)
            }
        };
        let state = match &self.data_root {
            None => None,
            Some(given) => {
                let path = absolute("--data-root", given)?;
                if !path.is_dir() {
                    return Err(BeforeError::NoFolder { path });
                }
                let backend = resolve::backend(&path, process)?;
                Some(StateBefore { root: DataRoot::new(path), backend })
            }
        };
        Ok(Given { payload, state })
    }
}
