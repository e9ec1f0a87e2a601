//! The keys of an object, each taken once; what is left is unknown.

use std::fmt::Display;

use crate::near;
use pgs_rt::{Map, Value};
use pgs_value::pointer::push;

/// Something in a document that can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Where, as a JSON pointer.
    pub pointer: String,
    /// One sentence.
    pub message: String,
}

impl Wrong {
    /// What is wrong at this place.
    pub fn new(pointer: impl Into<String>, message: impl Display) -> Self {
        Self { pointer: pointer.into(), message: message.to_string() }
    }
}

/// The fields of an object while they are read.
pub struct Fields<'w> {
    object: Map<String, Value>,
    pointer: String,
    known: Vec<&'static str>,
    found: usize,
    wrong: &'w mut Vec<Wrong>,
}

impl<'w> Fields<'w> {
    /// Those of the object at this pointer.
    pub fn new(object: Map<String, Value>, pointer: String, wrong: &'w mut Vec<Wrong>) -> Self {
        let found = wrong.len();
        Self { object, pointer, known: Vec::new(), found, wrong }
    }

    /// The pointer to this place below the object.
    pub fn at(&self, keys: &[&str]) -> String {
        let mut pointer = self.pointer.clone();
        for key in keys {
            push(&mut pointer, key);
        }
        pointer
    }

    /// Notes what is wrong with a key; with the object, if the key is empty.
    pub fn wrong(&mut self, key: &str, message: impl Display) {
        let keys: &[&str] = if key.is_empty() { &[] } else { &[key] };
        self.wrong_at(keys, message);
    }

    /// Notes what is wrong below the object.
    pub fn wrong_at(&mut self, keys: &[&str], message: impl Display) {
        let pointer = self.at(keys);
        self.wrong.push(Wrong::new(pointer, message));
    }

    /// Whether something is known to be wrong with this key.
    pub fn has_wrong(&self, key: &str) -> bool {
        let pointer = self.at(&[key]);
        self.wrong.iter().any(|it| it.pointer == pointer)
    }

    /// The fields of an object below this one.
    pub fn inner(&mut self, object: Map<String, Value>, keys: &[&str]) -> Fields<'_> {
        let pointer = self.at(keys);
        Fields::new(object, pointer, self.wrong)
    }

    /// The value of a key, which is known from then on.
    pub fn take(&mut self, key: &'static str) -> Option<Value> {
        self.known.push(key);
        self.object.shift_remove(key)
    }

    /// The text of a key.
    pub fn text(&mut self, key: &'static str) -> Option<String> {
        self.typed(key, "a text", |value| match value {
            Value::String(text) => Some(text),
            _ => None,
        })
    }

    /// The list of a key.
    pub fn list(&mut self, key: &'static str) -> Option<Vec<Value>> {
        self.typed(key, "a list", |value| match value {
            Value::Array(list) => Some(list),
            _ => None,
        })
    }

    /// The object of a key.
    pub fn object(&mut self, key: &'static str) -> Option<Map<String, Value>> {
        self.typed(key, "an object", |value| match value {
            Value::Object(object) => Some(object),
            _ => None,
        })
    }

    /// The list of objects of a key.
    pub fn objects(&mut self, key: &'static str) -> Option<Vec<Map<String, Value>>> {
        self.typed(key, "a list of objects", |value| match value {
            Value::Array(list) => list
                .into_iter()
                .map(|item| match item {
                    Value::Object(object) => Some(object),
                    _ => None,
                })
                .collect(),
            _ => None,
        })
    }

    /// One of a few words.
    pub fn word<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.wrong(key, format_args!("`{key}` is {}, not `{text}`", words.join(" or ")));
        }
        found
    }

    fn typed<T>(&mut self, key: &'static str, is: &str, read: impl FnOnce(Value) -> Option<T>) -> Option<T> {
        let value = self.take(key)?;
        let read = read(value);
        if read.is_none() {
            self.wrong(key, format_args!("`{key}` is {is}"));
        }
        read
    }

    /// Everything has been read: what is left is unknown. False if anything was wrong.
    pub fn ends(self) -> bool {
        let Self { object, pointer, known, found, wrong } = self;
        for key in object.keys() {
            let mut at = pointer.clone();
            push(&mut at, key);
            let remedy = match near::nearest(key, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known here: {}", known.join(", ")),
            };
            wrong.push(Wrong::new(at, format_args!("there is no key `{key}`; {remedy}")));
        }
        wrong.len() == found
    }
}
