//! Which code a step may end with, as far as its operation and its status say.

use pgs_trace::event::StepEnd;
use pgs_trace::{Event, RecordedEvent};
use pgs_value::ReasonCode::{
    self, AlreadyExists, Busy, Conflict, Damaged, Denied, Entry, Full, Lost, Missing, Mistyped, NoEntry, NoHold,
    NoMatch, NoPath, NotBuilt, NotFound, Outside, System, TooDeep, Unaddressed, Unsynced, Violation,
};

use super::defect::Defect;

/// The operations of the stores. What other side effects say they alone know.
const OF_STORES: [&str; 13] = [
    "APPEND",
    "READ_ALL",
    "READ",
    "WRITE",
    "DELETE",
    "DELETE_MANY",
    "EXISTS",
    "LIST",
    "UPDATE_WHERE",
    "REGISTER",
    "RESOLVE",
    "COUNT",
    "DEREGISTER",
];

/// The namespace of the reference's side effects.
const REFERENCE: &str = "capability_side_effects::";

/// What a store says with BACKEND_ERROR.
const BACKEND: [ReasonCode; 16] = [
    Busy,
    Conflict,
    Damaged,
    Denied,
    Entry,
    Full,
    Lost,
    NoHold,
    NoPath,
    NotBuilt,
    NotFound,
    Outside,
    System,
    TooDeep,
    Unaddressed,
    Unsynced,
];

/// What whoever is given something wrong says with VIOLATION.
const GIVEN: [ReasonCode; 3] = [Violation, Missing, Mistyped];

/// Looks at the code of a step.
pub(super) fn of(recorded: &RecordedEvent) -> Result<(), Defect> {
    let Event::StepEnd(StepEnd { op, status, reason, reason_code, capability, .. }) = recorded.event() else {
        return Ok(());
    };
    let is_there = recorded.detail().is_some_and(|detail| detail.contains_key("reason_code"));
    let is_known = match op {
        None => status == Some("VIOLATION"),
        Some(op) => OF_STORES.contains(&op) && capability.is_some_and(|name| name.starts_with(REFERENCE)),
    };
    if !is_there || !is_known {
        return Ok(());
    }
    let codes = match (op, status) {
        (_, Some("VIOLATION")) if op == Some("UPDATE_WHERE") => &[Violation, Missing, Mistyped, NoMatch][..],
        (_, Some("VIOLATION")) => &GIVEN[..],
        (Some(_), Some("ALREADY_EXISTS")) => &[AlreadyExists],
        (Some(_), Some("NOT_FOUND")) => &[NoEntry],
        (Some(_), Some("BACKEND_ERROR")) => &BACKEND[..],
        _ => &[],
    };
    let is_one = reason_code.is_some_and(|code| codes.contains(&code));
    if is_one && reason.is_some() { Ok(()) } else { Err(Defect::Code) }
}
