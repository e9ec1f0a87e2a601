//! The form of a trace id, and what it says.

/// Whether this is a trace id: `YYYYMMDDTHHMMSSmmmZ__<WF_CODE>__<XXXX>` (`docs/traces.md`). It is then safe as a file name.
pub fn is_trace_id(text: &str) -> bool {
    let Some((stamp, rest)) = text.split_once("__") else { return false };
    let Some((code, suffix)) = rest.rsplit_once("__") else { return false };
    let word = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c));
    time(stamp).is_some() && word(code) && suffix.len() == 4 && suffix.chars().all(|c| c.is_ascii_hexdigit())
}

/// When the run of this trace began, UTC: `2026-02-03 04:05:06.007`.
pub(crate) fn when(trace_id: &str) -> Option<String> {
    time(trace_id.split_once("__")?.0)
}

fn time(stamp: &str) -> Option<String> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (date, clock) = stamp.strip_suffix('Z')?.split_once('T')?;
    if (date.len(), clock.len()) != (8, 9) || !digits(date) || !digits(clock) {
        return None;
    }
    let (d, c) = (|range| date.get(range), |range| clock.get(range));
    Some(format!("{}-{}-{} {}:{}:{}.{}", d(0..4)?, d(4..6)?, d(6..8)?, c(0..2)?, c(2..4)?, c(4..6)?, c(6..9)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_id_has_three_parts() {
        let id = "20260203T040506007Z__WF_PLACE_ORDER_V0__9CB3";
        assert!(is_trace_id(id));
        assert_eq!(when(id).as_deref(), Some("2026-02-03 04:05:06.007"));
        for text in [
            "",
            "trace",
            "20260203T040506007Z__9CB3",
            "20260203T040506007Z____9CB3",
            "20260203T04050600Z__WF_A_V0__9CB3",
            "20260203T040506007Z__../WF_A_V0__9CB3",
            "20260203T040506007Z__WF_A_V0__9CBX",
            "20260203T0405060é7Z__WF_A_V0__9CB3",
        ] {
            assert!(!is_trace_id(text), "{text}");
        }
    }
}
