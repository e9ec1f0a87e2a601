//! What a response may not say: rules `{rule, pattern, except}`, whose patterns are Python's.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use fancy_regex::Regex;
use pgs_rt::{Failure, Map, Value};
use pgs_value::pattern;

use super::any_value;

/// The rules of one call. They are looked at no earlier than something is compared with them, as the reference does.
pub(super) struct Forbidden {
    rules: Result<Vec<Value>, Failure>,
    finders: RefCell<HashMap<String, Rc<Finder>>>,
}

/// One rule that is looked at.
pub(super) struct Rule<'r> {
    fields: &'r Map<String, Value>,
    exceptions: BTreeSet<String>,
}

impl Forbidden {
    /// The rules of `rules_in_force`.
    pub fn of(rules_in_force: &Map<String, Value>) -> Self {
        let rules = any_value::items_or_none("forbidden", rules_in_force.get("forbidden"));
        Self { rules, finders: RefCell::default() }
    }

    /// Every rule, in order; `compared` says what of its exceptions and its matches is compared.
    pub fn rules(
        &self,
        compared: fn(&str) -> String,
    ) -> Result<impl Iterator<Item = Result<Rule<'_>, Failure>>, Failure> {
        let rules = self.rules.as_ref().map_err(Clone::clone)?;
        Ok(rules.iter().map(move |rule| {
            let fields = any_value::object("forbidden", rule)?;
            let exceptions = any_value::items_or_none("except", fields.get("except"))?;
            let texts = exceptions.iter().map(|it| it.as_str().map(compared));
            let exceptions = texts.collect::<Option<_>>();
            let exceptions = exceptions.ok_or_else(|| Failure::fault("`except`: an item is no text"))?;
            Ok(Rule { fields, exceptions })
        }))
    }

    /// The places in a text where the pattern of a rule is found.
    pub fn places(&self, rule: &Rule<'_>, text: &str) -> Result<Vec<(usize, usize)>, Failure> {
        let pattern = any_value::part(rule.fields, "pattern")?.as_str();
        let pattern = pattern.ok_or_else(|| Failure::fault("`pattern` is not a text"))?;
        let known = self.finders.borrow().get(pattern).cloned();
        let finder = match known {
            Some(finder) => finder,
            None => {
                let finder = Rc::new(Finder::new(pattern).map_err(|_| Failure::fault("`pattern` can't be read"))?);
                self.finders.borrow_mut().insert(pattern.to_owned(), Rc::clone(&finder));
                finder
            }
        };
        finder.places(text)
    }

    /// The name of the first rule that is found in a text behind its first characters, and not among its exceptions; null where
    /// there is none.
    pub fn stops(&self, text: &str, characters: usize) -> Result<Value, Failure> {
        for rule in self.rules(without_separators)? {
            let rule = rule?;
            for (start, end) in self.places(&rule, text)? {
                let (before, _) = text.split_at(end);
                let is_behind = before.chars().count() > characters;
                if is_behind && !rule.excepts(&without_separators(before.get(start..).unwrap_or_default())) {
                    return rule.name().cloned();
                }
            }
        }
        Ok(Value::Null)
    }
}

impl<'r> Rule<'r> {
    /// Its name, of whatever type.
    pub fn name(&self) -> Result<&'r Value, Failure> {
        any_value::part(self.fields, "rule")
    }

    /// Whether this is one of its exceptions.
    pub fn excepts(&self, compared: &str) -> bool {
        self.exceptions.contains(compared)
    }
}

/// A text without spaces and dashes.
fn without_separators(text: &str) -> String {
    text.replace([' ', '-'], "")
}

/// Finds a pattern as Python's `finditer` does.
struct Finder {
    any: Regex,
    /// The same where a match that ends where the search begins does not count.
    further: Regex,
}

/// Why a pattern is not found.
pub(super) enum NoPattern {
    /// Python refuses it too.
    NotOne,
    /// It can't be carried over.
    Unsupported,
}

/// Whether a pattern is one.
pub(super) fn check(pattern: &str) -> Result<(), NoPattern> {
    Finder::new(pattern).map(drop)
}

impl Finder {
    fn new(pattern: &str) -> Result<Self, NoPattern> {
        let written = pattern::search(pattern)
            .map_err(|error| if error.is_pattern { NoPattern::Unsupported } else { NoPattern::NotOne })?;
        let regex = |written: &str| Regex::new(written).map_err(|_| NoPattern::Unsupported);
        Ok(Self { any: regex(&written)?, further: regex(&format!("(?:{written})(?!\\G)"))? })
    }

    fn places(&self, text: &str) -> Result<Vec<(usize, usize)>, Failure> {
        let (mut places, mut from, mut regex) = (Vec::new(), 0, &self.any);
        loop {
            let found = regex.find_from_pos(text, from);
            let found = found.map_err(|_| Failure::fault("a pattern backtracks without end"))?;
            let Some(found) = found else { return Ok(places) };
            places.push((found.start(), found.end()));
            regex = if found.start() == found.end() { &self.further } else { &self.any };
            from = found.end();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_follow_each_other_as_in_python() {
        for (pattern, text, expected) in [
            ("a|b", "abcb", vec![(0, 1), (1, 2), (3, 4)]),
            // [m.span() for m in re.finditer("|a", "aa")]
            ("|a", "aa", vec![(0, 0), (0, 1), (1, 1), (1, 2), (2, 2)]),
            ("a*", "aab", vec![(0, 2), (2, 2), (3, 3)]),
            ("a*?", "aa", vec![(0, 0), (0, 1), (1, 1), (1, 2), (2, 2)]),
            ("$", "a\n", vec![(1, 1), (2, 2)]),
            (r"\b", "é a", vec![(0, 0), (2, 2), (3, 3), (4, 4)]),
            ("(?<=a)b", "abb", vec![(1, 2)]),
        ] {
            let places = Finder::new(pattern).ok().unwrap().places(text);
            assert_eq!(places, Ok(expected), "{pattern}");
        }
    }

    #[test]
    fn what_python_refuses_is_told_apart_from_what_is_not_carried_over() {
        assert!(matches!(check("("), Err(NoPattern::NotOne)));
        assert!(matches!(check("(a)?(?(1)b|c)"), Err(NoPattern::Unsupported)));
        assert!(check("[0-9]{8}").is_ok());
    }
}
