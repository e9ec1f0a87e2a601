//! Texts of a picture: how large, and where they are broken.

use crate::graph::{Node, Outcome};

/// The sizes of text. Each character of a size is equally wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Size {
    /// A node's key, the title.
    Large,
    /// Everything else.
    Small,
}

/// So few characters, as of a version, are worth no line of their own.
const VERSION: usize = 3;
/// How long the lines of a condition are where it has blanks to break it at, and how many are shown.
const CONDITION: (usize, usize) = (24, 4);
/// How many lines of prose are shown.
const PROSE_LINES: usize = 2;

impl Size {
    /// Pixels to the em.
    pub fn em(self) -> u8 {
        match self {
            Self::Large => 13,
            Self::Small => 12,
        }
    }

    /// The width of a character.
    pub fn advance(self) -> i32 {
        match self {
            Self::Large => 8,
            Self::Small => 7,
        }
    }

    /// From one baseline to the next.
    pub fn line(self) -> i32 {
        match self {
            Self::Large => 17,
            Self::Small => 15,
        }
    }

    /// From the top of a line to its baseline.
    pub fn ascent(self) -> i32 {
        match self {
            Self::Large => 13,
            Self::Small => 12,
        }
    }

    /// The width of a text.
    pub fn width(self, text: &str) -> i32 {
        i32::try_from(text.chars().count()).unwrap_or(i32::MAX / 64).min(i32::MAX / 64) * self.advance()
    }
}

/// A text as one line.
pub fn line(text: &str) -> String {
    pgs_escape::line(text).trim().to_owned()
}

/// A name in lines of so many characters, if it has places to break it at.
pub fn broken(name: &str, most: usize) -> Vec<String> {
    let long = |last: &str, part: &str| last.chars().count() + part.trim_end().chars().count();
    let mut lines = vec![String::new()];
    for part in line(name).split_inclusive(['_', ' ', '.', ':', '-']) {
        match lines.last_mut() {
            Some(last) if last.is_empty() || part.chars().count() <= VERSION || long(last, part) <= most => {
                last.push_str(part);
            }
            _ => lines.push(part.to_owned()),
        }
    }
    lines.into_iter().map(|line| line.trim_end().to_owned()).collect()
}

/// The badge of a node that writes.
pub fn badge(node: &Node) -> Option<String> {
    (!node.writes.is_empty()).then(|| format!("writes {}", node.writes.join(", ")))
}

/// What stands at an edge for one of its outcomes: the word, and when it is the outcome.
pub fn outcome(outcome: &Outcome) -> Vec<String> {
    let word = match outcome.mark.shown() {
        Some((_, sign)) => format!("{sign} {}", outcome.word),
        None => outcome.word.clone(),
    };
    let condition = outcome.condition.iter().flat_map(|it| condition(it));
    std::iter::once(word).chain(condition).collect()
}

/// A condition in lines.
fn condition(text: &str) -> Vec<String> {
    let (most, count) = CONDITION;
    let mut lines: Vec<String> = Vec::new();
    for word in line(text).split_whitespace() {
        match lines.last_mut() {
            Some(last) if last.chars().count() + 1 + word.chars().count() <= most => *last = format!("{last} {word}"),
            _ => lines.push(word.to_owned()),
        }
    }
    if lines.len() > count {
        lines.truncate(count);
        lines.iter_mut().last().into_iter().for_each(|last| last.push('…'));
    }
    lines
}

/// A protocol's prose: a few lines, with an ellipsis for what is left out.
pub fn prose(text: &str, most: usize) -> Vec<String> {
    let mut lines = broken(&text.split_whitespace().collect::<Vec<_>>().join(" "), most);
    if lines.len() > PROSE_LINES {
        lines.truncate(PROSE_LINES);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}
