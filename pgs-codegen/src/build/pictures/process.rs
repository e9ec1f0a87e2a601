//! Draws in this process.

use pgs_picture::{Drawing, Painter};
use pgs_protocol::parallel;

use crate::build::BuildError;
use crate::emit::{Content, Files};

/// The files of these pictures.
pub(super) fn draw(drawings: &[&Drawing]) -> Result<Files, BuildError> {
    let drawn = parallel::map(
        drawings,
        || Painter::new().map_err(BuildError::Typeface),
        |painter, drawing| {
            let picture = painter.draw(&drawing.graph);
            picture.map_err(|source| BuildError::Drawing { workflow: drawing.graph.workflow.clone(), source })
        },
    )?;
    let files = drawings.iter().zip(drawn).flat_map(|(drawing, picture)| {
        picture.files().map(|(extension, bytes)| (drawing.stem.with_extension(extension), Content::of(bytes)))
    });
    Ok(files.collect())
}
