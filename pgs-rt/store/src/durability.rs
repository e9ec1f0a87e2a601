//! What is waited for.

/// What has happened to state when a run says how it ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// It is on disk: neither a kill nor a power loss can take it.
    #[default]
    Sync,
    /// The operating system has it: a kill can't take it, a power loss can.
    Os,
}

impl Durability {
    /// The word on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sync => "sync",
            Self::Os => "os",
        }
    }
}
