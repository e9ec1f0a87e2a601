//! Which event may follow which, in each span.

use std::collections::BTreeMap;

use super::chain::Numbered;
use super::defect::{Checked, Defect};
use crate::read::Event;

/// Where the workflow of a span stands.
enum Standing {
    /// Between its contracts.
    Between,
    /// In the contract with this address.
    In(Option<u64>),
    /// It has ended.
    Ended,
}

pub(super) fn check(events: &[Numbered<'_>]) -> Checked<()> {
    let mut spans: BTreeMap<&str, Standing> = BTreeMap::new();
    for (line, event) in events {
        step(&mut spans, event).map_err(|defect| (*line, defect))?;
    }
    Ok(())
}

fn step<'t>(spans: &mut BTreeMap<&'t str, Standing>, event: &'t Event) -> Result<(), Defect> {
    let span = event.text("span").ok_or(Defect::SpanNotText)?;
    let kind = event.kind();
    if kind == "WF_START" {
        begins(spans, span)?;
        spans.insert(span, Standing::Between);
        return Ok(());
    }
    let Some(standing) = spans.get_mut(span) else {
        return Err(Defect::SpanNotBegun { event: kind.to_owned(), span: span.to_owned() });
    };
    let contract = event.number("cc_addr");
    *standing = match (kind, &standing) {
        (_, Standing::Ended) => {
            return Err(Defect::SpanEnded { event: kind.to_owned(), span: span.to_owned() });
        }
        ("CC_START", Standing::Between) => Standing::In(contract),
        ("CC_STEP" | "CS_CALL", Standing::In(open)) if *open == contract => Standing::In(contract),
        ("CC_COMPLETE", Standing::In(open)) if *open == contract => Standing::Between,
        ("WF_COMPLETE", Standing::Between) => Standing::Ended,
        ("CC_START", _) => return Err(Defect::InsideContract { event: "CC_START" }),
        ("CC_STEP" | "CS_CALL" | "CC_COMPLETE", _) => return Err(Defect::OutsideContract { event: kind.to_owned() }),
        ("WF_COMPLETE", _) => return Err(Defect::InsideContract { event: "WF_COMPLETE" }),
        _ => return Ok(()),
    };
    Ok(())
}

/// The first span is that of the run; each other one begins in a contract of the one that started it.
fn begins(spans: &BTreeMap<&str, Standing>, span: &str) -> Result<(), Defect> {
    if spans.contains_key(span) {
        return Err(Defect::SpanBegunTwice { span: span.to_owned() });
    }
    if spans.is_empty() && span == "0" {
        return Ok(());
    }
    let parent = span.rsplit_once('.').filter(|(_, n)| is_count(n));
    match parent.and_then(|(parent, _)| spans.get(parent)) {
        Some(Standing::In(_)) => Ok(()),
        _ => Err(Defect::SpanNotStarted { span: span.to_owned() }),
    }
}

/// Whether these are the digits of a number from 1.
fn is_count(digits: &str) -> bool {
    digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.is_empty() && !digits.starts_with('0')
}
