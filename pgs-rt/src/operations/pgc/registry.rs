//! `CS_REGISTRY` as PGC has it: a key may be blank, and what is no text is bound to nothing.

use pgs_value::{Map, Value};
use serde::Serialize;

use super::mistyped;
use crate::operations::no_entry;
pub use crate::operations::registry::{
    CountOutputs, CountStatus, DeregisterStatus, ExistsOutputs, ExistsStatus, Named, RegisterOutputs, RegisterStatus,
    ResolveOutputs, ResolveStatus, Store, count,
};
use crate::operations::registry::{is_tombstone, or_empty};
use crate::{Fault, Field, NoOutputs, Reason, ReasonCode, Reply, Run, Step, Violation, described};

described! {
    /// What REGISTER is given.
    #[derive(Clone, Debug, Default, Serialize)]
    pub struct Register {
        /// The key, a text.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub key: Field<String>,
        /// The side effect that holds the data.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub target_cs: Field<Value>,
        /// The reference within that side effect.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub target_ref: Field<Value>,
        /// More fields of the entry.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub value: Field<Map<String, Value>>,
    }
}

/// Binds a new key to a new address. A key that is missing is a violation; one that is no text ends the run.
pub fn register(
    step: &Step<'_>,
    store: &Store,
    call: Register,
) -> Result<Reply<RegisterStatus, RegisterOutputs>, Fault> {
    step.effect_or_fault(Some(&store.0), call, RegisterStatus::BackendError, |run, call| {
        let key = match call.key {
            Field::Is(key) => key,
            Field::Unset => return Ok(Reply::failure(RegisterStatus::Violation, Violation::unset("key"))),
            Field::Null | Field::Other(_) => return Err(mistyped("key", "a text")),
        };
        let Some(value) = fields(call.value) else { return without_fields(run, store, &key) };
        if is_tombstone(&value) {
            let violation = Violation::new("`value` holds a tombstone: the entry would count as removed");
            return Ok(Reply::failure(RegisterStatus::Violation, violation));
        }
        Ok(match store.add(run, &key, &call.target_cs, &call.target_ref, value) {
            Ok(Some(address)) => Reply::success(RegisterStatus::Success, RegisterOutputs { address }),
            Ok(None) => Reply::failure(RegisterStatus::AlreadyExists, already_there()),
            Err(error) => Reply::failure(RegisterStatus::BackendError, error),
        })
    })
}

/// An object; an empty one where there is nothing, and none where there is something else.
fn fields(value: Field<Map<String, Value>>) -> Option<Map<String, Value>> {
    match value {
        Field::Unset | Field::Null => Some(Map::new()),
        Field::Is(fields) => Some(fields),
        Field::Other(Value::String(text)) => text.is_empty().then(Map::new),
        Field::Other(Value::Array(items)) => items.is_empty().then(Map::new),
        Field::Other(_) => None,
    }
}

/// A value that is no object is found out where the key is new.
fn without_fields(run: &Run, store: &Store, key: &str) -> Result<Reply<RegisterStatus, RegisterOutputs>, Fault> {
    match store.find(run, Some(key)) {
        Ok(Some(entry)) if entry.get("key").is_some_and(|it| it == key) => {
            Ok(Reply::failure(RegisterStatus::AlreadyExists, already_there()))
        }
        Ok(_) => Err(mistyped("value", "an object")),
        Err(error) => Ok(Reply::failure(RegisterStatus::BackendError, error)),
    }
}

fn already_there() -> Reason {
    Reason::coded(ReasonCode::AlreadyExists, "the key is registered")
}

/// Finds what a key or address is bound to.
pub fn resolve(step: &Step<'_>, store: &Store, call: Named) -> Result<Reply<ResolveStatus, ResolveOutputs>, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let name = match name(&call) {
            Ok(name) => name,
            Err(violation) => return Reply::failure(ResolveStatus::Violation, violation),
        };
        match store.find(run, name) {
            Ok(Some(entry)) => {
                let (target_cs, target_ref) = (or_empty(entry.get("target_cs")), or_empty(entry.get("target_ref")));
                Reply::success(ResolveStatus::Success, ResolveOutputs { target_cs, target_ref })
            }
            Ok(None) => Reply::failure(ResolveStatus::NotFound, no_entry("the key or address is not registered")),
            Err(error) => Reply::failure(ResolveStatus::BackendError, error),
        }
    })
}

/// Says whether a key or address is registered.
pub fn exists(step: &Step<'_>, store: &Store, call: Named) -> Result<Reply<ExistsStatus, ExistsOutputs>, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let name = match name(&call) {
            Ok(name) => name,
            Err(violation) => return Reply::failure(ExistsStatus::Violation, violation),
        };
        match store.find(run, name) {
            Ok(entry) => Reply::success(ExistsStatus::Success, ExistsOutputs { exists: entry.is_some() }),
            Err(error) => Reply::failure(ExistsStatus::BackendError, error),
        }
    })
}

/// Removes a key by a tombstone.
pub fn deregister(step: &Step<'_>, store: &Store, call: Named) -> Result<Reply<DeregisterStatus, NoOutputs>, Fault> {
    step.effect(Some(&store.0), call, |run, call| {
        let name = match name(&call) {
            Ok(name) => name,
            Err(violation) => return Reply::failure(DeregisterStatus::Violation, violation),
        };
        match store.remove(run, name) {
            Ok(true) => Reply::success(DeregisterStatus::Success, NoOutputs {}),
            Ok(false) => Reply::failure(DeregisterStatus::NotFound, no_entry("the key or address is not registered")),
            Err(error) => Reply::failure(DeregisterStatus::BackendError, error),
        }
    })
}

/// The key or address that is asked for: none, where it is no text. One that is missing is a violation.
fn name(call: &Named) -> Result<Option<&str>, Violation> {
    match &call.key_or_address {
        Field::Unset => Err(Violation::unset("key_or_address")),
        Field::Is(name) => Ok(Some(name)),
        Field::Null | Field::Other(_) => Ok(None),
    }
}
