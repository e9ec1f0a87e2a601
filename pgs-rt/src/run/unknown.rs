//! What of a run can't be repeated where a value is not known: in a replay, whose recording does not show what is suppressed.

use pgs_trace::has_hidden;
use pgs_value::arithmetic::Comparison;
use pgs_value::{Map, Value};

use super::Run;

impl Run {
    /// Says that this value decides what happens next: a replay in which nobody knows it ends here.
    pub fn needs(&self, value: &Value, what: &str) {
        if has_hidden(value) {
            // What comes after it is not compared, whatever it is.
            let _ = self.lacks_suppressed(format!("{what} needs a suppressed value"));
        }
    }

    /// Whether the condition of an `evaluation`, written like this, holds.
    pub fn holds(&self, comparison: Comparison, sides: [&Value; 2], condition: &str) -> bool {
        let [left, right] = sides;
        if sides.into_iter().any(has_hidden) {
            let _ = self.lacks_suppressed(format!("the condition `{condition}` needs a suppressed value"));
        }
        comparison.holds(left, right)
    }

    /// The word in this field of an item, which decides what is started for it.
    pub fn dispatches<'i>(&self, item: &'i Map<String, Value>, field: &str) -> Option<&'i str> {
        let word = item.get(field)?;
        self.needs(word, &format!("`{field}` of an item"));
        word.as_str()
    }
}
