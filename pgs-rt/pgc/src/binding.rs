//! The values of bindings: what a path reaches, mappings and lists of it, and literals.
//!
//! A path that reaches nothing is *absent*, which is not null: the field is [`Field::Unset`]. A mapping leaves an absent key
//! out. A list can't, as what follows would move up: there it is a fault ([`Run::list`], [`Step::list`](crate::Step::list)).

use pgs_trace::ContractId;
use pgs_value::{AnyField, Dig, Field, Map, Number, Typed, Value, View};

use crate::fault::{Fault, FaultPlace, Refusal};
use crate::run::Run;

/// Something that a binding reads: a field of a payload, of inputs, of a surface.
///
/// ```
/// use pgs_pgc::prelude::*;
/// use pgs_value::json;
///
/// let context: Field<Value> = Field::json(json!({"employee": {"id": "E1", "title": null}}));
/// assert_eq!(context.follow(&["employee", "id"]), Field::<String>::from("E1"));
/// assert_eq!(context.follow::<String>(&["employee", "title"]), Field::Null);
/// assert_eq!(context.follow::<String>(&["employee", "name"]), Field::Unset);
/// ```
pub trait Source {
    /// The whole value, in a field that is declared as `T`.
    fn bind<T: Typed>(&self) -> Field<T>;

    /// What stands at these keys within it.
    fn follow<T: Typed>(&self, keys: &[&str]) -> Field<T>;
}

impl<S: Typed + Dig> Source for Field<S> {
    fn bind<T: Typed>(&self) -> Field<T> {
        self.cast()
    }

    fn follow<T: Typed>(&self, keys: &[&str]) -> Field<T> {
        self.find(keys).map_or(Field::Unset, Field::json)
    }
}

/// What an intent requires is there.
macro_rules! there {
    ($($ty:ty),+) => {
        $(impl Source for $ty {
            fn bind<T: Typed>(&self) -> Field<T> {
                Field::json(self.clone().into_value())
            }

            fn follow<T: Typed>(&self, keys: &[&str]) -> Field<T> {
                self.find(keys).map_or(Field::Unset, Field::json)
            }
        })+
    };
}

there!(String, i64, bool, Number, Value, Map<String, Value>, Vec<Value>);

/// A value that stands in the protocol.
pub fn literal<T: Typed>(value: impl Into<Value>) -> Field<T> {
    Field::json(value.into())
}

/// An object of these entries, without those that are absent.
///
/// ```
/// use pgs_pgc::prelude::*;
///
/// let record: Field<Value> = mapping([("a", literal(1)), ("b", Field::Unset), ("c", Field::Null)]);
/// assert_eq!(record.to_value().to_string(), r#"{"a":1,"c":null}"#);
/// ```
pub fn mapping<T: Typed, const N: usize>(entries: [(&str, Field<Value>); N]) -> Field<T> {
    let present = entries.into_iter().filter(|(_, value)| !value.is_unset());
    Field::json(Value::Object(present.map(|(key, value)| (key.to_owned(), value.to_value())).collect()))
}

/// A list of these items; none where one is absent.
pub(crate) fn whole<T: Typed, const N: usize>(items: [Field<Value>; N]) -> Option<Field<T>> {
    let present = items.into_iter().map(|item| (!item.is_unset()).then(|| item.to_value()));
    present.collect::<Option<Vec<_>>>().map(|items| Field::json(Value::Array(items)))
}

/// Why there is no list.
pub(crate) const ABSENT_ITEM: &str = "a list binds a source that is absent";

impl Run {
    /// A list among the inputs of a contract. Every item must be there.
    pub fn list<T: Typed, const N: usize>(
        &self,
        contract: &ContractId,
        items: [Field<Value>; N],
    ) -> Result<Field<T>, Fault> {
        let place = FaultPlace { contract: *contract, step: None };
        let absent = || Fault::Capability { place, refusal: Refusal::Transform, reason: ABSENT_ITEM.to_owned() };
        whole(items).ok_or_else(absent)
    }
}

/// A field of a surface that stands for an input where no step has set the output of its name.
pub struct Unless<'a>(pub &'a dyn AnyField, pub &'a dyn AnyField);

impl AnyField for Unless<'_> {
    fn view(&self) -> Option<View<'_>> {
        if self.0.view().is_some() { None } else { self.1.view() }
    }
}

/// Sets a field of a surface to what a step has mapped; what is absent leaves it as it is.
pub fn merge<T: Typed, M: Typed>(surface: &mut Field<T>, mapped: Field<M>) {
    match mapped {
        Field::Unset => {}
        Field::Null => *surface = Field::Null,
        Field::Is(typed) => *surface = Field::json(typed.into_value()),
        Field::Other(value) => *surface = Field::json(value),
    }
}
