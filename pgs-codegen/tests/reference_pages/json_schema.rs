//! As much of JSON Schema as the schemas of the reference use; another word is an error of the test.

use std::collections::BTreeSet;

use pgs_value::{Map, Value, json};

/// What is wrong with a value.
pub fn violations(schema: &Value, value: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    Checker { root: schema, wrong: &mut wrong }.check(schema, value, "");
    wrong
}

/// The names of every property that a schema speaks of.
pub fn properties(schema: &Value, found: &mut BTreeSet<String>) {
    for word in ["properties", "$defs"] {
        for (name, schema) in schema.get(word).and_then(Value::as_object).into_iter().flatten() {
            if word == "properties" {
                found.insert(name.clone());
            }
            properties(schema, found);
        }
    }
    for word in ["additionalProperties", "items", "then"] {
        schema.get(word).into_iter().for_each(|it| properties(it, found));
    }
    for word in ["allOf", "anyOf"] {
        schema.get(word).and_then(Value::as_array).into_iter().flatten().for_each(|it| properties(it, found));
    }
}

struct Checker<'a> {
    root: &'a Value,
    wrong: &'a mut Vec<String>,
}

impl Checker<'_> {
    fn is_met(&self, schema: &Value, value: &Value) -> bool {
        let mut wrong = Vec::new();
        Checker { root: self.root, wrong: &mut wrong }.check(schema, value, "");
        wrong.is_empty()
    }

    fn check(&mut self, schema: &Value, value: &Value, place: &str) {
        let schema = schema.as_object().unwrap();
        let empty = Map::new();
        let object = value.as_object().unwrap_or(&empty);
        for (word, rule) in schema {
            match word.as_str() {
                "$schema" | "$defs" | "title" | "description" | "then" => {}
                "$ref" => {
                    let name = rule.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
                    let schema = self.root["$defs"][name].clone();
                    self.check(&schema, value, place);
                }
                "type" => self.type_of(rule.as_str().unwrap(), value, place),
                "const" => self.must(json::equal(rule, value), place, "is another value"),
                "enum" => {
                    let is_one = rule.as_array().unwrap().iter().any(|it| json::equal(it, value));
                    self.must(is_one, place, "is none of the values");
                }
                "required" => {
                    for name in rule.as_array().unwrap().iter().filter_map(Value::as_str) {
                        let at = if place.is_empty() { "/" } else { place };
                        self.must(object.contains_key(name), at, &format!("lacks {name}"));
                    }
                }
                "properties" => {
                    for (name, schema) in rule.as_object().unwrap() {
                        if let Some(value) = object.get(name) {
                            self.check(schema, value, &format!("{place}/{name}"));
                        }
                    }
                }
                "additionalProperties" => {
                    let known = schema.get("properties").and_then(Value::as_object);
                    for (name, value) in
                        object.iter().filter(|(name, _)| known.is_none_or(|it| !it.contains_key(*name)))
                    {
                        let place = format!("{place}/{name}");
                        match rule {
                            Value::Bool(false) => self.must(false, &place, "is unknown"),
                            schema => self.check(schema, value, &place),
                        }
                    }
                }
                "items" => {
                    for (n, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(rule, item, &format!("{place}/{n}"));
                    }
                }
                "minItems" => {
                    let is_long = value.as_array().is_none_or(|items| items.len() as u64 >= rule.as_u64().unwrap());
                    self.must(is_long, place, "is too short");
                }
                "minimum" => {
                    let is_enough = value.as_f64().is_none_or(|it| it >= rule.as_f64().unwrap());
                    self.must(is_enough, place, "is too little");
                }
                "uniqueItems" => {
                    let items = value.as_array().map_or(&[][..], Vec::as_slice);
                    let is_unique = items.iter().enumerate().all(|(n, it)| !items[..n].contains(it));
                    self.must(is_unique, place, "has an item twice");
                }
                "allOf" => rule.as_array().unwrap().iter().for_each(|schema| self.check(schema, value, place)),
                "anyOf" => {
                    let is_one = rule.as_array().unwrap().iter().any(|schema| self.is_met(schema, value));
                    self.must(is_one, place, "is none of what it may be");
                }
                "not" => self.must(!self.is_met(rule, value), place, "is what it must not be"),
                "if" => {
                    if self.is_met(rule, value) {
                        self.check(&schema["then"], value, place);
                    }
                }
                word => panic!("the test knows no {word}"),
            }
        }
    }

    fn type_of(&mut self, name: &str, value: &Value, place: &str) {
        let is_so = match name {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "number" => value.is_number(),
            "integer" => value.as_i64().is_some(),
            name => panic!("the test knows no type {name}"),
        };
        self.must(is_so, place, &format!("is no {name}"));
    }

    fn must(&mut self, holds: bool, place: &str, otherwise: &str) {
        if !holds {
            self.wrong.push(format!("{place} {otherwise}"));
        }
    }
}
