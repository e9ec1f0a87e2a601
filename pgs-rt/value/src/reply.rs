//! What a capability answers.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize};

use crate::{Map, Reason, Value, from_value};

/// What a capability answers: how it ended, its outputs, and why it did not succeed.
///
/// In a trace it is one object: `status`, the fields of the outputs, `reason`.
///
/// ```
/// use pgs_value::Reply;
///
/// #[derive(serde::Serialize, serde::Deserialize)]
/// struct Outputs { count: i64 }
///
/// let reply = Reply { status: "SUCCESS", outputs: Some(Outputs { count: 2 }), reason: None };
/// assert_eq!(pgs_value::to_string(&reply)?, r#"{"status":"SUCCESS","count":2}"#);
/// # Ok::<(), pgs_value::SerializeError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reply<S, O> {
    /// How it ended.
    pub status: S,
    /// Its outputs, if there are any.
    #[serde(flatten)]
    pub outputs: Option<O>,
    /// Why it did not succeed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Box<Reason>>,
}

crate::described! {
    /// The arguments of an operation that takes none.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
    pub struct NoInputs {}

    /// The outputs of an operation that has none.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
    pub struct NoOutputs {}
}

impl<S, O> Reply<S, O> {
    /// It ended well.
    pub fn success(status: S, outputs: O) -> Self {
        Self { status, outputs: Some(outputs), reason: None }
    }

    /// It did not, for this reason. The reason goes to the trace: it names fields and rules, never values.
    pub fn failure(status: S, reason: impl Into<Box<Reason>>) -> Self {
        Self { status, outputs: None, reason: Some(reason.into()) }
    }
}

/// By hand, because a flattened map does not keep numbers of any size.
impl<'de, S: DeserializeOwned, O: DeserializeOwned> Deserialize<'de> for Reply<S, O> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = Map::deserialize(deserializer)?;
        let status = fields.shift_remove("status").ok_or_else(|| D::Error::missing_field("status"))?;
        let status = from_value(status).map_err(D::Error::custom)?;
        let reason = fields.shift_remove("reason").map(from_value).transpose().map_err(D::Error::custom)?;
        let is_empty = fields.is_empty();
        let outputs = match from_value(Value::Object(fields)) {
            Ok(outputs) => Some(outputs),
            // There are none where it failed.
            Err(_) if is_empty => None,
            Err(error) => return Err(D::Error::custom(error)),
        };
        Ok(Self { status, outputs, reason })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    crate::statuses! {
        /// How a test ends.
        Status { Success = "SUCCESS", NotFound = "NOT_FOUND" }
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Outputs {
        value: Value,
        count: Option<i64>,
    }

    fn is_read_back<O>(reply: &Reply<Status, O>, text: &str)
    where
        O: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug,
    {
        let value = crate::to_value(reply).unwrap();
        assert_eq!(json::compact(&value), text);
        assert_eq!(&from_value::<Reply<Status, O>>(value).unwrap(), reply);
    }

    #[test]
    fn a_reply_is_one_object_and_is_read_back() {
        let big = json::parse("{\"a\":[100000000000000000000000000]}").unwrap();
        let reply = Reply::success(Status::Success, Outputs { value: big, count: Some(1) });
        is_read_back(&reply, r#"{"status":"SUCCESS","value":{"a":[100000000000000000000000000]},"count":1}"#);
        let reply = Reply::success(Status::Success, Outputs { value: Value::Null, count: None });
        is_read_back(&reply, r#"{"status":"SUCCESS","value":null,"count":null}"#);
        let reply = Reply::<_, Outputs>::failure(Status::NotFound, "it is not there");
        is_read_back(&reply, r#"{"status":"NOT_FOUND","reason":"it is not there"}"#);
        is_read_back(&Reply::success(Status::Success, NoOutputs {}), r#"{"status":"SUCCESS"}"#);
    }

    #[test]
    fn outputs_of_another_form_are_no_reply() {
        let value = crate::json!({"status": "SUCCESS", "value": 1, "count": "<suppressed>"});
        assert!(from_value::<Reply<Status, Outputs>>(value).is_err());
    }
}
