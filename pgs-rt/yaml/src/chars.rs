//! Characters that readers of YAML take for different things.
//!
//! PyYAML, whose YAML is of version 1.1, takes U+0085, U+2028 and U+2029 for line breaks, and refuses a tab before a value
//! and every control character; readers of version 1.2 do neither. What all of them read alike is left.

use super::Malformed;

/// Says which character is none that all readers read alike.
pub fn check(text: &str) -> Result<(), Malformed> {
    let Some((at, problem)) = text.char_indices().find_map(|(at, it)| Some((at, problem(it)?))) else {
        return Ok(());
    };
    let before = &text[..at];
    let code = text[at..].chars().next().map_or(0, u32::from);
    let remedy = "in double quotes it can be written as an escape";
    Err(Malformed {
        message: format!("U+{code:04X}, {problem}; {remedy},"),
        line: before.matches('\n').count() + 1,
        column: before.chars().rev().take_while(|it| *it != '\n').count() + 1,
    })
}

fn problem(it: char) -> Option<&'static str> {
    match it {
        '\t' => Some("a tab, is no white space everywhere in YAML"),
        '\n' | '\r' => None,
        '\u{85}' | '\u{2028}' | '\u{2029}' => Some("a line break to some readers of YAML and not to others"),
        '\u{feff}' => Some("a byte order mark"),
        '\u{fffe}' | '\u{ffff}' => Some("no character"),
        it if it.is_control() => Some("a control character"),
        _ => None,
    }
}
