//! What is wrong or suspicious with a protocol that could be read: one rule a file.
//!
//! Rules look at the protocol and its analysis; none knows another, and nothing else says what they say. Source:
//! `docs/diagnostics.md`.

mod always_fault;
mod bad_pattern;
mod binary_name;
mod consulted_write;
mod declared_statuses;
mod dynamic_workflow;
mod endless_loop;
mod endless_recursion;
mod enum_mismatch;
mod hidden_outcome;
mod idle_default;
mod idle_route;
mod idle_secret;
mod ignored_argument;
mod implemented_twice;
mod impossible_status;
mod lacking_workflow;
mod late_check;
mod left_out;
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
mod superseded;
mod surface_mismatch;
mod type_mismatch;
mod unbound_input;
mod undeclared_call;
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
mod unlisted_outcome;
mod unlisted_side_effect;
mod unmapped_output;
mod unreachable_node;
mod unrouted_failure;
mod unrouted_status;
mod unused_contract;
mod whole_result;
mod write_order;

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::Generation;

use crate::analysis::Analysis;

/// A rule: the code of what it finds, and how it looks.
pub struct Rule {
    /// The code.
    pub code: Code,
    /// Adds what it finds.
    pub check: fn(&Analysis<'_>, &mut Diagnostics),
    /// Of which protocols it is asked.
    pub holds: Holds,
}

/// Of which protocols a rule is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Of all.
    Always,
    /// Of those of one generation: the other has nothing of what it judges, or another rule for it.
    In(Generation),
}

impl Holds {
    /// Whether it holds in this generation.
    pub fn in_generation(self, generation: Generation) -> bool {
        match self {
            Self::Always => true,
            Self::In(one) => one == generation,
        }
    }
}

