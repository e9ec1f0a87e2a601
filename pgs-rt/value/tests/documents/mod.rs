//! Random JSON documents, in all the spellings that a document may have.

use fastrand::Rng;

/// Numbers at which writers differ: exponents, ties, the ends of the ranges.
pub const BORDERS: &[&str] = &[
    "0",
    "-0",
    "0.0",
    "-0.0",
    "1.0",
    "1E5",
    "1e+5",
    "100e-2",
    "1e15",
    "1e16",
    "1e17",
    "9999999999999998.0",
    "9999999999999999.0",
    "12345678901234567.0",
    "0.001",
    "0.0001",
    "0.00012",
    "0.00001",
    "1e-4",
    "1e-5",
    "9.999999999999999e-5",
    "1e21",
    "1e22",
    "1e23",
    "8.41e21",
    "2.0",
    "0.1",
    "0.30000000000000004",
    "5e-324",
    "4.9406564584124654e-324",
    "2.4703282292062327e-324",
    "2.4703282292062328e-324",
    "2.2250738585072011e-308",
    "2.2250738585072014e-308",
    "1.7976931348623157e308",
    "1.7976931348623158e308",
    "1e-400",
    "0e999",
    "9007199254740991",
    "9007199254740992",
    "9007199254740993",
    "9007199254740992.0",
    "9007199254740993.0",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "9223372036854775808.0",
    "18446744073709551615",
    "18446744073709551616",
    "18446744073709551616.0",
    "1e19",
    "10000000000000000000",
    "true",
    "false",
    "1",
    "-1",
];

/// A stream of documents, the same for the same seed.
pub struct Documents {
    random: Rng,
}

impl Documents {
    pub fn new(seed: u64) -> Self {
        Self { random: Rng::with_seed(seed) }
    }

    /// A document whose lists and objects are nested at most `depth` deep.
    pub fn value(&mut self, depth: usize) -> String {
        match self.random.u32(0..if depth == 0 { 10 } else { 14 }) {
            0 => self.random.choice(["null", "true", "false"]).unwrap().to_owned(),
            1..=5 => self.number(),
            6..=9 => self.text(),
            10 | 11 => self.list(depth - 1),
            _ => self.object(depth - 1),
        }
    }

    /// Two documents that are often equal or near to each other.
    pub fn pair(&mut self) -> (String, String) {
        match self.random.u32(0..8) {
            0 => (self.number(), self.number()),
            1 => (self.border(), self.border()),
            2 => self.near_numbers(),
            3 => (self.text(), self.text()),
            4 => (self.value(2), self.value(2)),
            5 => {
                let (left, right) = self.near_numbers();
                (format!(r#"{{"a":[{left}],"b":{{}}}}"#), format!(r#"{{"b":{{}},"a":[{right}]}}"#))
            }
            6 => {
                let value = self.value(3);
                (value.clone(), format!(" {value} "))
            }
            _ => {
                let (key, one, two) = (self.text(), self.value(1), self.value(1));
                (format!("{{{key}:{one},\"_\":{two}}}"), format!("{{\"_\":{two},{key}:{one}}}"))
            }
        }
    }

    fn list(&mut self, depth: usize) -> String {
        let count = self.random.usize(0..4);
        let items: Vec<String> = (0..count).map(|_| self.value(depth)).collect();
        let space = self.space();
        format!("[{space}{}]", items.join(&format!("{space},")))
    }

    fn object(&mut self, depth: usize) -> String {
        let count = self.random.usize(0..4);
        let entries: Vec<String> =
            (0..count).map(|_| format!("{}:{}{}", self.text(), self.space(), self.value(depth))).collect();
        format!("{{{}{}}}", entries.join(","), self.space())
    }

    fn space(&mut self) -> &'static str {
        self.random.choice(["", "", " ", "\t", "  "]).unwrap()
    }

    fn border(&mut self) -> String {
        let border = BORDERS[self.random.usize(0..BORDERS.len())];
        border.to_owned()
    }

    fn number(&mut self) -> String {
        match self.random.u32(0..8) {
            0 => self.border(),
            1 => self.random.i64(-1000..1000).to_string(),
            2 => self.random.i64(..).to_string(),
            3 => self.digits(1..60),
            4 => self.any_double(),
            5 => {
                // Few digits, an exponent near the borders of Python's layout.
                format!("{}e{}", self.digits(1..5), self.random.i32(-12..25))
            }
            6 => format!("{}.{}", self.digits(1..18), self.random.u64(..)),
            _ => format!("{:.1}", f64::from(self.random.i32(..))),
        }
    }

    /// An integer of this many digits.
    fn digits(&mut self, count: std::ops::Range<usize>) -> String {
        let count = self.random.usize(count);
        let sign = self.random.choice(["", "-"]).unwrap();
        let first = self.random.u8(1..10);
        let rest: String = (1..count).map(|_| self.random.digit(10)).collect();
        format!("{sign}{first}{rest}")
    }

    /// Any finite double, from its bits: subnormals and both ends are as likely as the middle.
    fn any_double(&mut self) -> String {
        let mut double = f64::NAN;
        while !double.is_finite() {
            double = f64::from_bits(self.random.u64(..));
        }
        if self.random.u8(0..8) == 0 {
            double = f64::from_bits(double.to_bits() & 0x800f_ffff_ffff_ffff);
        }
        // Half of them with more digits than they need.
        if self.random.bool() { format!("{double:e}") } else { format!("{double:.20e}") }
    }

    /// One number in two spellings, or two that are next to each other.
    fn near_numbers(&mut self) -> (String, String) {
        let integer = match self.random.u32(0..4) {
            0 => self.random.i128(-3..3),
            1 => (1 << self.random.u32(50..66)) + self.random.i128(-2..3),
            2 => i128::from(self.random.i64(..)),
            _ => self.random.i128(..),
        };
        let other = integer.saturating_add(self.random.i128(-1..2));
        let right = match self.random.u32(0..5) {
            0 => format!("{other}.0"),
            1 => format!("{other}.5"),
            2 => format!("{other}e0"),
            3 if integer == 0 || integer == 1 => (integer == 1).to_string(),
            _ => other.to_string(),
        };
        (integer.to_string(), right)
    }

    fn text(&mut self) -> String {
        let count = self.random.usize(0..8);
        let characters: String = (0..count).map(|_| self.character()).collect();
        format!("\"{characters}\"")
    }

    /// One character, raw or escaped.
    fn character(&mut self) -> String {
        let special =
            ['"', '\\', '/', '\u{7f}', '\u{80}', '\u{2028}', '\u{2029}', '\u{feff}', '\u{ffff}', '\u{10ffff}'];
        let c = match self.random.u32(0..8) {
            0 => special[self.random.usize(0..special.len())],
            1 => char::from(self.random.u8(0..32)),
            2 => self.random.char('\u{80}'..='\u{7ff}'),
            3 => self.random.char('\u{10000}'..='\u{10ffff}'),
            4 => self.random.char('\u{e000}'..='\u{ffff}'),
            _ => self.random.char(' '..='~'),
        };
        let must = c < ' ' || c == '"' || c == '\\';
        if must || self.random.u8(0..4) == 0 {
            let units: Vec<String> = c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect();
            return units.concat();
        }
        c.to_string()
    }
}
