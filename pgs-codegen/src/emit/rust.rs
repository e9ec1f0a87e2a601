//! Tokens that all emitters of Rust text share.

use pgs_protocol::protocol::Type;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

/// `///` documentation; an empty text gives none.
pub fn docs(text: &str) -> TokenStream {
    let lines = doc_lines(text);
    quote!(#(#[doc = #lines])*)
}

/// Lines of documentation, each with the blank before it. What rustc does not take in a comment, or nobody sees, is
/// escaped.
pub fn doc_lines(text: &str) -> Vec<String> {
    pgs_escape::comment(text.trim())
        .lines()
        .map(|line| if line.trim().is_empty() { String::new() } else { format!(" {}", line.trim_end()) })
        .collect()
}

/// A protocol's own text for documentation: one paragraph, with what rustdoc would read as markup escaped.
pub fn prose(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.replace('[', "\\[").replace(']', "\\]").replace('<', "\\<").replace('>', "\\>")
}

/// An identifier, raw or not.
pub fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(plain) => Ident::new_raw(plain, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// A path of identifiers: `a::b`.
pub fn path(path: &str) -> TokenStream {
    let parts = path.split("::").map(ident);
    quote!(#(#parts)::*)
}

/// The Rust type of a protocol type.
pub fn ty(ty: Type) -> TokenStream {
    match ty {
        Type::Text => quote!(String),
        Type::Integer => quote!(i64),
        Type::Number => quote!(Number),
        Type::Boolean => quote!(bool),
        Type::Object => quote!(Map<String, Value>),
        Type::Array => quote!(Vec<Value>),
        Type::Any => quote!(Value),
    }
}

/// An integer literal without a suffix.
pub fn integer(value: i64) -> TokenStream {
    let digits = Literal::u64_unsuffixed(value.unsigned_abs());
    if value < 0 { quote!(-#digits) } else { quote!(#digits) }
}

/// An integer literal that is converted: with a suffix where it does not fit the 32 bits that Rust assumes, and in
/// parentheses where a minus stands before it, which would be that of the result.
pub fn converted(value: i64) -> TokenStream {
    let Some(magnitude) = value.checked_abs() else { return quote!(i64::MIN) };
    let digits = match i32::try_from(value) {
        Ok(_) => Literal::i64_unsuffixed(magnitude),
        Err(_) => Literal::i64_suffixed(magnitude),
    };
    if value < 0 { quote!((-#digits)) } else { quote!(#digits) }
}

/// `Some("text")` or `None`.
pub fn optional_text(text: Option<&str>) -> TokenStream {
    text.map_or_else(|| quote!(None), |text| quote!(Some(#text)))
}
