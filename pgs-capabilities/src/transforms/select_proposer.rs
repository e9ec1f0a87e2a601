//! `blockchain::CT_PURE_SELECT_PROPOSER`
