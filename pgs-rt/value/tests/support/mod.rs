//! Values of their text.
#![allow(dead_code, reason = "each test crate uses its part")]

use pgs_value::{Map, Value};

pub fn json(text: &str) -> Value {
    pgs_value::json::parse(text).unwrap()
}

pub fn fields(text: &str) -> Map<String, Value> {
    match json(text) {
        Value::Object(object) => object,
        other => panic!("{other} is no object"),
    }
}
