//! Which workflow binaries are built. Generated text does not depend on it.

/// The workflow binaries to build: all, none, or those that a pattern names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice(Vec<String>);

impl Choice {
    /// Reads `all`, `none`, or names with `*` for any characters, separated by commas. An empty text is `all`.
    pub fn of(text: &str) -> Self {
        let words = text.split(',').map(str::trim).filter(|word| !word.is_empty() && *word != "none");
        let patterns = words.map(|word| if word == "all" { "*" } else { word }.to_owned()).collect();
        if text.trim().is_empty() { Self(vec!["*".to_owned()]) } else { Self(patterns) }
    }

    /// Whether this binary is to be built. `pgs` always is.
    pub fn takes(&self, binary: &str) -> bool {
        binary == "pgs" || self.0.iter().any(|pattern| matches(pattern, binary))
    }

    /// The patterns that name none of these binaries: likely misspelt.
    pub fn idle<'a>(&'a self, binaries: &[String]) -> Vec<&'a str> {
        let names_none = |pattern: &&String| !binaries.iter().any(|binary| matches(pattern, binary));
        self.0.iter().filter(names_none).map(String::as_str).collect()
    }
}

/// Whether a name is of this pattern, in which `*` stands for any characters.
fn matches(pattern: &str, name: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(name) = name.strip_prefix(head) else { return false };
    let mut ends = name.char_indices().map(|(at, _)| at).chain([name.len()]);
    ends.any(|at| matches(rest, &name[at..]))
}

#[cfg(test)]
mod tests {
    use super::Choice;

    fn taken(choice: &str) -> Vec<&'static str> {
        let binaries = ["library-wf-add-book-v0", "library-wf-lend-book-v0", "parcels-wf-close-day-v0", "pgs"];
        binaries.into_iter().filter(|binary| Choice::of(choice).takes(binary)).collect()
    }

    #[test]
    fn words_and_patterns_choose() {
        assert_eq!(taken("all").len(), 4);
        assert_eq!(taken("").len(), 4);
        assert_eq!(taken("none"), ["pgs"]);
        assert_eq!(taken("library-*"), ["library-wf-add-book-v0", "library-wf-lend-book-v0", "pgs"]);
        assert_eq!(
            taken("*-lend-*, parcels-wf-close-day-v0"),
            ["library-wf-lend-book-v0", "parcels-wf-close-day-v0", "pgs"]
        );
        assert_eq!(taken("library"), ["pgs"]);
    }

    #[test]
    fn a_pattern_that_names_nothing_is_known() {
        let binaries = ["library-wf-add-book-v0".to_owned(), "pgs".to_owned()];
        assert_eq!(Choice::of("library-*, libary-*").idle(&binaries), ["libary-*"]);
        assert_eq!(Choice::of("none").idle(&binaries), Vec::<&str>::new());
    }
}
