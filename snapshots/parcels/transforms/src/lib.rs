//! The transforms of the sample protocol `parcels`: one module for each, bound in `pgs.toml`.
//!
//! A module has `Inputs`, `Outputs` and `run`, with the fields that the transform's artifact declares. Its tests are the
//! conformance cases in `protocol/conformance`.

pub mod price_parcel;
