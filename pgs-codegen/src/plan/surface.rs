//! The surface of a contract: what it shows of its steps and inputs when it has ended.

use super::Field;

/// A field of a surface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SurfaceField {
    /// A step maps it.
    Mapped(Field),
    /// An input.
    Input(Field),
    /// A step maps it; the input of the same key stands in where none has.
    MappedOrInput {
        /// What steps map.
        mapped: Field,
        /// The input.
        input: Field,
    },
}

impl SurfaceField {
    /// The key in JSON.
    pub fn key(&self) -> &str {
        match self {
            Self::Mapped(field) | Self::Input(field) | Self::MappedOrInput { mapped: field, .. } => &field.key,
        }
    }
}
