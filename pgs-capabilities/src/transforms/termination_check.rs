//! `ai_governance::CT_PURE_TERMINATION_CHECK`
