//! Parts of a frontmatter, each with the place where it stands.

use pgs_value::{Map, Value};

use super::binding::{self, Binding, BindingError, Level};
use super::place::{Place, say};
use crate::diagnostic::{Code, Diagnostics};
use crate::near;

/// The argument whose templates are those of a mail, which its side effect fills in.
const MAIL_TEMPLATE: &str = "body_template";

/// An object of a frontmatter under its place.
#[derive(Clone)]
pub struct Part<'a> {
    /// The fields.
    pub fields: &'a Map<String, Value>,
    /// Where the object stands.
    pub place: Place,
}

impl<'a> Part<'a> {
    /// The text at `key`, if there is one.
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.fields.get(key).and_then(Value::as_str)
    }

    /// The text at `key`, if there is one; anything else but null is an error.
    pub fn optional_text(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<&'a str> {
        if !matches!(self.fields.get(key), None | Some(Value::Null | Value::String(_))) {
            self.malformed(key, "a text", diagnostics);
        }
        self.text(key)
    }

    /// The texts in the list at `key`, if there is one; anything else but null is an error.
    pub fn list(&self, key: &str, diagnostics: &mut Diagnostics) -> Vec<String> {
        match self.fields.get(key) {
            None | Some(Value::Null) => {}
            Some(Value::Array(items)) if items.iter().all(Value::is_string) => {}
            Some(_) => self.malformed(key, "a list of texts", diagnostics),
        }
        let items = self.fields.get(key).and_then(Value::as_array).into_iter().flatten();
        items.filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// The text at `key`; its absence is an error.
    pub fn required_text(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<&'a str> {
        let text = self.text(key);
        if text.is_none() {
            self.malformed(key, "a text", diagnostics);
        }
        text
    }

    /// The object at `key`; an empty one if the key is absent; anything else is an error.
    pub fn object(&self, key: &str, diagnostics: &mut Diagnostics) -> Option<Part<'a>> {
        match self.fields.get(key) {
            Some(Value::Object(fields)) => Some(Part { fields, place: self.place.at([key]) }),
            None | Some(Value::Null) => None,
            Some(_) => {
                self.malformed(key, "an object", diagnostics);
                None
            }
        }
    }

    /// The objects below `key`, by name.
    pub fn objects(&self, key: &str, diagnostics: &mut Diagnostics) -> Vec<(&'a str, Part<'a>)> {
        let Some(part) = self.object(key, diagnostics) else { return Vec::new() };
        part.fields.keys().filter_map(|name| Some((name.as_str(), part.object(name, diagnostics)?))).collect()
    }

    /// The texts below `key`, by name.
    pub fn texts(&self, key: &str, diagnostics: &mut Diagnostics) -> Vec<(String, String)> {
        let Some(part) = self.object(key, diagnostics) else { return Vec::new() };
        let mut texts = Vec::new();
        for name in part.fields.keys() {
            if let Some(text) = part.required_text(name, diagnostics) {
                texts.push((name.clone(), text.to_owned()));
            }
        }
        texts
    }

    /// The bindings below `key`, by name.
    pub fn bindings(&self, key: &str, level: Level, diagnostics: &mut Diagnostics) -> Vec<(String, Binding)> {
        let Some(part) = self.object(key, diagnostics) else { return Vec::new() };
        let mut bindings = Vec::new();
        for (name, value) in part.fields {
            match binding::parse(value, level) {
                Ok(binding) => {
                    if name != MAIL_TEMPLATE {
                        Self::literals(&part.place.at([name.as_str()]), value, level, diagnostics);
                    }
                    bindings.push((name.clone(), binding));
                }
                Err(error) => {
                    let otherwise = match &error {
                        BindingError::Template { .. } => {
                            "write `{{$.path + 1}}` or `{{$.path - 1}}`, with white space around the sign".to_owned()
                        }
                        _ => format!("write {}, or a literal", level.roots()),
                    };
                    let remedy = match error.near(level) {
                        Some(near) if level == Level::Outputs && near.starts_with("$.inputs.") => {
                            binding::NO_ANSWER.to_owned()
                        }
                        Some(near) => format!("write `{near}`, if that is meant; otherwise {otherwise}"),
                        None => otherwise,
                    };
                    let message = error.to_string();
                    let place = Self::unreadable(part.place.at([name.as_str()]), value, level);
                    say(diagnostics, Code::UnreadableBinding, &place, message, remedy);
                    // What is bound to something unreadable is bound all the same.
                    bindings.push((name.clone(), Binding::Literal(Value::Null)));
                }
            }
        }
        bindings
    }

    /// Where in a value the text stands that can't be read.
    fn unreadable(place: Place, value: &Value, level: Level) -> Place {
        let fails = |it: &Value| binding::parse(it, level).is_err();
        let inner = match value {
            Value::Array(items) => {
                items.iter().enumerate().find(|(_, it)| fails(it)).map(|(n, it)| (n.to_string(), it))
            }
            Value::Object(fields) => fields.iter().find(|(_, it)| fails(it)).map(|(key, it)| (key.clone(), it)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        };
        match inner {
            Some((key, value)) => Self::unreadable(place.at([key.as_str()]), value, level),
            None => place,
        }
    }

    /// Warns of texts in a value that are taken literally and look as if they were not.
    fn literals(place: &Place, value: &Value, level: Level, diagnostics: &mut Diagnostics) {
        match value {
            Value::String(text) => {
                let Ok(Binding::Literal(_)) = binding::parse(value, level) else { return };
                let Some(what) = binding::looks_bound(text) else { return };
                let message = format!("`{text}` {what}: the text itself is passed on");
                let inside = text.trim().trim_matches(['$', '{', '}', ' ']).trim_start_matches('.');
                let remedy = match (binding::path_meant(inside), near::nearest(inside, ["timestamp"])) {
                    (Some(path), _) => format!("write `{path}`, if that is meant"),
                    (None, Some(near)) => format!("write `{{{{{near}}}}}`, if that is meant"),
                    (None, None) => format!("write `{{{{timestamp}}}}`, `{{{{$.path + 1}}}}`, or {}", level.roots()),
                };
                say(diagnostics, Code::NoTemplate, place, message, remedy);
            }
            Value::Array(items) => {
                for (n, item) in items.iter().enumerate() {
                    Self::literals(&place.at([n.to_string().as_str()]), item, level, diagnostics);
                }
            }
            Value::Object(fields) => {
                for (key, item) in fields {
                    Self::literals(&place.at([key.as_str()]), item, level, diagnostics);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// Says that the part at `key` has the wrong shape, or is not there.
    pub fn malformed(&self, key: &str, wanted: &str, diagnostics: &mut Diagnostics) {
        if diagnostics.is_misspelt(&self.place.file, &self.place.at([key]).pointer) {
            return;
        }
        let (place, written) = (self.place.at([key]), self.fields.get(key));
        let message = match written {
            None => format!("`{key}` is not there, and must be {wanted}"),
            Some(_) => format!("`{key}` must be {wanted}"),
        };
        let remedy = match (wanted, written) {
            (_, None) => format!("write `{key}: …`"),
            ("an object", Some(_)) => {
                format!("write lines of the form `name: …` below `{key}:`, without `-` before them")
            }
            ("a list of texts", Some(Value::String(text))) => format!("write `{key}: [{text}]`"),
            ("a text", Some(Value::Array(items))) => match items.as_slice() {
                [Value::String(one)] => format!("write `{key}: {one}`, without brackets"),
                _ => format!("write one text: `{key}: …`, without brackets"),
            },
            ("a text", Some(Value::Number(_) | Value::Bool(_))) => "write it in quotes".to_owned(),
            _ => "correct the artifact in its source and seal the snapshot again".to_owned(),
        };
        say(diagnostics, Code::MalformedArtifact, &place, message, remedy);
    }
}
