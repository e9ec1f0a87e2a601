//! Numbers as Python has them: an integer of any size, or a finite double.

use std::fmt;

use num_bigint::BigInt;
use num_traits::ToPrimitive as _;

/// How many decimal digits an integer may have: as many as Python reads and prints (`sys.get_int_max_str_digits`).
///
/// Reading and printing an integer takes the square of its length; the limit keeps one number from taking a whole run.
pub const MAX_INTEGER_DIGITS: usize = 4300;

/// A JSON number: an integer of at most [`MAX_INTEGER_DIGITS`] digits, exactly, or a finite double.
///
/// What is written with a point or an exponent is a double (`1.0`, `1e3`), as in Python; anything else is an integer, and
/// `-0` is the integer 0. Two numbers are equal here if they are the same integer or the same double: `1` and `1.0`
/// differ, and so do `0.0` and `-0.0`. Python's `==` is [`json::equal`](crate::json::equal).
///
/// ```
/// use pgs_value::Number;
///
/// let big: Number = "123456789012345678901234567890".parse()?;
/// assert!(big.is_integer());
/// assert_eq!(big.as_i64(), None);
/// assert_eq!(big.to_string(), "123456789012345678901234567890");
///
/// assert_eq!("1e3".parse::<Number>()?.to_string(), "1000.0");
/// assert_eq!("-0".parse::<Number>()?, Number::from(0));
/// # Ok::<(), pgs_value::json::ParseError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Number(Form);

/// Zero.
impl Default for Number {
    fn default() -> Self {
        Self::from(0)
    }
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Form {
    Small(i64),
    /// Never one that fits 64 bits with a sign, and never too long.
    Big(Box<BigInt>),
    Float(Finite),
}

/// A finite double, by its bits: so it has an equality and a hash that agree.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Finite(u64);

impl Finite {
    fn get(self) -> f64 {
        f64::from_bits(self.0)
    }
}

/// A number where it stands, as it is to be written.
pub(crate) enum Parts<'n> {
    Small(i64),
    Big(&'n BigInt),
    Float(f64),
}

impl Number {
    /// A double as a number; none for infinities and what is no number.
    pub fn from_f64(float: f64) -> Option<Self> {
        float.is_finite().then(|| Self(Form::Float(Finite(float.to_bits()))))
    }

    /// Whether it is an integer.
    pub fn is_integer(&self) -> bool {
        !self.is_f64()
    }

    /// Whether it is an integer that fits an `i64`.
    pub fn is_i64(&self) -> bool {
        self.as_i64().is_some()
    }

    /// Whether it is an integer that fits a `u64`.
    pub fn is_u64(&self) -> bool {
        self.as_u64().is_some()
    }

    /// Whether it is a double.
    pub fn is_f64(&self) -> bool {
        matches!(self.0, Form::Float(_))
    }

    /// The integer, if it is one that fits.
    pub fn as_i64(&self) -> Option<i64> {
        match self.0 {
            Form::Small(integer) => Some(integer),
            Form::Big(_) | Form::Float(_) => None,
        }
    }

    /// The integer, if it is one that fits.
    pub fn as_u64(&self) -> Option<u64> {
        match &self.0 {
            Form::Small(integer) => u64::try_from(*integer).ok(),
            Form::Big(integer) => integer.to_u64(),
            Form::Float(_) => None,
        }
    }

    /// The nearest double; none for an integer beyond the range of doubles.
    pub fn as_f64(&self) -> Option<f64> {
        match &self.0 {
            #[expect(clippy::cast_precision_loss, reason = "the nearest double is what is asked for")]
            Form::Small(integer) => Some(*integer as f64),
            Form::Big(integer) => integer.to_f64().filter(|float| float.is_finite()),
            Form::Float(float) => Some(float.get()),
        }
    }

    /// The integer, if it is one.
    pub fn to_bigint(&self) -> Option<BigInt> {
        match &self.0 {
            Form::Small(integer) => Some(BigInt::from(*integer)),
            Form::Big(integer) => Some(BigInt::clone(integer)),
            Form::Float(_) => None,
        }
    }

    pub(crate) fn parts(&self) -> Parts<'_> {
        match &self.0 {
            Form::Small(integer) => Parts::Small(*integer),
            Form::Big(integer) => Parts::Big(integer),
            Form::Float(float) => Parts::Float(float.get()),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parts() {
            Parts::Small(integer) => write!(f, "Number({integer})"),
            Parts::Big(integer) => write!(f, "Number({integer})"),
            Parts::Float(float) => write!(f, "Number({float:?})"),
        }
    }
}

/// An integer has more than [`MAX_INTEGER_DIGITS`] digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an integer has more than {MAX_INTEGER_DIGITS} digits")]
pub struct TooManyDigits;

impl TryFrom<BigInt> for Number {
    type Error = TooManyDigits;

    fn try_from(integer: BigInt) -> Result<Self, TooManyDigits> {
        if let Some(small) = integer.to_i64() {
            return Ok(Self::from(small));
        }
        // 2^14284 < 10^4300 < 2^14285: only between those the digits need be counted.
        let too_long = match integer.bits() {
            0..=14_284 => false,
            14_285 => integer.magnitude().to_string().len() > MAX_INTEGER_DIGITS,
            _ => true,
        };
        if too_long { Err(TooManyDigits) } else { Ok(Self(Form::Big(Box::new(integer)))) }
    }
}

/// From integers that always fit.
macro_rules! from_integers {
    (small: $($small:ty),+; wide: $($wide:ty),+) => {
        $(impl From<$small> for Number {
            fn from(integer: $small) -> Self {
                Self(Form::Small(i64::from(integer)))
            }
        })+
        $(impl From<$wide> for Number {
            fn from(integer: $wide) -> Self {
                match i64::try_from(integer) {
                    Ok(small) => Self(Form::Small(small)),
                    Err(_) => Self(Form::Big(Box::new(BigInt::from(integer)))),
                }
            }
        })+
    };
}

from_integers!(small: i8, i16, i32, i64, u8, u16, u32; wide: isize, u64, usize, i128, u128);
