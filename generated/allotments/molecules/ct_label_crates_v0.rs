// Generated from the protocol snapshot. Change the protocol, not this file.

//! `allotments::CT_LABEL_CRATES_V0`: The slip of a delivery, with the marks of all crates in their order

use pgs_capabilities::pgc::transforms::{generate_id, lookup};
use pgs_pgc::prelude::*;

const CT_PURE_GENERATE_ID_V0: AtomId = AtomId {
    fqdn: "capability_transforms::CT_PURE_GENERATE_ID_V0",
    purity: Purity::Pure,
};
const CT_PURE_LOOKUP_V0: AtomId = AtomId { fqdn: "capability_transforms::CT_PURE_LOOKUP_V0", purity: Purity::Pure };

/// What the molecule is given.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The crates, at least one. Required array.
    pub crates: Field<Vec<Value>>,
}

/// What it gives.
#[derive(Clone, Debug, Default)]
pub struct Outputs {
    /// Of `labelled`.
    pub slip: Value,
}

/// Runs its steps in order.
pub fn run(atoms: &Atoms<'_>, inputs: Inputs) -> Result<Outputs, Stop> {
    let inputs: Field<Value> = mapping([("crates", inputs.crates.bind())]);
    let of_labelled = atoms.each(
        "labelled",
        atoms.reads("$.inputs.crates", inputs.follow(&["crates"]))?,
        mapping([("slip", literal("SLIP"))]),
        |atoms, iterator: Value, accumulator: &Field<Value>| {
            let inputs: Field<Value> = mapping([
                ("crate", atoms.reads("$.iterator", iterator.bind())?),
                ("slip", atoms.reads("$.accumulator.slip", accumulator.follow(&["slip"]))?),
            ]);
            let call = lookup::Inputs {
                key: atoms.reads("$.inputs.crate.crop", inputs.follow(&["crate", "crop"]))?,
                map: literal(object([
                    ("beans", "legumes".into()),
                    ("kale", "brassicas".into()),
                    ("leeks", "alliums".into()),
                    ("potatoes", "nightshades".into()),
                ])),
            };
            atoms.run("family", &CT_PURE_LOOKUP_V0, call, lookup::run)?;
            let call = generate_id::Inputs {
                data: atoms.reads("$.inputs.crate", inputs.follow(&["crate"]))?,
                prefix: atoms.reads("$.inputs.slip", inputs.follow(&["slip"]))?,
            };
            let of_marked_1 = atoms.run("marked", &CT_PURE_GENERATE_ID_V0, call, generate_id::run)?;
            let of_marked_1 = atoms.value(&of_marked_1)?;
            Ok(of_marked_1)
        },
        |accumulator: &mut Field<Value>, passed: &Value| {
            *accumulator = mapping([("slip", atoms.reads("$.results.id", passed.follow(&["id"]))?)]);
            Ok(())
        },
    )?;
    let of_labelled = atoms.passed("labelled", of_labelled)?;
    Ok(Outputs { slip: named_output(of_labelled, "slip") })
}
