//! Whether the result of a transform follows from its inputs.

/// What is declared of whether a result follows from the inputs (`ct_purity` of PGC).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purity {
    /// It does (`ct_pure`). So it is in PGS.
    Pure,
    /// It does not (`ct_impure`): the trace records the result.
    Impure,
    /// As declared (`ct_exec`); nothing follows from it.
    Exec,
}
