//! Traces as evidence: found, read, checked and shown.

pub(crate) mod files;
