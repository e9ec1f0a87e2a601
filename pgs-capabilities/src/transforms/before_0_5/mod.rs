//! Transforms as snapshots of compilers before 0.5 have them: two gates answered then, and let everything pass.

pub mod validate_parameter_rules;
pub mod validate_set_membership;
