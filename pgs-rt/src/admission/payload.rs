//! Typed payloads: what an intent declares, as a struct that can be admitted, read and built.

use pgs_value::DeserializeError;
use pgs_value::schema::missing;
use serde::de::Error as _;

use super::{Admitting, Checked, Schema, Verdict};
use crate::{Admission, Fault, Field, Map, Run, Typed, Value};

/// A struct of what an intent declares; [`payload!`](crate::payload) declares one.
pub trait Payload: Sized {
    /// What is declared of the fields beyond presence and type.
    const RULES: &'static [(&'static str, Schema<'static>)];
    /// The FQDN of the intent; empty where it has none.
    const INTENT: &'static str = "";

    /// Reads every field. None if one that must be there is not, or is of another type.
    fn read(fields: &mut impl PayloadFields) -> Option<Self>;

    /// Admits a payload. A violation, enforced or observed, is written to the trace.
    fn admit(run: &Run, payload: Map<String, Value>) -> Result<Verdict<Self>, Fault> {
        let mut admitting = Admitting::new(run.admission(), run.recorded_violations(), payload, Self::RULES);
        let payload = Self::read(&mut admitting);
        let lacks = |path| run.lacks_suppressed(format!("the payload needs the suppressed value at {path}"));
        let Checked { admitted, violations } = admitting.checked().map_err(lacks)?;
        if !violations.is_empty() {
            run.not_admitted(&violations)?;
        }
        match payload.filter(|_| admitted) {
            Some(payload) => Ok(Verdict::Ack(payload)),
            None => {
                run.refuses(Self::INTENT, violations);
                Ok(Verdict::Nack)
            }
        }
    }

    /// Whether a run would admit a payload in this mode. Nothing is run.
    fn check(payload: Map<String, Value>, mode: Admission) -> Checked {
        let mut admitting = Admitting::new(mode, None, payload, Self::RULES);
        let is_read = Self::read(&mut admitting).is_some();
        // Without a recording there is nothing that it does not show.
        let checked = admitting.checked().unwrap_or(Checked { admitted: false, violations: Vec::new() });
        Checked { admitted: checked.admitted && is_read, ..checked }
    }

    /// What is filled in for fields that are not there, where rules are enforced.
    fn defaults() -> Map<String, Value> {
        let mut defaults = Defaults(Map::new());
        // What is read is nothing; what is asked for are the defaults.
        let _ = Self::read(&mut defaults);
        defaults.0
    }

    /// The typed form of a payload. Nothing but presence and type is asked, and no default is filled in.
    fn from_map(payload: Map<String, Value>) -> Result<Self, DeserializeError> {
        let mut reading = Reading { payload, problem: None };
        let payload = Self::read(&mut reading);
        payload.ok_or_else(|| DeserializeError::custom(reading.problem.unwrap_or_default()))
    }
}

/// The fields of a payload while they are read.
pub trait PayloadFields {
    /// A field that must be there and of this type.
    fn required<T: Typed>(&mut self, name: &str) -> Option<T>;

    /// A field that must be of this type if it is there.
    fn optional<T: Typed>(&mut self, name: &str) -> Option<T>;

    /// The same with a declared default, which is filled in where rules are enforced.
    fn optional_or<T: Typed>(&mut self, name: &str, default: impl FnOnce() -> Value) -> Option<T>;

    /// The fields that are left: those that the intent does not declare.
    fn rest(&mut self) -> Map<String, Value>;
}

/// The defaults of a payload that is not there.
struct Defaults(Map<String, Value>);

impl PayloadFields for Defaults {
    fn required<T: Typed>(&mut self, _name: &str) -> Option<T> {
        None
    }

    fn optional<T: Typed>(&mut self, _name: &str) -> Option<T> {
        None
    }

    fn optional_or<T: Typed>(&mut self, name: &str, default: impl FnOnce() -> Value) -> Option<T> {
        self.0.insert(name.to_owned(), default());
        None
    }

    fn rest(&mut self) -> Map<String, Value> {
        Map::new()
    }
}

/// A payload that is read outside of a run.
struct Reading {
    payload: Map<String, Value>,
    /// The first thing that is wrong with it.
    problem: Option<String>,
}

impl Reading {
    fn says(&mut self, problem: String) {
        self.problem.get_or_insert(problem);
    }
}

impl PayloadFields for Reading {
    fn required<T: Typed>(&mut self, name: &str) -> Option<T> {
        let value = self.optional(name);
        if value.is_none() {
            self.says(missing(name));
        }
        value
    }

