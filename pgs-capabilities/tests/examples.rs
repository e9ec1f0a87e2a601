//! What the examples of `description/capabilities.toml` say is what comes of them.
//!
//! docs/reference/ shows them. Time stands still, and every random byte is 7.

mod call;
mod pgc_call;

use std::collections::BTreeMap;

use call::TransformResult;
use pgs_capabilities::pgc::side_effects::{Surroundings, clock, evidence_expiry, text_artifact};
use pgs_capabilities::side_effects::send_email;
use pgs_description::{Description, OperationExample, Transform, TransformEnd, TransformExample};
use pgs_rt::{Failure, Field, Reply, Sources, Status, Timestamp, Typed, Value, Violation, json};

/// Noon, and sevens.
struct Example;

impl Sources for Example {
    fn now(&self) -> Timestamp {
        "2026-01-02T12:00:00Z".parse().unwrap()
    }

    fn fill(&self, bytes: &mut [u8]) -> Result<(), Violation> {
        bytes.fill(7);
        Ok(())
    }
}

fn description() -> Description {
    pgs_description::read(pgs_capabilities_description::FILE, pgs_capabilities_description::TEXT).unwrap()
}

#[test]
fn every_transform_has_an_example_that_runs() {
    let Description { transforms, earlier, .. } = description();
    let wrong = wrong_examples(transforms, |fqdn, inputs| call::call(fqdn, inputs, &Example));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let wrong = wrong_examples(earlier, call::call_earlier);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn wrong_examples(
    transforms: BTreeMap<String, Transform>,
    call: impl Fn(&str, Value) -> Option<TransformResult>,
) -> Vec<String> {
    let mut wrong = Vec::new();
    for (fqdn, transform) in transforms {
        if transform.examples.is_empty() {
            wrong.push(format!("{fqdn} has no example"));
        }
        for example in transform.examples {
            let answer = call(&fqdn, json::parse(&example.inputs).unwrap()).unwrap();
            let answer = match answer {
                Ok(outputs) => TransformEnd::Success(json::compact(&outputs)),
                Err(violation) => TransformEnd::Violation(violation.to_string()),
            };
            wrong.extend(difference(&fqdn, &example, &answer));
        }
    }
    wrong
}

/// How an answer differs from what an example says.
fn difference(fqdn: &str, example: &TransformExample, answer: &TransformEnd) -> Option<String> {
    let is_same = match (answer, &example.ends) {
        (TransformEnd::Success(outputs), TransformEnd::Success(expected)) => {
            json::equal(&json::parse(outputs).unwrap(), &json::parse(expected).unwrap())
        }
        (answer, expected) => answer == expected,
    };
    (!is_same).then(|| format!("{fqdn} of {}: {answer:?}, not {:?}", example.inputs, example.ends))
}

fn pgc_description() -> pgs_description::Description {
    pgs_description::read(pgs_capabilities_description::PGC_FILE, pgs_capabilities_description::PGC_TEXT).unwrap()
}

#[test]
fn every_transform_of_pgc_has_an_example_that_runs() {
    let mut wrong = Vec::new();
    let transforms = pgc_description().transforms;
    assert_eq!(transforms.len(), pgc_call::ALL.len());
    for (fqdn, transform) in transforms {
        if transform.examples.is_empty() {
            wrong.push(format!("{fqdn} has no example"));
        }
        for example in &transform.examples {
            let answer = match pgc_call::call(&fqdn, json::parse(&example.inputs).unwrap()).unwrap() {
                // What is bare has no name in the result.
                Ok(result) if transform.bare => {
                    let outputs = pgs_value::json!({ transform.outputs[0].name.as_str(): result });
                    TransformEnd::Success(json::compact(&outputs))
                }
                Ok(result) => TransformEnd::Success(json::compact(&result)),
                Err(Failure::Refused(violation)) => TransformEnd::Violation(violation.to_string()),
                Err(Failure::Fault(violation)) => TransformEnd::Fault(violation.to_string()),
            };
            wrong.extend(difference(&fqdn, example, &answer));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_side_effect_of_pgc_does_what_its_examples_say() {
    let mut wrong = Vec::new();
    for (fqdn, side_effect) in pgc_description().side_effects {
        let folder = tempfile::tempdir().unwrap();
        let around = Surroundings { data_root: folder.path(), sources: &Example };
        let root = folder.path().canonicalize().unwrap().join("root");
        let root = root.to_str().unwrap();
        for op in side_effect.operations.keys() {
            let is_shown =
                |it: &OperationExample| matches!(it, OperationExample::Call { op: shown, .. } if shown == op);
            assert!(side_effect.examples.iter().any(is_shown), "{fqdn} has no example of {op}");
        }
        for example in side_effect.examples {
            let OperationExample::Call { op, inputs, status, outputs } = example else {
                panic!("{fqdn} needs no protocol")
            };
            let answer = call_pgc(&around, root, &op, &json::parse(&inputs).unwrap());
            if answer != (status.clone(), json::parse(&outputs.replace("ROOT", root)).unwrap()) {
                wrong.push(format!("{fqdn} {op} of {inputs}: {answer:?}, not {status} {outputs}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn call_pgc(around: &Surroundings<'_>, root: &str, op: &str, inputs: &Value) -> (String, Value) {
    let text = text_artifact::Policy { root: root.into() };
    let expiry = evidence_expiry::Policy {
        retention_window_days: Field::json(Value::from(30)),
        deletion_record_stream: Field::json(Value::from(format!("{root}/removed.jsonl"))),
    };
    let (as_of, store_path) = (field(inputs, "as_of"), field(inputs, "store_path"));
    match op {
        "NOW" => answer(clock::now(around, &clock::Policy::default())),
        "SURVEY" => answer(evidence_expiry::survey(around, &expiry, evidence_expiry::Survey { as_of, store_path })),
        "EXPIRE" => answer(evidence_expiry::expire(around, &expiry, evidence_expiry::Expire { as_of, store_path })),
        "WRITE_ALL" => {
            let call = text_artifact::WriteAll { documents: field(inputs, "documents") };
            answer(text_artifact::write_all(around, &text, call))
        }
        "LIST" => answer(text_artifact::list(around, &text)),
        _ => panic!("no side effect has {op}"),
    }
}

/// An argument; unset where the example does not give it.
fn field<T: Typed>(inputs: &Value, name: &str) -> Field<T> {
    inputs.get(name).map_or(Field::Unset, |value| Field::json(value.clone()))
}

fn answer<S: Status, O: serde::Serialize>(reply: Result<Reply<S, O>, Violation>) -> (String, Value) {
    let reply = reply.unwrap();
    let outputs = reply.outputs.map_or_else(|| json::parse("{}").unwrap(), |it| pgs_rt::to_value(&it).unwrap());
    (reply.status.as_str().to_owned(), outputs)
}

#[test]
fn every_side_effect_has_an_example() {
    for (fqdn, side_effect) in description().side_effects {
        assert!(!side_effect.examples.is_empty(), "{fqdn} has no example");
    }
}

#[test]
fn a_mail_that_is_switched_off_does_what_its_example_says() {
    let side_effects = description().side_effects;
    let examples = &side_effects["capability_side_effects::CS_SEND_EMAIL_V0"].examples;
    for example in examples {
        let OperationExample::Call { inputs, status, outputs, .. } = example else {
            panic!("a mail needs no protocol")
        };
        let inputs = json::parse(inputs).unwrap();
        let text = |key: &str| inputs.get(key).map_or(Field::Unset, |value| Field::json(value.clone()));
        let send = send_email::Send { recipient: text("recipient"), body: text("body"), ..Default::default() };
        let run = run();
        let reply = send_email::send(&run.1, false, send);
        assert_eq!(reply.status.as_str(), status, "{inputs}");
        let given = reply.outputs.map_or_else(|| json::parse("{}").unwrap(), |it| pgs_rt::to_value(&it).unwrap());
        assert_eq!(given, json::parse(outputs).unwrap(), "{inputs}");
    }
}

/// A run, and the folder that it lives in.
fn run() -> (tempfile::TempDir, pgs_rt::Run) {
    use pgs_rt::store::{Durability, FILES, State};
    let folder = tempfile::tempdir().unwrap();
    let state = State::at(folder.path().join("data"), &FILES, Durability::Os).unwrap();
    let context = pgs_rt::Context::new(state, pgs_rt::Traces::below(folder.path()));
    let id = pgs_rt::WorkflowId { fqdn: "test::WF_TEST_V0", domain: "test", address: 1 };
    let workflow = pgs_rt::Workflow::new(id, |_, _| Err(pgs_rt::Fault::new("never run")));
    let run = workflow.begin(&context, &pgs_rt::Map::<String, Value>::new()).unwrap();
    (folder, run)
}
