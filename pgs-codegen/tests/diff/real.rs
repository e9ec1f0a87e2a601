//! The real snapshot against copies of it, each with one kind of change.

use std::fs;
use std::path::Path;

use pgs_codegen::diff::{self, Verdict};

use super::common::real_snapshot;
use super::protocols::{Protocol, files};
use super::{read, seal};

/// A verdict, the artifact's file below `artifacts/`, the text to replace, what stands there afterwards, and the place
/// that is named.
type Mutation = (Verdict, &'static str, &'static str, &'static str, &'static str);

const MUTATIONS: &[Mutation] = &[
    (
        Verdict::Breaking,
        "capability_contracts/ai_governance__CC_VERIFY_TERMINATION_V0",
        "all_terminate == true",
        "all_terminate != true",
        "evaluation `evaluate_conjecture`, condition",
    ),
    (
        Verdict::Breaking,
        "workflows/ai_governance__WF_GOVERN_AGENT_ACTION_V0",
        "NOT_FOUND: CC_AUDIT_UNAUTHORIZED_ACTOR",
        "NOT_FOUND: EXIT_ERROR",
        "node `CC_RESOLVE_LICENSE_TIER_V0`, outcome NOT_FOUND",
    ),
    (
        Verdict::Breaking,
        "workflows/ai_governance__WF_GOVERN_AGENT_ACTION_V0",
        "denial_reason: UNDECLARED_TOOL",
        "denial_reason: UNKNOWN_TOOL",
        "node `CC_AUDIT_UNDECLARED_TOOL`, input `denial_reason`",
    ),
    (
        Verdict::Breaking,
        "workflows/ai_governance__WF_GOVERN_AGENT_ACTION_V0",
        "reason: FAILED",
        "reason: BROKEN",
        "node `EXIT_ERROR`, reason",
    ),
    (
        Verdict::Neutral,
        "workflows/ai_governance__WF_GOVERN_AGENT_ACTION_V0",
        "        ALREADY_EXISTS: EXIT_SUCCESS\n",
        "",
        "node `CC_RECORD_GOVERNED_ACTION_V0`, outcome ALREADY_EXISTS",
    ),
    (
        Verdict::Neutral,
        "workflows/ai_governance__WF_GOVERN_AGENT_ACTION_V0",
        "    EXIT_ERROR:\n",
        "    EXIT_SPARE:\n      type: EXIT\n      reason: SPARE\n    EXIT_ERROR:\n",
        "node `EXIT_SPARE`",
    ),
    (
        Verdict::Breaking,
        "intents/ai_governance__IN_AGENT_ACTION_REQUESTED_V0",
        "    request_id:\n      type: string\n      required: false",
        "    request_id:\n      type: string\n      required: true",
        "field `request_id`, required",
    ),
    (
        Verdict::Widening,
        "intents/ai_governance__IN_AGENT_ACTION_REQUESTED_V0",
        "    domain_context:\n      type: string\n      required: true",
        "    domain_context:\n      type: string\n      required: false",
        "field `domain_context`, required",
    ),
    (
        Verdict::Breaking,
        "intents/ai_governance__IN_AGENT_ACTION_REQUESTED_V0",
        "    parameters:\n      type: object",
        "    parameters:\n      type: array",
        "field `parameters`, type",
    ),
    (
        Verdict::Breaking,
        "intents/ai_governance__IN_AGENT_ACTION_REQUESTED_V0",
        "  inputs:\n",
        "  inputs:\n    decision:\n      type: string\n      required: true\n",
        "field `decision`",
    ),
    (
        Verdict::Breaking,
        "intents/blockchain__IN_WALLET_CREATED_V0",
        "enum: [STANDARD, STAKING]",
        "enum: [STANDARD]",
        "field `wallet_type`, enum",
    ),
    (
        Verdict::Widening,
        "intents/blockchain__IN_WALLET_CREATED_V0",
        "enum: [STANDARD, STAKING]",
        "enum: [STAKING, POOLED, STANDARD]",
        "field `wallet_type`, enum",
    ),
    (
        Verdict::Breaking,
        "intents/blockchain__IN_WALLET_CREATED_V0",
        "default: STANDARD",
        "default: STAKING",
        "field `wallet_type`, default",
    ),
    (
        Verdict::Widening,
        "intents/blockchain__IN_ACTOR_REGISTERED_V0",
        "          format: email\n",
        "",
        "field `actor_record.email_registration`, format",
    ),
    (
        Verdict::Breaking,
        "capability_contracts/ai_governance__CC_RECORD_DENIED_ACTION_V0",
        "VIOLATION: exit\n\n",
        "VIOLATION: continue\n\n",
        "step `generate_action_id`, status VIOLATION",
    ),
    (
        Verdict::Breaking,
        "capability_contracts/ai_governance__CC_RECORD_DENIED_ACTION_V0",
        "decision: \"DENIED\"",
        "decision: \"REFUSED\"",
        "step `append_denial_record`, input `record`",
    ),
    (
        Verdict::Breaking,
        "capability_contracts/ai_governance__CC_RECORD_DENIED_ACTION_V0",
        "store: GOVERNANCE_AUDIT",
        "store: GOVERNANCE_ACTIONS",
        "step `append_denial_record`",
    ),
    (
        Verdict::Breaking,
        "capability_contracts/blockchain__CC_RESERVE_NONCE_V0",
        "op: WRITE",
        "op: EXISTS",
        "step `write_updated_wallet`",
    ),
    (
        Verdict::Breaking,
        "capability_contracts/blockchain__CC_RESERVE_NONCE_V0",
        "  outputs:\n    nonce:\n      type: integer",
        "  outputs:\n    nonce:\n      type: any",
        "output `nonce`, type",
    ),
    (
        Verdict::Neutral,
        "capability_contracts/ai_governance__CC_ENFORCE_LICENSE_CAP_V0",
        "$.assigned_count <",
        "$.assigned_count <=",
        "evaluation `evaluate_cap`, condition",
    ),
    (
        Verdict::Breaking,
        "capability_contracts/ai_governance__CC_VALIDATE_ELIGIBILITY_V0",
        "transform: capability_transforms::CT_PURE_CHECK_TRAINING_STATUS_V0",
        "transform: capability_transforms::CT_PURE_PASSTHROUGH_V0",
        "step `check_training_status`",
    ),
    (
        Verdict::Breaking,
        "capability_contracts/ai_governance__CC_VALIDATE_ELIGIBILITY_V0",
        "    cap:\n      type: integer\n",
        "    cap:\n      type: string\n",
        "input `cap`, type",
    ),
    (
        Verdict::Breaking,
        "capability_contracts/blockchain__CC_SIGN_TRANSACTION_V0",
        "    - mnemonic\n",
        "",
        "suppressed key `mnemonic`",
    ),
    (
        Verdict::Breaking,
        "structures/ai_governance__STRUCTURE_AGENT_ADMISSION_STORAGE_V0",
        "ai_governance/agent_admission/governance_audit.jsonl",
        "ai_governance/audit.jsonl",
        "store `GOVERNANCE_AUDIT`",
    ),
    (
        Verdict::Breaking,
        "runtime_bindings/blockchain__RB_CREATE_WALLET_V0",
        "enabled: true",
        "enabled: false",
        "policy of capability_side_effects::CS_SEND_EMAIL_V0, enabled",
    ),
];

