//! How a crate describes the transforms and side effects that it implements: its `capabilities.toml`.
//!
//! The compiler calls capabilities directly, so it has to know their Rust modules, arguments, outputs and statuses. Each
//! crate that implements some says so in one file, and its tests compare the file with its Rust types. docs/capabilities.md
//! has the form of the file.
//!
//! ```
//! let text = r#"
//!     crate = "parcels_capabilities"
//!
//!     [[transform]]
//!     fqdn = "parcels::CT_PURE_PRICE_PARCEL_V0"
//!     module = "price_parcel"
//!     inputs = [{ name = "grams", type = "integer" }]
//!     outputs = [{ name = "price", type = "integer" }]
//! "#;
//! let description = pgs_description::read("capabilities.toml", text)?;
//! let transform = &description.transforms["parcels::CT_PURE_PRICE_PARCEL_V0"];
//! assert_eq!(transform.module, "parcels_capabilities::price_parcel");
//! # Ok::<(), pgs_description::DescriptionError>(())
//! ```

#[cfg(feature = "check")]
pub mod check;
mod description;
mod error;
mod read;
mod rows;
mod ty;
mod word;

pub use description::{
    Access, Argument, Description, Generation, Operation, OperationExample, Output, SideEffect, Starts, StoreKind,
    Transform, TransformEnd, TransformExample, WorksOn,
};
pub use error::DescriptionError;
pub use read::read;
pub use ty::Type;
