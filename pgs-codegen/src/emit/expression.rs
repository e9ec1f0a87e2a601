//! Values of the plan as Rust expressions.

use pgs_protocol::protocol::Type;
use pgs_value::Value;
use proc_macro2::TokenStream;
use quote::quote;

use super::rust::{converted, ident, integer, ty};
use crate::plan::{Expr, RawShape, ReadPlace};

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
    let root = root(place, from);
    if !keys.is_empty() {
        return quote!(#root.dig(&[#(#keys),*]));
    }
    let same = from == wanted;
    let source = ty(from);
    let value = copied(&root, from);
    match place {
        ReadPlace::Payload(_) if same => quote!(#value.into()),
        ReadPlace::Payload(_) => quote!(Field::<#source>::from(#value).cast()),
        ReadPlace::Raw { .. } if same => quote!(#root.into()),
        ReadPlace::Raw { .. } => quote!(Field::<#source>::from(#root).cast()),
        ReadPlace::RawStatus if same => quote!(word.into()),
        ReadPlace::RawStatus => quote!(Field::json(word.into())),
        ReadPlace::UndeclaredPayload | ReadPlace::UndeclaredOfNode { .. } => {
            quote!(Field::json(Value::Object(#root.clone())))
        }
        _ if same => quote!(#root.bound()),
        _ => quote!(#root.bound().cast()),
    }
}

/// The place without keys.
fn root(place: &ReadPlace, ty: Type) -> TokenStream {
    match place {
        ReadPlace::Payload(field) => {
            let field = ident(field);
            quote!(self.payload.#field)
        }
        ReadPlace::UndeclaredPayload => quote!(self.payload.undeclared),
        ReadPlace::Node { node, field } => {
            let (node, field) = (ident(node), ident(field));
            quote!(self.results.#node.#field)
        }
        ReadPlace::UndeclaredOfNode { node } => {
            let node = ident(node);
            quote!(self.results.#node.undeclared)
        }
        ReadPlace::Input(field) => {
            let field = ident(field);
            quote!(self.inputs.#field)
        }
        ReadPlace::Step { step, field } => {
            let (step, field) = (ident(step), ident(field));
            quote!(self.results.#step.#field)
        }
        ReadPlace::Raw { field, shape } => raw(&ident(field), *shape, ty),
        ReadPlace::RawStatus => quote!(word),
        ReadPlace::Surface(field) => {
            let field = ident(field);
            quote!(self.surface.#field)
        }
    }
}

/// A field of what the step's call answered, as a value of its own.
fn raw(field: &proc_macro2::Ident, shape: RawShape, ty: Type) -> TokenStream {
    let copied = |place: TokenStream| copied(&place, ty);
    match shape {
        RawShape::Plain | RawShape::Optional => copied(quote!(answer.#field)),
        RawShape::OfOutputs => {
            let field = copied(quote!(it.#field));
            quote!(answer.outputs.as_ref().map(|it| #field))
        }
        RawShape::OptionalOfOutputs => {
            let field = copied(quote!(it.#field));
            quote!(answer.outputs.as_ref().and_then(|it| #field))
        }
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
        Expr::Read { place, ty, keys } => {
            let root = root(place, *ty);
            if !keys.is_empty() {
                return quote!(#root.value_at(&[#(#keys),*]));
            }
            match place {
                ReadPlace::Payload(_) | ReadPlace::UndeclaredPayload | ReadPlace::UndeclaredOfNode { .. } => {
                    let value = copied(&root, *ty);
                    quote!(#value.into())
                }
                ReadPlace::Raw { .. } => quote!(#root.into()),
                ReadPlace::RawStatus => quote!(word.into()),
                _ => quote!(#root.to_value()),
            }
        }
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
        Expr::Read { place, ty, keys } if !keys.is_empty() => {
            let root = root(place, *ty);
            quote!(#root.value_at(&[#(#keys),*]))
        }
        Expr::Read { place: place @ (ReadPlace::Payload(_) | ReadPlace::Raw { .. }), ty, .. } => {
            let root = root(place, *ty);
            let value = if matches!(place, ReadPlace::Payload(_)) { copied(&root, *ty) } else { root };
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
