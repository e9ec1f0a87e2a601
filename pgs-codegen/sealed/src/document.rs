//! JSON of a snapshot: each file as a value, and its parts with the place that they stand at.

use std::collections::BTreeMap;

use pgs_value::json::{self, Limits};
use pgs_value::pointer::push;
use pgs_value::{Map, Value};

use crate::refusal::Refusal;

/// How many values a document may have. The largest one of the published snapshot has 40,000.
const VALUES: usize = 8_000_000;

/// The JSON files of a snapshot that are read, by path. Each one may be none.
#[derive(Debug, Default)]
pub struct Documents(BTreeMap<String, Result<Value, json::ParseError>>);

/// Reads one JSON document.
pub fn parse(bytes: &[u8]) -> Result<Value, json::ParseError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => json::parse_within(text, Limits { values: VALUES, ..Limits::default() }),
        // It says where.
        Err(_) => json::parse_slice(bytes),
    }
}

impl Documents {
    /// Adds a file.
    pub fn insert(&mut self, path: String, document: Result<Value, json::ParseError>) {
        self.0.insert(path, document);
    }

    /// The paths of the files below a folder, and what they hold if that is JSON.
    pub fn below<'d>(&'d self, folder: &str) -> impl Iterator<Item = (&'d str, Option<&'d Value>)> {
        let head = format!("{folder}/");
        let from = self.0.range(head.clone()..).take_while(move |(path, _)| path.starts_with(&head));
        from.map(|(path, document)| (path.as_str(), document.as_ref().ok()))
    }

    /// The object in a file, which is taken out.
    pub fn take(&mut self, path: &str) -> Result<Map<String, Value>, Refusal> {
        let Some(document) = self.0.remove(path) else {
            return Err(Refusal::MissingPart { file: path.to_owned() });
        };
        match document {
            Ok(Value::Object(object)) => Ok(object),
            Ok(other) => Err(malformed(path, "", format!("it holds {}, not an object", type_name(&other)))),
            Err(error) => Err(malformed(path, "", format!("it is not JSON: {error}"))),
        }
    }
}

/// An object of a file, where it stands.
#[derive(Clone)]
pub struct Object<'d> {
    file: &'d str,
    pointer: String,
    map: &'d Map<String, Value>,
}

impl<'d> Object<'d> {
    /// The object that a file holds.
    pub fn of_file(file: &'d str, map: &'d Map<String, Value>) -> Self {
        Self { file, pointer: String::new(), map }
    }

    /// A text.
    pub fn text(&self, key: &str) -> Result<&'d str, Refusal> {
        match self.map.get(key) {
            Some(Value::String(text)) => Ok(text),
            other => Err(self.wrong(key, other, "a text")),
        }
    }

    /// A text that need not be there.
    pub fn text_if_there(&self, key: &str) -> Result<Option<&'d str>, Refusal> {
        if self.map.get(key).is_none_or(Value::is_null) { Ok(None) } else { self.text(key).map(Some) }
    }

    /// An object.
    pub fn object(&self, key: &str) -> Result<Self, Refusal> {
        match self.map.get(key) {
            Some(Value::Object(map)) => Ok(Self { file: self.file, pointer: self.at(key), map }),
            other => Err(self.wrong(key, other, "an object")),
        }
    }

    /// An object that need not be there.
    pub fn object_if_there(&self, key: &str) -> Result<Option<Self>, Refusal> {
        if self.map.get(key).is_none_or(Value::is_null) { Ok(None) } else { self.object(key).map(Some) }
    }

    /// The objects of a list.
    pub fn objects(&self, key: &str) -> Result<Vec<Self>, Refusal> {
        let Some(Value::Array(items)) = self.map.get(key) else {
            return Err(self.wrong(key, self.map.get(key), "a list"));
        };
        let object = |(n, item): (usize, &'d Value)| {
            let mut pointer = self.at(key);
            push(&mut pointer, &n.to_string());
            match item {
                Value::Object(map) => Ok(Self { file: self.file, pointer, map }),
                other => Err(malformed(self.file, &pointer, format!("it is {}, not an object", type_name(other)))),
            }
        };
        items.iter().enumerate().map(object).collect()
    }

    /// The texts of a list that need not be there.
    pub fn texts_if_there(&self, key: &str) -> Result<Vec<String>, Refusal> {
        match self.map.get(key) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::Array(items)) => items
                .iter()
                .map(|item| item.as_str().map(str::to_owned))
                .collect::<Option<_>>()
                .ok_or_else(|| malformed(self.file, &self.at(key), "it is no list of texts".to_owned())),
            other => Err(self.wrong(key, other, "a list")),
        }
    }

    /// The pointer to a key.
    pub fn at(&self, key: &str) -> String {
        let mut pointer = self.pointer.clone();
        push(&mut pointer, key);
        pointer
    }

    /// The fields.
    pub fn map(&self) -> &'d Map<String, Value> {
        self.map
    }

    fn wrong(&self, key: &str, found: Option<&Value>, wanted: &str) -> Refusal {
        let found = found.map_or("not there", type_name);
        malformed(self.file, &self.at(key), format!("`{key}` is {found}, and should be {wanted}"))
    }
}

/// A part of a file that has another form.
pub fn malformed(file: &str, pointer: &str, problem: String) -> Refusal {
    Refusal::Malformed { file: file.to_owned(), pointer: pointer.to_owned(), problem }
}

/// The JSON type of a value, with its article.
pub fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
