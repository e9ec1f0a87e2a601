//! Where an artifact lies in its snapshot (`1-snapshot-format.md`).

/// The kinds by the prefix of their codes, with their folders.
const FOLDERS: [(&str, &str); 11] = [
    ("WF", "workflows"),
    ("IN", "intents"),
    ("CC", "capability_contracts"),
    ("CT", "capability_transforms"),
    ("CS", "capability_side_effects"),
    ("RB", "runtime_bindings"),
    ("STRUCTURE", "structures"),
    ("TI", "ingress_intents"),
    ("EV", "events"),
    ("ENTITY", "entities"),
    ("AC", "actors"),
];

/// The path of an artifact below `protocol_snapshot/`; none if its code has no known prefix.
pub(super) fn path(fqdn: &str) -> Option<String> {
    let (namespace, code) = fqdn.rsplit_once("::")?;
    let prefix = code.split('_').next()?;
    let (_, folder) = FOLDERS.iter().find(|(known, _)| *known == prefix)?;
    Some(format!("artifacts/{folder}/{namespace}__{code}.json"))
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
