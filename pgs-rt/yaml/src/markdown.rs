//! YAML in Markdown: fenced blocks, each with the heading above it.

/// A fenced block of YAML in Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its text.
    pub text: String,
    /// How many lines stand before it.
    pub line: usize,
    /// The heading above it.
    pub name: Option<String>,
}

/// The fenced `yaml` blocks of Markdown.
pub fn blocks(markdown: &str) -> Vec<Block> {
    let (mut found, mut heading, mut fence): (Vec<Block>, Option<String>, Option<bool>) = (Vec::new(), None, None);
    for (n, line) in markdown.lines().enumerate() {
        match (fence, line.trim_end().strip_prefix("```")) {
            (None, Some(info)) => {
                let is_yaml = matches!(info.trim(), "yaml" | "yml");
                fence = Some(is_yaml);
                if is_yaml {
                    found.push(Block { text: String::new(), line: n + 1, name: heading.clone() });
                }
            }
            (Some(_), Some(_)) => fence = None,
            (Some(true), None) => {
                if let Some(block) = found.last_mut() {
                    block.text.push_str(line);
                    block.text.push('\n');
                }
            }
            (Some(false), None) => {}
            (None, None) => {
                if line.starts_with('#') {
                    heading = Some(line.trim_start_matches('#').trim().to_owned());
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_block_has_the_heading_above_it() {
        let found = blocks("# A\n\ntext\n\n```yaml\na: 1\n```\n```text\n# no heading\n```\n## B c\n```yml\nb: 2\n");
        let block = |text: &str, line, name: &str| Block { text: text.into(), line, name: Some(name.into()) };
        assert_eq!(found, [block("a: 1\n", 5, "A"), block("b: 2\n", 12, "B c")]);
    }
}
