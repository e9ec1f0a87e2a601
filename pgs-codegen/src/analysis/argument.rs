//! What a step evaluates for its call: its bindings, with addresses in place of names.

use pgs_protocol::protocol::{Binding, Place, Protocol, Step, Type};
use pgs_value::Value;

/// A binding that a step evaluates for its call. A text in it that is an artifact's FQDN is that artifact's address.
#[derive(Clone, Debug)]
pub struct BoundArgument {
    /// The name.
    pub name: String,
    /// Where its value comes from.
    pub binding: Binding,
    /// The type that is declared; none where nothing is.
    pub declared: Option<Type>,
    /// Where it is written.
    pub place: Place,
}

/// A step, and where it runs.
pub struct CallScope<'s, 'a> {
    /// The step.
    pub step: &'s Step,
    /// The domain whose addresses and workflows are meant.
    pub domain: &'s str,
    /// The protocol.
    pub protocol: &'a Protocol,
}

impl CallScope<'_, '_> {
    /// A binding that is evaluated for the call.
    pub fn bound(&self, name: &str, binding: &Binding, declared: Option<Type>, place: Place) -> BoundArgument {
        BoundArgument { name: name.to_owned(), binding: self.with_addresses(binding), declared, place }
    }

    fn with_addresses(&self, binding: &Binding) -> Binding {
        match binding {
            Binding::Literal(value) => Binding::Literal(self.addressed(value)),
            Binding::Object(fields) => {
                Binding::Object(fields.iter().map(|(key, inner)| (key.clone(), self.with_addresses(inner))).collect())
            }
            Binding::List(items) => Binding::List(items.iter().map(|item| self.with_addresses(item)).collect()),
            Binding::Path(_) | Binding::Timestamp | Binding::Outcome | Binding::Plus { .. } => binding.clone(),
        }
    }

    fn addressed(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => {
                let address = self.protocol.address(self.domain, text);
                address.map_or_else(|| value.clone(), Value::from)
            }
            Value::Array(items) => items.iter().map(|item| self.addressed(item)).collect(),
            Value::Object(object) => object.iter().map(|(key, value)| (key.clone(), self.addressed(value))).collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        }
    }
}
