// Generated from the protocol snapshot. Change the protocol, not this file.

//! `depots::IN_MANIFEST_READY_V0`: A manifest is to be signed

use pgs_rt::prelude::*;

payload! {
    /// An admitted payload.
    Payload(RULES, of "depots::IN_MANIFEST_READY_V0") {
        /// The number on the cage. Required string.
        cage_id: String = required "cage_id",
        /// The bytes of the manifest. Required string.
        manifest: String = required "manifest",
        /// The words of the depot's key. Required string.
        mnemonic: String = required "mnemonic",
    }
}

/// The payload's fields in a table.
pub const FIELDS: &[PayloadField] = &[
    PayloadField { name: "cage_id", declared_type: "string", required: true, description: "The number on the cage" },
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
    ("manifest", Schema { format: Some(Format::Hex { prefix: "0x", optional: false }), ..Schema::ANY }),
];
