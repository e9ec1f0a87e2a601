//! How a token is judged: by the rules, and by the numbers that it begins or ends.

use std::collections::BTreeSet;

use pgs_rt::{Failure, Map, Value};
use unicode_normalization::UnicodeNormalization as _;

use super::any_value;
use super::forbidden::Forbidden;
use super::offer_next_words::END;

/// The rule that stops a number which does not come from the reading.
const GROUNDING: &str = "numbers_from_the_reading";

/// What may stand between the digits of a number.
const SEPARATORS: [char; 4] = [' ', ',', '.', '-'];

/// What a token is judged by.
pub(super) struct Judge {
    forbidden: Forbidden,
    /// The digits of numbers that a rule forbids in the reading, in the order in which they were found, and that rule.
    barred: Vec<(String, Value)>,
    /// The digits of all numbers of the reading.
    read: BTreeSet<String>,
    is_grounded: bool,
}

/// A number in a text.
struct Number {
    digits: String,
    /// The character behind it.
    end: usize,
}

impl Judge {
    /// By the rules in force and the reading of this opening.
    pub fn of(opening: &Map<String, Value>, rules: &Map<String, Value>) -> Result<Self, Failure> {
        let forbidden = Forbidden::of(rules);
        let reading = any_value::object("reading", any_value::part(opening, "reading")?)?;
        let parts: Vec<&str> = reading.values().filter_map(Value::as_str).collect();
        let reading = compatible(&parts.join(" "));
        let mut barred: Vec<(String, Value)> = Vec::new();
        for rule in forbidden.rules(digits)? {
            let rule = rule?;
            for (start, end) in forbidden.places(&rule, &reading)? {
                let number = digits(reading.get(start..end).unwrap_or_default());
                if !number.is_empty() && !rule.excepts(&number) {
                    let name = rule.name()?;
                    if !barred.iter().any(|(known, _)| *known == number) {
                        barred.push((number, name.clone()));
                    }
                }
            }
        }
        let read = numbers(&reading.chars().collect::<Vec<_>>()).into_iter().map(|number| number.digits).collect();
        let is_grounded = opening.get("ground_numbers") == Some(&Value::Bool(true));
        Ok(Self { forbidden, barred, read, is_grounded })
    }

    /// The rule that stops a token behind this text; null where none does.
    pub fn stops(&self, text: &Value, token: &str) -> Result<Value, Failure> {
        let text = text.as_str().ok_or_else(|| Failure::fault("`text` is not a text"))?;
        let is_end = token == END;
        let judged = compatible(text);
        let length = judged.chars().count();
        let joined = if is_end { judged } else { compatible(&format!("{text}{token}")) };
        let stopping = if is_end { Value::Null } else { self.forbidden.stops(&joined, length)? };
        Ok(if stopping.is_null() { self.stops_number(&joined, length, is_end) } else { stopping })
    }

    /// The rule that stops one of the numbers of a text, of which so many characters were judged before.
    fn stops_number(&self, text: &str, length: usize, is_end: bool) -> Value {
        let characters: Vec<char> = text.chars().collect();
        for Number { digits, end } in numbers(&characters) {
            let is_open = is_open(characters.get(end..).unwrap_or_default());
            // Ended before this token, and judged then.
            if end < length && !is_open {
                continue;
            }
            if end > length
                && !self.may_become_permitted(&digits)
                && let Some((_, rule)) = self.barred.iter().find(|(number, _)| number.starts_with(&digits))
            {
                return rule.clone();
            }
            let is_found = if is_open && !is_end {
                self.read.iter().any(|number| number.starts_with(&digits))
            } else {
                self.read.contains(&digits)
            };
            if self.is_grounded && !is_found {
                return Value::from(GROUNDING);
            }
        }
        Value::Null
    }

    /// Whether a number of the reading that no rule forbids begins with these digits.
    fn may_become_permitted(&self, digits: &str) -> bool {
        let is_barred = |number: &String| self.barred.iter().any(|(barred, _)| barred == number);
        self.read.iter().any(|number| number.starts_with(digits) && !is_barred(number))
    }
}

/// The text in its compatibility form: a subscript digit is the digit.
fn compatible(text: &str) -> String {
    text.nfkc().collect()
}

/// The digits of a text.
fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Whether a number before this rest may go on.
fn is_open(rest: &[char]) -> bool {
    matches!(rest, []) || matches!(rest, [only] if SEPARATORS.contains(only))
}

/// The numbers of a text: digits, with single separators between them.
fn numbers(text: &[char]) -> Vec<Number> {
    let is_digit = |at: usize| text.get(at).is_some_and(char::is_ascii_digit);
    let is_separator = |at: usize| text.get(at).is_some_and(|c| SEPARATORS.contains(c));
    let (mut found, mut at) = (Vec::new(), 0);
    while at < text.len() {
        if !is_digit(at) {
            at += 1;
            continue;
        }
        let start = at;
        loop {
            at += 1;
            if is_digit(at) {
                continue;
            }
            if is_separator(at) && is_digit(at + 1) {
                at += 1;
                continue;
            }
            break;
        }
        let written: String = text.get(start..at).unwrap_or_default().iter().collect();
        found.push(Number { digits: digits(&written), end: at });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_single_separators() {
        let text: Vec<char> = "a1,2 3--4.".chars().collect();
        let found: Vec<_> = numbers(&text).into_iter().map(|it| (it.digits, it.end)).collect();
        assert_eq!(found, [("123".to_owned(), 6), ("4".to_owned(), 9)]);
    }
}
