//! Why state can't be read or kept.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use pgs_folder::Refused;
use pgs_value::{Reason, ReasonCode, Violation};

use crate::layout::{DATABASE, OWN_FOLDER, REPLACEMENT};

/// What a call of a store gives.
pub type StoreResult<T> = Result<T, StoreError>;

/// Why state can't be read or kept: the reason of a `BACKEND_ERROR`. Nothing was changed by what failed, unless the
/// variant says otherwise.
///
/// The variant is for programs. Where there is a `reason`, it is the whole sentence for people, and names `path`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Somebody else holds what is needed; later it may be free.
    #[error("{reason}")]
    Busy {
        /// The file or folder that is held.
        path: PathBuf,
        /// The sentence.
        reason: String,
    },
    /// State is there already, or it is there in the form of another backend, or what is there is no file.
    #[error("{reason}")]
    Conflict {
        /// The state that is there.
        path: PathBuf,
        /// The sentence.
        reason: String,
    },
    /// What is there can't be understood. It is left as it is, for people to repair.
    #[error("{}{place}: {reason}; {remedy}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Where in it.
        place: DamagePlace,
        /// What is wrong there.
        reason: String,
        /// What to do about it.
        remedy: &'static str,
    },
    /// The system does not allow it.
    #[error("{reason}")]
    Denied {
        /// What may not be read, written or created.
        path: PathBuf,
        /// The sentence.
        reason: String,
    },
    /// The entry that was to be added could not be made.
    #[error("{0}")]
    Entry(Violation),
    /// There is no room for it.
    #[error("{reason}")]
    Full {
        /// What could not be written.
        path: PathBuf,
        /// The sentence.
        reason: String,
    },
    /// What the run had done, and was answered as done, is gone: the run can't go on.
    #[error("{reason}")]
    Lost {
        /// The sentence.
        reason: String,
    },
    /// The backend can't let one of several go alone, which runs with an id need.
    #[error("this store can't keep others from {subject}: its backend has no `hold`, so runs can't have an id")]
    NoHold {
        /// What was to be held, for people.
        subject: String,
    },
    /// The protocol gives a store no path.
    #[error("the runtime binding gives no path for {store}")]
    NoPath {
        /// The store's name in the protocol.
        store: &'static str,
    },
    /// The build does not hold the backend.
    #[error("this program was built without the store `{scheme}`: build it with `--features {feature}`")]
    NotBuilt {
        /// The word for the backend.
        scheme: &'static str,
        /// The cargo feature that brings it.
        feature: &'static str,
    },
    /// Something that must be there is not.
    #[error("{reason}")]
    NotFound {
        /// What is missing.
        path: PathBuf,
        /// The sentence.
        reason: String,
    },
    /// The path of a store leads out of the data root.
    #[error("the path `{path}` of {store} leads out of the data root")]
    Outside {
        /// The store's name in the protocol.
        store: &'static str,
        /// Its path.
        path: &'static str,
    },
    /// The system fails in another way.
    #[error("{reason}")]
    System {
        /// The file or folder that was worked on.
        path: PathBuf,
        /// The sentence.
        reason: String,
    },
    /// A value could not be read again.
    #[error("can't write {}: lists and objects would be nested more than {limit} deep", path.display())]
    TooDeep {
        /// What it was to be written to.
        path: PathBuf,
        /// How deep lists and objects may be nested, the outermost counted.
        limit: usize,
    },
    /// An address of state that names no backend, or no place.
    #[error("{address} is no address of state: {reason}")]
    Unaddressed {
        /// What was given.
        address: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A sync has failed: it is not known what of the last changes is on disk.
    #[error("{reason}")]
    Unsynced {
        /// What could not be synced.
        path: PathBuf,
        /// The sentence.
        reason: String,
    },
}

