//! Which event may follow which, in each span.

use std::collections::BTreeMap;

use pgs_trace::event::{Call, ContractEnd, ContractStart, StepEnd};
use pgs_trace::{Event, ROOT, RecordedEvent};

use super::chain::Numbered;
use super::defect::{Checked, Defect};

/// Where the workflow of a span stands.
enum Standing {
    /// Between its contracts.
    Between,
    /// In the contract with this address.
    In(Option<i64>),
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

fn step<'t>(spans: &mut BTreeMap<&'t str, Standing>, recorded: &'t RecordedEvent) -> Result<(), Defect> {
    let span = recorded.span().ok_or(Defect::SpanNotText)?;
    let event = recorded.event();
    if let Event::WorkflowStart(_) = event {
        begins(spans, span)?;
        spans.insert(span, Standing::Between);
        return Ok(());
    }
    let Some(standing) = spans.get_mut(span) else {
        return Err(Defect::SpanNotBegun { event: event.name().to_owned(), span: span.to_owned() });
    };
    if let Standing::Ended = standing {
        return Err(Defect::SpanEnded { event: event.name().to_owned(), span: span.to_owned() });
    }
    if let Some(next) = standing.after(&event)? {
        *standing = next;
    }
    Ok(())
}

impl Standing {
    /// Where the workflow stands after an event, if elsewhere.
    fn after(&self, event: &Event<'_>) -> Result<Option<Self>, Defect> {
        let is_in = |contract: Option<i64>| matches!(self, Self::In(open) if *open == contract);
        let between = matches!(self, Self::Between);
        match event {
            Event::ContractStart(ContractStart { contract, .. }) if between => Ok(Some(Self::In(*contract))),
            Event::ContractEnd(ContractEnd { contract, .. }) if is_in(*contract) => Ok(Some(Self::Between)),
            Event::WorkflowEnd(_) if between => Ok(Some(Self::Ended)),
            Event::Call(Call { contract, .. }) | Event::StepEnd(StepEnd { contract, .. }) if is_in(*contract) => {
                Ok(None)
            }
            Event::ContractStart(_) | Event::WorkflowEnd(_) => {
                Err(Defect::InsideContract { event: event.name().to_owned() })
            }
            Event::Call(_) | Event::StepEnd(_) | Event::ContractEnd(_) => {
                Err(Defect::OutsideContract { event: event.name().to_owned() })
            }
            Event::WorkflowStart(_) | Event::NotAdmitted(_) | Event::Error(_) | Event::Other(_) => Ok(None),
        }
    }
}

/// The first span is that of the run; each other one begins in a contract of the one that started it.
fn begins(spans: &BTreeMap<&str, Standing>, span: &str) -> Result<(), Defect> {
    if spans.contains_key(span) {
        return Err(Defect::SpanBegunTwice { span: span.to_owned() });
    }
    if spans.is_empty() && span == ROOT {
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
