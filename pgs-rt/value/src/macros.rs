//! `json!`.

/// A [`Value`](crate::Value) as it is written in JSON. Any expression may stand in it that serde can serialize; it is
/// borrowed, not moved. A key is a text, or an expression that becomes one.
///
/// ```
/// use pgs_value::json;
///
/// let (name, key) = ("Ada", "born".to_owned());
/// let value = json!({"name": name, key.as_str(): 1800 + 15, "tags": ["a", null, {"deep": true}], "rest": []});
/// assert_eq!(value.to_string(), r#"{"name":"Ada","born":1815,"tags":["a",null,{"deep":true}],"rest":[]}"#);
/// ```
///
/// # Panics
///
/// If an expression can't be serialized: a map whose keys are no texts, or a double that is not finite.
#[macro_export]
macro_rules! json {
    (null) => {
        $crate::Value::Null
    };
    ([$($items:tt)*]) => {
        $crate::Value::Array($crate::json_items!([] $($items)*))
    };
    ({$($fields:tt)*}) => {{
        #[allow(unused_mut, reason = "an object may have no fields")]
        let mut object = $crate::Map::new();
        $crate::json_fields!(object [] $($fields)*);
        $crate::Value::Object(object)
    }};
    ($value:expr) => {
        $crate::to_value(&$value).expect("a value that can be JSON")
    };
}

/// The items of a list, from left to right: those that are done stand in brackets.
#[doc(hidden)]
#[macro_export]
macro_rules! json_items {
    ([$($done:expr,)*]) => { ::std::vec::Vec::from([$($done),*]) };
    ([$($done:expr,)*] null $(, $($rest:tt)*)?) => {
        $crate::json_items!([$($done,)* $crate::json!(null),] $($($rest)*)?)
    };
    ([$($done:expr,)*] [$($items:tt)*] $(, $($rest:tt)*)?) => {
        $crate::json_items!([$($done,)* $crate::json!([$($items)*]),] $($($rest)*)?)
    };
    ([$($done:expr,)*] {$($fields:tt)*} $(, $($rest:tt)*)?) => {
        $crate::json_items!([$($done,)* $crate::json!({$($fields)*}),] $($($rest)*)?)
    };
    ([$($done:expr,)*] $item:expr $(, $($rest:tt)*)?) => {
        $crate::json_items!([$($done,)* $crate::json!($item),] $($($rest)*)?)
    };
}

/// The fields of an object, from left to right. The tokens of a key are gathered in brackets, up to its colon.
#[doc(hidden)]
#[macro_export]
macro_rules! json_fields {
    ($object:ident []) => {};
    ($object:ident [$($key:tt)+] : null $(, $($rest:tt)*)?) => {
        $object.insert(($($key)+).into(), $crate::json!(null));
        $crate::json_fields!($object [] $($($rest)*)?);
    };
    ($object:ident [$($key:tt)+] : [$($items:tt)*] $(, $($rest:tt)*)?) => {
        $object.insert(($($key)+).into(), $crate::json!([$($items)*]));
        $crate::json_fields!($object [] $($($rest)*)?);
    };
    ($object:ident [$($key:tt)+] : {$($fields:tt)*} $(, $($rest:tt)*)?) => {
        $object.insert(($($key)+).into(), $crate::json!({$($fields)*}));
        $crate::json_fields!($object [] $($($rest)*)?);
    };
    ($object:ident [$($key:tt)+] : $value:expr $(, $($rest:tt)*)?) => {
        $object.insert(($($key)+).into(), $crate::json!($value));
        $crate::json_fields!($object [] $($($rest)*)?);
    };
    ($object:ident [$($key:tt)*] $next:tt $($rest:tt)*) => {
        $crate::json_fields!($object [$($key)* $next] $($rest)*);
    };
}