/// Where in a file something is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DamagePlace {
    /// At a byte, counted from 0.
    Byte(u64),
    /// In a line, counted from 1.
    Line(u64),
    /// In what a database holds of the store at this path.
    Store(String),
    /// Anywhere.
    Whole,
}

impl fmt::Display for DamagePlace {
    /// As it follows the file's name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Byte(offset) => write!(f, ", byte {offset}"),
            Self::Line(number) => write!(f, ", line {number}"),
            Self::Store(path) => write!(f, ", {path}"),
            Self::Whole => Ok(()),
        }
    }
}

impl StoreError {
    /// What the system says of an action on a file: "can't `action` `path`: …".
    pub fn io(action: &str, path: &Path, error: &io::Error) -> Self {
        let failed = format!("can't {action} {}", path.display());
        match Refused::of(error) {
            Some(refused) => Self::refused(&failed, refused),
            None => Self::of_kind(error.kind(), path, format!("{failed}: {error}")),
        }
    }

    /// Something else stands where a file should be.
    fn refused(failed: &str, refused: &Refused) -> Self {
        let path = refused.path();
        let remedy = match refused {
            Refused::Link(_) if is_own(path) => "remove it",
            Refused::Link(_) => {
                "put what it leads to in its place, or let links be followed (`DataRoot::with_links`, on the command line --follow-links)"
            }
            _ => "move it away",
        };
        Self::Conflict { path: path.to_owned(), reason: format!("{failed}: {refused}; {remedy}") }
    }

    /// The same in a sentence of one's own.
    pub fn of_kind(kind: ErrorKind, path: &Path, reason: String) -> Self {
        let path = path.to_owned();
        match kind {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::Denied { path, reason },
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Self::Full { path, reason },
            ErrorKind::NotFound => Self::NotFound { path, reason },
            _ => Self::System { path, reason },
        }
    }

    /// The variant in traces.
    pub fn code(&self) -> ReasonCode {
        match self {
            Self::Busy { .. } => ReasonCode::Busy,
            Self::Conflict { .. } => ReasonCode::Conflict,
            Self::Damaged { .. } => ReasonCode::Damaged,
            Self::Denied { .. } => ReasonCode::Denied,
            Self::Entry(_) => ReasonCode::Entry,
            Self::Full { .. } => ReasonCode::Full,
            Self::Lost { .. } => ReasonCode::Lost,
            Self::NoHold { .. } => ReasonCode::NoHold,
            Self::NoPath { .. } => ReasonCode::NoPath,
            Self::NotBuilt { .. } => ReasonCode::NotBuilt,
            Self::NotFound { .. } => ReasonCode::NotFound,
            Self::Outside { .. } => ReasonCode::Outside,
            Self::System { .. } => ReasonCode::System,
            Self::TooDeep { .. } => ReasonCode::TooDeep,
            Self::Unaddressed { .. } => ReasonCode::Unaddressed,
            Self::Unsynced { .. } => ReasonCode::Unsynced,
        }
    }

    /// Whether the system does not allow it.
    pub fn is_denied(&self) -> bool {
        matches!(self, Self::Denied { .. })
    }
}

/// Whether this is no file of the reference's: such a one is never reached through a link.
fn is_own(path: &Path) -> bool {
    let mut names = path.components().map(|name| name.as_os_str().to_string_lossy());
    names.any(|name| name == OWN_FOLDER || name.starts_with(DATABASE) || name.ends_with(REPLACEMENT))
}

impl From<Violation> for StoreError {
    fn from(violation: Violation) -> Self {
        Self::Entry(violation)
    }
}

/// The reason of a `BACKEND_ERROR`.
impl From<StoreError> for Box<Reason> {
    fn from(error: StoreError) -> Self {
        Self::new(Reason::coded(error.code(), error.to_string()))
    }
}

/// For what writes a file and reads a store on the way.
impl From<StoreError> for io::Error {
    fn from(error: StoreError) -> Self {
        Self::other(error)
    }
}
