//! `causal_language_model::CT_WRITE_RESPONSE_V0`

use pgs_pgc::prelude::*;

use super::write_next_word;

/// What the molecule is given.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Declared array.
    pub positions: Field<Vec<Value>>,
    /// Declared object.
    pub reading: Field<Map<String, Value>>,
    /// Declared object.
    pub rules_in_force: Field<Map<String, Value>>,
}

/// What it gives.
#[derive(Clone, Debug, Default)]
pub struct Outputs {
    /// Of `written`.
    pub result: Value,
}

/// What the passes of the loop hand on.
struct Accumulator {
    finished: Field<bool>,
    stopped: Field<Vec<Value>>,
    stopped_by: Field<String>,
    text: Field<String>,
}

/// Runs its steps in order.
pub fn run(atoms: &Atoms<'_>, inputs: Inputs) -> Result<Outputs, Stop> {
    let accumulator = Accumulator {
        finished: literal(false),
        stopped: literal(list([])),
        stopped_by: literal("none"),
        text: literal(""),
    };
    let written = atoms.each(
        "written",
        inputs.positions,
        accumulator,
        |atoms, position, accumulator| {
            let inputs = write_next_word::Inputs {
                finished: accumulator.finished.bind(),
                position: position.bind(),
                reading: atoms.reads("$.inputs.reading", inputs.reading.bind())?,
                rules_in_force: atoms.reads("$.inputs.rules_in_force", inputs.rules_in_force.bind())?,
                stopped: accumulator.stopped.bind(),
                stopped_by: accumulator.stopped_by.bind(),
                text: accumulator.text.bind(),
            };
            write_next_word::run(atoms, inputs)
        },
        |accumulator, passed| {
            accumulator.finished = passed.finished.bind();
            accumulator.stopped = passed.stopped.bind();
            accumulator.stopped_by = passed.stopped_by.bind();
            accumulator.text = passed.text.bind();
            Ok(())
        },
    )?;
    let written = atoms.passed("written", written)?;
    Ok(Outputs { result: named_output(atoms.value(&written)?, "result") })
}
