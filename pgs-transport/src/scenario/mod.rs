//! What `pgs test` and `pgs coverage` do and print.
//!
//! ```text
//! options   what they are asked for
//! test      scenarios run, and what became of them
//! text      a report as lines
//! record    a scenario made of recorded runs
//! coverage  what scenarios and traces have taken of workflows
//! ```

mod coverage;
mod options;
mod record;
mod test;
mod text;

pub(crate) use coverage::coverage;
pub(crate) use options::{CoverageForm, CoverageOptions, FORMS, TestOptions, Threshold};
pub(crate) use test::test;
