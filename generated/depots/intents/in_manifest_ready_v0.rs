// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::IN_MANIFEST_READY_V0`: A manifest is to be signed

use pgs_rt::{Fault, Map, Run, Value};
use pgs_transport::PayloadField;
use pgs_transport::admission::{Admitting, Format, Schema};

/// An admitted payload.
#[derive(Clone, Debug)]
pub struct Payload {
    /// The number on the cage. Required string.
    pub cage_id: String,
    /// The bytes of the manifest. Required string.
    pub manifest: String,
    /// The words of the depot's key. Required string.
    pub mnemonic: String,
    /// Payload fields that the intent does not declare.
    pub undeclared: Map<String, Value>,
}

/// The payload's fields, for the command line.
pub const FIELDS: &[PayloadField] = &[
    PayloadField {
        name: "cage_id",
        declared_type: "string",
        required: true,
        description: "The number on the cage",
    },
    PayloadField {
        name: "manifest",
        declared_type: "string",
        required: true,
        description: "The bytes of the manifest",
    },
    PayloadField {
        name: "mnemonic",
        declared_type: "string",
        required: true,
        description: "The words of the depot's key",
    },
];

/// What is declared beyond presence and type.
const RULES: &[(&str, Schema)] = &[
    (
        "manifest",
        Schema {
            format: Some(Format::Hex {
                prefix: "0x",
                optional: false,
            }),
            ..Schema::ANY
        },
    ),
];

/// Admits a payload; none for NACK.
pub fn admit(run: &Run, payload: Map<String, Value>) -> Result<Option<Payload>, Fault> {
    let mut admitting = Admitting::new(run, payload, RULES);
    let cage_id = admitting.required("cage_id");
    let manifest = admitting.required("manifest");
    let mnemonic = admitting.required("mnemonic");
    let Some(undeclared) = admitting.verdict(run)? else { return Ok(None) };
    let (Some(cage_id), Some(manifest), Some(mnemonic)) = (cage_id, manifest, mnemonic)
    else { return Ok(None) };
    Ok(
        Some(Payload {
            cage_id,
            manifest,
            mnemonic,
            undeclared,
        }),
    )
}
