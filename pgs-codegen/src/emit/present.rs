//! Values of the plan as Rust expressions, where what is absent is not null: fields that are set or not.

use pgs_value::Value;
use proc_macro2::TokenStream;
use quote::quote;

use super::expression::{literal, root};
use super::rust::converted;
use crate::plan::Expr;

/// How a list is made, whose items must all be there.
pub type Lists<'a> = dyn Fn(TokenStream) -> TokenStream + 'a;

/// A list among what a step is given.
pub fn of_step(items: TokenStream) -> TokenStream {
    quote!(step.list([#items])?)
}

/// The expression of a field. Its type follows from where it stands.
pub fn field(expr: &Expr, lists: &Lists<'_>) -> TokenStream {
    match expr {
        Expr::Null => quote!(Field::Unset),
        Expr::Literal(value) => literal_field(value),
        Expr::Object(fields) => {
            let entries = fields.iter().map(|(key, inner)| {
                let inner = field(inner, lists);
                quote!((#key, #inner))
            });
            quote!(mapping([#(#entries),*]))
        }
        Expr::List(items) => {
            let items = items.iter().map(|item| field(item, lists));
            lists(quote!(#(#items),*))
        }
        Expr::Read { place, keys, .. } => {
            let root = root(place);
            if keys.is_empty() { quote!(#root.bind()) } else { quote!(#root.follow(&[#(#keys),*])) }
        }
        // Neither can be written where absent is not null.
        Expr::Timestamp | Expr::Plus { .. } => TokenStream::new(),
    }
}

/// A value that stands in the protocol.
pub fn literal_field(value: &Value) -> TokenStream {
    let value = match value {
        Value::String(text) => quote!(#text),
        Value::Bool(truth) => quote!(#truth),
        Value::Number(number) => match number.as_i64() {
            Some(number) => {
                let number = converted(number);
                quote!(#number)
            }
            None => literal(value),
        },
        Value::Null | Value::Array(_) | Value::Object(_) => literal(value),
    };
    quote!(literal(#value))
}
