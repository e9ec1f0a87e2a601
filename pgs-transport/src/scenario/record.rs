//! A scenario made of recorded runs.

use std::path::{Path, PathBuf};

use pgs_scenario::Build;

use crate::output::Output;

/// Makes a scenario of these traces.
pub(super) fn record(_traces: &[PathBuf], _into: Option<&Path>, _build: Build<'_>) -> Output {
    Output::error("not yet")
}
