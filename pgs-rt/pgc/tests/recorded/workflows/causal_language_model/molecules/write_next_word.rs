//! `causal_language_model::CT_WRITE_NEXT_WORD_V0`

use pgs_capabilities::pgc::transforms::{choose_permitted_word, offer_next_words};
use pgs_pgc::prelude::*;

const OFFERED: AtomId = AtomId::impure("causal_language_model::CT_IMPURE_OFFER_NEXT_WORDS_V0");
const CHOSEN: AtomId = AtomId::pure("causal_language_model::CT_PURE_CHOOSE_PERMITTED_WORD_V0");

/// What the molecule is given.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Declared boolean.
    pub finished: Field<bool>,
    /// Declared integer.
    pub position: Field<i64>,
    /// Declared object.
    pub reading: Field<Map<String, Value>>,
    /// Declared object.
    pub rules_in_force: Field<Map<String, Value>>,
    /// Declared array.
    pub stopped: Field<Vec<Value>>,
    /// Declared string.
    pub stopped_by: Field<String>,
    /// Declared string.
    pub text: Field<String>,
}

/// What it emits: the result of `chosen`.
pub type Emitted = choose_permitted_word::Outputs;

/// Runs its steps in order.
pub fn run(atoms: &Atoms<'_>, inputs: Inputs) -> Result<Emitted, Stop> {
    let offered = offer_next_words::Inputs {
        finished: atoms.reads("$.inputs.finished", inputs.finished.bind())?,
        reading: atoms.reads("$.inputs.reading", inputs.reading.bind())?,
        stopped_by: atoms.reads("$.inputs.stopped_by", inputs.stopped_by.bind())?,
        text: atoms.reads("$.inputs.text", inputs.text.bind())?,
    };
    let offered = atoms.run("offered", &OFFERED, offered, offer_next_words::run)?;
    let chosen = choose_permitted_word::Inputs {
        candidates: offered.candidates.bind(),
        finished: atoms.reads("$.inputs.finished", inputs.finished.bind())?,
        position: atoms.reads("$.inputs.position", inputs.position.bind())?,
        rules_in_force: atoms.reads("$.inputs.rules_in_force", inputs.rules_in_force.bind())?,
        stopped: atoms.reads("$.inputs.stopped", inputs.stopped.bind())?,
        stopped_by: atoms.reads("$.inputs.stopped_by", inputs.stopped_by.bind())?,
        text: atoms.reads("$.inputs.text", inputs.text.bind())?,
    };
    atoms.run("chosen", &CHOSEN, chosen, choose_permitted_word::run)
}
