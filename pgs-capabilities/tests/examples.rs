//! What the examples of `description/capabilities.toml` say is what comes of them.
//!
//! docs/reference/ shows them. Time stands still, and every random byte is 7.

mod call;

use std::collections::BTreeMap;

use call::TransformResult;
use pgs_capabilities::side_effects::send_email;
use pgs_description::{Description, OperationExample, Transform, TransformEnd};
use pgs_rt::{Field, Sources, Timestamp, Value, Violation, json};

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
            let is_same = match (&answer, &example.ends) {
                (TransformEnd::Success(outputs), TransformEnd::Success(expected)) => {
                    json::equal(&json::parse(outputs).unwrap(), &json::parse(expected).unwrap())
                }
                (answer, expected) => answer == expected,
            };
            if !is_same {
                wrong.push(format!("{fqdn} of {}: {answer:?}, not {:?}", example.inputs, example.ends));
            }
        }
    }
    wrong
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
