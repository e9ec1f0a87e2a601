//! What the name of a transform says of its VIOLATION.

/// Words in the code of a transform that say that its VIOLATION is a judgement.
const WORDS: [&str; 9] = ["VALIDATE", "VERIFY", "CHECK", "COMPARE", "EVALUATE", "FILTER", "LOOKUP", "MATCH", "REQUIRE"];

/// Whether the name of a transform says that its VIOLATION is a judgement, and not that it could not compute: for where
/// nothing else does, as in a trace, and for a transform that no `capabilities.toml` describes (`gate`).
///
/// ```
/// assert!(pgs_value::judges("capability_transforms::CT_PURE_VALIDATE_SET_MEMBERSHIP_V0"));
/// assert!(pgs_value::judges("a::CT_PURE_TERMINATION_CHECK_V0"));
/// assert!(!pgs_value::judges("a::CT_PURE_CHECKSUM_V0"));
/// ```
pub fn judges(fqdn: &str) -> bool {
    let code = fqdn.rsplit("::").next().unwrap_or(fqdn);
    code.split('_').any(|word| WORDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transform_that_judges_is_known_by_its_code() {
        assert!(judges("capability_transforms::CT_PURE_VALIDATE_SET_MEMBERSHIP_V0"));
        assert!(judges("a::CT_PURE_TERMINATION_CHECK_V0"));
        assert!(!judges("a::CT_PURE_CHECKSUM_V0"));
    }
}
