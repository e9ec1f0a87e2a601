//! Admission: what an intent declares of a payload, and what is checked of it.
//!
//! A field that is declared may have to be there, and must be of its type if it is there, in the sense of Python's
//! `isinstance`: true is an integer and a number, `1.0` is no integer, null is of no type. Fields that are not declared pass.

use pgs_trace::ContractId;
use pgs_value::{ACK, Field, Map, NACK, Typed, Value};

use crate::event::{Check, Expected};
use crate::fault::Fault;
use crate::ids::NodeId;
use crate::run::Run;

/// A type that an intent can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeclaredType {
    /// `array`
    Array,
    /// `string`
    String,
    /// `integer`: an integer of any size, or a truth value.
    Integer,
    /// `number`: any number, or a truth value.
    Number,
    /// `boolean`
    Boolean,
    /// `object`
    Object,
}

impl DeclaredType {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Array, Self::String, Self::Integer, Self::Number, Self::Boolean, Self::Object];

    /// The word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Array => "array",
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Object => "object",
        }
    }

    /// Whether this value is of it.
    pub fn holds(self, value: &Value) -> bool {
        match (self, value) {
            (Self::Array, Value::Array(_))
            | (Self::String, Value::String(_))
            | (Self::Integer | Self::Number | Self::Boolean, Value::Bool(_))
            | (Self::Number, Value::Number(_))
            | (Self::Object, Value::Object(_)) => true,
            (Self::Integer, Value::Number(number)) => number.is_integer(),
            (
                Self::Array | Self::String | Self::Integer | Self::Number | Self::Boolean | Self::Object,
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_),
            ) => false,
        }
    }
}

/// One field that an intent declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Declared {
    /// Its key.
    pub field: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// Its type; none where the declared word means none.
    pub of: Option<DeclaredType>,
}

impl Declared {
    /// A field that must be there.
    pub const fn required(field: &'static str, of: DeclaredType) -> Self {
        Self { field, required: true, of: Some(of) }
    }

    /// A field that may be there.
    pub const fn optional(field: &'static str, of: DeclaredType) -> Self {
        Self { field, required: false, of: Some(of) }
    }
}

/// An intent that judges payloads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gate {
    /// What traces call it.
    pub intent: ContractId,
    /// What it declares, in the order of the keys.
    pub declares: &'static [Declared],
}

impl Gate {
    /// What is checked of a payload: each field in turn, whether it is there before its type.
    pub fn checks(&self, payload: &Map<String, Value>) -> Vec<Check<'static>> {
        let checks = self.declares.iter().flat_map(|declared| {
            let Declared { field, required, of } = *declared;
            let value = payload.get(field);
            let presence = required.then_some(Check { field, expected: Expected::Present, held: value.is_some() });
            let of_type = value.zip(of).map(|(value, of)| Check {
                field,
                expected: Expected::Type(of.as_str()),
                held: of.holds(value),
            });
            presence.into_iter().chain(of_type)
        });
        checks.collect()
    }

    /// Whether it admits a payload. Nothing is run.
    pub fn admits(&self, payload: &Map<String, Value>) -> bool {
        self.checks(payload).iter().all(|check| check.held)
    }

    /// Judges a payload, and says so in the trace.
    pub fn judge(&self, run: &Run, payload: &Map<String, Value>) -> Result<bool, Fault> {
        let checks = self.checks(payload);
        let admitted = checks.iter().all(|check| check.held);
        run.has_judged(self.intent, if admitted { ACK } else { NACK }, checks)?;
        Ok(admitted)
    }
}

impl Run {
    /// The fault of a gate that no intent stands behind: absence is no permission.
    pub fn no_admission_contract(&self, node: NodeId) -> Fault {
        Fault::NoAdmissionContract { node }
    }
}

/// What a gate says of a payload.
#[derive(Debug)]
pub enum Verdict<P> {
    /// It is admitted.
    Ack(P),
    /// It is not.
    Nack,
}

/// A struct of what a workflow reads of its payload; [`payload!`](crate::payload) declares one.
pub trait Payload: Sized {
    /// Who judges it.
    const GATE: Gate;

    /// Reads every field. None if one that must be there is not, or is of another type.
    fn read(payload: Map<String, Value>) -> Option<Self>;

    /// Has a payload judged.
    fn admit(run: &Run, payload: Map<String, Value>) -> Result<Verdict<Self>, Fault> {
        if !Self::GATE.judge(run, &payload)? {
            return Ok(Verdict::Nack);
        }
        Self::read(payload).map(Verdict::Ack).ok_or(Fault::Payload { intent: Self::GATE.intent.fqdn })
    }
}

/// The fields of a payload while they are read.
#[derive(Debug)]
pub struct Reading(pub Map<String, Value>);

impl Reading {
    /// A field that must be there and of this type.
    pub fn required<T: Typed>(&mut self, key: &str) -> Option<T> {
        T::from_value(self.0.shift_remove(key)?).ok()
    }

    /// A field that may be there, as it is.
    pub fn field<T: Typed>(&mut self, key: &str) -> Field<T> {
        self.0.shift_remove(key).map_or(Field::Unset, Field::json)
    }
}

/// Declares the payload of a workflow: a struct with a field for each key that the workflow reads. In parentheses stands the
/// gate that judges it.
///
/// `required` is for what the gate has checked: it is there, and of its type. `integer` and `number` are no such types, as
/// truth values are both.
///
/// ```
/// use pgs_pgc::admission::{Declared, DeclaredType, Gate, Payload as _};
/// use pgs_pgc::prelude::*;
///
/// const GATE: Gate = Gate {
///     intent: ContractId { fqdn: "town::IN_GUEST_CAME_V0", address: 3 },
///     declares: &[Declared::required("name", DeclaredType::String)],
/// };
/// payload! {
///     /// An admitted payload.
///     Payload(GATE) {
///         /// Who came. Required string.
///         name: String = required "name",
///         /// Not declared.
///         title: Field<Value> = field "title",
///     }
/// }
/// let payload = Payload::read(map([("name", "Ada".into())])).unwrap();
/// assert_eq!((payload.name.as_str(), payload.title), ("Ada", Field::Unset));
/// ```
#[macro_export]
macro_rules! payload {
    ($(#[$meta:meta])* $name:ident($gate:expr) {
        $($(#[$field_meta:meta])* $field:ident: $ty:ty = $how:ident $key:literal,)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $ty,)*
        }

        impl $crate::admission::Payload for $name {
            const GATE: $crate::admission::Gate = $gate;

            fn read(payload: $crate::Map<String, $crate::Value>) -> Option<Self> {
                let mut _reading = $crate::admission::Reading(payload);
                Some(Self { $($field: $crate::payload!(@ $how _reading $key),)* })
            }
        }
    };
    (@ required $reading:ident $key:literal) => { $reading.required($key)? };
    (@ field $reading:ident $key:literal) => { $reading.field($key) };
}
