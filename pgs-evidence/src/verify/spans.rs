//! Which event may follow which, in each span.

use std::collections::{BTreeMap, BTreeSet};

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
    /// It ends a step of the contract with this address, and whether the workflows that the step starts run at the same time.
    Answers(Option<i64>, bool),
    /// It is why the workflow, or one that it has started, can't go on.
    Fails,
    /// It ends the contract with this address.
    Leaves(Option<i64>),
    /// It ends the workflow.
    Ends,
    /// It may stand anywhere.
    Anywhere,
}

impl Step {
    /// What an event of this type is, in or of the contract with this address.
    pub fn named(event: &str, contract: Option<i64>, op: Option<&str>) -> Self {
        match event {
            "WF_START" => Self::Begins,
            "CC_START" => Self::Enters(contract),
            "CS_CALL" => Self::Inside(contract),
            "CC_STEP" => Self::Answers(contract, op == Some(CONCURRENT)),
            "CC_COMPLETE" => Self::Leaves(contract),
            "WF_COMPLETE" => Self::Ends,
            "ERROR" => Self::Fails,
            _ => Self::Anywhere,
        }
    }

    fn of(event: &Event<'_>) -> Self {
        match event {
            Event::WorkflowStart(_) => Self::Begins,
            Event::ContractStart(ContractStart { contract, .. }) => Self::Enters(*contract),
            Event::Call(Call { contract, .. }) => Self::Inside(*contract),
            Event::StepEnd(StepEnd { contract, op, .. }) => Self::Answers(*contract, *op == Some(CONCURRENT)),
            Event::ContractEnd(ContractEnd { contract, .. }) => Self::Leaves(*contract),
            Event::WorkflowEnd(_) => Self::Ends,
            Event::Error(_) => Self::Fails,
            Event::NotAdmitted(_) | Event::Other(_) => Self::Anywhere,
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

/// The operation whose workflows run at the same time.
const CONCURRENT: &str = "EXECUTE_CONCURRENT";

/// The workflows of a trace.
#[derive(Default)]
pub(super) struct Spans(BTreeMap<String, Workflow>);

/// One of them.
struct Workflow {
    standing: Standing,
    started: Started,
}

impl Spans {
    /// Takes the next event.
    pub fn take(&mut self, span: &str, event: &str, step: Step) -> Result<(), Defect> {
        if let Step::Begins = step {
            self.begins(span)?;
            let workflow = Workflow { standing: Standing::Between, started: Started::default() };
            self.0.insert(span.to_owned(), workflow);
            return Ok(());
        }
        let Some(workflow) = self.0.get_mut(span) else {
            return Err(Defect::SpanNotBegun { event: event.to_owned(), span: span.to_owned() });
        };
        if let Standing::Ended = workflow.standing {
            return Err(Defect::SpanEnded { event: event.to_owned(), span: span.to_owned() });
        }
        if let Some(next) = workflow.standing.after(event, step)? {
            workflow.standing = next;
        }
        match step {
            Step::Answers(_, concurrent) => workflow.started.step_ends(span, concurrent),
            Step::Fails => {
                // A workflow that could not go on has no end of its own: this is that of those that the step has started.
                workflow.started.open.clear();
                Ok(())
            }
            Step::Ends => {
                if let Some((parent, number)) = numbered(span)
                    && let Some(parent) = self.0.get_mut(parent)
                {
                    parent.started.open.remove(&number);
                }
                Ok(())
            }
            Step::Begins | Step::Enters(_) | Step::Inside(_) | Step::Leaves(_) | Step::Anywhere => Ok(()),
        }
    }

    /// The first span is that of the run; each other one begins in a contract of the one that started it.
    fn begins(&mut self, span: &str) -> Result<(), Defect> {
        let Self(spans) = self;
        if spans.contains_key(span) {
            return Err(Defect::SpanBegunTwice { span: span.to_owned() });
        }
        if spans.is_empty() && span == ROOT {
            return Ok(());
        }
        let parent = numbered(span).and_then(|(parent, number)| Some((spans.get_mut(parent)?, number)));
        match parent {
            Some((Workflow { standing: Standing::In(_), started }, number)) => {
                started.begins(number);
                Ok(())
            }
            _ => Err(Defect::SpanNotStarted { span: span.to_owned() }),
        }
    }
}

/// The workflows that a workflow has started.
#[derive(Default)]
struct Started {
    /// How many the steps before have started.
    before: u64,
    /// How many the step that runs has started.
    now: u64,
    /// The highest number of one.
    last: u64,
    /// Which have not ended.
    open: BTreeSet<u64>,
    /// The first that began before the one before had ended, or out of its turn.
    mixed: Option<u64>,
}

impl Started {
    fn begins(&mut self, number: u64) {
        if !self.open.is_empty() || number != self.before + self.now + 1 {
            self.mixed.get_or_insert(number);
        }
        self.now += 1;
        self.last = self.last.max(number);
        self.open.insert(number);
    }

    /// The step ends: so have the workflows that it has started, one after the other unless they run at the same time.
    fn step_ends(&mut self, span: &str, concurrent: bool) -> Result<(), Defect> {
        let of = |number: u64| format!("{span}.{number}");
        if let Some(number) = self.open.first() {
            return Err(Defect::SpanOpen { span: of(*number) });
        }
        // Each begins once, so they are those from the first to the last if they are as many.
        let are_all = self.now == 0 || self.last == self.before + self.now;
        match self.mixed.take().filter(|_| !concurrent || !are_all) {
            Some(number) => Err(Defect::SpansMixed { span: of(number) }),
            None => {
                self.before += self.now;
                self.now = 0;
                Ok(())
            }
        }
    }
}

/// The span of the workflow that started this one, and which it is of those.
fn numbered(span: &str) -> Option<(&str, u64)> {
    let (parent, number) = span.rsplit_once('.').filter(|(_, number)| is_count(number))?;
    Some((parent, number.parse().ok()?))
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
            Step::Inside(contract) | Step::Answers(contract, _) if is_in(contract) => Ok(None),
            Step::Enters(_) | Step::Ends => Err(Defect::InsideContract { event: event.to_owned() }),
            Step::Inside(_) | Step::Answers(..) | Step::Leaves(_) => {
                Err(Defect::OutsideContract { event: event.to_owned() })
            }
            Step::Begins | Step::Fails | Step::Anywhere => Ok(None),
        }
    }
}

/// Whether these are the digits of a number from 1.
fn is_count(digits: &str) -> bool {
    digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.is_empty() && !digits.starts_with('0')
}
