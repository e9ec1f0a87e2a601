//! Texts of a picture: how large, and where they are broken.

/// The sizes of text. Each character of a size is equally wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Size {
    /// A node's key, the title.
    Large,
    /// Everything else.
    Small,
}

/// How many characters of prose stand on one line.
const PROSE: usize = 34;
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

/// A text as one line: a control character is a space.
pub fn line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

/// A protocol's prose: a few lines, with an ellipsis for what is left out.
pub fn prose(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(last) if last.chars().count() + 1 + word.chars().count() <= PROSE => {
                last.push(' ');
                last.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    if lines.len() > PROSE_LINES {
        lines.truncate(PROSE_LINES);
        lines.iter_mut().last().into_iter().for_each(|last| last.push('…'));
    }
    lines.iter().map(|text| line(text)).collect()
}
