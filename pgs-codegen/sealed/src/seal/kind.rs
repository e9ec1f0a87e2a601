//! The kinds of artifact: what authors call them, the type of the sealed form, and the folder that it lies in.

/// A kind of artifact.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// The word of `artifact_kind`.
    pub word: &'static str,
    /// The word of `artifact_type`, which the code of an artifact begins with.
    pub artifact_type: &'static str,
    /// The folder below that of the domain.
    pub folder: &'static str,
}

const fn kind(word: &'static str, artifact_type: &'static str, folder: &'static str) -> Kind {
    Kind { word, artifact_type, folder }
}

/// All of them.
const KINDS: [Kind; 16] = [
    kind("WORKFLOW", "WF", "workflows"),
    kind("INTENT", "IN", "intents"),
    kind("CAPABILITY_CONTRACT", "CC", "capability_contracts"),
    kind("CAPABILITY_TRANSFORM", "CT", "capability_transforms"),
    kind("CAPABILITY_SIDE_EFFECT", "CS", "capability_side_effects"),
    kind("RUNTIME_BINDING", "RB", "runtime_bindings"),
    kind("STRUCTURE", "STRUCTURE", "structures"),
    kind("EVENT", "EV", "events"),
    kind("ACTOR", "AC", "actors"),
    kind("TRANSPORT_INGRESS", "TI", "ingress_intents"),
    kind("TRANSPORT_EGRESS", "TE", "transport/egress"),
    kind("TEST_DATA", "TEST_DATA", "test_data"),
    kind("VOCABULARY", "VOCAB", "vocabulary"),
    kind("CONSTITUTION", "CONSTITUTION", "concerns"),
    kind("INVARIANT", "INVARIANT", "invariants"),
    kind("SURFACE_CONTRACT", "SURFACE", "surface_contracts"),
];

impl Kind {
    /// The kind of a word.
    pub fn of(word: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.word == word)
    }
}
