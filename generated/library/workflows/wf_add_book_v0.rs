// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::WF_ADD_BOOK_V0`: Add a book to the catalogue

use crate::library::bindings::rb_desk_v0;
use crate::library::contracts::cc_catalogue_book_v0;
use crate::library::intents::in_book_bought_v0;
use pgs_rt::prelude::*;

statuses! {
    /// How this workflow can end.
    Status {
        AlreadyExists = "ALREADY_EXISTS",
        BackendError = "BACKEND_ERROR",
        Nack = "NACK",
        Success = "SUCCESS",
        UnknownSection = "UNKNOWN_SECTION",
        Violation = "VIOLATION",
    }
}

const EXIT_ADDED: Exit = Exit { node: "EXIT_ADDED", reason: Some("COMPLETED"), emit: None };
const EXIT_FAILED: Exit = Exit { node: "EXIT_FAILED", reason: Some("FAILED"), emit: None };
const EXIT_KNOWN: Exit = Exit { node: "EXIT_KNOWN", reason: Some("ALREADY_CATALOGUED"), emit: None };
const EXIT_REJECTED: Exit = Exit { node: "EXIT_REJECTED", reason: Some("REJECTED"), emit: None };

impl pgs_rt::Machine for Machine {
    const ID: WorkflowId = WorkflowId { fqdn: "library::WF_ADD_BOOK_V0", domain: "library", address: 54 };
    type Node = Node;
    type Status = Status;

    fn enter(run: &Run, payload: Map<String, Value>) -> Result<Entered<Self>, Fault> {
        match in_book_bought_v0::Payload::admit(run, payload)? {
            Verdict::Ack(payload) => Ok(Entered::Node(Self { payload }, Node::CcCatalogueBookV0)),
            Verdict::Nack => Ok(Entered::Exit(Status::Nack, EXIT_REJECTED)),
        }
    }

    fn visit(&mut self, run: &Run, node: Node) -> Result<Left<Self>, Fault> {
        match node {
            Node::CcCatalogueBookV0 => {
                use cc_catalogue_book_v0::Outcome;
                let (outcome, surface) = self.cc_catalogue_book_v0(run)?;
                let next = match outcome {
                    Outcome::AlreadyExists => Next::Exit(Status::AlreadyExists, EXIT_KNOWN),
                    Outcome::BackendError => Next::Exit(Status::BackendError, EXIT_FAILED),
                    Outcome::Success => Next::Exit(Status::Success, EXIT_ADDED),
                    Outcome::UnknownSection => Next::Exit(Status::UnknownSection, EXIT_REJECTED),
                    Outcome::Violation => Next::Exit(Status::Violation, EXIT_FAILED),
                };
                Ok(next.leaving(surface.fields()))
            }
        }
    }
}

impl Machine {
    fn cc_catalogue_book_v0(&self, run: &Run) -> Result<cc_catalogue_book_v0::Completed, Fault> {
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
        };
        let bindings = cc_catalogue_book_v0::Bindings {
            books: rb_desk_v0::BOOKS,
            catalogue: rb_desk_v0::CATALOGUE,
        };
        cc_catalogue_book_v0::run(run, "CC_CATALOGUE_BOOK_V0", bindings, inputs)
    }
}

/// The nodes that run contracts.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    /// `CC_CATALOGUE_BOOK_V0`
    CcCatalogueBookV0,
}

/// One run between two nodes: what later nodes read.
#[derive(Debug)]
pub struct Machine {
    payload: in_book_bought_v0::Payload,
}

/// This workflow in a table. The suppressed keys reach no output of it; it uses these stores, with all that it starts.
pub const WORKFLOW: Workflow = Workflow {
    id: Machine::ID,
    binary: "library-wf-add-book-v0",
    summary: "Add a book to the catalogue",
    payload: in_book_bought_v0::FIELDS,
    intent: Some(Intent::of::<in_book_bought_v0::Payload>()),
    suppressed: &[],
    names: &[],
    stores: &[StoreUse::writes("library/books.jsonl"), StoreUse::writes("library/catalogue.json")],
    protocol: crate::PROTOCOL,
    run: machine::start::<Machine>,
    graph: graph!("../graphs/wf_add_book_v0"),
};

/// Runs this workflow.
pub fn run(context: &Context, payload: impl Into<Map<String, Value>>) -> Result<Ended, RunError> {
    engine::run(&WORKFLOW, payload.into(), context)
}
