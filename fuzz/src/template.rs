//! A template in a binding, and its arithmetic.

use pgs_protocol::protocol::{Binding, Level, parse_binding};
use pgs_value::{Value, arithmetic};

/// Reads the input as what stands between two pairs of braces.
///
/// # Panics
///
/// Where something is wrong.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for written in [text.to_owned(), format!("{{{{{text}}}}}"), format!("{{{{$.inputs.n {text}}}}}")] {
        let Ok(binding) = parse_binding(&Value::from(written.as_str()), Level::Arguments) else { continue };
        let Binding::Plus { n, text, .. } = binding else { continue };
        assert_eq!(text, written);
        for found in [0, 1, -1, i64::MAX, i64::MIN] {
            let sum = arithmetic::plus(&Value::from(found), n, &text);
            assert_eq!(sum.ok(), found.checked_add(n));
        }
        assert!(arithmetic::plus(&Value::Null, n, &text).is_err());
    }
}
