//! Workflows of the recorded snapshot, as the compiler is to write them.

pub mod ai_governance;
pub mod blockchain;
pub mod causal_language_model;
pub mod workload;

use pgs_capabilities::pgc::side_effects::Surroundings;
use pgs_pgc::prelude::*;

/// The workflows.
pub const WORKFLOWS: &[Workflow] = &[
    ai_governance::workflows::wf_auto_reclaim_v0::WORKFLOW,
    ai_governance::workflows::wf_provision_ai_licensing_v0::WORKFLOW,
    blockchain::workflows::wf_accept_actor_v0::WORKFLOW,
    blockchain::workflows::wf_create_wallet_v0::WORKFLOW,
    blockchain::workflows::wf_record_verification_decision_v0::WORKFLOW,
    blockchain::workflows::wf_register_actor_v0::WORKFLOW,
    causal_language_model::workflows::wf_place_model_in_service_v0::WORKFLOW,
    causal_language_model::workflows::wf_register_model_v0::WORKFLOW,
    causal_language_model::workflows::wf_submit_user_prompt_v0::WORKFLOW,
    workload::workflows::wf_collatz_conjecture_v0::WORKFLOW,
];

/// The snapshot that they are of.
pub const PROTOCOL: Protocol = Protocol {
    snapshot_id: "01e20124a80185a0e8d9fd1a8b846786ea83a8bb0f55aa0d4ff5efb397b9670e",
    determinative: &[
        "trace_schema_version",
        "event_type",
        "domain",
        "wf_addr",
        "cc_addr",
        "step_addr",
        "step_op",
        "result_status",
        "detail",
    ],
    observational: &["trace_id", "ts_ns"],
    observational_keys: &["record_id"],
};

/// What side effects find around them.
pub fn around(run: &Run) -> Surroundings<'_> {
    Surroundings { data_root: run.data_root(), sources: run.sources() }
}
