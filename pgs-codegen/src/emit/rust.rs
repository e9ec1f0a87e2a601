//! Tokens and their layout: what all emitters of Rust text share.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::protocol::Type;

/// What stands at the top of every generated Rust file.
const HEADER: &str = "// Generated from the protocol snapshot. Change the protocol, not this file.\n\n";

/// Lays out a file: module documentation, then items.
pub fn file(doc: &str, items: TokenStream) -> Result<String, String> {
    let docs = inner_docs(doc);
    let tokens = quote!(#docs #items);
    let parsed = syn::parse2::<syn::File>(tokens.clone())
        .map_err(|error| format!("generated Rust text can't be parsed: {error}\n{tokens}"))?;
    Ok(format!("{HEADER}{}", spaced(&prettyplease::unparse(&parsed))))
}

/// Puts an empty line before each item that follows a closed block: prettyplease leaves none.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    let mut previous = "";
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        let closes = previous == format!("{}}}", &line[..indent]) || (previous.ends_with(';') && indent == 0);
        let opens = starts_item(line.trim_start());
        let continues_list = previous.ends_with(';') && is_one_liner(previous) && is_one_liner(line);
        if closes && opens && !continues_list {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        previous = line;
    }
    out
}

fn starts_item(line: &str) -> bool {
    ["///", "#[", "pub ", "fn ", "impl ", "enum ", "struct ", "const ", "use ", "mod "]
        .iter()
        .any(|head| line.starts_with(head))
}

/// Imports and module declarations stand together.
fn is_one_liner(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("use ") || line.starts_with("pub mod ") || line.starts_with("mod ")
}

/// `///` documentation; an empty text gives none.
pub fn docs(text: &str) -> TokenStream {
    let lines = doc_lines(text);
    quote!(#(#[doc = #lines])*)
}

fn inner_docs(text: &str) -> TokenStream {
    let lines = doc_lines(text);
    quote!(#(#![doc = #lines])*)
}

/// Lines of documentation. A protocol's own words are shown as they are: no link, no markup is made of them.
fn doc_lines(text: &str) -> Vec<String> {
    text.trim()
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

/// `Some("text")` or `None`.
pub fn optional_text(text: Option<&str>) -> TokenStream {
    text.map_or_else(|| quote!(None), |text| quote!(Some(#text)))
}

/// The imports among `names` that the tokens use, from this crate or module.
pub fn imports(from: &TokenStream, names: &[&str], body: &TokenStream) -> TokenStream {
    let used = idents(body);
    let names: Vec<Ident> = names.iter().filter(|name| used.contains(**name)).map(|name| ident(name)).collect();
    if names.is_empty() { TokenStream::new() } else { quote!(use #from::{#(#names),*};) }
}

/// Every identifier in the tokens.
fn idents(tokens: &TokenStream) -> std::collections::HashSet<String> {
    let mut found = std::collections::HashSet::new();
    collect(tokens.to_token_stream(), &mut found);
    found
}

fn collect(tokens: TokenStream, found: &mut std::collections::HashSet<String>) {
    for token in tokens {
        match token {
            proc_macro2::TokenTree::Ident(ident) => {
                found.insert(ident.to_string());
            }
            proc_macro2::TokenTree::Group(group) => collect(group.stream(), found),
            _ => {}
        }
    }
}
