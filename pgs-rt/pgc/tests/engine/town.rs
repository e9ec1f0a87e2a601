//! A small protocol: who comes is greeted, once or twice, as the payload says it goes.

use pgs_pgc::prelude::*;
use pgs_pgc::{Failure, Violation};

pub const PROTOCOL: Protocol = Protocol {
    snapshot_id: "5eed",
    determinative: &["event_type", "detail"],
    observational: &["trace_id", "ts_ns"],
    observational_keys: &["record_id"],
};

pub const GATE: Gate = Gate {
    intent: ContractId { fqdn: "town::IN_GUEST_CAME_V0", address: 1 },
    declares: &[Declared::optional("rounds", DeclaredType::Integer), Declared::required("word", DeclaredType::String)],
};

pub const CONTRACT: ContractId = ContractId { fqdn: "town::CC_GREET_V0", address: 2 };

pub const ID: WorkflowId = WorkflowId { fqdn: "town::WF_GREET_V0", domain: "town", address: 9 };

/// A workflow whose steps a test takes by hand.
pub fn by_hand() -> Workflow {
    Workflow::new(ID, GATE, &PROTOCOL, |_, _| unreachable!("the test takes its steps by hand"))
}

pub const STORE: append_only::Store = append_only::Store::owned(Location::at("VISITS", "town/visits.jsonl"));

payload! {
    /// An admitted payload.
    Payload(GATE) {
        /// Required string.
        word: String = required "word",
        /// Optional integer.
        rounds: Field<i64> = field "rounds",
    }
}

statuses! {
    /// How the contract can end.
    Outcome { Success = "SUCCESS", Violation = "VIOLATION" }
}

nodes! {
    /// The nodes that run the contract.
    Node { First = "GREET_FIRST": CONTRACT, Again = "GREET_AGAIN": CONTRACT }
}

const EXIT_GREETED: Exit = Exit { node: "EXIT_GREETED", emit: &["town::EV_ONE_V0", "town::EV_TWO_V0"] };
/// Only a gate leads to it.
const EXIT_TURNED_AWAY: Exit = Exit { node: "EXIT_TURNED_AWAY", emit: &["town::EV_TURNED_AWAY_V0"] };

/// One run between two nodes.
pub struct Machine {
    payload: Payload,
    rounds: i64,
}

impl pgs_pgc::Machine for Machine {
    const ID: WorkflowId = ID;
    const GATE: NodeId = NodeId { key: "IN_GUEST_CAME_V0", address: GATE.intent.address };
    type Node = Node;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match Payload::admit(run, payload)? {
            Verdict::Ack(payload) => Ok(Entered::Ack(Self { payload, rounds: 0 }, Next::Node(Node::First))),
            Verdict::Nack => Ok(Entered::Nack(Next::Exit(EXIT_TURNED_AWAY))),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Node>, Fault> {
        self.rounds += 1;
        let word = Field::from(self.payload.word.as_str());
        let (outcome, surface) = greet(run, node.id().key, word)?;
        let more = matches!(self.payload.rounds, Field::Is(rounds) if rounds > self.rounds);
        let next = match (node, outcome) {
            (Node::First, Outcome::Success) => Next::Node(Node::Again),
            (Node::Again, Outcome::Success) if more => Next::Node(Node::First),
            (Node::Again, Outcome::Success) => Next::Exit(EXIT_GREETED),
            (Node::First | Node::Again, Outcome::Violation) => Next::Unrouted(24580),
        };
        Ok(next.leaving(outcome, fields([("greeting", &surface)])))
    }
}

/// Runs the contract: a visit is written down, and answered as the word says.
fn greet(run: &Run, node: &str, word: Field<String>) -> Result<(Outcome, Field<String>), Fault> {
    const NOTE: StepId = StepId::side_effect("note", "APPEND", "capability_side_effects::CS_APPENDONLY_JSONL_V0", 3);
    const ANSWER: StepId = StepId::transform("answer", "town::CT_PURE_ANSWER_V0", 4);
    run.contract_starts(&CONTRACT, node, &fields([("word", &word)]))?;
    let step = run.step(&CONTRACT, &NOTE);
    let call = append_only::Append { record: word.bind(), ..append_only::Append::default() };
    let noted = append_only::append(&step, &STORE, call)?;
    let step = step.ends(noted.status(), &[]);
    match step.status() {
        append_only::AppendStatus::Success => step.continues()?,
        append_only::AppendStatus::Violation | append_only::AppendStatus::BackendError => {
            return step.is_unlisted();
        }
    }
    let step = run.step(&CONTRACT, &ANSWER);
    let mut answer = step.atom(Purity::Pure, word, self::answer)?;
    let greeting = answer.take(|it| &mut it.greeting);
    let step = step.ends(answer.status(), &[("greeting", &greeting)]);
    let outcome = match step.status() {
        TransformStatus::Success => step.exits(Outcome::Success)?,
        TransformStatus::Violation if greeting.is_unset() => step.exits(Outcome::Violation)?,
        TransformStatus::Violation => return step.is_unlisted(),
    };
    run.contract_ends(&CONTRACT, node, outcome.as_str(), &fields([("greeting", &greeting)]))?;
    Ok((outcome, greeting))
}

/// What the transform gives.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Outputs {
    pub greeting: String,
    pub loud: bool,
}

/// Answers, refuses or fails, as it is told.
pub fn answer(word: Field<String>) -> Result<Outputs, Failure> {
    match word {
        Field::Is(word) if word == "refuse" => Err(Failure::refused("as it is told")),
        Field::Is(word) if word == "fail" => Err(Failure::fault("as it is told")),
        Field::Is(word) => Ok(Outputs { greeting: format!("Hello {word}"), loud: false }),
        Field::Unset | Field::Null | Field::Other(_) => {
            Err(Failure::Refused(Violation::Missing { field: "word".to_owned() }))
        }
    }
}

pub const WORKFLOW: Workflow = Workflow {
    actor: Some("town::AC_GUEST_V0"),
    stores: &[StoreUse::writes("town/visits.jsonl")],
    ..Workflow::new(ID, GATE, &PROTOCOL, machine::start::<Machine>)
};
