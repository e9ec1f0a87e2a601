//! `capability_transforms::CT_PURE_PUBKEY_TO_ETH_ADDRESS`
