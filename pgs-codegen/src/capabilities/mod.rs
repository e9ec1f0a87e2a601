//! What is implemented, and how it is called: from the `capabilities.toml` of each crate that implements something.
//!
//! Generated code calls these items directly, so an entry that is wrong does not compile.

use std::sync::LazyLock;

use pgs_description::{Argument, Description, Generation, Operation, Output, SideEffect, Transform};
use pgs_protocol::protocol::{self, Body, Protocol, Type};

/// The crates of the project, for each generation.
static OWN: LazyLock<[Description; 4]> = LazyLock::new(|| {
    let own = [
        (pgs_rt_description::FILE, pgs_rt_description::TEXT),
        (pgs_rt_description::PGC_FILE, pgs_rt_description::PGC_TEXT),
        (pgs_capabilities_description::FILE, pgs_capabilities_description::TEXT),
        (pgs_capabilities_description::PGC_FILE, pgs_capabilities_description::PGC_TEXT),
    ];
    // They are compiled in, and a test of `pgs-description` reads them.
    own.map(|(file, text)| pgs_description::read(file, text).unwrap_or_default())
});

/// The descriptions of the project's crates, for the protocols of one generation.
pub fn own(generation: Generation) -> impl Iterator<Item = &'static Description> {
    OWN.iter().filter(move |it| it.generation == generation)
}

/// The descriptions of the project's crates, then of the user's that `pgs.toml` names.
fn descriptions(protocol: &Protocol) -> impl Iterator<Item = &Description> {
    let generation = protocol.semantics.generation;
    let of_user = protocol.settings.capabilities.values().map(|it| &it.description);
    let own = OWN.iter().filter(move |it| it.generation == generation);
    own.chain(of_user.filter(move |it| it.generation == generation))
}

/// How this transform is called; none if it is not implemented: no crate describes it, and `pgs.toml` names no module.
pub fn transform(fqdn: &str, protocol: &Protocol) -> Option<Transform> {
    let earlier = || descriptions(protocol).find_map(|description| description.earlier.get(fqdn));
    let today = || descriptions(protocol).find_map(|description| description.transforms.get(fqdn));
    let described = if is_earlier(fqdn, protocol) { earlier().or_else(today) } else { today() }.cloned();
    let molecule = protocol.transforms.get(fqdn).filter(|it| matches!(it.body, Body::Molecule(_)));
    described.or_else(|| molecule.map(generated)).or_else(|| {
        let module = protocol.settings.transforms.get(fqdn)?.module.clone();
        protocol.transforms.get(fqdn).map(|transform| declared(transform, module))
    })
}

/// Whether the snapshots that declare this transform are all of compilers before 0.5.
fn is_earlier(fqdn: &str, protocol: &Protocol) -> bool {
    let versions = protocol.transforms.get(fqdn).map(|it| &it.versions);
    versions.is_some_and(|it| !it.is_empty() && it.iter().all(|it| it.is_before_0_5()))
}

/// Whether snapshots declare this transform of which some mean what it does today, and some what it did before.
pub fn is_of_two_versions(fqdn: &str, protocol: &Protocol) -> bool {
    let differs = descriptions(protocol).any(|description| description.earlier.contains_key(fqdn));
    let before = |before: bool| {
        protocol.transforms.get(fqdn).is_some_and(|it| it.versions.iter().any(|it| it.is_before_0_5() == before))
    };
    differs && before(true) && before(false)
}

/// How this side effect is called; none if no crate describes it.
pub fn side_effect<'p>(fqdn: &str, protocol: &'p Protocol) -> Option<&'p SideEffect> {
    descriptions(protocol).find_map(|description| description.side_effects.get(fqdn))
}

/// The side effect and its operation; none if no crate describes it.
pub fn operation<'p>(fqdn: &str, op: &str, protocol: &'p Protocol) -> Option<(&'p SideEffect, &'p Operation)> {
    let side_effect = side_effect(fqdn, protocol)?;
    Some((side_effect, side_effect.operations.get(op)?))
}

/// The crates that implement this transform or side effect, as Rust paths name them.
pub fn implementors<'p>(fqdn: &str, protocol: &'p Protocol) -> Vec<&'p str> {
    let implements = |it: &&Description| it.transforms.contains_key(fqdn) || it.side_effects.contains_key(fqdn);
    let described = descriptions(protocol).filter(implements).map(|it| it.crate_name.as_str());
    let named = protocol.settings.transforms.get(fqdn).and_then(|it| it.module.split("::").next());
    described.chain(named).collect()
}

/// How a molecule is called: as it is declared. What it emits has no static type.
fn generated(transform: &protocol::Transform) -> Transform {
    let mut generated = declared(transform, String::new());
    generated.outputs.iter_mut().for_each(|output| output.ty = Type::Any);
    generated
}

/// How a transform is called that nothing but its declaration describes.
pub fn declared(transform: &protocol::Transform, module: String) -> Transform {
    let inputs = transform.inputs.iter().map(|(name, schema)| Argument {
        name: name.clone(),
        ty: schema.ty(),
        required: schema.required,
        description: schema.description.clone(),
    });
    let outputs = transform.outputs.iter().map(|(name, schema)| Output {
        name: name.clone(),
        ty: schema.ty(),
        optional: schema.nullable,
        description: schema.description.clone(),
    });
    Transform {
        module,
        feature: None,
        inputs: inputs.collect(),
        outputs: outputs.collect(),
        draws: false,
        fallible: true,
        others: false,
        gate: pgs_value::judges(&transform.fqdn),
        hands_on: false,
        bare: false,
        summary: transform.summary.clone(),
        description: String::new(),
        examples: Vec::new(),
    }
}
