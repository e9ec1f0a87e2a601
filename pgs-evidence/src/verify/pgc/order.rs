//! Which event may follow which.

use std::collections::BTreeMap;

use pgs_pgc::event::{ADMIT, Check, Error, Event, Expected, Keys, Line, Route, StepEnd, WorkflowStart};
use pgs_value::{ACK, NACK};

use super::contract::Contract;
use crate::verify::defect::Defect;
use crate::verify::pgc_defect::{Contradiction, PgcDefect};

type Taken<T = ()> = Result<T, PgcDefect>;

/// The events of a trace so far.
#[derive(Default)]
pub(super) struct Order<'t> {
    standing: Standing<'t>,
    payload_keys: Option<Keys<'t>>,
    /// The address of each name, and the other way round.
    addresses: BTreeMap<&'t str, i64>,
    names: BTreeMap<i64, &'t str>,
}

/// Where a run stands.
#[derive(Clone, Debug, Default)]
enum Standing<'t> {
    /// Before its first event.
    #[default]
    Before,
    /// It has begun: a gate judges the payload.
    Begun,
    /// It has left a node with an outcome.
    Left(Leaving<'t>),
    /// An outcome has led to the node of this address and key.
    Led(i64, &'t str),
    /// A contract runs.
    In(Contract<'t>),
    /// An outcome leads nowhere.
    Unrouted(Leaving<'t>),
    /// It ends with this status.
    Ending(&'t str),
    /// It has ended.
    Ended,
    /// It could not go on, and nothing follows.
    Stopped,
}

/// A node that is left.
#[derive(Clone, Debug)]
struct Leaving<'t> {
    address: i64,
    /// The key of the node; that of a gate is not known before its outcome leads on.
    node: Option<&'t str>,
    outcome: &'t str,
    /// The contract that ran there; a gate announces nothing.
    contract: Option<Contract<'t>>,
    announced: bool,
}

impl<'t> Order<'t> {
    /// Takes the next event.
    pub fn take(&mut self, line: &Line<'t>) -> Taken {
        self.addressed(line)?;
        let standing = std::mem::take(&mut self.standing);
        self.standing = self.after(standing, line)?;
        Ok(())
    }

    /// No event follows.
    pub fn end(&self, ends: bool) -> Result<(), Defect> {
        match self.standing {
            Standing::Ended | Standing::Stopped if ends => Ok(()),
            Standing::Ended | Standing::Stopped => Err(Defect::NoLineBreak),
            _ => Err(PgcDefect::NotEnded.into()),
        }
    }

    fn after(&mut self, standing: Standing<'t>, line: &Line<'t>) -> Taken<Standing<'t>> {
        let contradicts = |it: Contradiction| PgcDefect::from(it);
        match (standing, &line.event) {
            (Standing::Before, Event::WorkflowStart(WorkflowStart { payload_keys, .. })) => {
                self.payload_keys = Some(payload_keys.clone());
                Ok(Standing::Begun)
            }
            (Standing::Begun | Standing::Led(..), Event::StepEnd(step)) if step.op == Some(ADMIT) => {
                self.judged(step).map_err(contradicts)
            }
            (Standing::Led(address, node), Event::ContractStart(start)) => {
                let is_there = (start.contract, start.node) == (address, node);
                if is_there { Ok(Standing::In(Contract::begins(start))) } else { Err(Contradiction::Node.into()) }
            }
            (Standing::In(mut contract), Event::AtomEnd(atom)) => {
                contract.atom(atom).map_err(contradicts)?;
                Ok(Standing::In(contract))
            }
            (Standing::In(mut contract), Event::StepEnd(step)) => {
                contract.step(step).map_err(contradicts)?;
                Ok(Standing::In(contract))
            }
            (Standing::In(mut contract), Event::ContractEnd(end)) => {
                contract.ends(end).map_err(contradicts)?;
                let (address, node) = (contract.address, Some(contract.node));
                let contract = Some(contract);
                Ok(Standing::Left(Leaving { address, node, outcome: end.status, contract, announced: false }))
            }
            (Standing::Left(left), Event::Announced(announced)) => {
                let Some(contract) = &left.contract else { return Err(out_of_place(line, "WF_ROUTE")) };
                contract.announces(announced).map_err(contradicts)?;
                Ok(Standing::Left(Leaving { announced: true, ..left }))
            }
            (Standing::Left(left), Event::Route(route)) => routed(&left, route).map_err(contradicts),
            (Standing::Unrouted(left), Event::Route(route)) => {
                let is_it = leads_from(&left, route) && route.terminal && route.step.is_none();
                let nowhere = is_it && route.to_node.0.is_none();
                if nowhere { Ok(Standing::Ending("VIOLATION")) } else { Err(Contradiction::Terminal.into()) }
            }
            (Standing::Ending(status), Event::WorkflowEnd(end)) => {
                if end.status == status {
                    Ok(Standing::Ended)
                } else {
                    Err(Contradiction::Status.into())
                }
            }
            (standing, Event::Error(error)) => failed(standing, line, error),
            (standing, _) => Err(out_of_place(line, standing.expects())),
        }
    }

    /// A gate has judged the payload.
    fn judged(&self, step: &StepEnd<'t>) -> Result<Standing<'t>, Contradiction> {
        let is_gate =
            step.contract == step.step && step.result_keys.0 == ["outcome"] && step.continuation.0 == Some("route");
        let Some(checks) = step.checks.as_ref().filter(|_| is_gate) else { return Err(Contradiction::Gate) };
        if !self.are_in_order(checks) {
            return Err(Contradiction::Checks);
        }
        let verdict = if checks.iter().all(|check| check.held) { ACK } else { NACK };
        if step.outcome != verdict {
            return Err(Contradiction::Verdict);
        }
        let leaving =
            Leaving { address: step.contract, node: None, outcome: step.outcome, contract: None, announced: false };
        Ok(Standing::Left(leaving))
    }

    /// By field, whether it is there before its type; of a field that is not there nobody asks the type.
    fn are_in_order(&self, checks: &[Check<'t>]) -> bool {
        let keys = self.payload_keys.as_ref().map(|keys| keys.0.as_slice()).unwrap_or_default();
        let rank = |check: &Check<'t>| (check.field, matches!(check.expected, Expected::Type(_)));
        let is_true = |check: &Check<'t>| match check.expected {
            Expected::Present => check.held == keys.contains(&check.field),
            Expected::Type(_) => keys.contains(&check.field),
        };
        checks.is_sorted_by(|left, right| rank(left) < rank(right)) && checks.iter().all(is_true)
    }

    /// Each name has one address, and each address one name.
    fn addressed(&mut self, line: &Line<'t>) -> Taken {
        let (name, address) = match &line.event {
            Event::WorkflowStart(start) => (start.workflow, line.workflow),
            Event::WorkflowEnd(end) => (end.workflow, line.workflow),
            Event::ContractStart(start) => (start.name, start.contract),
            Event::ContractEnd(end) => (end.name, end.contract),
            Event::StepEnd(step) => (step.capability, step.step),
            Event::AtomEnd(_) | Event::Announced(_) | Event::Route(_) | Event::Error(_) => return Ok(()),
        };
        let is_it = *self.addresses.entry(name).or_insert(address) == address
            && *self.names.entry(address).or_insert(name) == name;
        if is_it { Ok(()) } else { Err(PgcDefect::Address { name: name.to_owned() }) }
    }
}

impl Standing<'_> {
    /// What belongs there.
    fn expects(&self) -> &'static str {
        match self {
            Self::Before => "WF_START",
            Self::Begun => "the CC_STEP of a gate",
            Self::Left(_) => "WF_ROUTE, or EVENT before it,",
            Self::Led(..) => "CC_START, or the CC_STEP of a gate,",
            Self::In(_) => "an event of the contract that runs",
            Self::Unrouted(_) => "WF_ROUTE",
            Self::Ending(_) => "WF_COMPLETE",
            Self::Ended | Self::Stopped => "nothing",
        }
    }
}

fn out_of_place(line: &Line<'_>, expected: &'static str) -> PgcDefect {
    PgcDefect::Order { event: line.event.name(), expected }
}

fn leads_from(left: &Leaving<'_>, route: &Route<'_>) -> bool {
    route.contract == left.address && left.node.is_none_or(|node| node == route.from_node)
}

/// Where the outcome of a node leads.
fn routed<'t>(left: &Leaving<'t>, route: &Route<'t>) -> Result<Standing<'t>, Contradiction> {
    if !leads_from(left, route) {
        return Err(Contradiction::Node);
    }
    if route.status != left.outcome {
        return Err(Contradiction::Status);
    }
    match (route.step, route.to_node.0, route.terminal) {
        (Some(address), Some(node), false) if !left.announced => Ok(Standing::Led(address, node)),
        (None, Some(_), true) => Ok(Standing::Ending(route.status)),
        _ => Err(Contradiction::Terminal),
    }
}

/// The run can't go on.
fn failed<'t>(standing: Standing<'t>, line: &Line<'t>, error: &Error<'t>) -> Taken<Standing<'t>> {
    let ends = Ok(Standing::Ending("VIOLATION"));
    let wrong = Err(Contradiction::Error.into());
    match (error.message, standing) {
        (_, standing @ (Standing::Ended | Standing::Stopped | Standing::Ending(_) | Standing::Unrouted(_))) => {
            Err(out_of_place(line, standing.expects()))
        }
        ("capability fault", Standing::In(contract)) => {
            let is_of = error.node == Some(contract.address) && error.step.is_some() && error.refusal.is_some();
            if is_of { ends } else { wrong }
        }
        ("capability fault", Standing::Led(address, _)) => {
            if error.node == Some(address) && error.step.is_none() {
                ends
            } else {
                wrong
            }
        }
        ("unlisted step outcome", Standing::In(contract)) => {
            let is_of = error.node == Some(contract.address) && error.outcome == contract.outcome();
            if is_of && !contract.has_answer() { ends } else { wrong }
        }
        ("unknown continuation", Standing::In(contract)) => {
            let is_of = error.node == Some(contract.address) && error.outcome == contract.outcome();
            if is_of && error.continuation.is_some() { ends } else { wrong }
        }
        ("unrouted outcome", Standing::Left(left)) => {
            let is_of = error.node == Some(left.address) && error.outcome == Some(left.outcome);
            if is_of && !left.announced { Ok(Standing::Unrouted(left)) } else { wrong }
        }
        ("no admission contract", Standing::Begun | Standing::Led(..)) => ends,
        (
            "capability fault"
            | "unlisted step outcome"
            | "unknown continuation"
            | "unrouted outcome"
            | "no admission contract",
            _,
        ) => wrong,
        (_, _) => Ok(Standing::Stopped),
    }
}
