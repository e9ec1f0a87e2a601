//! What is wrong or suspicious with a protocol that could be read: one rule a file.
//!
//! Rules look at the protocol and its analysis; none knows another, and nothing else says what they say. Source:
//! `docs/diagnostics.md`.

mod bad_pattern;
mod binary_name;
mod dynamic_workflow;
mod endless_loop;
mod endless_recursion;
mod enum_mismatch;
mod field_names;
mod hidden_outcome;
mod idle_default;
mod idle_route;
mod idle_secret;
mod ignored_argument;
mod implemented_twice;
mod impossible_status;
mod late_check;
mod long_name;
mod misplaced_intent;
mod missing_address;
mod missing_binding;
mod missing_store;
mod misspelt_status;
mod near_names;
mod passed_over;
mod refused_call;
mod refused_value;
mod rejected_payload;
mod repeated_workflow;
mod same_variant;
mod selecting_path;
mod shared_secret;
mod shown_secret;
mod signature_mismatch;
mod store_case;
mod store_clash;
mod store_name;
mod store_outside;
mod stored_secret;
mod subjects;
mod type_mismatch;
mod unbound_input;
mod undeclared_input;
mod undeclared_operation;
mod unknown_field;
mod unknown_nested_field;
mod unknown_node;
mod unknown_operation;
mod unknown_secret;
mod unknown_step;
mod unknown_transform;
mod unknown_workflow;
mod unlisted_side_effect;
mod unmapped_output;
mod unreachable_node;
mod unrouted_failure;
mod unrouted_status;
mod unused_contract;
mod whole_result;
mod write_order;

use pgs_protocol::diagnostic::{Code, Diagnostics};

use crate::analysis::Analysis;

/// A rule: the code of what it finds, and how it looks.
pub struct Rule {
    /// The code.
    pub code: Code,
    /// Adds what it finds.
    pub check: fn(&Analysis<'_>, &mut Diagnostics),
}

/// Every rule, by code; but a status without an edge is said before the nodes that only that edge would lead to.
pub const RULES: &[Rule] = &[
    Rule { code: Code::DuplicateName, check: implemented_twice::check },
    Rule { code: Code::DuplicateName, check: repeated_workflow::check },
    Rule { code: Code::DuplicateName, check: same_variant::check },
    Rule { code: Code::DanglingReference, check: missing_binding::check },
    Rule { code: Code::DanglingReference, check: unknown_workflow::check },
    Rule { code: Code::MissingAddress, check: missing_address::check },
    Rule { code: Code::UnknownCapability, check: unknown_transform::check },
    Rule { code: Code::UnknownOperation, check: unknown_operation::check },
    Rule { code: Code::UnknownNode, check: unknown_node::check },
    Rule { code: Code::UnknownStep, check: unknown_step::check },
    Rule { code: Code::UnreadableCondition, check: selecting_path::check },
    Rule { code: Code::UnreadableBinding, check: whole_result::check },
    Rule { code: Code::BinaryNameClash, check: binary_name::check },
    Rule { code: Code::RejectedPayloadHasEffects, check: rejected_payload::check },
    Rule { code: Code::MisplacedIntent, check: misplaced_intent::check },
    Rule { code: Code::DynamicWorkflow, check: dynamic_workflow::check },
    Rule { code: Code::StoreOutsideDataRoot, check: store_outside::check },
    Rule { code: Code::SignatureMismatch, check: signature_mismatch::check },
    Rule { code: Code::BadPattern, check: bad_pattern::check },
    Rule { code: Code::RefusedValue, check: refused_value::check },
    Rule { code: Code::StoreClash, check: store_clash::check },
    Rule { code: Code::StoreName, check: store_name::check },
    Rule { code: Code::LongName, check: long_name::check },
    Rule { code: Code::UnknownStore, check: missing_store::check },
    Rule { code: Code::MisspeltStatus, check: misspelt_status::check },
    Rule { code: Code::UnboundInput, check: unbound_input::check },
    Rule { code: Code::TypeMismatch, check: type_mismatch::check },
    Rule { code: Code::UnroutedStatus, check: unrouted_status::check },
    Rule { code: Code::HiddenOutcome, check: hidden_outcome::check },
    Rule { code: Code::UnreachableNode, check: unreachable_node::check },
    Rule { code: Code::UnmappedOutput, check: unmapped_output::check },
    Rule { code: Code::UnknownField, check: unknown_field::check },
    Rule { code: Code::UnknownField, check: unknown_nested_field::check },
    Rule { code: Code::UndeclaredInput, check: undeclared_input::check },
    Rule { code: Code::IgnoredArgument, check: ignored_argument::check },
    Rule { code: Code::ImpossibleStatus, check: idle_route::check },
    Rule { code: Code::ImpossibleStatus, check: impossible_status::check },
    Rule { code: Code::WriteOrder, check: write_order::check },
    Rule { code: Code::LateCheck, check: late_check::check },
    Rule { code: Code::EnumMismatch, check: enum_mismatch::check },
    Rule { code: Code::StoredSecret, check: stored_secret::check },
    Rule { code: Code::EndlessLoop, check: endless_loop::check },
    Rule { code: Code::EndlessLoop, check: endless_recursion::check },
    Rule { code: Code::UnroutedFailure, check: unrouted_failure::check },
    Rule { code: Code::StoreCase, check: store_case::check },
    Rule { code: Code::UnknownSecret, check: unknown_secret::check },
    Rule { code: Code::SharedSecret, check: shared_secret::check },
    Rule { code: Code::IdleSecret, check: idle_secret::check },
    Rule { code: Code::ShownSecret, check: shown_secret::check },
    Rule { code: Code::RefusedCall, check: refused_call::check },
    Rule { code: Code::UnlistedSideEffect, check: unlisted_side_effect::check },
    Rule { code: Code::UndeclaredOperation, check: undeclared_operation::check },
    Rule { code: Code::UnusedContract, check: unused_contract::check },
    Rule { code: Code::IdleDefault, check: idle_default::check },
];

/// Asks every rule.
pub fn lint(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    for rule in RULES {
        (rule.check)(analysis, diagnostics);
    }
}
