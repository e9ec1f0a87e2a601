//! What of the events of traces is determined by what, which every trace begins with.

use pgs_protocol::diagnostic::Code;
use pgs_protocol::protocol::{Classification, Place, say};

use super::reader::Reader;

/// The one artifact of governance that is read at run time.
const VOCABULARY: &str = "vocabulary::VOCAB_EVIDENCE_CONTENT_CLASSIFICATION_V0";

/// Reads the classification. Without it no run starts, if there is anything to run.
pub fn read(reader: &mut Reader<'_>, is_needed: bool) -> Classification {
    let Some(artifact) = reader.artifacts.get(VOCABULARY).copied() else {
        if !is_needed {
            return Classification::default();
        }
        let message =
            format!("there is no `{VOCABULARY}`, without which no run starts: traces begin with what it says");
        let remedy = "assemble the snapshot with the platform domain";
        say(reader.diagnostics, Code::DanglingReference, &Place::default(), message, remedy);
        return Classification::default();
    };
    let Some(front) = reader.front(artifact) else { return Classification::default() };
    let mut entries = |key: &str| {
        let part = front.object(key, reader.diagnostics);
        if part.is_none() {
            front.malformed(key, "an object with `entries`", reader.diagnostics);
        }
        part.map(|part| part.list("entries", reader.diagnostics)).unwrap_or_default()
    };
    Classification {
        determinative: entries("determinative_fields"),
        observational: entries("observational_fields"),
        observational_keys: entries("observational_keys"),
    }
}
