//! Doubles as Python prints them.

/// `repr(float)` of a finite double: the shortest digits that read back, `1e+21`, `1e-05`, `12.5`, `2.0`.
pub fn float_text(float: f64) -> String {
    let mut out = String::new();
    write_float(&mut out, float);
    out
}

/// Appends what [`float_text`] gives.
pub(super) fn write_float(out: &mut String, float: f64) {
    let mut buffer = zmij::Buffer::new();
    let shortest = buffer.format_finite(float);
    if (1e-4..1e15).contains(&float.abs()) && !shortest.contains('e') {
        out.push_str(shortest);
    } else {
        out.push_str(&laid_out(shortest));
    }
}

/// The digits that zmij gives, in Python's layout.
fn laid_out(shortest: &str) -> String {
    let (sign, magnitude) = shortest.strip_prefix('-').map_or(("", shortest), |rest| ("-", rest));
    let (mantissa, exponent) = magnitude.split_once(['e', 'E']).unwrap_or((magnitude, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    // The exponent was just printed by zmij: at most three digits.
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let all = format!("{whole}{fraction}");
    let leading = all.len() - all.trim_start_matches('0').len();
    let digits = all.trim_matches('0');
    if digits.is_empty() {
        return format!("{sign}0.0");
    }
    // Where the decimal point stands, counted from the first significant digit.
    let point = i32::try_from(whole.len()).unwrap_or(0) - i32::try_from(leading).unwrap_or(0) + exponent;
    format!("{sign}{}", layout(digits, point))
}

/// Python's layout of significant digits whose decimal point stands before digit `point`.
fn layout(digits: &str, point: i32) -> String {
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    if !(-3..=16).contains(&point) {
        let exponent = point - 1;
        let (first, rest) = digits.split_at(1);
        let dot = if rest.is_empty() { "" } else { "." };
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{first}{dot}{rest}e{sign}{:02}", exponent.abs());
    }
    let zeros = |n: i32| "0".repeat(usize::try_from(n).unwrap_or(0));
    if point <= 0 {
        format!("0.{}{digits}", zeros(-point))
    } else if point >= count {
        format!("{digits}{}.0", zeros(point - count))
    } else {
        let (whole, fraction) = digits.split_at(usize::try_from(point).unwrap_or(0));
        format!("{whole}.{fraction}")
    }
}
