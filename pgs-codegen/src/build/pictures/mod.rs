//! The pictures of workflows. They are drawn where the graph changed, and only there: what draws is large, and nothing of
//! it is needed where all pictures are right, as in a fresh clone.
//!
//! ```text
//! standing   which pictures in the output folder show what they should
//! process    draws in this process: the feature `pictures`
//! program    draws with the program `pgs-picture`, which is compiled when it is first needed
//! ```

#[cfg(feature = "pictures")]
mod process;
#[cfg(not(feature = "pictures"))]
mod program;
mod standing;

use std::path::Path;

use pgs_picture::Drawing;

use super::BuildError;
use crate::emit::Files;

/// Where what draws is found, if it is not in this process.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "pictures", expect(dead_code, reason = "this process draws"))]
pub(crate) struct Workshop<'a> {
    /// The workspace that has the package `pgs-picture`.
    pub workspace: &'a Path,
    /// The target folder in which it is built.
    pub target: &'a Path,
}

/// Adds the pictures: those that stand in the output folder and show these graphs, and new ones.
pub(crate) fn complete(
    files: &mut Files,
    drawings: &[Drawing],
    output: &Path,
    workshop: Workshop<'_>,
) -> Result<(), BuildError> {
    let missing = standing::add(files, drawings, output);
    if missing.is_empty() { Ok(()) } else { draw(files, &missing, workshop) }
}

/// Adds the pictures, all of them new.
#[cfg(feature = "pictures")]
pub(crate) fn draw_all(files: &mut Files, drawings: &[Drawing]) -> Result<(), BuildError> {
    files.extend(process::draw(&drawings.iter().collect::<Vec<_>>())?);
    Ok(())
}

#[cfg(feature = "pictures")]
fn draw(files: &mut Files, drawings: &[&Drawing], _: Workshop<'_>) -> Result<(), BuildError> {
    files.extend(process::draw(drawings)?);
    Ok(())
}

#[cfg(not(feature = "pictures"))]
fn draw(files: &mut Files, drawings: &[&Drawing], workshop: Workshop<'_>) -> Result<(), BuildError> {
    files.extend(program::draw(drawings, workshop)?);
    Ok(())
}
