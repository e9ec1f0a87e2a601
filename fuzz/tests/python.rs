//! What Python's `json` makes of the documents that the mutator makes: read by both or by neither, but for what is declared,
//! and written alike.
//!
//! Python is called once, with all of them. Where there is no `python3` this says so and passes.

use std::io::{ErrorKind, Write as _};
use std::process::{Command, Stdio};

use fastrand::Rng;
use pgs_fuzz::{corpus, mutator};
use pgs_value::Value;
use pgs_value::json::{self, ParseError, Syntax};

const DOCUMENTS: u64 = 30_000;

/// One answer a line: the canonical, compact and pretty text, or null for what can't be read. Integers that are too long
/// for Python are, as here, none that can be read; so is nesting that its stack does not hold.
const PROGRAM: &str = r#"
import json, sys
def refuse(word):
    raise ValueError(word)
for line in sys.stdin:
    text = bytes.fromhex(line.strip())
    try:
        x = json.loads(text.decode("utf-8"), parse_constant=refuse)
        print(json.dumps([json.dumps(x, sort_keys=True, separators=(",", ":")), json.dumps(x, separators=(",", ":")),
                          json.dumps(x, indent=2, ensure_ascii=False)]))
    except (ValueError, RecursionError):
        print("null")
"#;

#[test]
fn python_reads_and_writes_the_same() {
    let corpus = corpus::of("json");
    let documents: Vec<Vec<u8>> =
        (0..DOCUMENTS).map(|seed| mutator::mutate(&mut Rng::with_seed(seed), &corpus)).collect();
    let batch: String = documents.iter().map(|it| hex::encode(it) + "\n").collect();
    let started = Command::new("python3")
        .args(["-c", PROGRAM])
        .env("PYTHONUTF8", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut child = match started {
        Err(error) if error.kind() == ErrorKind::NotFound => return eprintln!("passed over: there is no python3"),
        started => started.unwrap(),
    };
    let mut stdin = child.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(batch.as_bytes()).unwrap());
        child.wait_with_output().unwrap()
    });
    assert!(output.status.success(), "python3 failed");
    let mut both = 0;
    let answers = String::from_utf8(output.stdout).unwrap();
    assert_eq!(answers.lines().count(), documents.len());
    for (document, answer) in documents.iter().zip(answers.lines()) {
        let shown = String::from_utf8_lossy(document);
        match (json::parse_slice(document), answer) {
            (Ok(value), "null") => panic!("Python does not read {shown:?}: {value}"),
            (Err(error), "null") => assert!(!error.to_string().is_empty()),
            // Declared: a lone surrogate is no text, there are limits, and a double has an end.
            (
                Err(
                    ParseError::LoneSurrogate { .. }
                    // The same, where no other escape follows.
                    | ParseError::Syntax { problem: Syntax::SurrogatePair, .. }
                    | ParseError::NumberOutOfRange { .. }
                    | ParseError::TooManyDigits { .. }
                    | ParseError::TooDeep { .. },
                ),
                _,
            ) => {}
            (Err(error), _) => panic!("{error}: Python reads {shown:?}"),
            (Ok(value), _) => {
                both += 1;
                let texts: Vec<Value> =
                    [json::canonical(&value), json::compact(&value), json::pretty(&value)].map(Value::from).into();
                assert_eq!(json::parse(answer).unwrap(), Value::Array(texts), "{shown:?}");
            }
        }
    }
    assert!(both > DOCUMENTS / 10, "{both} are read by both");
}
