//! Canonical, compact and pretty JSON, equality and order are Python's.
//!
//! Python is called once a test, with the whole batch. Where there is no `python3` these tests say so and pass over.

mod documents;

use std::cmp::Ordering;
use std::io::{ErrorKind, Write as _};
use std::process::{Command, Stdio};

use documents::Documents;
use pgs_value::{Value, json};

const WRITE: &str = r#"
import json, sys
for line in sys.stdin:
    x = json.loads(line)
    print(json.dumps([json.dumps(x, sort_keys=True, separators=(",", ":")), json.dumps(x, separators=(",", ":")),
                      json.dumps(x, indent=2, ensure_ascii=False), json.dumps(x)]))
"#;

const COMPARE: &str = r"
import json, sys
for line in sys.stdin:
    a, b = json.loads(line)
    ordered = isinstance(a, (int, float)) and isinstance(b, (int, float)) or isinstance(a, str) and isinstance(b, str)
    print(json.dumps([a == b, a < b if ordered else None]))
";

/// What Python prints for each line of the batch; none where there is no Python.
fn python(program: &str, batch: &str) -> Option<Vec<Value>> {
    let started = Command::new("python3")
        .args(["-c", program])
        .env("PYTHONUTF8", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut child = match started {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            eprintln!("passed over: there is no python3");
            return None;
        }
        started => started.unwrap(),
    };
    let mut stdin = child.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(batch.as_bytes()).unwrap());
        child.wait_with_output().unwrap()
    });
    assert!(output.status.success(), "python3 failed");
    let text = String::from_utf8(output.stdout).unwrap();
    Some(text.lines().map(|line| pgs_value::from_str(line).unwrap()).collect())
}

#[test]
fn json_is_written_as_python_writes_it() {
    let mut documents = Documents::new(1);
    let batch: Vec<String> = (0..100_000).map(|_| documents.value(4)).collect();
    let Some(expected) = python(WRITE, &(batch.join("\n") + "\n")) else { return };
    assert_eq!(expected.len(), batch.len());
    for (text, expected) in batch.iter().zip(expected) {
        let value = json::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let ours = vec![json::canonical(&value), json::compact(&value), json::pretty(&value), json::spaced(&value)];
        let ours = Value::from(ours);
        assert_eq!(ours, expected, "{text}");
    }
}

#[test]
fn numbers_at_the_borders_are_written_as_python_writes_them() {
    let mut batch: Vec<String> = documents::BORDERS.iter().map(|text| (*text).to_owned()).collect();
    for exponent in -326..=308 {
        for digits in ["1", "9.5", "4.35", "1.2345678901234567", "9.999999999999999", "2.2250738585072011"] {
            if exponent < 308 || digits.starts_with('1') {
                batch.push(format!("{digits}e{exponent}"));
                batch.push(format!("-{digits}E{exponent}"));
            }
        }
    }
    let Some(expected) = python(WRITE, &(batch.join("\n") + "\n")) else { return };
    for (text, expected) in batch.iter().zip(expected) {
        let value = json::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(Value::from(json::compact(&value)), expected[1], "{text}");
    }
}

#[test]
fn values_equal_and_follow_each_other_as_in_python() {
    let mut documents = Documents::new(2);
    let batch: Vec<(String, String)> = (0..20_000).map(|_| documents.pair()).collect();
    let lines: Vec<String> = batch.iter().map(|(left, right)| format!("[{left},{right}]\n")).collect();
    let Some(expected) = python(COMPARE, &lines.concat()) else { return };
    let mut equal = 0;
    for ((left, right), expected) in batch.iter().zip(expected) {
        let (a, b) = (json::parse(left).unwrap(), json::parse(right).unwrap());
        assert_eq!(Value::from(json::equal(&a, &b)), expected[0], "{left} == {right}");
        assert_eq!(Value::from(json::equal(&b, &a)), expected[0], "{right} == {left}");
        assert_eq!(Value::from(json::compare(&a, &b).map(Ordering::is_lt)), expected[1], "{left} < {right}");
        equal += usize::from(expected[0] == true);
    }
    assert!(equal > 2_000 && equal < 18_000, "{equal} of the pairs are equal: the batch shows little");
}

/// Python 3.11's own answers, so that this holds where there is no Python.
#[test]
fn spellings_of_numbers_are_normalised() {
    let cases = [
        ("1E5", "100000.0"),
        ("-0", "0"),
        ("-0.0", "-0.0"),
        ("1.0", "1.0"),
        ("1e16", "1e+16"),
        ("9999999999999998.0", "9999999999999998.0"),
        ("0.0001", "0.0001"),
        ("0.00001", "1e-05"),
        ("1e21", "1e+21"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("5e-324", "5e-324"),
        ("1e-400", "0.0"),
        ("2.50", "2.5"),
    ];
    for (text, expected) in cases {
        assert_eq!(json::compact(&json::parse(text).unwrap()), expected, "{text}");
    }
}

#[test]
fn what_is_no_json_is_refused_with_its_place() {
    let broken = ["NaN", "Infinity", "-Infinity", r#"{"a": NaN}"#, r#""\ud800""#, r#"["\udc00x"]"#, "", "{", "[1,]"];
    for text in broken {
        let error = json::parse(text).unwrap_err().to_string();
        assert!(error.contains("line 1 column"), "{text}: {error}");
    }
    for text in ["1e400", "-1e400", r#"[[{"a": 1e309}]]"#, "123456789e999999999999999999999"] {
        let error = json::parse(text).unwrap_err().to_string();
        assert!(error.contains("outside the range of a double"), "{text}: {error}");
    }
}

#[test]
fn nesting_ends_at_the_limit() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(json::parse(&nested(json::DEPTH_LIMIT)).is_ok());
    for depth in [json::DEPTH_LIMIT + 1, 200, 200_000] {
        let error = json::parse(&nested(depth)).unwrap_err().to_string();
        assert!(error.contains("recursion limit"), "{error}");
    }
}
