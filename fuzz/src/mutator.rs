//! Random changes of inputs, the same with the same seed: bytes, parts, words and numbers, of one input and between two.

use fastrand::Rng;

/// How long an input may grow.
const LONGEST: usize = 16 * 1024;

/// Texts that have a meaning somewhere.
const WORDS: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1.0",
    "-1",
    "1e400",
    "1e-400",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "18446744073709551616",
    "NaN",
    "Infinity",
    "\"\"",
    "{}",
    "[]",
    "[[[[[[[[",
    "{\"\":",
    "\\u0000",
    "\\ud800",
    "\\udc00",
    "\\u202e",
    "\u{0}",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "\u{202e}",
    "\u{feff}",
    "\u{fffe}",
    "\u{e9}",
    "\u{1d11e}",
    "\r",
    "\r\n",
    "\n",
    "\t",
    "  ",
    "\n\n",
    "$.",
    "$.payload.",
    "$.inputs.",
    "$.results.",
    "$.capability_result.",
    "{{",
    "}}",
    "{{timestamp}}",
    "{{$.",
    " + 1",
    " - 1",
    "==",
    "!=",
    "<=",
    ">=",
    "<",
    ">",
    "'",
    "\"",
    "`",
    "\\",
    "#",
    "|",
    ">",
    "&a",
    "*a",
    "!!str ",
    "<<: ",
    "---\n",
    "...\n",
    "- ",
    ": ",
    "? ",
    "```\n",
    "```yaml\n",
    "## Machine\n",
    "<!--",
    "-->",
    "<suppressed>",
    "(?:",
    "(?i)",
    "(?P<a>",
    "(?P=a)",
    "(?<=",
    "[^",
    "]",
    ")",
    "{1,2}",
    "*?",
    "\\d",
    "\\1",
    "$serde_json::private::Number",
    "__proto__",
    "default",
    "type",
    "self",
    "r#",
    "::",
    "../",
    "//",
    ".pgs/",
    "pgs.db",
    "x",
];

/// What the short ways of saying a number give.
const BORDERS: &[i128] = &[
    0,
    1,
    -1,
    2,
    63,
    64,
    127,
    128,
    255,
    256,
    4095,
    4096,
    65_535,
    65_536,
    2_147_483_647,
    2_147_483_648,
    4_294_967_295,
    4_294_967_296,
    9_007_199_254_740_993,
    9_223_372_036_854_775_807,
    9_223_372_036_854_775_808,
    -9_223_372_036_854_775_808,
    18_446_744_073_709_551_615,
];

/// An input that differs from one of these in up to eight places.
pub fn mutate(random: &mut Rng, corpus: &[Vec<u8>]) -> Vec<u8> {
    let mut input = one(random, corpus).to_vec();
    for _ in 0..1 << random.u32(..4) {
        change(random, &mut input, corpus);
    }
    input.truncate(LONGEST);
    input
}

fn one<'a>(random: &mut Rng, corpus: &'a [Vec<u8>]) -> &'a [u8] {
    random.choice(corpus).map_or(&[], Vec::as_slice)
}

fn change(random: &mut Rng, input: &mut Vec<u8>, corpus: &[Vec<u8>]) {
    let (from, to) = range(random, input.len());
    match random.u32(..12) {
        0 => flip(random, input),
        1 => put(input, from, to.min(from + 1), &[random.u8(..)]),
        2 => put(input, from, from, &[random.u8(..)]),
        3 => put(input, from, to, &[]),
        4 => {
            let part = input[from..to].to_vec();
            put(input, to, to, &part);
        }
        5 => {
            let part = input[from..to].to_vec();
            let at = random.usize(..=input.len());
            put(input, at, at, &part);
        }
        6 => {
            let other = one(random, corpus);
            let (start, end) = range(random, other.len());
            put(input, from, to, &other[start..end]);
        }
        7 => {
            let (from, to) = word(random, input);
            let other = one(random, corpus);
            let (start, end) = word(random, other);
            put(input, from, to, &other[start..end]);
        }
        8 | 9 => {
            let text = random.choice(WORDS).copied().unwrap_or_default();
            let to = if random.bool() { from } else { to };
            put(input, from, to, text.as_bytes());
        }
        10 => number(random, input),
        _ => {
            let (from, to) = word(random, input);
            let text = random.choice(WORDS).copied().unwrap_or_default();
            put(input, from, to, text.as_bytes());
        }
    }
}

fn put(input: &mut Vec<u8>, from: usize, to: usize, part: &[u8]) {
    if input.len() - (to - from) + part.len() <= LONGEST {
        input.splice(from..to, part.iter().copied());
    }
}

fn flip(random: &mut Rng, input: &mut [u8]) {
    if !input.is_empty() {
        let at = random.usize(..input.len());
        input[at] ^= 1 << random.u32(..8);
    }
}

/// A part, mostly a short one.
fn range(random: &mut Rng, length: usize) -> (usize, usize) {
    let from = random.usize(..=length);
    let most = if random.u32(..4) == 0 { length - from } else { (length - from).min(8) };
    (from, from + random.usize(..=most))
}

/// The word at some place.
fn word(random: &mut Rng, input: &[u8]) -> (usize, usize) {
    let at = random.usize(..=input.len());
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || !byte.is_ascii();
    let from = input[..at].iter().rposition(|byte| !is_word(byte)).map_or(0, |before| before + 1);
    let to = input[at..].iter().position(|byte| !is_word(byte)).map_or(input.len(), |after| at + after);
    (from, to)
}

/// Another number in the place of one.
fn number(random: &mut Rng, input: &mut Vec<u8>) {
    let digits: Vec<usize> = (0..input.len()).filter(|at| input[*at].is_ascii_digit()).collect();
    let Some(&at) = random.choice(&digits) else { return };
    let from = input[..at].iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |before| before + 1);
    let to = input[at..].iter().position(|byte| !byte.is_ascii_digit()).map_or(input.len(), |after| at + after);
    let border = random.choice(BORDERS).copied().unwrap_or_default();
    put(input, from, to, (border + i128::from(random.i8(-1..=1))).to_string().as_bytes());
}
