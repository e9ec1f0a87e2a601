//! What a capability answers.

use pgs_value::{Field, Reply, Status, TransformStatus, Typed, Value, View};

/// What a transform answers: its outputs, or that it refuses.
pub type Transformed<O> = Reply<TransformStatus, O>;

/// What a capability answers: how it ended, and its outputs, which are mapped only where it succeeded.
pub trait Answer {
    /// The statuses with which it ends.
    type Status: Status;
    /// Its outputs.
    type Outputs;

    /// How it ended.
    fn status(&self) -> Self::Status;

    /// Its outputs, if there are any.
    fn outputs(&mut self) -> Option<&mut Self::Outputs>;

    /// Whether outputs are mapped: its status is `SUCCESS`.
    fn succeeded(&self) -> bool {
        self.status().as_str() == TransformStatus::Success.as_str()
    }

    /// One of the outputs, of a success: what is mapped once more behind it.
    fn copy<T: Typed>(&mut self, output: impl FnOnce(&mut Self::Outputs) -> &mut T) -> Field<T> {
        self.present().map_or(Field::Unset, |outputs| output(outputs).clone().into())
    }

    /// Moves one of the outputs out, of a success. What stays in its place is read by nobody: an output that is mapped more
    /// than once is copied before.
    fn take<T: Typed + Default>(&mut self, output: impl FnOnce(&mut Self::Outputs) -> &mut T) -> Field<T> {
        self.present().map_or(Field::Unset, |outputs| std::mem::take(output(outputs)).into())
    }

    /// The same of one that may be null.
    fn take_option<T: Typed>(&mut self, output: impl FnOnce(&mut Self::Outputs) -> &mut Option<T>) -> Field<T> {
        self.present().map_or(Field::Unset, |outputs| output(outputs).take().into())
    }

    /// The outputs, where they are mapped.
    fn present(&mut self) -> Option<&mut Self::Outputs> {
        if self.succeeded() { self.outputs() } else { None }
    }

    /// `$.result_status`: the status, as an output.
    fn word(&self) -> Field<String> {
        self.status().as_str().into()
    }

    /// `$.capability_result.result_status`: the same, of a success alone.
    fn result_word(&self) -> Field<String> {
        if self.succeeded() { self.word() } else { Field::Unset }
    }
}

impl<S: Status, O> Answer for Reply<S, O> {
    type Status = S;
    type Outputs = O;

    fn status(&self) -> S {
        self.status
    }

    fn outputs(&mut self) -> Option<&mut O> {
        self.outputs.as_mut()
    }
}

/// The output of this name in the result of a transform that is no struct of its declared outputs (`ct_ir.outputs`): the
/// field of that name, else the value of the only field, else the whole.
///
/// ```
/// use pgs_pgc::named_output;
/// use pgs_value::json;
///
/// assert_eq!(named_output(json!({"result": 1, "more": 2}), "result"), json!(1));
/// assert_eq!(named_output(json!({"a": 1}), "result"), json!(1));
/// assert_eq!(named_output(json!({"a": 1, "b": 2}), "result"), json!({"a": 1, "b": 2}));
/// ```
pub fn named_output(result: Value, name: &str) -> Value {
    match result {
        Value::Object(mut fields) => match fields.shift_remove(name) {
            Some(value) => value,
            None if fields.len() == 1 => fields.into_iter().next().map(|(_, value)| value).unwrap_or_default(),
            None => Value::Object(fields),
        },
        whole => whole,
    }
}

/// The keys of a result as the trace has them: sorted, and none where it is no object.
pub(crate) fn sorted_keys(result: &Value) -> Vec<&str> {
    let mut keys: Vec<_> = View::from(result).keys().collect();
    keys.sort_unstable();
    keys
}
