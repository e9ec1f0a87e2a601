//! Regular expressions as Python's `re` reads them, written for fancy-regex.
//!
//! The two share most of their syntax, and where they do not, a pattern that both can read means two things: `[a&&b]`,
//! `[[:alpha:]]`, `\h`, `\w` for a combining mark, `$` before a last line break. So a pattern is read by Python's rules
//! (`re` of 3.11 and later, for text) and written anew, piece by piece; what Python refuses is refused, and so are
//! conditional groups, `\N{…}`, and references and ASCII rules where case is ignored.

mod class;
mod escape;
mod group;
mod source;

use std::fmt::Write as _;

use self::group::Flags;
use self::source::Source;

/// Why a pattern can't be carried over.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason} at character {position}")]
pub struct PatternError {
    /// What is wrong.
    pub reason: &'static str,
    /// The character of the pattern, from 1.
    pub position: usize,
    /// Whether it is a pattern to Python, which refuses the others: then it only can't be carried over.
    pub is_pattern: bool,
}

/// How deep groups may nest.
const DEPTH: usize = 100;

/// The pattern that fancy-regex matches with a text where `re.fullmatch` matches this one with it.
///
/// ```
/// use pgs_value::pattern;
///
/// assert_eq!(pattern::full_match("ab|[&c]").unwrap(), r"\A(?:ab|[\x{26}\x{63}])\z");
/// assert!(pattern::full_match("a)|(?:b").is_err());
/// ```
pub fn full_match(pattern: &str) -> Result<String, PatternError> {
    Ok(format!(r"\A(?:{})\z", written(pattern, true)?))
}

/// The pattern that fancy-regex finds in a text where `re.search` finds this one.
///
/// ```
/// use pgs_value::pattern;
///
/// assert_eq!(pattern::search("b$").unwrap(), r"b(?=\n?\z)");
/// ```
pub fn search(pattern: &str) -> Result<String, PatternError> {
    written(pattern, false)
}

/// The pattern in the syntax of fancy-regex. `is_whole` says that it has to match the text to its end.
fn written(pattern: &str, is_whole: bool) -> Result<String, PatternError> {
    let mut translation =
        Translation { source: Source::new(pattern), out: String::new(), groups: Vec::new(), is_whole };
    let flags = translation.global_flags()?;
    translation.source.is_verbose = flags.verbose;
    translation.alternatives(flags, 0)?;
    if !translation.source.is_at_end() {
        return Err(translation.source.error("unbalanced parenthesis"));
    }
    Ok(if flags.ignore_case { format!("(?i:{})", translation.out) } else { translation.out })
}

/// A group that captures.
#[derive(Clone, Debug)]
struct Group {
    name: Option<String>,
    /// How many characters it matches; none while it is open.
    width: Option<Width>,
}

/// How many characters a part of a pattern matches, at least and at most.
type Width = (usize, usize);

struct Translation<'p> {
    source: Source<'p>,
    out: String,
    groups: Vec<Group>,
    is_whole: bool,
}

impl Translation<'_> {
    /// Sequences with `|` between them, to the end of their group.
    fn alternatives(&mut self, flags: Flags, depth: usize) -> Result<Width, PatternError> {
        if depth > DEPTH {
            return Err(self.source.unsupported("groups nest too deep"));
        }
        let (mut least, mut most) = self.sequence(flags, depth)?;
        while self.source.take('|') {
            self.out.push('|');
            let (low, high) = self.sequence(flags, depth)?;
            (least, most) = (least.min(low), most.max(high));
        }
        Ok((least, most))
    }

    fn sequence(&mut self, flags: Flags, depth: usize) -> Result<Width, PatternError> {
        let mut width: Width = (0, 0);
        loop {
            self.source.skip_verbose();
            if self.source.peek().is_none_or(|it| matches!(it, '|' | ')')) {
                return Ok(width);
            }
            let start = self.out.len();
            let item = self.item(flags, depth)?;
            let (low, high) = self.repeated(item, start)?;
            width = (width.0.saturating_add(low), width.1.saturating_add(high));
        }
    }

    /// One character, class, assertion or group.
    fn item(&mut self, flags: Flags, depth: usize) -> Result<Item, PatternError> {
        let Some(it) = self.source.next() else { return Ok(Item::Nothing) };
        match it {
            '.' => self.out.push_str(if flags.dot_all { "(?s:.)" } else { r"[^\n]" }),
            '^' => {
                self.out.push_str(if flags.multi_line { r"(?:\A|(?<=\n))" } else { r"\A" });
                return Ok(Item::Assertion);
            }
            '$' => {
                let is_last = self.is_whole && depth == 0 && self.source.peek().is_none_or(|it| it == '|');
                self.out.push_str(match (flags.multi_line, is_last) {
                    (_, true) => r"\z",
                    (true, false) => r"(?=\n|\z)",
                    (false, false) => r"(?=\n?\z)",
                });
                return Ok(Item::Assertion);
            }
            '[' => class::class(&mut self.source, flags, &mut self.out)?,
            '(' => return self.group(flags, depth),
            '*' | '+' | '?' => return Err(self.source.error("nothing to repeat")),
            '\\' => return self.escape(flags),
            '{' if self.source.bounds().is_some() => return Err(self.source.error("nothing to repeat")),
            it => escape::literal(it, &mut self.out),
        }
        Ok(Item::Matches((1, 1)))
    }

    /// What follows an item and repeats it.
    fn repeated(&mut self, item: Item, start: usize) -> Result<Width, PatternError> {
        let width = match item {
            Item::Matches(width) | Item::Group(width) => width,
            Item::Assertion | Item::Nothing => (0, 0),
        };
        self.source.skip_verbose();
        let Some((least, most)) = self.source.repeat()? else { return Ok(width) };
        if matches!(item, Item::Assertion | Item::Nothing) {
            return Err(self.source.error("nothing to repeat"));
        }
        if most.is_some_and(|most| most < least) {
            return Err(self.source.error("min repeat greater than max repeat"));
        }
        self.out.insert_str(start, "(?:");
        let (lowest, highest) = if width.1 == 0 {
            // What matches no character is not repeated by the engine unless something stands beside it, and does once what
            // it does many times.
            self.out.push_str("|(?!)");
            (least.min(1), most.map_or(Some(1), |most| Some(most.min(1))))
        } else {
            (least, most)
        };
        self.out.push(')');
        let highest = highest.map(|most| most.to_string()).unwrap_or_default();
        let _ = write!(self.out, "{{{lowest},{highest}}}");
        if let Some(kind @ ('?' | '+')) = self.source.peek() {
            self.source.next();
            if kind == '?' {
                self.out.push('?');
            } else {
                // What is repeated possessively is given up as a whole.
                self.out.insert_str(start, "(?>");
                self.out.push(')');
            }
        }
        self.source.skip_verbose();
        if self.source.repeat()?.is_some() {
            return Err(self.source.error("multiple repeat"));
        }
        Ok((width.0.saturating_mul(least), most.map_or(usize::MAX, |most| width.1.saturating_mul(most))))
    }
}

/// What was read last.
enum Item {
    /// Characters.
    Matches(Width),
    /// A group, which may match nothing.
    Group(Width),
    /// A place.
    Assertion,
    /// A comment, or flags.
    Nothing,
}
