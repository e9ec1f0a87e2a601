//! Where an artifact lies in its snapshot (`snapshots/README.md`).

use pgs_value::snapshot::{ArtifactKind, file_name};

/// The path of an artifact below `protocol_snapshot/`; none if its code has no known prefix.
pub(super) fn path(fqdn: &str) -> Option<String> {
    let (namespace, code) = fqdn.rsplit_once("::")?;
    Some(format!("{}/{}", ArtifactKind::from_code(code)?.path(), file_name(namespace, code)))
}

/// The path of an artifact below the folder of a sealed snapshot (`docs/sealed.md`).
pub(super) fn path_in_sealed(fqdn: &str) -> Option<String> {
    let (namespace, code) = fqdn.rsplit_once("::")?;
    let domain = if namespace.starts_with("capability_") { "platform" } else { namespace };
    let path = ArtifactKind::from_code(code)?.path();
    let folder = path.rsplit('/').next()?;
    Some(format!("canonical/{domain}/{folder}/{}", file_name(namespace, code)))
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

    #[test]
    fn in_a_sealed_snapshot_it_lies_below_its_domain() {
        let file = "canonical/town/capability_contracts/town__CC_GREET_V0.json";
        assert_eq!(path_in_sealed("town::CC_GREET_V0").as_deref(), Some(file));
        let file = "canonical/platform/capability_transforms/capability_transforms__CT_PURE_LOOKUP_V0.json";
        assert_eq!(path_in_sealed("capability_transforms::CT_PURE_LOOKUP_V0").as_deref(), Some(file));
    }
}
