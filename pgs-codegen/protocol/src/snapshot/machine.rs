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

/// Why a text has no machine block that is read. Lines are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoBlock {
    /// There is none.
    #[error("there is no fenced `yaml` block below a `## Machine` heading")]
    Missing,
    /// The heading stands twice: one reader takes the first block, another one the last.
    #[error("`## Machine` stands at line {first} and again at line {second}, and one block is executed")]
    Twice {
        /// The line of the first.
        first: usize,
        /// The line of the second.
        second: usize,
    },
    /// The heading, or the beginning of the block, stands where a reader of the page does not see it.
    #[error("the machine block at line {line} stands in HTML that begins at line {html}, where no page shows it")]
    Hidden {
        /// The line.
        line: usize,
        /// Where the HTML begins.
        html: usize,
    },
}

impl NoBlock {
    /// What to do about it.
    pub fn remedy(self) -> &'static str {
        match self {
            Self::Missing => "add the heading and the block, closed by ```",
            Self::Twice { .. } => "keep one of the two, or call the other one otherwise",
            Self::Hidden { .. } => "close the HTML before the heading, or remove it",
        }
    }
}

/// The first fenced `yaml` block after the one `## Machine` heading.
pub fn block(content: &str) -> Result<Block<'_>, NoBlock> {
    let mut scan = Scan { state: State::Prose, heading: None, html: None, is_fenced: false, found: None };
    let mut offset = 0;
    for (index, line) in content.split_inclusive('\n').enumerate() {
        scan.line(content, offset, offset + line.len(), index + 1)?;
        offset += line.len();
    }
    scan.found.ok_or(NoBlock::Missing)
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

/// HTML whose content a page does not show as text, by how a line begins and what ends it (CommonMark 0.31, 4.6).
const HIDING: [(&str, &str); 8] = [
    ("<!--", "-->"),
    ("<?", "?>"),
    ("<![cdata[", "]]>"),
    ("<!", ">"),
    ("<script", "</script>"),
    ("<style", "</style>"),
    ("<textarea", "</textarea>"),
    ("<pre", "</pre>"),
];

struct Scan<'a> {
    state: State,
    /// The line of the heading.
    heading: Option<usize>,
    /// The line where open HTML begins, and what ends it.
    html: Option<(usize, &'static str)>,
    /// Whether the line stands in another fenced block.
    is_fenced: bool,
    found: Option<Block<'a>>,
}

impl<'a> Scan<'a> {
    fn line(&mut self, content: &'a str, start: usize, end: usize, number: usize) -> Result<(), NoBlock> {
        let line = content.get(start..end).unwrap_or_default().trim_end();
        if let State::Block(from, first) = self.state {
            if line.starts_with("```") {
                self.found =
                    content.get(from..start).map(|text| Block { text: text.trim_end(), start: from, line: first });
                self.state = State::Prose;
            }
            return Ok(());
        }
        self.html_of(line, number);
        if is_heading(line) {
            self.check_seen(number)?;
            if let Some(first) = self.heading {
                return Err(NoBlock::Twice { first, second: number });
            }
            (self.state, self.heading) = (State::Heading, Some(number));
        } else if matches!(self.state, State::Heading) && is_opening(line) {
            self.check_seen(number)?;
            self.state = State::Block(end, number + 1);
        } else if self.html.is_none() && line.starts_with("```") {
            self.is_fenced = !self.is_fenced;
        }
        self.end_html(line);
        Ok(())
    }

    fn check_seen(&self, line: usize) -> Result<(), NoBlock> {
        self.html.map_or(Ok(()), |(html, _)| Err(NoBlock::Hidden { line, html }))
    }

    /// Notes the HTML that begins with this line.
    fn html_of(&mut self, line: &str, number: usize) {
        let text = line.trim_start_matches(' ');
        if self.html.is_some() || self.is_fenced || line.len() - text.len() > 3 {
            return;
        }
        let text = text.to_ascii_lowercase();
        self.html = HIDING.iter().find(|(begins, _)| text.starts_with(begins)).map(|(_, ends)| (number, *ends));
    }

    fn end_html(&mut self, line: &str) {
        // What ends a comment does not begin it: `<!-->` is whole.
        if self.html.is_some_and(|(_, ends)| line.to_ascii_lowercase().contains(ends)) {
            self.html = None;
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
