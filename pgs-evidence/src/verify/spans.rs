//! Which event may follow which, in each span.

use std::collections::BTreeMap;

use pgs_trace::event::{Call, ContractEnd, ContractStart, StepEnd};
use pgs_trace::{Event, ROOT};

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

/// What an event is to the workflow of its span.
#[derive(Clone, Copy)]
pub(super) enum Step {
    /// It begins the workflow.
    Begins,
    /// It begins the contract with this address.
    Enters(Option<i64>),
    /// It belongs inside the contract with this address.
    Inside(Option<i64>),
    /// It ends the contract with this address.
    Leaves(Option<i64>),
    /// It ends the workflow.
    Ends,
    /// It may stand anywhere.
    Anywhere,
}

impl Step {
    /// What an event of this type is, in or of the contract with this address.
    pub fn named(event: &str, contract: Option<i64>) -> Self {
        match event {
            "WF_START" => Self::Begins,
            "CC_START" => Self::Enters(contract),
            "CS_CALL" | "CC_STEP" => Self::Inside(contract),
            "CC_COMPLETE" => Self::Leaves(contract),
            "WF_COMPLETE" => Self::Ends,
            _ => Self::Anywhere,
        }
    }

    fn of(event: &Event<'_>) -> Self {
        match event {
            Event::WorkflowStart(_) => Self::Begins,
            Event::ContractStart(ContractStart { contract, .. }) => Self::Enters(*contract),
            Event::Call(Call { contract, .. }) | Event::StepEnd(StepEnd { contract, .. }) => Self::Inside(*contract),
            Event::ContractEnd(ContractEnd { contract, .. }) => Self::Leaves(*contract),
            Event::WorkflowEnd(_) => Self::Ends,
            Event::NotAdmitted(_) | Event::Error(_) | Event::Other(_) => Self::Anywhere,
        }
    }
}

pub(super) fn check(events: &[Numbered<'_>]) -> Checked<()> {
    let mut spans = Spans::default();
    for (line, recorded) in events {
        let event = recorded.event();
        let span = recorded.span().ok_or(Defect::SpanNotText);
        let taken = span.and_then(|span| spans.take(span, event.name(), Step::of(&event)));
        let fits = taken.and_then(|()| recorded.fits_its_type().then_some(()).ok_or(Defect::Fields));
        fits.map_err(|defect| (*line, defect))?;
    }
    Ok(())
}

/// The workflows of a trace.
#[derive(Default)]
pub(super) struct Spans(BTreeMap<String, Standing>);

impl Spans {
    /// Takes the next event.
    pub fn take(&mut self, span: &str, event: &str, step: Step) -> Result<(), Defect> {
        if let Step::Begins = step {
            self.begins(span)?;
            self.0.insert(span.to_owned(), Standing::Between);
            return Ok(());
        }
        let Some(standing) = self.0.get_mut(span) else {
            return Err(Defect::SpanNotBegun { event: event.to_owned(), span: span.to_owned() });
        };
        if let Standing::Ended = standing {
            return Err(Defect::SpanEnded { event: event.to_owned(), span: span.to_owned() });
        }
        if let Some(next) = standing.after(event, step)? {
            *standing = next;
        }
        Ok(())
    }

    /// The first span is that of the run; each other one begins in a contract of the one that started it.
    fn begins(&self, span: &str) -> Result<(), Defect> {
        let Self(spans) = self;
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
}

impl Standing {
    /// Where the workflow stands after an event, if elsewhere.
    fn after(&self, event: &str, step: Step) -> Result<Option<Self>, Defect> {
        let is_in = |contract: Option<i64>| matches!(self, Self::In(open) if *open == contract);
        let between = matches!(self, Self::Between);
        match step {
            Step::Enters(contract) if between => Ok(Some(Self::In(contract))),
            Step::Leaves(contract) if is_in(contract) => Ok(Some(Self::Between)),
            Step::Ends if between => Ok(Some(Self::Ended)),
            Step::Inside(contract) if is_in(contract) => Ok(None),
            Step::Enters(_) | Step::Ends => Err(Defect::InsideContract { event: event.to_owned() }),
            Step::Inside(_) | Step::Leaves(_) => Err(Defect::OutsideContract { event: event.to_owned() }),
            Step::Begins | Step::Anywhere => Ok(None),
        }
    }
}

/// Whether these are the digits of a number from 1.
fn is_count(digits: &str) -> bool {
    digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.is_empty() && !digits.starts_with('0')
}
