//! Why a batch ends before its input.

/// Why a batch ends before its input.
pub(super) enum Stop {
    /// Nobody reads the results any more.
    Closed,
    /// Results can't be written, for this reason.
    Unwritable(String),
    /// What runs did may not be on disk, for this reason.
    NotSynced(String),
}
