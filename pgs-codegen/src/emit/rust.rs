//! Tokens and their layout: what all emitters of Rust text share.

use std::collections::HashSet;

use pgs_protocol::protocol::Type;
use proc_macro2::{Delimiter, Ident, Literal, Spacing, Span, TokenStream, TokenTree};
use quote::quote;

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

/// Puts an empty line before each item that follows another: prettyplease leaves none.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    let mut previous = "";
    for line in text.lines() {
        let indent = &line[..line.len() - line.trim_start().len()];
        let ends_item = previous == format!("{indent}}}") || (indent.is_empty() && previous.ends_with(';'));
        let after_docs = previous.starts_with("//!") && !line.starts_with("//!");
        let joins = is_declaration(line) && (is_declaration(previous) || previous == "};");
        if after_docs || (ends_item && starts_item(line.trim_start()) && !joins) {
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
fn is_declaration(line: &str) -> bool {
    ["use ", "mod ", "pub mod "].iter().any(|head| line.starts_with(head))
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

/// The last part of a path.
pub fn last(module: &str) -> &str {
    module.rsplit("::").next().unwrap_or(module)
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

/// An integer literal that is converted: with a suffix where it does not fit the 32 bits that Rust assumes.
pub fn converted(value: i64) -> TokenStream {
    if i32::try_from(value).is_ok() {
        return integer(value);
    }
    let literal = Literal::i64_suffixed(value);
    quote!(#literal)
}

/// `Some("text")` or `None`.
pub fn optional_text(text: Option<&str>) -> TokenStream {
    text.map_or_else(|| quote!(None), |text| quote!(Some(#text)))
}

/// The identifiers of a module's text that imports could stand for.
pub struct Used(HashSet<String>);

impl Used {
    /// Types anywhere, functions and modules where they are called or gone into, the trait `Dig` where one of its methods
    /// is called.
    pub fn by(body: &TokenStream) -> Self {
        let mut found = HashSet::new();
        collect(body.clone(), &mut found);
        Self(found)
    }

    /// The imports among `names` that are used, from this crate or module.
    pub fn imports(&self, from: &TokenStream, names: &[&str]) -> TokenStream {
        let names: Vec<Ident> = names.iter().filter(|name| self.0.contains(**name)).map(|name| ident(name)).collect();
        if names.is_empty() { TokenStream::new() } else { quote!(use #from::{#(#names),*};) }
    }
}

/// Whether the tokens name this identifier anywhere.
pub fn names(tokens: &TokenStream, name: &str) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => names(&group.stream(), name),
        _ => false,
    })
}

fn collect(tokens: TokenStream, found: &mut HashSet<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (n, token) in tokens.iter().enumerate() {
        let before = n.checked_sub(1).and_then(|n| tokens.get(n));
        match token {
            TokenTree::Ident(ident) => {
                let name = ident.to_string();
                if is_punct(before, '.') {
                    if name == "dig" || name == "value_at" {
                        found.insert("Dig".to_owned());
                    }
                } else if name.starts_with(char::is_uppercase)
                    || (!follows_path(&tokens, n) && !is_defined(before) && is_used(tokens.get(n + 1)))
                {
                    found.insert(name);
                }
            }
            TokenTree::Group(group) => collect(group.stream(), found),
            _ => {}
        }
    }
}

/// Whether `::` stands before this token.
fn follows_path(tokens: &[TokenTree], n: usize) -> bool {
    let colon = |back: usize| n.checked_sub(back).is_some_and(|n| is_punct(tokens.get(n), ':'));
    colon(1) && colon(2)
}

/// Whether a name after this token is that of a function that is defined here.
fn is_defined(before: Option<&TokenTree>) -> bool {
    matches!(before, Some(TokenTree::Ident(word)) if word == "fn")
}

/// Whether a lower case name before this token is called, or a module that is gone into.
fn is_used(after: Option<&TokenTree>) -> bool {
    let is_call = matches!(after, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
    let is_module =
        matches!(after, Some(TokenTree::Punct(punct)) if punct.as_char() == ':' && punct.spacing() == Spacing::Joint);
    is_call || is_module
}

fn is_punct(token: Option<&TokenTree>, wanted: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
}
