//! The characters that are never shown as they are.

use std::ops::RangeInclusive;

/// Controls (`Cc`), what turns the direction of reading or is not seen (`Default_Ignorable_Code_Point`), separators of
/// lines and paragraphs, the pattern of Braille without a dot, and what stands for no character. Source: the Unicode Character Database, version 16.
const INVISIBLE: &[RangeInclusive<char>] = &[
    '\0'..='\u{1f}',
    '\u{7f}'..='\u{9f}',
    '\u{ad}'..='\u{ad}',
    '\u{34f}'..='\u{34f}',
    '\u{61c}'..='\u{61c}',
    '\u{115f}'..='\u{1160}',
    '\u{17b4}'..='\u{17b5}',
    '\u{180b}'..='\u{180f}',
    '\u{200b}'..='\u{200f}',
    '\u{2028}'..='\u{202e}',
    '\u{2060}'..='\u{206f}',
    '\u{2800}'..='\u{2800}',
    '\u{3164}'..='\u{3164}',
    '\u{fdd0}'..='\u{fdef}',
    '\u{fe00}'..='\u{fe0f}',
    '\u{feff}'..='\u{feff}',
    '\u{ffa0}'..='\u{ffa0}',
    '\u{fff0}'..='\u{fffb}',
    '\u{1bca0}'..='\u{1bca3}',
    '\u{1d173}'..='\u{1d17a}',
    '\u{e0000}'..='\u{e0fff}',
];

/// Whether a character acts on what shows it, can't be seen, or stands for none: controls, also line breaks and tabs,
/// directions of reading, joiners, selectors and tags, and noncharacters, which XML does not allow.
pub fn is_invisible(c: char) -> bool {
    // Of most texts every character ends here.
    if matches!(c, ' '..='~') {
        return false;
    }
    let after = INVISIBLE.partition_point(|range| *range.end() < c);
    INVISIBLE.get(after).is_some_and(|range| range.contains(&c)) || u32::from(c) & 0xfffe == 0xfffe
}

/// The character, as Rust writes it in a text.
pub fn push(out: &mut String, c: char) {
    if is_invisible(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order() {
        assert!(INVISIBLE.is_sorted_by(|one, next| one.end() < next.start()));
    }

    #[test]
    fn what_is_seen_is_not_hidden() {
        for c in "aZ~ é\u{301}äß田ثนี้🧑\u{a0}\u{3000}\u{fffd}\u{e000}".chars() {
            assert!(!is_invisible(c), "{c:?}");
        }
    }

    #[test]
    fn what_acts_is_hidden() {
        assert!(('\0'..=char::MAX).filter(|c| c.is_control()).all(is_invisible));
        for c in "\u{200b}\u{200d}\u{202e}\u{2066}\u{2069}\u{feff}\u{ad}\u{fe0f}\u{e0041}\u{e0100}".chars() {
            assert!(is_invisible(c), "{c:?}");
        }
        for plane in 0..=0x10 {
            for c in [0xfffe, 0xffff].map(|low| char::from_u32(plane << 16 | low).unwrap()) {
                assert!(is_invisible(c), "{c:?}");
            }
        }
    }
}
