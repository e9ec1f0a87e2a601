// Generated from the protocol snapshot. Change the protocol, not this file.

//! The transforms that `pgs conformance` checks.

use pgs_capabilities::conformance::{Transform, read, write};

/// All transforms that a snapshot declares, by name.
pub const ALL: &[Transform] = &[
    Transform {
        fqdn: "capability_transforms::CT_PURE_COMPARE_EQUAL_V0",
        run: |inputs, _| write(&pgs_capabilities::transforms::compare_equal::run(read(inputs)?)?),
    },
    #[cfg(feature = "keys")]
    Transform {
        fqdn: "capability_transforms::CT_PURE_DERIVE_CHILD_KEY_V0",
        run: |inputs, _| write(&pgs_capabilities::transforms::derive_child_key::run(read(inputs)?)?),
    },
    #[cfg(feature = "keys")]
    Transform {
        fqdn: "capability_transforms::CT_PURE_DERIVE_MASTER_KEY_V0",
        run: |inputs, _| write(&pgs_capabilities::transforms::derive_master_key::run(read(inputs)?)?),
    },
    #[cfg(feature = "keys")]
    Transform {
        fqdn: "capability_transforms::CT_PURE_ECDSA_SIGN_V0",
        run: |inputs, _| write(&pgs_capabilities::transforms::ecdsa_sign::run(read(inputs)?)?),
    },
    Transform {
        fqdn: "capability_transforms::CT_PURE_EVALUATE_INACTIVITY_V0",
        run: |inputs, sources| write(&pgs_capabilities::transforms::evaluate_inactivity::run(read(inputs)?, sources)),
    },
    Transform {
        fqdn: "capability_transforms::CT_PURE_FILTER_RECORDS_V0",
        run: |inputs, _| write(&pgs_capabilities::transforms::filter_records::run(read(inputs)?)?),
    },
    Transform {
        fqdn: "capability_transforms::CT_PURE_GENERATE_ID_V0",
        run: |inputs, _| write(&pgs_capabilities::transforms::generate_id::run(read(inputs)?)?),
    },
    #[cfg(feature = "keccak")]
    Transform {
        fqdn: "capability_transforms::CT_PURE_KECCAK256_HASH_V0",
        run: |inputs, _| write(&pgs_capabilities::transforms::keccak256_hash::run(read(inputs)?)?),
    },
    Transform {
        fqdn: "capability_transforms::CT_PURE_LOOKUP_V0",
        run: |inputs, _| write(&pgs_capabilities::transforms::lookup::run(read(inputs)?)?),
    },
    #[cfg(feature = "mnemonics")]
    Transform {
        fqdn: "capability_transforms::CT_PURE_MNEMONIC_TO_SEED_V0",
        run: |inputs, _| write(&pgs_capabilities::transforms::mnemonic_to_seed::run(read(inputs)?)?),
    },
    Transform {
        fqdn: "capability_transforms::CT_PURE_VALIDATE_PARAMETER_RULES_V0",
        run: |inputs, _| write(&pgs_capabilities::transforms::validate_parameter_rules::run(read(inputs)?)?),
    },
    Transform {
        fqdn: "parcels::CT_PURE_PRICE_PARCEL_V0",
        run: |inputs, _| write(&parcels_transforms::price_parcel::run(read(inputs)?)?),
    },
];