/// Every rule, by code; but a status without an edge is said before the nodes that only that edge would lead to.
///
/// What holds in PGS alone is about what PGC does not have: workflows that start others, evaluations, values that are
/// suppressed, entities, rules of payloads beyond presence and type, `default` edges, statuses that pass over `on_result`. A
/// capability that is missing, and an operation that is not declared, PGC says by rules of its own.
pub const RULES: &[Rule] = &[
    Rule { code: Code::DuplicateName, check: implemented_twice::check, holds: Holds::Always },
    Rule { code: Code::DuplicateName, check: repeated_workflow::check, holds: Holds::In(Generation::Pgs) },
    Rule { code: Code::DuplicateName, check: same_variant::check, holds: Holds::Always },
    Rule { code: Code::DanglingReference, check: missing_binding::check, holds: Holds::Always },
    Rule { code: Code::DanglingReference, check: unknown_workflow::check, holds: Holds::In(Generation::Pgs) },
    Rule { code: Code::MissingAddress, check: missing_address::check, holds: Holds::Always },
    Rule { code: Code::UnknownCapability, check: unknown_transform::check, holds: Holds::In(Generation::Pgs) },
    Rule { code: Code::UnknownOperation, check: unknown_operation::check, holds: Holds::In(Generation::Pgs) },
    Rule { code: Code::UnknownNode, check: unknown_node::check, holds: Holds::Always },
    Rule { code: Code::UnknownStep, check: unknown_step::check, holds: Holds::Always },
    Rule { code: Code::UnreadableCondition, check: selecting_path::check, holds: Holds::In(Generation::Pgs) },
    Rule { code: Code::UnreadableBinding, check: whole_result::check, holds: Holds::In(Generation::Pgs) },
    Rule { code: Code::BinaryNameClash, check: binary_name::check, holds: Holds::Always },
    Rule { code: Code::RejectedPayloadHasEffects, check: rejected_payload::check, holds: Holds::Always },
    Rule { code: Code::MisplacedIntent, check: misplaced_intent::check, holds: Holds::Always },
    Rule { code: Code::DynamicWorkflow, check: dynamic_workflow::check, holds: Holds::In(Generation::Pgs) },
    Rule { code: Code::StoreOutsideDataRoot, check: store_outside::check, holds: Holds::Always },
    Rule { code: Code::SignatureMismatch, check: signature_mismatch::check, holds: Holds::Always },
    Rule { code: Code::BadPattern, check: bad_pattern::check, holds: Holds::Always },
    Rule { code: Code::RefusedValue, check: refused_value::check, holds: Holds::In(Generation::Pgs) },
    Rule { code: Code::StoreClash, check: store_clash::check, holds: Holds::Always },
    Rule { code: Code::StoreName, check: store_name::check, holds: Holds::Always },
    Rule { code: Code::LongName, check: long_name::check, holds: Holds::Always },
    Rule { code: Code::UnknownStore, check: missing_store::check, holds: Holds::Always },
    Rule { code: Code::MisspeltStatus, check: misspelt_status::check, holds: Holds::Always },
    Rule { code: Code::UnboundInput, check: unbound_input::check, holds: Holds::Always },
    Rule { code: Code::TypeMismatch, check: type_mismatch::check, holds: Holds::Always },
    Rule { code: Code::UnroutedStatus, check: unrouted_status::check, holds: Holds::Always },
    Rule { code: Code::HiddenOutcome, check: hidden_outcome::check, holds: Holds::In(Generation::Pgs) },
    Rule { code: Code::UnreachableNode, check: unreachable_node::check, holds: Holds::Always },
    Rule { code: Code::UnmappedOutput, check: unmapped_output::check, holds: Holds::Always },
    Rule { code: Code::UnknownField, check: unknown_field::check, holds: Holds::Always },
    Rule { code: Code::UnknownField, check: unknown_nested_field::check, holds: Holds::Always },
    Rule { code: Code::UndeclaredInput, check: undeclared_input::check, holds: Holds::Always },
    Rule { code: Code::IgnoredArgument, check: ignored_argument::check, holds: Holds::Always },
    Rule { code: Code::ImpossibleStatus, check: idle_route::check, holds: Holds::Always },
    Rule { code: Code::ImpossibleStatus, check: impossible_status::check, holds: Holds::Always },
    Rule { code: Code::WriteOrder, check: write_order::check, holds: Holds::Always },
    Rule { code: Code::LateCheck, check: late_check::check, holds: Holds::Always },
    Rule { code: Code::EnumMismatch, check: enum_mismatch::check, holds: Holds::In(Generation::Pgs) },
    Rule { code: Code::StoredSecret, check: stored_secret::check, holds: Holds::In(Generation::Pgs) },
    Rule { code: Code::EndlessLoop, check: endless_loop::check, holds: Holds::Always },
    Rule { code: Code::EndlessLoop, check: endless_recursion::check, holds: Holds::In(Generation::Pgs) },
    Rule { code: Code::UnroutedFailure, check: unrouted_failure::check, holds: Holds::In(Generation::Pgs) },
    Rule { code: Code::StoreCase, check: store_case::check, holds: Holds::Always },
    Rule { code: Code::UnknownSecret, check: unknown_secret::check, holds: Holds::In(Generation::Pgs) },
    Rule { code: Code::SharedSecret, check: shared_secret::check, holds: Holds::In(Generation::Pgs) },
    Rule { code: Code::IdleSecret, check: idle_secret::check, holds: Holds::In(Generation::Pgs) },
    Rule { code: Code::ShownSecret, check: shown_secret::check, holds: Holds::In(Generation::Pgs) },
    Rule { code: Code::RefusedCall, check: refused_call::check, holds: Holds::In(Generation::Pgs) },
    Rule { code: Code::UnlistedSideEffect, check: unlisted_side_effect::check, holds: Holds::Always },
    Rule { code: Code::UndeclaredOperation, check: undeclared_operation::check, holds: Holds::In(Generation::Pgs) },
    Rule { code: Code::UnusedContract, check: unused_contract::check, holds: Holds::Always },
    Rule { code: Code::IdleDefault, check: idle_default::check, holds: Holds::In(Generation::Pgs) },
    Rule { code: Code::UnknownCapability, check: lacking_workflow::check, holds: Holds::In(Generation::Pgc) },
    Rule { code: Code::UnknownOperation, check: undeclared_call::check, holds: Holds::In(Generation::Pgc) },
    Rule { code: Code::LeftOut, check: left_out::check, holds: Holds::In(Generation::Pgc) },
    Rule { code: Code::AlwaysFault, check: always_fault::check, holds: Holds::In(Generation::Pgc) },
    Rule { code: Code::UnlistedOutcome, check: unlisted_outcome::check, holds: Holds::In(Generation::Pgc) },
    Rule { code: Code::SurfaceMismatch, check: surface_mismatch::check, holds: Holds::In(Generation::Pgc) },
    Rule { code: Code::ConsultedWrite, check: consulted_write::check, holds: Holds::In(Generation::Pgc) },
    Rule { code: Code::Superseded, check: superseded::check, holds: Holds::In(Generation::Pgc) },
];

/// Asks every rule that holds.
pub fn lint(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let generation = analysis.protocol.semantics.generation;
    for rule in RULES.iter().filter(|rule| rule.holds.in_generation(generation)) {
        (rule.check)(analysis, diagnostics);
    }
}
