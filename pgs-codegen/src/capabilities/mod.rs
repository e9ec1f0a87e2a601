//! What is implemented, and how it is called: from the `capabilities.toml` of each crate that implements something.
//!
//! Generated code calls these items directly, so an entry that is wrong does not compile.

use std::sync::LazyLock;

use pgs_description::{Argument, Description, Operation, Output, SideEffect, Transform};
use pgs_protocol::fqdn::code;
use pgs_protocol::protocol::{self, Protocol};

/// The crates of the project.
static OWN: LazyLock<[Description; 2]> = LazyLock::new(|| {
    let own = [
        (pgs_rt_description::FILE, pgs_rt_description::TEXT),
        (pgs_capabilities_description::FILE, pgs_capabilities_description::TEXT),
    ];
    // They are compiled in, and a test of `pgs-description` reads them.
    own.map(|(file, text)| pgs_description::read(file, text).unwrap_or_default())
});

/// How this transform is called; none if it is not implemented: not by a crate of the project, nor by one of the user's
/// that `pgs.toml` names.
pub fn transform(fqdn: &str, protocol: &Protocol) -> Option<Transform> {
    let own = OWN.iter().find_map(|description| description.transforms.get(fqdn)).cloned();
    own.or_else(|| {
        let module = protocol.settings.transforms.get(fqdn)?.module.clone();
        protocol.transforms.get(fqdn).map(|transform| declared(transform, module))
    })
}

/// The side effect and its operation; none if it is not implemented.
pub fn operation<'p>(fqdn: &str, op: &str, _protocol: &'p Protocol) -> Option<(&'p SideEffect, &'p Operation)> {
    let side_effect = OWN.iter().find_map(|description| description.side_effects.get(fqdn))?;
    Some((side_effect, side_effect.operations.get(op)?))
}

/// How the names of transforms begin that do nothing but let pass or refuse.
const GATES: [&str; 4] = ["CHECK_", "VALIDATE_", "COMPARE_", "VERIFY_"];

/// How a transform is called that nothing but its declaration describes.
pub fn declared(transform: &protocol::Transform, module: String) -> Transform {
    let inputs = transform.inputs.iter().map(|(name, schema)| Argument {
        name: name.clone(),
        ty: schema.ty(),
        required: schema.required,
    });
    let outputs = transform.outputs.iter().map(|(name, schema)| Output {
        name: name.clone(),
        ty: schema.ty(),
        optional: schema.nullable,
    });
    let name = code(&transform.fqdn).trim_start_matches("CT_").trim_start_matches("PURE_");
    Transform {
        module,
        feature: None,
        inputs: inputs.collect(),
        outputs: outputs.collect(),
        draws: false,
        fallible: true,
        others: false,
        gate: GATES.iter().any(|gate| name.starts_with(gate)),
        hands_on: false,
    }
}
