// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::WF_ADD_BOOK_V0`: Add a book to the catalogue

use super::super::bindings::rb_desk_v0;
use super::super::contracts::cc_catalogue_book_v0;
use super::super::intents::in_book_bought_v0;
use pgs_rt::{End, Exit, Fault, Map, Run, Value, WorkflowId};
use pgs_transport::{Graph, Workflow};
use pgs_transport::admission::Verdict;

/// This workflow in traces.
const ID: WorkflowId = WorkflowId {
    fqdn: "library::WF_ADD_BOOK_V0",
    domain: "library",
    address: 54,
};

/// This workflow on the command line. The suppressed keys reach no output of it.
pub const WORKFLOW: Workflow = Workflow {
    id: ID,
    binary: "library-wf-add-book-v0",
    summary: "Add a book to the catalogue",
    payload: in_book_bought_v0::FIELDS,
    suppressed: &[],
    protocol: crate::PROTOCOL,
    run: start,
    graph: Graph {
        data: include_str!("../graphs/wf_add_book_v0.json"),
        mermaid: include_str!("../graphs/wf_add_book_v0.mmd"),
        picture: include_bytes!("../graphs/wf_add_book_v0.png"),
    },
};

/// How this workflow can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// `ALREADY_EXISTS`
    AlreadyExists,
    /// `BACKEND_ERROR`
    BackendError,
    /// `NACK`
    Nack,
    /// `SUCCESS`
    Success,
    /// `UNKNOWN_SECTION`
    UnknownSection,
    /// `VIOLATION`
    Violation,
}

impl Status {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AlreadyExists => "ALREADY_EXISTS",
            Self::BackendError => "BACKEND_ERROR",
            Self::Nack => "NACK",
            Self::Success => "SUCCESS",
            Self::UnknownSection => "UNKNOWN_SECTION",
            Self::Violation => "VIOLATION",
        }
    }
}

/// Runs the workflow.
pub fn start(run: &Run, payload: Map<String, Value>) -> Result<End, Fault> {
    self::run(run, payload).map(|(_, ended)| ended)
}

/// Runs the workflow and says with which of its statuses it ended.
pub fn run(run: &Run, payload: Map<String, Value>) -> Result<(Status, End), Fault> {
    run.workflow_starts(&ID, &payload)?;
    let Some(payload) = in_book_bought_v0::admit(run, payload)? else {
        return match route(Outcome::InBookBoughtV0(Verdict::Nack)) {
            Next::End(status, exit) => end(run, status, Some(exit), Map::new()),
            Next::Node(_) => Err(Fault::rejected_payload_goes_on(ID.fqdn)),
        };
    };
    let mut next = route(Outcome::InBookBoughtV0(Verdict::Ack));
    let mut machine = Machine {
        payload,
        surface: Map::new(),
    };
    for _ in 0..64 {
        next = match next {
            Next::Node(node) => route(machine.visit(run, node)?),
            Next::End(status, exit) => {
                return end(run, status, Some(exit), machine.surface);
            }
        };
    }
    Err(Fault::too_many_transitions(ID.fqdn, 64))
}

fn end(
    run: &Run,
    status: Status,
    exit: Option<Exit>,
    surface: Map<String, Value>,
) -> Result<(Status, End), Fault> {
    let ended = End {
        status: status.as_str(),
        surface,
        exit,
    };
    run.workflow_ends(&ID, &ended)?;
    Ok((status, ended))
}

/// The nodes that run contracts.
#[derive(Clone, Copy)]
enum Node {
    /// `CC_CATALOGUE_BOOK_V0`
    CcCatalogueBookV0,
}

/// What a node answered.
enum Outcome {
    InBookBoughtV0(Verdict),
    CcCatalogueBookV0(cc_catalogue_book_v0::Outcome),
}

/// What follows an answer: a node, or the end of the run.
enum Next {
    Node(Node),
    End(Status, Exit),
}

/// Where every outcome of every node leads.
fn route(outcome: Outcome) -> Next {
    match outcome {
        Outcome::InBookBoughtV0(verdict) => {
            match verdict {
                Verdict::Ack => Next::Node(Node::CcCatalogueBookV0),
                Verdict::Nack => Next::End(Status::Nack, EXIT_REJECTED),
            }
        }
        Outcome::CcCatalogueBookV0(outcome) => {
            use cc_catalogue_book_v0::Outcome as Of;
            match outcome {
                Of::AlreadyExists => Next::End(Status::AlreadyExists, EXIT_KNOWN),
                Of::BackendError => Next::End(Status::BackendError, EXIT_FAILED),
                Of::Success => Next::End(Status::Success, EXIT_ADDED),
                Of::UnknownSection => Next::End(Status::UnknownSection, EXIT_REJECTED),
                Of::Violation => Next::End(Status::Violation, EXIT_FAILED),
            }
        }
    }
}

/// One run between two nodes.
struct Machine {
    payload: in_book_bought_v0::Payload,
    surface: Map<String, Value>,
}

impl Machine {
    fn visit(&mut self, run: &Run, node: Node) -> Result<Outcome, Fault> {
        Ok(
            match node {
                Node::CcCatalogueBookV0 => {
                    Outcome::CcCatalogueBookV0(self.cc_catalogue_book_v0(run)?)
                }
            },
        )
    }

    /// Node `CC_CATALOGUE_BOOK_V0`: `library::CC_CATALOGUE_BOOK_V0`.
    fn cc_catalogue_book_v0(
        &mut self,
        run: &Run,
    ) -> Result<cc_catalogue_book_v0::Outcome, Fault> {
        let inputs = cc_catalogue_book_v0::Inputs {
            authors: self.payload.authors.clone().into(),
            barcode: self.payload.barcode.clone().into(),
            cover_colour: self.payload.cover_colour.clone().into(),
            price: self.payload.price.clone().into(),
            reference_only: self.payload.reference_only.into(),
            remarks: self.payload.remarks.clone().into(),
            section: self.payload.section.clone().into(),
            shelf: self.payload.shelf.clone().into(),
            title: self.payload.title.clone().into(),
            year: self.payload.year.into(),
            ..Default::default()
        };
        let bindings = cc_catalogue_book_v0::Bindings {
            books: rb_desk_v0::BOOKS,
            catalogue: rb_desk_v0::CATALOGUE,
        };
        let (outcome, surface) = cc_catalogue_book_v0::run(
            run,
            "CC_CATALOGUE_BOOK_V0",
            bindings,
            inputs,
        )?;
        self.surface = surface.fields().to_map();
        Ok(outcome)
    }
}

const EXIT_ADDED: Exit = Exit {
    node: "EXIT_ADDED",
    reason: Some("COMPLETED"),
    emit: None,
};

const EXIT_FAILED: Exit = Exit {
    node: "EXIT_FAILED",
    reason: Some("FAILED"),
    emit: None,
};

const EXIT_KNOWN: Exit = Exit {
    node: "EXIT_KNOWN",
    reason: Some("ALREADY_CATALOGUED"),
    emit: None,
};

const EXIT_REJECTED: Exit = Exit {
    node: "EXIT_REJECTED",
    reason: Some("REJECTED"),
    emit: None,
};
