//! The text of one intent: the payload, and what is declared of it.

use pgs_protocol::protocol::{Format, Schema, Type};
use pgs_value::Value;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::expression::literal;
use super::format::{expression_text, type_text};
use super::rust::{doc_lines, integer, prose, ty};
use super::source::Source;
use crate::plan::Intent;

/// Emits the intent's module.
pub fn emit(intent: &Intent) -> String {
    Source::new(&format!("`{}`: {}", intent.fqdn, prose(&intent.summary)))
        .add(quote!(
            use pgs_rt::prelude::*;
        ))
        .text(&payload(intent))
        .add(fields(intent))
        .add(rules(intent))
        .finish()
}

/// A field is an `Option` unless every admitted payload has it.
fn is_required(schema: &Schema) -> bool {
    schema.required && schema.default.is_none()
}

/// The struct of the payload.
fn payload(intent: &Intent) -> String {
    let mut members = String::new();
    for (field, schema) in &intent.fields {
        for line in doc_lines(&prose(&field.doc)) {
            members.extend(["        ///", line.as_str(), "\n"]);
        }
        let kind = if is_required(schema) { "required" } else { "optional" };
        let default = schema.default.as_ref().map(|default| format!(" or {}", expression_text(&literal(default), 8)));
        let (ty, key, default) = (type_text(&ty(field.ty)), Literal::string(&field.key), default.unwrap_or_default());
        let member = format!("        {}: {ty} = {kind} {key}{default},\n", field.ident);
        members.push_str(&member);
    }
    if intent.undeclared {
        members.push_str("        ..undeclared\n");
    }
    format!("payload! {{\n    /// An admitted payload.\n    Payload(RULES) {{\n{members}    }}\n}}\n")
}

/// The payload's fields in a table.
fn fields(intent: &Intent) -> TokenStream {
    let fields = intent.fields.iter().map(|(field, schema)| {
        let (name, required) = (&field.key, is_required(schema));
        let words: Vec<&str> = schema.types.iter().map(|ty| ty.word()).collect();
        let declared = if words.is_empty() { "any".to_owned() } else { words.join(" or ") };
        let description = schema.description.split_whitespace().collect::<Vec<_>>().join(" ");
        quote! {
            PayloadField { name: #name, declared_type: #declared, required: #required, description: #description }
        }
    });
    quote! {
        /// The payload's fields in a table.
        pub const FIELDS: &[PayloadField] = &[#(#fields),*];
    }
}

fn rules(intent: &Intent) -> TokenStream {
    let rules = intent.fields.iter().filter(|(_, schema)| schema.has_rules()).map(|(field, declared)| {
        let key = &field.key;
        // Presence and, of a single type, the type are those of the struct.
        let schema = schema(&Schema { required: false, types: several(declared), ..declared.clone() });
        quote!((#key, #schema))
    });
    quote! {
        /// What is declared beyond presence and type.
        const RULES: &[(&str, Schema)] = &[#(#rules),*];
    }
}

fn several(schema: &Schema) -> Vec<Type> {
    if schema.types.len() > 1 { schema.types.clone() } else { Vec::new() }
}

fn schema(schema: &Schema) -> TokenStream {
    let mut parts = Vec::new();
    if !schema.types.is_empty() {
        let kinds = schema.types.iter().filter_map(|ty| kind(*ty));
        parts.push(quote!(kinds: &[#(#kinds),*]));
    }
    if schema.nullable {
        parts.push(quote!(nullable: true));
    }
    if is_required(schema) {
        parts.push(quote!(required: true));
    }
    if let Some(values) = &schema.one_of {
        let values = values.iter().map(literal_of);
        parts.push(quote!(one_of: &[#(#values),*]));
    }
    if let Some(minimum) = &schema.minimum {
        let minimum = literal_of(minimum);
        parts.push(quote!(minimum: Some(#minimum)));
    }
    if let Some(least) = schema.min_items.and_then(|least| i64::try_from(least).ok()) {
        let least = integer(least);
        parts.push(quote!(min_items: Some(#least)));
    }
    if let Some(items) = &schema.items {
        let items = self::schema(items);
        parts.push(quote!(items: Some(&#items)));
    }
    if !schema.fields.is_empty() {
        let fields = schema.fields.iter().map(|(name, inner)| {
            let inner = self::schema(inner);
            quote!((#name, #inner))
        });
        parts.push(quote!(fields: &[#(#fields),*]));
    }
    if let Some(format) = &schema.format {
        let format = format_of(format);
        parts.push(quote!(format: Some(#format)));
    }
    if parts.is_empty() { quote!(Schema::ANY) } else { quote!(Schema { #(#parts,)* ..Schema::ANY }) }
}

fn kind(ty: Type) -> Option<TokenStream> {
    Some(match ty {
        Type::Text => quote!(Kind::Text),
        Type::Integer => quote!(Kind::Integer),
        Type::Number => quote!(Kind::Number),
        Type::Boolean => quote!(Kind::Boolean),
        Type::Object => quote!(Kind::Object),
        Type::Array => quote!(Kind::Array),
        Type::Any => return None,
    })
}

fn literal_of(value: &Value) -> TokenStream {
    match value {
        Value::String(text) => quote!(Literal::Text(#text)),
        Value::Bool(truth) => quote!(Literal::Boolean(#truth)),
        Value::Number(number) => {
            if let Some(number) = number.as_i64() {
                let number = integer(number);
                quote!(Literal::Integer(#number))
            } else {
                let digits = number.to_string();
                quote!(Literal::Number(#digits))
            }
        }
        other => {
            let json = other.to_string();
            quote!(Literal::Json(#json))
        }
    }
}

fn format_of(format: &Format) -> TokenStream {
    match format {
        Format::Email => quote!(Format::Email),
        Format::DateTime => quote!(Format::DateTime),
        Format::Hex { prefix, optional } => quote!(Format::Hex { prefix: #prefix, optional: #optional }),
    }
}
