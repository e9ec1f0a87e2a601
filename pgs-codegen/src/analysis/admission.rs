//! What admission asks of the values of a payload: declared schemas, as those that values are checked with.
//!
//! Generated text spells what this says, and recorded payloads are checked with it.

use bumpalo::Bump;
use pgs_protocol::protocol::{self, Type};
use pgs_value::Value;
use pgs_value::schema::{Format, Kind, Literal, Schema};

/// What is asked of a field of the payload itself. One of a single type has a Rust type of its own.
pub fn of_field<'a>(schema: &'a protocol::Schema, arena: &'a Bump) -> Schema<'a> {
    let asked = of_value(schema, arena);
    match asked.kinds {
        [Kind::Integer] => Schema { kinds: &[Kind::Integer64], ..asked },
        _ => asked,
    }
}

/// What is asked of a value below such a field.
pub fn of_value<'a>(schema: &'a protocol::Schema, arena: &'a Bump) -> Schema<'a> {
    let kinds: Vec<Kind> = schema.types.iter().filter_map(|ty| kind(*ty)).collect();
    let one_of: Vec<Literal<'_>> = schema.one_of.iter().flatten().map(|value| literal(value, arena)).collect();
    let fields: Vec<(&str, Schema<'_>)> =
        schema.fields.iter().map(|(name, inner)| (name.as_str(), of_value(inner, arena))).collect();
    Schema {
        kinds: arena.alloc_slice_copy(&kinds),
        nullable: schema.nullable,
        required: schema.is_required(),
        one_of: arena.alloc_slice_copy(&one_of),
        minimum: schema.minimum.as_ref().map(|value| literal(value, arena)),
        min_items: schema.min_items.and_then(|least| usize::try_from(least).ok()),
        items: schema.items.as_ref().map(|items| &*arena.alloc(of_value(items, arena))),
        fields: arena.alloc_slice_copy(&fields),
        format: schema.format.as_ref().map(format),
    }
}

fn kind(ty: Type) -> Option<Kind> {
    Some(match ty {
        Type::Text => Kind::Text,
        Type::Integer => Kind::Integer,
        Type::Number => Kind::Number,
        Type::Boolean => Kind::Boolean,
        Type::Object => Kind::Object,
        Type::Array => Kind::Array,
        Type::Any => return None,
    })
}

fn literal<'a>(value: &'a Value, arena: &'a Bump) -> Literal<'a> {
    match value {
        Value::String(text) => Literal::Text(text),
        Value::Bool(truth) => Literal::Boolean(*truth),
        Value::Number(number) => match number.as_i64() {
            Some(integer) => Literal::Integer(integer),
            None => Literal::Number(arena.alloc_str(&number.to_string())),
        },
        Value::Null | Value::Array(_) | Value::Object(_) => Literal::Json(arena.alloc_str(&value.to_string())),
    }
}

fn format(format: &protocol::Format) -> Format<'_> {
    match format {
        protocol::Format::Email => Format::Email,
        protocol::Format::DateTime => Format::DateTime,
        protocol::Format::Hex { prefix, optional } => Format::Hex { prefix, optional: *optional },
    }
}
