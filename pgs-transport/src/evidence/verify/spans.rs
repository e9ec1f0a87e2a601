//! Which event may follow which, in each span.

use std::collections::BTreeMap;

use super::{Broken, Numbered};
use crate::evidence::read::Event;

/// Where the workflow of a span stands.
enum Standing {
    /// Between its contracts.
    Between,
    /// In the contract with this address.
    In(Option<u64>),
    /// It has ended.
    Ended,
}

pub(super) fn check(events: &[Numbered<'_>]) -> Result<(), Broken> {
    let mut spans: BTreeMap<&str, Standing> = BTreeMap::new();
    for (line, event) in events {
        step(&mut spans, event).map_err(|reason| Broken::new(*line, reason))?;
    }
    Ok(())
}

fn step<'t>(spans: &mut BTreeMap<&'t str, Standing>, event: &'t Event) -> Result<(), String> {
    let span = event.text("span").ok_or("`span` is no text")?;
    let kind = event.kind();
    if kind == "WF_START" {
        begins(spans, span)?;
        spans.insert(span, Standing::Between);
        return Ok(());
    }
    let standing = spans.get_mut(span).ok_or_else(|| format!("{kind} of span {span}, which has not begun"))?;
    let contract = event.number("cc_addr");
    *standing = match (kind, &standing) {
        (_, Standing::Ended) => return Err(format!("{kind} of span {span}, whose workflow has ended")),
        ("CC_START", Standing::Between) => Standing::In(contract),
        ("CC_STEP" | "CS_CALL", Standing::In(open)) if *open == contract => Standing::In(contract),
        ("CC_COMPLETE", Standing::In(open)) if *open == contract => Standing::Between,
        ("WF_COMPLETE", Standing::Between) => Standing::Ended,
        ("CC_START", _) => return Err("CC_START inside a contract that has not ended".into()),
        ("CC_STEP" | "CS_CALL" | "CC_COMPLETE", _) => return Err(format!("{kind} outside its contract")),
        ("WF_COMPLETE", _) => return Err("WF_COMPLETE inside a contract that has not ended".into()),
        _ => return Ok(()),
    };
    Ok(())
}

/// The first span is that of the run; each other one begins in a contract of the one that started it.
fn begins(spans: &BTreeMap<&str, Standing>, span: &str) -> Result<(), String> {
    if spans.contains_key(span) {
        return Err(format!("WF_START of span {span}, which has begun already"));
    }
    if spans.is_empty() && span == "0" {
        return Ok(());
    }
    let parent = span.rsplit_once('.').filter(|(_, n)| is_count(n));
    match parent.and_then(|(parent, _)| spans.get(parent)) {
        Some(Standing::In(_)) => Ok(()),
        _ => Err(format!("WF_START of span {span}, which no contract has started")),
    }
}

/// Whether these are the digits of a number from 1.
fn is_count(digits: &str) -> bool {
    digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.is_empty() && !digits.starts_with('0')
}
