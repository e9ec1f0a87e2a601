//! Where an artifact lies in its snapshot (`snapshots/README.md`).

use pgs_value::snapshot::{ArtifactKind, file_name};

/// The path of an artifact below `protocol_snapshot/`; none if its code has no known prefix.
pub(super) fn path(fqdn: &str) -> Option<String> {
    let (namespace, code) = fqdn.rsplit_once("::")?;
    Some(format!("{}/{}", ArtifactKind::from_code(code)?.path(), file_name(namespace, code)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_of_an_artifact_is_its_prefix() {
        for (fqdn, file) in [
            ("chain::WF_MINT_V0", Some("artifacts/workflows/chain__WF_MINT_V0.json")),
            ("a.b.c::CS_X_V0", Some("artifacts/capability_side_effects/a.b.c__CS_X_V0.json")),
            ("chain::STRUCTURE_X_V0", Some("artifacts/structures/chain__STRUCTURE_X_V0.json")),
            ("chain::XX_MINT_V0", None),
            ("WF_MINT_V0", None),
        ] {
            assert_eq!(path(fqdn).as_deref(), file);
        }
    }
}
