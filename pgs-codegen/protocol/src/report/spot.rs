//! The piece of a file that is shown.

use std::ops::Range;

use pgs_value::pointer::tokens;

/// How many characters of a place are marked, and how many are shown behind it, at most.
const WIDTH: usize = 80;

/// One line of a file with a place in it.
pub struct Spot {
    /// The number of the line, from 1.
    pub line: usize,
    /// The line, cut behind the place if it is long.
    pub text: String,
    /// The place in `text`, in bytes.
    pub span: Range<usize>,
}

impl Spot {
    /// The line on which `range` begins, with as much of it as stands there; `None` if the range is not in the text.
    pub fn new(text: &str, range: Range<usize>) -> Option<Self> {
        let before = text.get(..range.start)?;
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let rest = text.get(range.start..)?.lines().next().unwrap_or_default();
        let marked = end(rest, WIDTH).min(rest.floor_char_boundary(range.len()));
        let shown = marked + rest.get(marked..).map_or(0, |behind| end(behind, WIDTH));
        let ellipsis = if shown < rest.len() { "…" } else { "" };
        // What is escaped takes more bytes: each part by itself, so that the place stays where it is.
        let [head, marked, tail] =
            [line_start..range.start, range.start..range.start + marked, range.start + marked..range.start + shown]
                .map(|part| text.get(part).map(pgs_escape::line));
        let (head, marked, tail) = (head?, marked?, tail?);
        Some(Self {
            line: before.matches('\n').count() + 1,
            span: head.len()..head.len() + marked.len(),
            text: format!("{head}{marked}{tail}{ellipsis}"),
        })
    }
}

impl Spot {
    /// Where the key stands that leads to the place, if it is in the line.
    pub fn key(&self, key: &str) -> Option<Range<usize>> {
        let key = pgs_escape::line(key);
        let is_key = |at: usize| {
            let (before, behind) = (&self.text[..at], &self.text[at + key.len()..]);
            let is_begun = before.chars().next_back().is_none_or(|it| matches!(it, ' ' | '{' | ',' | '"' | '\''));
            is_begun && behind.trim_start_matches(['"', '\'']).starts_with(':')
        };
        let found = self.text.match_indices(key.as_str()).map(|(at, _)| at);
        let at = found.filter(|at| *at <= self.span.start && is_key(*at)).last()?;
        Some(at..at + key.len())
    }
}

/// Where the first `count` characters end, in bytes.
fn end(text: &str, count: usize) -> usize {
    text.char_indices().nth(count).map_or(text.len(), |(at, _)| at)
}

/// The keys of a JSON pointer (RFC 6901).
pub fn keys(pointer: &str) -> Vec<String> {
    tokens(pointer).into_iter().flatten().collect()
}
