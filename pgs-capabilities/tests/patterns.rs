//! Patterns mean what Python's `re` (3.11) means by them, or are refused.

#![cfg(feature = "patterns")]

use fancy_regex::Regex;
use pgs_value::pattern::full_match;

/// Pattern, texts, and whether `re.fullmatch` matches: recorded from Python 3.11.
type Recorded = (&'static str, &'static [(&'static str, bool)]);

const RECORDED: &[Recorded] = &[
    ("a|b", &[("a", true), ("b", true), ("ab", false)]),
    ("(?a)\\w+", &[("ab1_", true), ("\u{e9}", false)]),
    ("\\w+", &[("\u{e9}1_", true), ("e\u{301}", false), ("\u{b2}", true), ("\u{2167}", true)]),
    ("\\d", &[("\u{663}", true), ("\u{b2}", false)]),
    ("\\s", &[("\u{1c}", true), ("\u{85}", true), ("\u{200b}", false)]),
    ("[[:alpha:]]", &[("a", false), ("a]", true), (":]", true)]),
    ("[a&&b]", &[("a", true), ("&", true), ("c", false)]),
    ("[+--]", &[(",", true), (".", false)]),
    ("[a~~b]", &[("~", true)]),
    ("\\141\\012", &[("a\u{a}", true)]),
    ("\\0", &[("\u{0}", true)]),
    ("[\\1]", &[("\u{1}", true)]),
    ("(a)(b)\\2", &[("abb", true), ("aba", false)]),
    ("(?P<n>a|b)(?P=n)", &[("aa", true), ("ab", false)]),
    ("a$\\n", &[("a\u{a}", true), ("a", false)]),
    ("(?m)a$\\nb", &[("a\u{a}b", true)]),
    ("(?x) a # c", &[("a", true), ("a # c", false)]),
    ("(?#c)a", &[("a", true)]),
    ("a{,2}", &[("", true), ("aa", true), ("aaa", false)]),
    ("a{,}", &[("aaa", true)]),
    ("a{b", &[("a{b", true)]),
    ("{", &[("{", true)]),
    ("a*+a", &[("aa", false)]),
    ("(?>a|ab)c", &[("abc", false), ("ac", true)]),
    (".", &[("\u{a}", false), ("a", true)]),
    ("(?s).", &[("\u{a}", true)]),
    ("\\B", &[("", false), ("a", false)]),
    ("\\b\u{e9}\\b", &[("\u{e9}", true)]),
    ("(?i)\u{e9}", &[("\u{c9}", true)]),
    ("(?i:a)", &[("A", true)]),
    ("[]a]", &[("]", true), ("a", true)]),
    ("[^]a]", &[("b", true), ("]", false)]),
    ("(?<=a)b|ab", &[("ab", true)]),
    ("\\-\\#\\ ", &[("-# ", true)]),
    ("\\x41\\u00e9\\U0001F600", &[("A\u{e9}\u{1f600}", true)]),
    // What matches no character, repeated.
    ("(?:)*", &[("", true), ("a", false)]),
    ("(?m:)*a", &[("a", true)]),
    ("()*a", &[("a", true)]),
    ("(?:){2,3}a", &[("a", true)]),
    ("(?:(?=a))*a", &[("a", true), ("b", false)]),
    ("(?:\\b)?a", &[("a", true)]),
    ("(?:(?=(a)))+\\1", &[("a", true), ("", false)]),
    ("(?:(?!a)|)*+b", &[("b", true)]),
    ("a\\Z", &[("a", true), ("a\u{a}", false)]),
];

#[test]
fn patterns_match_what_python_matches() {
    for (pattern, texts) in RECORDED {
        let written = full_match(pattern).unwrap_or_else(|error| panic!("{pattern:?}: {error}"));
        let regex = Regex::new(&written).unwrap_or_else(|error| panic!("{pattern:?}: {written}: {error}"));
        for (text, matches) in *texts {
            assert_eq!(regex.is_match(text).unwrap(), *matches, "{pattern:?} as {written} with {text:?}");
        }
    }
}

#[test]
fn what_python_refuses_is_refused() {
    for pattern in [
        "a)|(?:b",
        "x)|(?:",
        "(",
        "[a",
        "a**",
        "a{2}{3}",
        "*a",
        "^*",
        "\\h",
        "\\R",
        "\\K",
        "\\p{L}",
        "\\pL",
        "\\z",
        "\\Q",
        "\\e",
        "\\x4",
        "\\x{41}",
        "\\777",
        "\\1",
        "(a\\1)",
        "(?<n>a)",
        "\\k<n>",
        "\\g<1>",
        "(?R)",
        "(?|a|b)",
        "a(?i)",
        "(?z)a",
        "(?au)a",
        "[b-a]",
        "[a--z]",
        "[a-\\d]",
        "(?<=a*)b",
        "(?P<n>a)(?P<n>b)",
        "(?P=n)",
        "(?P<1>a)",
        "a{3,2}",
        "\\",
    ] {
        assert!(full_match(pattern).is_err(), "{pattern:?}");
    }
}

/// Python reads these, and no engine here has them.
#[test]
fn what_can_not_be_carried_over_says_so() {
    for (pattern, reason) in [
        ("(a)?(?(1)b|c)", "a conditional group can't be carried over at character 7"),
        ("(?i)(a)\\1", "a reference to a group, where case is ignored, can't be carried over at character 9"),
        ("(?ai)k", "case that is ignored in ASCII alone can't be carried over at character 5"),
    ] {
        assert_eq!(full_match(pattern).unwrap_err().to_string(), reason, "{pattern}");
    }
}

#[test]
fn patterns_of_any_depth_end() {
    for pattern in ["(".repeat(100_000), "[".repeat(100_000), "(?:a".repeat(200) + &")".repeat(200)] {
        assert!(full_match(&pattern).is_err());
    }
}
