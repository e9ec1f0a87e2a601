//! A named value of an event in a list.

use pgs_rt::View;

use crate::escape::code;

/// A named value below an item; texts beyond ASCII as people read them.
pub(super) fn detail(indent: usize, name: &str, value: View<'_>) -> String {
    format!("{:indent$}- {name}: {}\n", "", code(&value.to_string()))
}
