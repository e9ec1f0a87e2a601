//! What there is to say about a code: one text, which `pgs-codegen explain`, the reports and `docs/diagnostics.md` show.

/// The parts of an explanation, in Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The whole text.
    pub text: &'static str,
    /// What the code means.
    pub meaning: &'static str,
    /// Why it matters; the first sentence stands in every report.
    pub why: &'static str,
    /// A protocol that earns it.
    pub example: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
}

impl Explanation {
    /// The parts of a text: its beginning, and what stands below the headings `Why it matters`, `Example`, `What to do`.
    pub(super) fn of(text: &'static str) -> Self {
        let below = |heading: &str| text.split("\n## ").find_map(|part| part.strip_prefix(heading)).unwrap_or_default();
        Self {
            text,
            meaning: text.split("\n## ").next().unwrap_or_default().trim(),
            why: below("Why it matters").trim(),
            example: below("Example").trim(),
            remedy: below("What to do").trim(),
        }
    }

    /// The first sentence of why it matters.
    pub fn reason(&self) -> String {
        first_sentence(self.why)
    }
}

/// The first sentence of a text, in one line and without its full stop.
pub fn first_sentence(text: &str) -> String {
    let paragraph = text.split("\n\n").next().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let sentence = paragraph.split(". ").next().unwrap_or_default();
    sentence.trim_end_matches('.').to_owned()
}
