//! The conformance cases of molecules, which are generated text and no capabilities.

use std::fs;

use pgs_pgc::{Atoms, Case, Field, Map, Stop, Value};
use pgs_value::json;

use crate::support::{document, recordings};
use crate::workflows::causal_language_model::molecules::write_response;

/// Runs the molecule of a case.
fn run(atoms: &Atoms<'_>, inputs: &Map<String, Value>) -> Result<Value, Stop> {
    fn input<T: pgs_pgc::Typed>(inputs: &Map<String, Value>, name: &str) -> Field<T> {
        inputs.get(name).map_or(Field::Unset, |value| Field::json(value.clone()))
    }
    let inputs = write_response::Inputs {
        positions: input(inputs, "positions"),
        reading: input(inputs, "reading"),
        rules_in_force: input(inputs, "rules_in_force"),
    };
    write_response::run(atoms, inputs).map(|outputs| json!({"result": outputs.result}))
}

#[test]
fn molecules_meet_their_cases() {
    let Some(folder) = recordings().map(|it| it.join("snapshot/transform_conformance/causal_language_model")) else {
        return;
    };
    let mut cases = 0;
    for file in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let document = document(&file);
        if document.get("ct_fqdn").is_none_or(|fqdn| *fqdn != "causal_language_model::CT_WRITE_RESPONSE_V0") {
            continue;
        }
        let recorded = document["recorded"].as_object().unwrap().clone();
        let case = Case::recorded(recorded);
        let outcome = run(&Atoms::of_case(&case), document["ct_ir"]["inputs"].as_object().unwrap());
        assert_eq!(document["expected_outcome"], "SUCCESS");
        assert_eq!(outcome.as_ref(), Ok(&document["expected"]), "{}", file.display());
        assert_eq!(case.unused().collect::<Vec<_>>(), Vec::<&str>::new());
        cases += 1;
    }
    assert_eq!(cases, 2);
}
