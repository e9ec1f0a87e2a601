//! Why a graph can't be drawn.

/// Why a graph can't be drawn.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Its nodes can't be put in rows.
    #[error("the graph can't be laid out: {0}")]
    Layout(#[from] dugong::LayoutError),
    /// The typeface can't be read.
    #[error("the typeface can't be read: {0}")]
    Typeface(#[from] skrifa::raw::ReadError),
    /// A glyph of the typeface can't be drawn.
    #[error("a glyph can't be drawn: {0}")]
    Glyph(#[from] skrifa::outline::DrawError),
    /// There is no picture of this size, in pixels.
    #[error("a picture of {width} x {height} pixels can't be drawn")]
    Size {
        /// How wide it would be.
        width: i32,
        /// How high it would be.
        height: i32,
    },
    /// The pixels can't be written as PNG.
    #[error("the picture can't be written as PNG: {0}")]
    Png(#[from] png::EncodingError),
    /// A template of SVG or Mermaid text can't be filled in.
    #[error("the template can't be filled in: {0}")]
    Template(#[from] tera::Error),
    /// The graph can't be written as JSON.
    #[error("the graph can't be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}
