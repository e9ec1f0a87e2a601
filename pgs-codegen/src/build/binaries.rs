//! Which workflow binaries are built. Generated text does not depend on it.

use pgs_protocol::near::nearest;

/// The binary that knows every workflow.
pub const PGS: &str = "pgs";

/// The profile of a plain `cargo build`.
const DEV: &str = "dev";

/// The workflow binaries to build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Each is `pgs` under another name: one binary is linked.
    Links,
    /// Those that one of these patterns names, each by itself.
    Own(Vec<String>),
}

impl Choice {
    /// Reads `all`, `links`, `none`, or names with `*` for any characters, separated by commas. An empty text is `links`
    /// in the profile `dev`, and `all` in every other.
    pub fn of(text: &str, profile: &str) -> Self {
        match text.trim() {
            "links" => return Self::Links,
            "" if profile == DEV => return Self::Links,
            "" => return Self::Own(vec!["*".to_owned()]),
            _ => {}
        }
        let words = text.split(',').map(str::trim).filter(|word| !word.is_empty() && *word != "none");
        Self::Own(words.map(|word| if word == "all" { "*" } else { word }.to_owned()).collect())
    }

    /// Whether there is to be a binary of this name. There always is `pgs`.
    pub fn takes(&self, binary: &str) -> bool {
        match self {
            Self::Links => true,
            Self::Own(patterns) => binary == PGS || patterns.iter().any(|pattern| matches(pattern, binary)),
        }
    }

    /// Whether the binary of this name is `pgs` under another one.
    pub fn is_link(&self, binary: &str) -> bool {
        matches!(self, Self::Links) && binary != PGS
    }

    /// The patterns that name none of these binaries: likely misspelt.
    pub fn idle<'a>(&'a self, binaries: &[String]) -> Vec<&'a str> {
        let names_none = |pattern: &&String| !binaries.iter().any(|binary| matches(pattern, binary));
        match self {
            Self::Links => Vec::new(),
            Self::Own(patterns) => patterns.iter().filter(names_none).map(String::as_str).collect(),
        }
    }
}

/// The pattern that one which names nothing may have been meant to be: a workflow's FQDN, or a misspelt name.
pub fn meant(pattern: &str, binaries: &[String]) -> Option<String> {
    let spelt = pattern.to_lowercase().replace("::", "-").replace(['.', '_'], "-");
    let takes_any = |pattern: &str| binaries.iter().any(|binary| matches(pattern, binary));
    if takes_any(&spelt) {
        return Some(spelt);
    }
    let Some((head, tail)) = spelt.split_once('*') else {
        return nearest(&spelt, binaries.iter().map(String::as_str)).map(str::to_owned);
    };
    let begins = binaries.iter().flat_map(|binary| binary.match_indices('-').map(|(at, _)| &binary[..at]));
    let (word, dash) = head.strip_suffix('-').map_or((head, ""), |word| (word, "-"));
    let mended = format!("{}{dash}*{tail}", nearest(word, begins)?);
    takes_any(&mended).then_some(mended)
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
    use super::{Choice, meant};

    const BINARIES: [&str; 4] = ["library-wf-add-book-v0", "library-wf-lend-book-v0", "parcels-wf-close-day-v0", "pgs"];

    fn taken(choice: &str) -> Vec<&'static str> {
        BINARIES.into_iter().filter(|binary| Choice::of(choice, "release").takes(binary)).collect()
    }

    #[test]
    fn a_build_to_try_things_links_one_binary() {
        let linked = |choice: &str, profile: &str| {
            let choice = Choice::of(choice, profile);
            BINARIES.into_iter().filter(|binary| choice.takes(binary) && choice.is_link(binary)).count()
        };
        assert_eq!((linked("", "dev"), linked("", "release"), linked("", "dist")), (3, 0, 0));
        assert_eq!((linked("links", "release"), linked("all", "dev"), linked("library-*", "dev")), (3, 0, 0));
        assert_eq!(taken("links").len(), 4);
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
        assert_eq!(Choice::of("library-*, libary-*", "dev").idle(&binaries), ["libary-*"]);
        assert_eq!(Choice::of("none", "dev").idle(&binaries), Vec::<&str>::new());
    }

    #[test]
    fn a_pattern_that_names_nothing_is_near_one_that_does() {
        let binaries = ["library-wf-add-book-v0".to_owned(), "parcels-wf-close-day-v0".to_owned(), "pgs".to_owned()];
        for (pattern, near) in [
            ("library::WF_ADD_BOOK_V0", Some("library-wf-add-book-v0")),
            ("parcels-wf-close-dya-v0", Some("parcels-wf-close-day-v0")),
            ("libary-*", Some("library-*")),
            ("*-notify-*", None),
            ("none-of-these", None),
        ] {
            assert_eq!(meant(pattern, &binaries).as_deref(), near, "{pattern}");
        }
    }
}
