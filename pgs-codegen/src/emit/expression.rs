//! Values of the plan as Rust expressions.

use pgs_protocol::protocol::Type;
use pgs_value::Value;
use proc_macro2::TokenStream;
use quote::quote;

use super::rust::{converted, ident, integer, ty};
use crate::plan::{Expr, RawShape, ReadPlace, SurfaceField};

/// The expression of a `Field` of this type.
pub fn field(expr: &Expr, wanted: Type) -> TokenStream {
    match expr {
        Expr::Null => quote!(Field::Null),
        Expr::Literal(value) => literal_field(value, wanted),
        Expr::Timestamp if wanted == Type::Text => quote!(run.timestamp().into()),
        Expr::Plus { of, n, text } if wanted == Type::Integer => {
            let plus = plus(of, *n, text);
            quote!(#plus.into())
        }
        Expr::Timestamp | Expr::Plus { .. } | Expr::Object(_) | Expr::List(_) => {
            let json = json(expr);
            quote!(Field::json(#json))
        }
        Expr::Read { place, ty, keys } => read(place, *ty, keys, wanted),
    }
}

fn literal_field(value: &Value, wanted: Type) -> TokenStream {
    match (value, wanted) {
        (Value::Null, _) => quote!(Field::Null),
        (Value::String(text), Type::Text) => quote!(#text.into()),
        (Value::Bool(truth), Type::Boolean) => quote!(#truth.into()),
        (Value::Number(number), Type::Integer | Type::Number) if number.is_i64() => {
            let number = converted(number.as_i64().unwrap_or_default());
            quote!(#number.into())
        }
        _ => {
            let json = literal(value);
            quote!(Field::json(#json))
        }
    }
}

fn read(place: &ReadPlace, from: Type, keys: &[String], wanted: Type) -> TokenStream {
    if !keys.is_empty() {
        let root = root(place);
        return quote!(#root.dig(&[#(#keys),*]));
    }
    let same = from == wanted;
    let typed = |value: TokenStream| {
        let source = ty(from);
        if same { quote!(#value.into()) } else { quote!(Field::<#source>::from(#value).cast()) }
    };
    match place {
        ReadPlace::Payload(_) => typed(copied(&root(place), from)),
        ReadPlace::Raw { field, shape, taken } => typed(raw(&ident(field), *shape, *taken, from)),
        ReadPlace::RawStatus | ReadPlace::Outcome if same => quote!(answer.word().into()),
        ReadPlace::RawStatus | ReadPlace::Outcome => quote!(Field::json(answer.word().into())),
        ReadPlace::UndeclaredPayload | ReadPlace::UntypedPayload | ReadPlace::UndeclaredOfNode { .. } => {
            let root = root(place);
            quote!(Field::json(Value::Object(#root.clone())))
        }
        ReadPlace::Node { .. } | ReadPlace::Input(_) | ReadPlace::StepField(_) | ReadPlace::Surface(_) => {
            let root = root(place);
            if same { quote!(#root.bound()) } else { quote!(#root.bound().cast()) }
        }
    }
}

/// The place, where it stands.
pub fn root(place: &ReadPlace) -> TokenStream {
    match place {
        ReadPlace::Payload(field) => {
            let field = ident(field);
            quote!(self.payload.#field)
        }
        ReadPlace::UndeclaredPayload => quote!(self.payload.undeclared),
        ReadPlace::UntypedPayload => quote!(self.payload),
        ReadPlace::Node { node, field } => {
            let node = ident(node);
            match field {
                SurfaceField::Mapped(field) => {
                    let field = ident(&field.ident);
                    quote!(self.#node.#field)
                }
                SurfaceField::Input(field) => {
                    let field = ident(&field.ident);
                    quote!(self.#node.inputs.#field)
                }
                SurfaceField::MappedOrInput { mapped, input } => {
                    let copy = if mapped.ty == input.ty { quote!(clone()) } else { quote!(cast()) };
                    let (mapped, input) = (ident(&mapped.ident), ident(&input.ident));
                    quote!(self.#node.#mapped.clone().or(self.#node.inputs.#input.#copy))
                }
            }
        }
        ReadPlace::UndeclaredOfNode { node } => {
            let node = ident(node);
            quote!(self.#node.inputs.undeclared)
        }
        ReadPlace::Input(field) => {
            let field = ident(field);
            quote!(self.surface.inputs.#field)
        }
        ReadPlace::StepField(field) => {
            let field = ident(field);
            quote!(self.#field)
        }
        ReadPlace::Raw { field, shape, .. } => {
            let field = ident(field);
            match shape {
                RawShape::Plain => quote!(answer.#field),
                RawShape::OfOutputs => quote!(answer.outputs.as_ref().map(|it| &it.#field)),
                RawShape::OptionalOfOutputs => quote!(answer.outputs.as_ref().and_then(|it| it.#field.as_ref())),
            }
        }
        ReadPlace::RawStatus | ReadPlace::Outcome => quote!(answer.word()),
        ReadPlace::Surface(field) => {
            let field = ident(field);
            quote!(self.surface.#field)
        }
    }
}

/// A field of what the step's call answered, as a value of its own.
fn raw(field: &proc_macro2::Ident, shape: RawShape, taken: bool, ty: Type) -> TokenStream {
    let one = copied(&quote!(it.#field), ty);
    match (shape, taken) {
        (RawShape::Plain, true) => quote!(answer.#field),
        (RawShape::Plain, false) => copied(&quote!(answer.#field), ty),
        (RawShape::OfOutputs, true) => quote!(answer.take(|it| &mut it.#field)),
        (RawShape::OfOutputs, false) => quote!(answer.outputs.as_ref().map(|it| #one)),
        (RawShape::OptionalOfOutputs, true) => quote!(answer.take(|it| &mut it.#field).flatten()),
        (RawShape::OptionalOfOutputs, false) => quote!(answer.outputs.as_ref().and_then(|it| #one)),
    }
}

/// A value of its own: of types that are not copied anyway, a clone.
fn copied(place: &TokenStream, ty: Type) -> TokenStream {
    if matches!(ty, Type::Integer | Type::Boolean) { place.clone() } else { quote!(#place.clone()) }
}

/// The expression of a JSON value.
pub fn json(expr: &Expr) -> TokenStream {
    match expr {
        Expr::Null => quote!(Value::Null),
        Expr::Literal(value) => literal(value),
        Expr::Timestamp => quote!(run.timestamp().into()),
        Expr::Plus { of, n, text } => {
            let plus = plus(of, *n, text);
            quote!(#plus.into())
        }
        Expr::Object(fields) => {
            let entries = entries(fields);
            quote!(object([#entries]))
        }
        Expr::List(items) => {
            let items = items.iter().map(json);
            quote!(list([#(#items),*]))
        }
        Expr::Read { place, keys, .. } if !keys.is_empty() => {
            let root = root(place);
            quote!(#root.value_at(&[#(#keys),*]))
        }
        Expr::Read { place, ty, .. } => match place {
            ReadPlace::Payload(_)
            | ReadPlace::UndeclaredPayload
            | ReadPlace::UntypedPayload
            | ReadPlace::UndeclaredOfNode { .. } => {
                let value = copied(&root(place), *ty);
                quote!(#value.into())
            }
            ReadPlace::Raw { field, shape, taken } => {
                let value = raw(&ident(field), *shape, *taken, *ty);
                quote!(#value.into())
            }
            ReadPlace::RawStatus | ReadPlace::Outcome => quote!(answer.word().into()),
            ReadPlace::Node { .. } | ReadPlace::Input(_) | ReadPlace::StepField(_) | ReadPlace::Surface(_) => {
                let root = root(place);
                quote!(#root.to_value())
            }
        },
    }
}

/// The entries of an object, for `object([…])` and `map([…])`.
pub fn entries(fields: &[(String, Expr)]) -> TokenStream {
    let entries = fields.iter().map(|(key, inner)| {
        let inner = json(inner);
        quote!((#key, #inner))
    });
    quote!(#(#entries),*)
}

fn plus(of: &Expr, n: i64, text: &str) -> TokenStream {
    let of = match of {
        Expr::Read { place: ReadPlace::Payload(field), ty, keys } if keys.is_empty() => {
            let value = copied(&root(&ReadPlace::Payload(field.clone())), *ty);
            quote!(Value::from(#value))
        }
        Expr::Read { place: ReadPlace::Raw { field, shape, taken }, ty, keys } if keys.is_empty() => {
            let value = raw(&ident(field), *shape, *taken, *ty);
            quote!(Value::from(#value))
        }
        other => json(other),
    };
    let n = integer(n);
    quote!(arithmetic::plus(&#of, #n, #text)?)
}

/// A literal JSON value.
pub fn literal(value: &Value) -> TokenStream {
    match value {
        Value::Null => quote!(Value::Null),
        Value::Bool(truth) => quote!(#truth.into()),
        Value::Number(number) => {
            if let Some(number) = number.as_i64() {
                let number = converted(number);
                quote!(#number.into())
            } else {
                let digits = number.to_string();
                quote!(number(#digits))
            }
        }
        Value::String(text) => quote!(#text.into()),
        Value::Array(items) => {
            let items = items.iter().map(literal);
            quote!(list([#(#items),*]))
        }
        Value::Object(object) => {
            let entries = object.iter().map(|(key, value)| {
                let value = literal(value);
                quote!((#key, #value))
            });
            quote!(object([#(#entries),*]))
        }
    }
}
