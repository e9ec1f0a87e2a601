//! How a file may differ from what is generated.

/// In what way a file in the output folder is not what is generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Drift {
    /// It is not there.
    Missing,
    /// Its content is another one.
    Differs,
    /// It was generated once and no longer belongs.
    LeftOver,
}
