//! What the sentences of older traces say that have no codes (`docs/traces.md`, "Codes"). Nothing else reads sentences.

use pgs_rt::ReasonCode;

/// What a sentence tells: the code that it would have today, and the input that it speaks of.
struct Told<'s> {
    code: ReasonCode,
    input: Option<&'s str>,
}

/// Reads a sentence as it is worded where values are read (`Violation`) and templates are computed (`ArithmeticError`).
fn told(sentence: &str) -> Option<Told<'_>> {
    if sentence.starts_with("template `") {
        return Some(Told { code: ReasonCode::Template, input: None });
    }
    let (input, rest) = sentence.strip_prefix('`')?.split_once('`')?;
    let code = match rest {
        " is missing or null" | " is missing" => ReasonCode::Missing,
        rest if rest.starts_with(" is not of type ") => ReasonCode::Mistyped,
        _ => return None,
    };
    Some(Told { code, input: Some(input) })
}

/// The input of which the reason of a step says that it did not arrive, or not as it was declared.
pub(crate) fn unbound_input(reason: &str) -> Option<&str> {
    told(reason)?.input
}

/// The code of a fault. What a fault says of an input is said in the words of a capability.
pub(crate) fn fault(message: &str) -> Option<ReasonCode> {
    told(message).map(|told| told.code).filter(|code| *code == ReasonCode::Template)
}

#[cfg(test)]
mod tests {
    use pgs_rt::{Field, Value, Violation, arithmetic};

    use super::*;

    #[test]
    fn sentences_are_recognised_as_they_are_worded() {
        let missing = Field::<String>::Null.required("key").unwrap_err();
        let other = Field::<String>::json(1.into()).required("key").unwrap_err();
        for violation in [missing, other, Violation::unset("key")] {
            assert_eq!(unbound_input(&violation.reason()), Some("key"));
            assert_eq!(told(&violation.reason()).map(|told| told.code), Some(violation.code()));
        }
        assert_eq!(unbound_input("`key` is blank"), None);
        assert_eq!(unbound_input("the key is not in the store"), None);
        let template = arithmetic::plus(&Value::Null, 1, "{{$.a + 1}}").unwrap_err().to_string();
        assert_eq!(fault(&template), Some(ReasonCode::Template));
        assert_eq!(fault("`key` is missing"), None);
    }
}