    fn optional<T: Typed>(&mut self, name: &str) -> Option<T> {
        match Field::json(self.payload.shift_remove(name)?) {
            Field::Is(typed) => Some(typed),
            Field::Other(value) => {
                self.says(super::mistyped::<T>(name, &value).message);
                None
            }
            Field::Unset | Field::Null => None,
        }
    }

    fn optional_or<T: Typed>(&mut self, name: &str, _default: impl FnOnce() -> Value) -> Option<T> {
        self.optional(name)
    }

    fn rest(&mut self) -> Map<String, Value> {
        std::mem::take(&mut self.payload)
    }
}

/// Declares the payload of an intent: a struct with a field for each that is declared, its key in JSON, and what is asked of
/// it. In parentheses stand the rules beyond presence and type, and the FQDN of the intent (`RULES, of "a::IN_B_V0"`). Fields that are not declared are dropped, or collected in the
/// one that is named after `..` at the end.
///
/// The struct is a [`Payload`](crate::admission::Payload), can be read with serde, and becomes JSON by `into`.
///
/// ```
/// use pgs_rt::{Map, Value, json};
///
/// pgs_rt::payload! {
///     /// A letter to a member is due.
///     Payload(&[]) {
///         /// Who is written to.
///         member_id: String = required "member_id",
///         /// How often it was written before.
///         count: i64 = optional "count" or 0.into(),
///     }
/// }
///
/// let payload: Payload = pgs_rt::from_str(r#"{"member_id": "M_1"}"#)?;
/// assert_eq!((payload.member_id.as_str(), payload.count), ("M_1", None));
/// let payload = Map::from(Payload { count: Some(2), ..payload });
/// assert_eq!(json::compact(&Value::Object(payload)), r#"{"member_id":"M_1","count":2}"#);
/// # Ok::<(), pgs_rt::DeserializeError>(())
/// ```
#[macro_export]
macro_rules! payload {
    (
        $(#[$meta:meta])*
        $name:ident($rules:expr $(, of $intent:literal)?) {
            $($(#[$doc:meta])* $field:ident: $ty:ty = $kind:ident $key:literal $(or $default:expr)?,)*
            $(..$rest:ident)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $($(#[$doc])* pub $field: $crate::payload!(@type $kind $ty),)*
            $(
                /// Payload fields that the intent does not declare.
                pub $rest: $crate::Map<String, $crate::Value>,
            )?
        }

        impl $crate::admission::Payload for $name {
            const RULES: &'static [(&'static str, $crate::admission::Schema<'static>)] = $rules;
            $(const INTENT: &'static str = $intent;)?

            fn read(fields: &mut impl $crate::admission::PayloadFields) -> Option<Self> {
                // Every field is read before one that can't be ends it.
                struct Read { $($field: Option<$ty>,)* }
                let read = Read { $($field: $crate::payload!(@read fields $kind $key $(, $default)?),)* };
                Some(Self {
                    $($field: $crate::payload!(@take $kind read.$field),)*
                    $($rest: fields.rest(),)?
                })
            }
        }

        impl From<$name> for $crate::Map<String, $crate::Value> {
            fn from(payload: $name) -> Self {
                let mut fields = Self::new();
                $($crate::payload!(@write fields $kind $key payload.$field);)*
                $(fields.extend(payload.$rest);)?
                fields
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let fields = <$crate::Map<String, $crate::Value> as $crate::serde::Deserialize>::deserialize(deserializer)?;
                <Self as $crate::admission::Payload>::from_map(fields).map_err($crate::serde::de::Error::custom)
            }
        }
    };
    (@type required $ty:ty) => { $ty };
    (@type optional $ty:ty) => { Option<$ty> };
    (@read $fields:ident required $key:literal) => { $fields.required($key) };
    (@read $fields:ident optional $key:literal) => { $fields.optional($key) };
    (@read $fields:ident optional $key:literal, $default:expr) => { $fields.optional_or($key, || $default) };
    (@take required $value:expr) => { $value? };
    (@take optional $value:expr) => { $value };
    (@write $fields:ident required $key:literal $value:expr) => {
        $fields.insert($key.to_owned(), $crate::Typed::into_value($value))
    };
    (@write $fields:ident optional $key:literal $value:expr) => {
        $fields.extend($value.map(|value| ($key.to_owned(), $crate::Typed::into_value(value))))
    };
}