fn copy(root: &Path) -> Protocol {
    let copy = Protocol::new(None);
    for file in files(root) {
        let below = Path::new("protocol_snapshot").join(file.strip_prefix(root).unwrap());
        copy.write(below, &fs::read_to_string(&file).unwrap());
    }
    copy
}

/// Replaces a text that stands once in the source of an artifact, which is sealed again afterwards.
fn mutate(json: &str, find: &str, put: &str) -> String {
    let mut artifact: pgs_value::Value = pgs_value::from_str(json).unwrap();
    let content = artifact["content"].as_str().unwrap();
    let machine = content.find("## Machine").unwrap();
    let (prose, machine) = content.split_at(machine);
    assert_eq!(machine.matches(find).count(), 1, "`{find}` stands once in {}", artifact["fqdn_id"]);
    artifact["content"] = format!("{prose}{}", machine.replace(find, put)).into();
    pgs_value::to_string_pretty(&artifact).unwrap()
}

#[test]
fn each_kind_of_change_is_said_and_nothing_else() {
    let Some(root) = real_snapshot() else { return };
    let before = read(&root);
    let copy = copy(&root);
    let mut wrong = Vec::new();
    for (verdict, file, find, put, place) in MUTATIONS {
        let path = copy.snapshot().join(format!("artifacts/{file}.json"));
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, mutate(&text, find, put)).unwrap();
        seal(&copy);
        let found = diff::diff(&before, &read(&copy.snapshot()));
        fs::write(&path, text).unwrap();
        let (_, name) = file.rsplit_once('/').unwrap();
        let said: Vec<_> =
            found.changes.iter().map(|it| (it.verdict, it.artifact.as_str(), it.place.as_str())).collect();
        if said != [(*verdict, name.replacen("__", "::", 1).as_str(), *place)] {
            wrong.push(format!("{name}: {place}: {said:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_removed_workflow_is_one_change() {
    let Some(root) = real_snapshot() else { return };
    let copy = copy(&root);
    let name = "blockchain__WF_BURN_V0.json";
    fs::remove_file(copy.snapshot().join("artifacts/workflows").join(name)).unwrap();
    seal(&copy);
    let found = diff::diff(&read(&root), &read(&copy.snapshot()));
    let said: Vec<_> = found.changes.iter().map(|it| (it.verdict, it.artifact.as_str())).collect();
    assert!(said.contains(&(Verdict::Breaking, "blockchain::WF_BURN_V0")), "{said:#?}");
}
