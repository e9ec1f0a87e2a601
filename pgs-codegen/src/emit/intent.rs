//! The text of one intent: the payload struct and its admission.

use pgs_protocol::protocol::{Format, Schema, Type};
use pgs_value::Value;
use proc_macro2::TokenStream;
use quote::quote;

use super::expression::literal;
use super::rust::{self, Used, docs, ident, integer, prose, ty};
use crate::plan::{Field, Intent};

/// Emits the intent's module.
pub fn emit(intent: &Intent) -> Result<String, String> {
    let items = [payload(intent), fields(intent), rules(intent), admit(intent)];
    let body = quote!(#(#items)*);
    let used = Used::by(&body);
    let rt = used.imports(&quote!(pgs_rt), &["Fault", "Map", "Number", "Run", "Value", "list", "number", "object"]);
    let transport = quote!(
        use pgs_transport::PayloadField;
    );
    let admission =
        used.imports(&quote!(pgs_transport::admission), &["Admitting", "Format", "Kind", "Literal", "Schema"]);
    let doc = format!("`{}`: {}", intent.fqdn, prose(&intent.summary));
    rust::file(&doc, quote!(#rt #transport #admission #body))
}

/// A field is an `Option` unless every admitted payload has it.
fn is_required(schema: &Schema) -> bool {
    schema.required && schema.default.is_none()
}

fn payload(intent: &Intent) -> TokenStream {
    let members = intent.fields.iter().map(|(field, schema)| {
        let (docs, name, ty) = (docs(&prose(&field.doc)), ident(&field.ident), ty(field.ty));
        if is_required(schema) { quote!(#docs pub #name: #ty,) } else { quote!(#docs pub #name: Option<#ty>,) }
    });
    quote! {
        /// An admitted payload.
        #[derive(Clone, Debug)]
        pub struct Payload {
            #(#members)*
            /// Payload fields that the intent does not declare.
            pub undeclared: Map<String, Value>,
        }
    }
}

/// The payload's fields for the command line.
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
        /// The payload's fields, for the command line.
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

fn admit(intent: &Intent) -> TokenStream {
    let reads = intent.fields.iter().map(|(field, schema)| read(field, schema));
    let required: Vec<_> =
        intent.fields.iter().filter(|(_, schema)| is_required(schema)).map(|(field, _)| ident(&field.ident)).collect();
    let present = match required.as_slice() {
        [] => TokenStream::new(),
        [one] => quote!(let Some(#one) = #one else { return Ok(None) };),
        several => quote!(let (#(Some(#several)),*) = (#(#several),*) else { return Ok(None) };),
    };
    let names = intent.fields.iter().map(|(field, _)| ident(&field.ident));
    let mutable = if intent.fields.is_empty() { TokenStream::new() } else { quote!(mut) };
    quote! {
        /// Admits a payload; none for NACK.
        pub fn admit(run: &Run, payload: Map<String, Value>) -> Result<Option<Payload>, Fault> {
            let #mutable admitting = Admitting::new(run, payload, RULES);
            #(#reads)*
            let Some(undeclared) = admitting.verdict(run)? else { return Ok(None) };
            #present
            Ok(Some(Payload { #(#names,)* undeclared }))
        }
    }
}

fn read(field: &Field, schema: &Schema) -> TokenStream {
    let (name, key) = (ident(&field.ident), &field.key);
    match &schema.default {
        Some(default) => {
            let default = literal(default);
            quote!(let #name = admitting.optional_or(#key, || #default);)
        }
        None if schema.required => quote!(let #name = admitting.required(#key);),
        None => quote!(let #name = admitting.optional(#key);),
    }
}
