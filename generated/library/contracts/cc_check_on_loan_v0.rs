// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_CHECK_ON_LOAN_V0`: Check that a book is out, and say who has it

use pgs_rt::store::registry;
use pgs_rt::{ContractId, Fault, Field, Fields, Map, Run, StepId, Value, fields};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "library::CC_CHECK_ON_LOAN_V0",
    address: 15,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `BACKEND_ERROR`
    BackendError,
    /// `NOT_FOUND`
    NotFound,
    /// `SUCCESS`
    Success,
    /// `VIOLATION`
    Violation,
}

impl Outcome {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BackendError => "BACKEND_ERROR",
            Self::NotFound => "NOT_FOUND",
            Self::Success => "SUCCESS",
            Self::Violation => "VIOLATION",
        }
    }
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The book's barcode. Required string.
    pub book_id: Field<String>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 1> {
        fields([("book_id", &self.book_id)], &self.undeclared)
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// Who has it. Declared string.
    pub lent_to: Field<String>,
    /// The input of this name.
    pub book_id: Field<String>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 2> {
        fields(
            [("lent_to", &self.lent_to), ("book_id", &self.book_id)],
            &self.undeclared,
        )
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `ON_LOAN`.
    pub on_loan: registry::Store,
}

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(
    run: &Run,
    node: &str,
    bindings: Bindings,
    inputs: Inputs,
) -> Result<(Outcome, Surface), Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline {
        inputs,
        bindings,
        surface: Surface::default(),
    };
    let outcome = 'run: {
        match pipeline.find_borrower(run)? {
            registry::ResolveStatus::Success => break 'run Outcome::Success,
            registry::ResolveStatus::NotFound => break 'run Outcome::NotFound,
            registry::ResolveStatus::Violation => break 'run Outcome::Violation,
            registry::ResolveStatus::BackendError => break 'run Outcome::BackendError,
        }
    };
    let surface = pipeline.finish();
    run.contract_ends(&CONTRACT, outcome.as_str(), &surface.fields())?;
    Ok((outcome, surface))
}

/// One call of the contract while its steps run.
struct Pipeline {
    inputs: Inputs,
    bindings: Bindings,
    surface: Surface,
}

impl Pipeline {
    /// Step `find_borrower`: `RESOLVE` of `capability_side_effects::CS_REGISTRY_V0`.
    fn find_borrower(&mut self, run: &Run) -> Result<registry::ResolveStatus, Fault> {
        const STEP: StepId = StepId {
            name: "find_borrower",
            fqdn: "capability_side_effects::CS_REGISTRY_V0",
            address: 2,
            op: Some("RESOLVE"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = registry::Named {
            key_or_address: self.inputs.book_id.bound(),
        };
        let answer = registry::resolve(&step, &self.bindings.on_loan, call)?;
        self.surface.lent_to = Field::<
            Value,
        >::from(answer.outputs.as_ref().map(|it| it.target_ref.clone()))
            .cast();
        step.ends(
            answer.status.as_str(),
            &[("lent_to", &self.surface.lent_to)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            book_id: inputs.book_id,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}
