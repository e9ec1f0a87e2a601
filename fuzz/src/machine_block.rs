//! A machine block: Markdown as an author writes it, and the YAML in it.

use pgs_protocol::snapshot::{machine, yaml};
use pgs_value::json;

/// Reads the input as Markdown, and as YAML.
///
/// # Panics
///
/// Where something is wrong.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    yaml(text);
    let Ok(block) = machine::block(text) else { return };
    assert_eq!(text.get(block.start..block.start + block.text.len()), Some(block.text));
    assert_eq!(text[..block.start].matches('\n').count() + 1, block.line);
    yaml(block.text);
}

fn yaml(text: &str) {
    match yaml::parse(text) {
        Ok(document) => {
            let written = json::compact(&document.value);
            assert_eq!(json::parse(&written), Ok(document.value), "{written}");
        }
        Err(error) => {
            // YAML's lines end with either.
            let breaks = text.matches(['\n', '\r']).count();
            assert!(error.line <= breaks + 2, "{error} is behind the text");
        }
    }
    let _ = yaml::parse_python(text);
    let _ = yaml::places(text);
}
