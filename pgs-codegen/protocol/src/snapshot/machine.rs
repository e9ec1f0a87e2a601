//! The machine block: the YAML of `content` that `frontmatter` must equal.

use pgs_value::{Map, Value};

use super::compare::{Difference, first_difference};

/// The machine block as it stands in the Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block<'a> {
    /// The YAML, without the fences and without white space at its end: the sealing compiler strips that, which takes
    /// the last line break off a folded scalar.
    pub text: &'a str,
    /// Where `text` begins, in bytes.
    pub start: usize,
    /// The line of the Markdown that `text` begins on, from 1.
    pub line: usize,
}

/// The first fenced `yaml` block after the last `## Machine` heading.
pub fn block(content: &str) -> Option<Block<'_>> {
    let mut scan = Scan { state: State::Prose, found: None };
    let mut offset = 0;
    for (index, line) in content.split_inclusive('\n').enumerate() {
        scan.line(content, offset, offset + line.len(), index);
        offset += line.len();
    }
    scan.found
}

/// Where a scan of lines stands.
enum State {
    /// Before the heading, or after the block.
    Prose,
    /// After a heading.
    Heading,
    /// Within the block, which began at this offset and line.
    Block(usize, usize),
}

struct Scan<'a> {
    state: State,
    found: Option<Block<'a>>,
}

impl<'a> Scan<'a> {
    fn line(&mut self, content: &'a str, start: usize, end: usize, index: usize) {
        let line = content.get(start..end).unwrap_or_default().trim_end();
        match self.state {
            State::Prose | State::Heading if is_heading(line) => (self.state, self.found) = (State::Heading, None),
            State::Heading if is_opening(line) => self.state = State::Block(end, index + 2),
            State::Block(from, first) if line.starts_with("```") => {
                self.found =
                    content.get(from..start).map(|text| Block { text: text.trim_end(), start: from, line: first });
                self.state = State::Prose;
            }
            _ => {}
        }
    }
}

fn is_heading(line: &str) -> bool {
    line.strip_prefix("##").is_some_and(|rest| rest.starts_with([' ', '\t']) && rest.trim() == "Machine")
}

fn is_opening(line: &str) -> bool {
    line.strip_prefix("```").is_some_and(|info| matches!(info.trim(), "yaml" | "yml"))
}

/// The first place where `frontmatter` says something else than the machine block.
///
/// `fqdn_id` in a node of `core.nodes` is not in the block: the compiler adds it where it resolves the node's `code`,
/// so it must end in that code.
pub fn difference<'a>(frontmatter: &'a Map<String, Value>, block: &'a Map<String, Value>) -> Option<Difference<'a>> {
    let added = |path: &[String]| match path {
        [core, nodes, node, key] if core == "core" && nodes == "nodes" && key == "fqdn_id" => {
            is_resolved(frontmatter, block, node)
        }
        _ => false,
    };
    first_difference(frontmatter, block, &added)
}

/// Whether the `fqdn_id` of a node was added by resolving its `code`.
fn is_resolved(frontmatter: &Map<String, Value>, block: &Map<String, Value>, node: &str) -> bool {
    let text = |map: &Map<String, Value>, key: &str| {
        map.get("core")?.get("nodes")?.get(node)?.get(key)?.as_str().map(ToOwned::to_owned)
    };
    let (Some(fqdn), Some(code)) = (text(frontmatter, "fqdn_id"), text(block, "code")) else { return false };
    text(block, "fqdn_id").is_none()
        && (fqdn == code || fqdn.rsplit_once("::").is_some_and(|(_, resolved)| resolved == code))
}
