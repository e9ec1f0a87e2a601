//! The text of one intent: the payload, and what is declared of it.

use bumpalo::Bump;
use pgs_protocol::protocol::{Generation, Type, WaivedRule};
use pgs_value::schema::{self, Format, Kind, Schema};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::expression::literal;
use super::format::{expression_text, type_text};
use super::naming::prelude;
use super::rust::{doc_lines, docs, integer, prose, ty};
use super::source::Source;
use crate::analysis::admission;
use crate::plan::{Field, Intent};

/// Emits the intent's module.
pub fn emit(intent: &Intent) -> String {
    match intent.semantics.generation {
        Generation::Pgs => rules_of(intent),
        Generation::Pgc => gate(intent),
    }
}

fn rules_of(intent: &Intent) -> String {
    Source::new(&format!("`{}`: {}", intent.fqdn, prose(&intent.summary)))
        .add(quote!(
            use pgs_rt::prelude::*;
        ))
        .text(&payload(intent))
        .add(fields(intent))
        .add(rules(intent))
        .finish()
}

/// An intent that is a gate: presence and type are checked, and nothing else.
fn gate(intent: &Intent) -> String {
    let mut members = String::new();
    let mut add = |field: &Field, is_there: bool| {
        for line in doc_lines(&prose(&field.doc)) {
            members.extend(["        ///", line.as_str(), "\n"]);
        }
        let (ty, key) = (type_text(&ty(field.ty)), Literal::string(&field.key));
        let (ty, how) = if is_there { (ty, "required") } else { (format!("Field<{ty}>"), "field") };
        let member = format!("        {}: {ty} = {how} {key},\n", field.ident);
        members.push_str(&member);
    };
    for (field, schema) in &intent.fields {
        // A truth value is an integer and a number, too: these are no types of Rust's.
        let is_typed = matches!(field.ty, Type::Text | Type::Boolean | Type::Object | Type::Array);
        add(field, schema.required && is_typed);
    }
    intent.besides.iter().for_each(|field| add(field, false));
    let payload = format!(
        "payload! {{\n    /// What the workflow reads of an admitted payload.\n    Payload(GATE) {{\n{members}    }}\n}}\n"
    );
    let (fqdn, address) = (&intent.fqdn, integer(intent.address));
    let mut fields: Vec<_> = intent.fields.iter().collect();
    fields.sort_by_key(|(field, _)| &field.key);
    let declares = fields.into_iter().map(|(field, schema)| {
        let (key, required) = (&field.key, schema.required);
        match (declared_type(field.ty), required) {
            (Some(of), true) => quote!(Declared::required(#key, DeclaredType::#of)),
            (Some(of), false) => quote!(Declared::optional(#key, DeclaredType::#of)),
            (None, _) => quote!(Declared { field: #key, required: #required, of: None }),
        }
    });
    Source::new(&format!("`{}`: {}", intent.fqdn, prose(&intent.summary)))
        .add(prelude(Generation::Pgc))
        .text(&payload)
        .add(quote! {
            /// What is checked.
            pub const GATE: Gate = Gate {
                intent: ContractId { fqdn: #fqdn, address: #address },
                declares: &[#(#declares),*],
            };
        })
        .finish()
}

fn declared_type(ty: Type) -> Option<TokenStream> {
    Some(match ty {
        Type::Text => quote!(String),
        Type::Integer => quote!(Integer),
        Type::Number => quote!(Number),
        Type::Boolean => quote!(Boolean),
        Type::Object => quote!(Object),
        Type::Array => quote!(Array),
        Type::Any => return None,
    })
}

/// The struct of the payload.
fn payload(intent: &Intent) -> String {
    let mut members = String::new();
    for (field, schema) in &intent.fields {
        for line in doc_lines(&prose(&field.doc)) {
            members.extend(["        ///", line.as_str(), "\n"]);
        }
        let kind = if schema.is_required() { "required" } else { "optional" };
        let default = schema.default.as_ref().map(|default| format!(" or {}", expression_text(&literal(default), 8)));
        let (ty, key, default) = (type_text(&ty(field.ty)), Literal::string(&field.key), default.unwrap_or_default());
        let member = format!("        {}: {ty} = {kind} {key}{default},\n", field.ident);
        members.push_str(&member);
    }
    if intent.undeclared {
        members.push_str("        ..undeclared\n");
    }
    let fqdn = Literal::string(&intent.fqdn);
    format!("payload! {{\n    /// An admitted payload.\n    Payload(RULES, of {fqdn}) {{\n{members}    }}\n}}\n")
}

/// The payload's fields in a table.
fn fields(intent: &Intent) -> TokenStream {
    let fields = intent.fields.iter().map(|(field, schema)| {
        let (name, required) = (&field.key, schema.is_required());
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
    let arena = Bump::new();
    let rules = intent.fields.iter().filter(|(_, schema)| schema.has_rules()).map(|(field, declared)| {
        let (key, asked) = (&field.key, admission::of_field(declared, &arena));
        // Presence and, of a single type, the type are those of the struct.
        let kinds = if asked.kinds.len() > 1 { asked.kinds } else { &[] };
        let schema = schema(&Schema { required: false, kinds, ..asked });
        quote!((#key, #schema))
    });
    let waived: Vec<TokenStream> = intent.waived.iter().map(waived).collect();
    let first = if waived.is_empty() {
        docs("What is declared beyond presence and type.")
    } else {
        docs("What is declared beyond presence and type, without what `pgs.toml` waives:")
    };
    quote! {
        #first
        #(#waived)*
        const RULES: &[(&str, Schema)] = &[#(#rules),*];
    }
}

fn waived(WaivedRule { field, rule, asks }: &WaivedRule) -> TokenStream {
    docs(&format!("- `{rule}` of `{field}` ({})", prose(asks)))
}

fn schema(schema: &Schema<'_>) -> TokenStream {
    let Schema { kinds, nullable, required, one_of, minimum, min_items, items, fields, format } = schema;
    let mut parts = Vec::new();
    if !kinds.is_empty() {
        let kinds = kinds.iter().map(|kind| self::kind(*kind));
        parts.push(quote!(kinds: &[#(#kinds),*]));
    }
    if *nullable {
        parts.push(quote!(nullable: true));
    }
    if *required {
        parts.push(quote!(required: true));
    }
    if !one_of.is_empty() {
        let values = one_of.iter().map(|value| literal_of(*value));
        parts.push(quote!(one_of: &[#(#values),*]));
    }
    if let Some(minimum) = minimum {
        let minimum = literal_of(*minimum);
        parts.push(quote!(minimum: Some(#minimum)));
    }
    if let Some(least) = min_items {
        let least = Literal::usize_unsuffixed(*least);
        parts.push(quote!(min_items: Some(#least)));
    }
    if let Some(items) = items {
        let items = self::schema(items);
        parts.push(quote!(items: Some(&#items)));
    }
    if !fields.is_empty() {
        let fields = fields.iter().map(|(name, inner)| {
            let inner = self::schema(inner);
            quote!((#name, #inner))
        });
        parts.push(quote!(fields: &[#(#fields),*]));
    }
    if let Some(format) = format {
        let format = format_of(*format);
        parts.push(quote!(format: Some(#format)));
    }
    if parts.is_empty() { quote!(Schema::ANY) } else { quote!(Schema { #(#parts,)* ..Schema::ANY }) }
}

fn kind(kind: Kind) -> TokenStream {
    match kind {
        Kind::Text => quote!(Kind::Text),
        Kind::Integer => quote!(Kind::Integer),
        Kind::Integer64 => quote!(Kind::Integer64),
        Kind::Number => quote!(Kind::Number),
        Kind::Boolean => quote!(Kind::Boolean),
        Kind::Object => quote!(Kind::Object),
        Kind::Array => quote!(Kind::Array),
    }
}

fn literal_of(literal: schema::Literal<'_>) -> TokenStream {
    match literal {
        schema::Literal::Text(text) => quote!(Literal::Text(#text)),
        schema::Literal::Integer(number) => {
            let number = integer(number);
            quote!(Literal::Integer(#number))
        }
        schema::Literal::Number(digits) => quote!(Literal::Number(#digits)),
        schema::Literal::Boolean(truth) => quote!(Literal::Boolean(#truth)),
        schema::Literal::Json(json) => quote!(Literal::Json(#json)),
    }
}

fn format_of(format: Format<'_>) -> TokenStream {
    match format {
        Format::Email => quote!(Format::Email),
        Format::DateTime => quote!(Format::DateTime),
        Format::Hex { prefix, optional } => quote!(Format::Hex { prefix: #prefix, optional: #optional }),
    }
}
