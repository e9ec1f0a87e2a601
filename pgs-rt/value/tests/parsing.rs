//! Which texts are documents, what they mean, and where they are wrong.

mod support;

use pgs_value::json::{self, Context, ParseError, Position, Syntax, parse};
use pgs_value::{Value, from_str};
use serde::de::IgnoredAny;
use support::json as read;

const SERDE_NUMBER: &str = "$serde_json::private::Number";

#[test]
fn documents_are_read() {
    let cases = [
        (" \t\r\n1 \n", "1"),
        ("[ ]", "[]"),
        ("{ }", "{}"),
        (r#"{"":0}"#, r#"{"":0}"#),
        ("[[[]],[{}],{\"a\":{\"b\":[]}}]", r#"[[[]],[{}],{"a":{"b":[]}}]"#),
        ("[0,-0,-1,10,1.5,0.5,1e1,1E+1,1e-1,0e0]", "[0,0,-1,10,1.5,0.5,10.0,10.0,0.1,0.0]"),
        (r#""\"\\\/\b\f\n\r\t\u0041\u00e9\u0000""#, r#""\"\\/\b\f\n\r\tA\u00e9\u0000""#),
        (r#""\ud83d\ude00\uD83D\uDE00😀""#, r#""\ud83d\ude00\ud83d\ude00\ud83d\ude00""#),
        ("\"\u{7f}\u{2028}\u{feff}\u{10ffff}\"", r#""\u007f\u2028\ufeff\udbff\udfff""#),
        ("\"\u{ffff}\"", r#""\uffff""#),
        ("null", "null"),
        ("[true,false]", "[true,false]"),
        ("4.9406564584124654e-324", "5e-324"),
        ("1.7976931348623157e308", "1.7976931348623157e+308"),
        ("-1e-999", "-0.0"),
        ("100000000000000000000", "100000000000000000000"),
    ];
    for (text, expected) in cases {
        let value = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(json::compact(&value), expected, "{text}");
        assert_eq!(json::parse_slice(text.as_bytes()), Ok(value.clone()));
        assert_eq!(from_str(text), Ok(value));
        assert!(from_str::<IgnoredAny>(text).is_ok());
    }
}

#[test]
fn of_a_key_that_stands_twice_the_last_value_counts_at_the_first_place() {
    assert_eq!(json::compact(&read(r#"{"a": 1, "b": 2, "\u0061": [3], "a": 4}"#)), r#"{"a":4,"b":2}"#);
}

#[test]
fn no_text_key_or_number_has_a_meaning() {
    for text in [
        format!(r#"{{"{SERDE_NUMBER}":"12"}}"#),
        format!(r#"{{"{SERDE_NUMBER}":"no number"}}"#),
        format!(r#"["{SERDE_NUMBER}",{{"a":"{SERDE_NUMBER}"}},{{"{SERDE_NUMBER}":12,"b":1}}]"#),
        r#"{"$pgs_value::Number":"12"}"#.to_owned(),
        r#"[{"$pgs_value::Number":[1,2]},"$pgs_value::Number"]"#.to_owned(),
    ] {
        let value = read(&text);
        assert_eq!(json::compact(&value), text);
        assert_eq!(json::canonical(&value).len(), text.len());
        assert_eq!(from_str::<Value>(&text), Ok(value.clone()));
        assert_eq!(pgs_value::from_value::<Value>(value.clone()), Ok(value.clone()));
        assert_eq!(pgs_value::to_value(&value), Ok(value));
    }
}

/// The text, what is wrong with it, and in which column of its last line.
#[test]
fn what_is_no_json_is_told_apart() {
    let end = |within| move |position| ParseError::UnexpectedEnd { within, position };
    let syntax = |problem| move |position| ParseError::Syntax { problem, position };
    let check = |texts: &[(&str, usize)], error: &dyn Fn(Position) -> ParseError| {
        for (text, column) in texts {
            let line = text.split_inclusive('\n').count().max(1);
            let expected = error(Position { line, column: *column });
            assert_eq!(parse(text), Err(expected.clone()), "{text}");
            assert_eq!(from_str::<Value>(text), Err(expected.clone().into()), "{text}");
            assert_eq!(from_str::<IgnoredAny>(text).err(), Some(expected.into()), "{text}");
        }
    };
    check(&[("", 0), ("  ", 2), ("[1,", 3), ("{\"a\":", 5), ("nul", 3), ("-", 1), ("1.", 2)], &end(Context::Value));
    check(&[("[", 1), ("[1", 2), ("[[]", 3)], &end(Context::List));
    check(&[("{", 1), ("{\"a\"", 4), ("{\"a\":1", 6)], &end(Context::Object));
    check(&[("\"a", 2), ("[\"a\\", 4), ("\"\\u12", 5)], &end(Context::String));
    check(&[("x", 1), ("[,1]", 2), ("'a'", 1), ("NaN", 1), ("[Infinity]", 2), ("/**/1", 1)], &syntax(Syntax::Value));
    check(&[("\u{feff}1", 1), ("{\"a\":}", 6), ("[\u{a0}]", 2), ("+1", 1), (".5", 1)], &syntax(Syntax::Value));
    check(&[("tru1", 4), ("[nulL]", 5)], &syntax(Syntax::Word));
    check(
        &[("01", 2), ("-01", 3), ("-a", 2), ("1.a", 3), ("1ea", 3), ("1e+a", 4), ("-Infinity", 2)],
        &syntax(Syntax::Number),
    );
    check(&[("{1:2}", 2), ("{a:1}", 2), ("{null:1}", 2), ("{\"a\":1,b:2}", 8), ("{,}", 2)], &syntax(Syntax::Key));
    check(&[("{\"a\" 1}", 6), ("{\"a\",1}", 5), ("{\"a\"}", 5)], &syntax(Syntax::Colon));
    check(&[("[1 2]", 4), ("[1}", 3), ("[1:2]", 3), ("[0x1]", 3)], &syntax(Syntax::ListCommaOrEnd));
    check(&[("{\"a\":1 \"b\":2}", 8), ("{\"a\":1]", 7)], &syntax(Syntax::ObjectCommaOrEnd));
    check(&[("[1,]", 4), ("{\"a\":1,}", 8), ("[\n1,\n]", 1)], &syntax(Syntax::TrailingComma));
    check(&[("\"\t\"", 2), ("\"a\u{0}\"", 3), ("\"\u{1f}", 2)], &syntax(Syntax::ControlCharacter));
    check(&[("\"\\x\"", 3), ("\"\\u12g4\"", 6), ("\"\\'\"", 3)], &syntax(Syntax::Escape));
    check(&[("\"\\ud800\"", 8), ("\"\\ud800x\"", 8), ("\"\\ud800\\n\"", 9)], &syntax(Syntax::SurrogatePair));
    check(&[("\"\\udc00\"", 7), ("\"\\ud800\\u0041\"", 13)], &|position| ParseError::LoneSurrogate { position });
    check(&[("1 2", 3), ("{}}", 3), ("[] x", 4), ("1,", 2), ("null\nnull", 1)], &|position| {
        ParseError::TrailingCharacters { position }
    });
}

#[test]
fn an_error_is_a_sentence_with_its_place() {
    let cases = [
        ("", "EOF while parsing a value at line 1 column 0"),
        ("{\n  \"a\": 1,\n  b: 2\n}", "key must be a string at line 3 column 3"),
        ("[1, 1e400]", "number 1e400 is outside the range of a double at line 1 column 5"),
        ("[\"\\udfff\"]", "lone leading surrogate in hex escape at line 1 column 8"),
        ("1 1", "trailing characters at line 1 column 3"),
    ];
    for (text, expected) in cases {
        assert_eq!(parse(text).unwrap_err().to_string(), expected);
    }
    let error = json::parse_slice(b"{\"a\":\n\"\xff\"}").unwrap_err();
    assert_eq!(error.to_string(), "stream did not contain valid UTF-8 at line 2 column 2");
    assert_eq!(error.position(), Position { line: 2, column: 2 });
}

#[test]
fn numbers_beyond_the_largest_double_are_refused() {
    for number in ["1e309".to_owned(), "-1.8e308".to_owned(), format!("1{}.0", "0".repeat(309))] {
        let error = parse(&format!("[{number}]")).unwrap_err();
        let position = Position { line: 1, column: 2 };
        assert_eq!(error, ParseError::NumberOutOfRange { number, position });
    }
}

#[test]
fn nesting_has_a_limit_however_it_is_read() {
    let nested = |open: &str, close: &str, depth: usize| format!("{}1{}", open.repeat(depth), close.repeat(depth));
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
        let levels = open.len() / 5 + usize::from(open.starts_with('['));
        let deepest = json::DEPTH_LIMIT / levels;
        for text in [nested(open, close, deepest), format!("[{0},{0}]", nested(open, close, deepest - 1))] {
            assert!(parse(&text).is_ok() && from_str::<Value>(&text).is_ok() && from_str::<IgnoredAny>(&text).is_ok());
        }
        for depth in [deepest + 1, 100_000] {
            let text = nested(open, close, depth);
            let errors = [
                parse(&text).unwrap_err().into(),
                from_str::<Value>(&text).unwrap_err(),
                from_str::<IgnoredAny>(&text).map(drop).unwrap_err(),
            ];
            for error in errors {
                assert!(error.to_string().starts_with("recursion limit exceeded at line 1 column "), "{error}");
            }
        }
    }
    let deep = read(&nested("[", "]", json::DEPTH_LIMIT));
    assert_eq!(json::depth(&deep), json::DEPTH_LIMIT);
}

#[test]
fn a_leading_text_is_split_off() {
    assert_eq!(json::leading_text(r#" "a": {"#), Ok(("a".to_owned(), ": {")));
    assert_eq!(json::leading_text(r#""\u00e9x"1"#), Ok(("éx".to_owned(), "1")));
    assert!(json::leading_text("1").is_err() && json::leading_text("\"a").is_err() && json::leading_text("").is_err());
}
