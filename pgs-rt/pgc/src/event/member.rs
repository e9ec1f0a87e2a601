//! How the values of a detail are written and read.

use std::fmt;

use pgs_value::{Map, Value, View, json};

/// An object while it is appended to a text, key by key.
pub struct Members<'t> {
    text: &'t mut String,
    empty: bool,
}

impl<'t> Members<'t> {
    /// Begins an object.
    pub fn begin(text: &'t mut String) -> Self {
        text.push('{');
        Self { text, empty: true }
    }

    /// Ends it.
    pub fn end(self) {
        self.text.push('}');
    }

    /// Begins a value. A key of the schema needs no escapes.
    pub fn key(&mut self, key: &str) -> &mut String {
        self.text.push_str(if self.empty { "\"" } else { ",\"" });
        self.empty = false;
        self.text.push_str(key);
        self.text.push_str("\":");
        self.text
    }
}

/// A value of a detail.
pub trait Member<'a>: Sized {
    /// Writes it, if it is there.
    fn write(&self, key: &str, to: &mut Members<'_>);

    /// Reads what stands at its key. None where that is of another form.
    fn read(value: Option<&'a Value>) -> Option<Self>;
}

impl<'a> Member<'a> for &'a str {
    fn write(&self, key: &str, to: &mut Members<'_>) {
        json::write_text(to.key(key), self);
    }

    fn read(value: Option<&'a Value>) -> Option<Self> {
        value?.as_str()
    }
}

impl Member<'_> for bool {
    fn write(&self, key: &str, to: &mut Members<'_>) {
        to.key(key).push_str(if *self { "true" } else { "false" });
    }

    fn read(value: Option<&Value>) -> Option<Self> {
        value?.as_bool()
    }
}

impl Member<'_> for i64 {
    fn write(&self, key: &str, to: &mut Members<'_>) {
        json::write_integer(to.key(key), *self);
    }

    fn read(value: Option<&Value>) -> Option<Self> {
        value?.as_i64()
    }
}

/// What may not be there has no key then.
impl<'a, M: Member<'a>> Member<'a> for Option<M> {
    fn write(&self, key: &str, to: &mut Members<'_>) {
        if let Some(value) = self {
            value.write(key, to);
        }
    }

    fn read(value: Option<&'a Value>) -> Option<Self> {
        match value {
            None => Some(None),
            there => M::read(there).map(Some),
        }
    }
}

/// A value that is always there, and may be null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nullable<T>(pub Option<T>);

impl<'a, M: Member<'a>> Member<'a> for Nullable<M> {
    fn write(&self, key: &str, to: &mut Members<'_>) {
        match &self.0 {
            Some(value) => value.write(key, to),
            None => to.key(key).push_str("null"),
        }
    }

    fn read(value: Option<&'a Value>) -> Option<Self> {
        match value? {
            Value::Null => Some(Self(None)),
            value => M::read(Some(value)).map(|value| Self(Some(value))),
        }
    }
}

/// A value of the run, where it stands.
#[derive(Clone, Copy)]
pub struct Data<'a>(pub View<'a>);

impl<'a> Member<'a> for Data<'a> {
    fn write(&self, key: &str, to: &mut Members<'_>) {
        json::write_compact(to.key(key), self.0);
    }

    fn read(value: Option<&'a Value>) -> Option<Self> {
        value.map(|value| Self(value.into()))
    }
}

impl fmt::Debug for Data<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl PartialEq for Data<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_value() == other.0.to_value()
    }
}

/// A list of keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys<'a>(pub Vec<&'a str>);

impl<'a> Keys<'a> {
    /// The keys of an object, in their order.
    pub fn of(object: View<'a>) -> Self {
        Self(object.keys().collect())
    }

    /// The same, sorted.
    pub fn sorted(object: View<'a>) -> Self {
        let mut keys = Self::of(object);
        keys.0.sort_unstable();
        keys
    }
}

impl<'a> Member<'a> for Keys<'a> {
    fn write(&self, key: &str, to: &mut Members<'_>) {
        json::write_list(to.key(key), &self.0, |text, key| json::write_text(text, key));
    }

    fn read(value: Option<&'a Value>) -> Option<Self> {
        value?.as_array()?.iter().map(Value::as_str).collect::<Option<_>>().map(Self)
    }
}

/// What was checked of one field of the payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check<'a> {
    /// The field.
    pub field: &'a str,
    /// What is expected of it.
    pub expected: Expected<'a>,
    /// Whether that is so.
    pub held: bool,
}

/// What an intent expects of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected<'a> {
    /// That it is there (rule `required`).
    Present,
    /// That it is of this type (rule `type`).
    Type(&'a str),
}

impl<'a> Check<'a> {
    fn read_one(value: &'a Value) -> Option<Self> {
        let value = value.as_object()?;
        let expected = match (value.get("rule")?.as_str()?, value.get("expected")?) {
            ("required", Value::Bool(true)) => Expected::Present,
            ("type", Value::String(word)) => Expected::Type(word),
            _ => return None,
        };
        Some(Self { field: value.get("field")?.as_str()?, expected, held: value.get("held")?.as_bool()? })
    }

    fn write_to(&self, text: &mut String) {
        let mut check = Members::begin(text);
        self.field.write("field", &mut check);
        match self.expected {
            Expected::Present => {
                "required".write("rule", &mut check);
                true.write("expected", &mut check);
            }
            Expected::Type(word) => {
                "type".write("rule", &mut check);
                word.write("expected", &mut check);
            }
        }
        self.held.write("held", &mut check);
        check.end();
    }
}

impl<'a> Member<'a> for Vec<Check<'a>> {
    fn write(&self, key: &str, to: &mut Members<'_>) {
        json::write_list(to.key(key), self, |text, check| check.write_to(text));
    }

    fn read(value: Option<&'a Value>) -> Option<Self> {
        value?.as_array()?.iter().map(Check::read_one).collect()
    }
}

/// The value at a key of a line, of this form.
pub fn member<'a, M: Member<'a>>(line: &'a Map<String, Value>, key: &str) -> Option<M> {
    M::read(line.get(key))
}
