//! What a step does, and what its trace says of it.

use pgs_pgc::prelude::*;
use pgs_pgc::{Failure, Reply, Step, Violation};
use pgs_value::json;

use crate::support::{Place, events, told};
use crate::town::{CONTRACT, Outputs, answer};

const ANSWER: StepId = StepId::transform("answer", "town::CT_PURE_ANSWER_V0", 4);
const CALL: StepId = StepId::side_effect("call", "CALL", "town::CS_PHONE_V0", 5);

fn step(run: &Run) -> Step<'_> {
    run.step(&CONTRACT, &ANSWER)
}

#[test]
fn a_transform_gives_or_refuses_or_fails() {
    let place = Place::new();
    let run = place.run();
    let atom = |word: &str| step(&run).atom(Purity::Pure, Field::from(word), answer);
    let mut given = atom("Ada").unwrap();
    assert_eq!((given.status(), given.word()), (TransformStatus::Success, Field::from("SUCCESS")));
    assert_eq!(given.copy(|it| &mut it.loud), Field::Is(false));
    assert_eq!(given.take(|it| &mut it.greeting), Field::from("Hello Ada"));

    let mut refused = atom("refuse").unwrap();
    assert_eq!((refused.status(), refused.word()), (TransformStatus::Violation, Field::from("VIOLATION")));
    assert_eq!(refused.take(|it| &mut it.greeting), Field::Unset);
    assert_eq!(refused.result_word(), Field::Unset);

    let fault = atom("fail").unwrap_err();
    assert!(fault.to_string().contains("town::CC_GREET_V0, step `answer`"), "{fault}");
    // What refuses or fails leaves no event of the atom.
    assert_eq!(told(&run), ["CT_STEP __atom_result__"]);
    let detail = r#"{"path":"__atom_result__","step_fqdn":"town::CT_PURE_ANSWER_V0","purity":"ct_pure","result_keys":["greeting","loud"]}"#;
    assert_eq!(events(&run)[0]["detail"].to_string(), detail);
}

#[test]
fn a_result_of_null_is_a_fault() {
    let place = Place::new();
    let run = place.run();
    assert!(step(&run).atom(Purity::Pure, (), |()| Ok(Value::Null)).is_err());
    assert!(step(&run).atom(Purity::Pure, (), |()| Ok(json!([null]))).is_ok());
    assert_eq!(events(&run)[0]["detail"]["result_keys"], json!([]));
}

#[test]
fn every_declared_input_is_read() {
    let place = Place::new();
    let run = place.run();
    let step = step(&run);
    assert_eq!(step.reads("word", Field::<String>::Null).unwrap(), Field::Null);
    assert_eq!(step.reads("word", Field::from("a")).unwrap(), Field::from("a"));
    let fault = step.reads("word", Field::<String>::Unset).unwrap_err();
    assert!(matches!(fault, Fault::Capability { refusal: pgs_pgc::Refusal::Transform, .. }));
}

#[test]
fn what_a_success_maps_must_be_there_and_what_a_failure_maps_is_left_out() {
    let place = Place::new();
    let run = place.run();
    let step = step(&run);
    let success = step.atom(Purity::Pure, Field::from("Ada"), answer).unwrap();
    let failure = step.atom(Purity::Pure, Field::from("refuse"), answer).unwrap();
    let absent = || Field::<Value>::Unset;
    assert!(step.mapped(&success, "deep", absent()).is_err());
    assert_eq!(step.mapped(&failure, "deep", absent()).unwrap(), Field::Unset);
    let greeting: Field<String> = Field::Unset;
    step.ends(failure.status(), &[("greeting", &greeting), ("status", &failure.word())]).continues().unwrap();
    let events = events(&run);
    assert_eq!(events[1]["detail"]["result_keys"], json!(["status"]));
}

#[test]
fn an_outcome_that_the_contract_does_not_list_is_refused() {
    let place = Place::new();
    let run = place.run();
    let fault = step(&run).ends(TransformStatus::Violation, &[]).is_unlisted::<()>().unwrap_err();
    assert!(matches!(fault, Fault::UnlistedOutcome { outcome: "VIOLATION", .. }));
    assert_eq!(told(&run), ["CC_STEP VIOLATION null"]);
}

#[test]
fn a_side_effect_answers_with_a_status_or_fails() {
    let place = Place::new();
    let run = place.run();
    let step = run.step(&CONTRACT, &CALL);
    let reply: Reply<&str, ()> = step.effect(|_| Ok(Reply::failure("NOT_FOUND", "nobody is there"))).unwrap();
    assert_eq!(reply.word(), Field::from("NOT_FOUND"));
    let fault = step.effect::<Reply<&str, ()>>(|_| Err(Violation::new("the line is dead"))).unwrap_err();
    assert!(matches!(fault, Fault::Capability { refusal: pgs_pgc::Refusal::SideEffect, .. }));
}

#[test]
fn the_result_of_an_impure_atom_is_in_the_trace() {
    let place = Place::new();
    let run = place.run();
    let draw = |()| -> Result<Outputs, Failure> { Ok(Outputs { greeting: "drawn".to_owned(), loud: true }) };
    step(&run).atom(Purity::Impure, (), draw).unwrap();
    let detail = &events(&run)[0]["detail"];
    assert_eq!(detail["outcome"], json!({"greeting": "drawn", "loud": true}));
    assert_eq!((&detail["purity"], &detail["replayed"]), (&json!("ct_impure"), &json!(false)));
}
