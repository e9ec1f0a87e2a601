// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_CATALOGUE_BOOK_V0`: Enter a barcode in the registry and write its catalogue card

use pgs_capabilities::transforms::lookup;
use pgs_rt::store::{mutable_json, registry};
use pgs_rt::{
    ContractId, Fault, Field, Fields, Map, Number, Run, StepId, TransformStatus, Value,
    fields, list, number, object,
};

/// This contract in traces.
const CONTRACT: ContractId = ContractId {
    fqdn: "library::CC_CATALOGUE_BOOK_V0",
    address: 12,
};

/// How this contract can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// `ALREADY_EXISTS`
    AlreadyExists,
    /// `BACKEND_ERROR`
    BackendError,
    /// `SUCCESS`
    Success,
    /// `UNKNOWN_SECTION`
    UnknownSection,
    /// `VIOLATION`
    Violation,
}

impl Outcome {
    /// The status word of the protocol.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AlreadyExists => "ALREADY_EXISTS",
            Self::BackendError => "BACKEND_ERROR",
            Self::Success => "SUCCESS",
            Self::UnknownSection => "UNKNOWN_SECTION",
            Self::Violation => "VIOLATION",
        }
    }
}

/// What a node binds.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// One name or more. Required array.
    pub authors: Field<Vec<Value>>,
    /// The number on the back cover. Required string.
    pub barcode: Field<String>,
    /// The colour of the spine. Optional string.
    pub cover_colour: Field<String>,
    /// What a lost copy costs, in euros. Optional number.
    pub price: Field<Number>,
    /// Whether the book must stay in the reading room. Optional boolean.
    pub reference_only: Field<bool>,
    /// Whatever the supplier wrote beside the entry. Optional value of any type.
    pub remarks: Field<Value>,
    /// Decides how long the book may be kept. Required string.
    pub section: Field<String>,
    /// Where it stands. Optional object.
    pub shelf: Field<Map<String, Value>>,
    /// The title on the title page. Required string.
    pub title: Field<String>,
    /// Year of publication, if the book says it. Optional integer.
    pub year: Field<i64>,
    /// Inputs that a node binds although the contract does not declare them.
    pub undeclared: Map<String, Value>,
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 10> {
        fields(
            [
                ("authors", &self.authors),
                ("barcode", &self.barcode),
                ("cover_colour", &self.cover_colour),
                ("price", &self.price),
                ("reference_only", &self.reference_only),
                ("remarks", &self.remarks),
                ("section", &self.section),
                ("shelf", &self.shelf),
                ("title", &self.title),
                ("year", &self.year),
            ],
            &self.undeclared,
        )
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// How many days the book may be kept. Declared any.
    pub loan_days: Field<Value>,
    /// The input of this name.
    pub authors: Field<Vec<Value>>,
    /// The input of this name.
    pub barcode: Field<String>,
    /// The input of this name.
    pub cover_colour: Field<String>,
    /// The input of this name.
    pub price: Field<Number>,
    /// The input of this name.
    pub reference_only: Field<bool>,
    /// The input of this name.
    pub remarks: Field<Value>,
    /// The input of this name.
    pub section: Field<String>,
    /// The input of this name.
    pub shelf: Field<Map<String, Value>>,
    /// The input of this name.
    pub title: Field<String>,
    /// The input of this name.
    pub year: Field<i64>,
    /// Inputs that the contract does not declare.
    pub undeclared: Map<String, Value>,
}

impl Surface {
    /// The fields that are set, as JSON.
    pub fn fields(&self) -> Fields<'_, 11> {
        fields(
            [
                ("loan_days", &self.loan_days),
                ("authors", &self.authors),
                ("barcode", &self.barcode),
                ("cover_colour", &self.cover_colour),
                ("price", &self.price),
                ("reference_only", &self.reference_only),
                ("remarks", &self.remarks),
                ("section", &self.section),
                ("shelf", &self.shelf),
                ("title", &self.title),
                ("year", &self.year),
            ],
            &self.undeclared,
        )
    }
}

/// What the workflow's runtime binding supplies.
#[derive(Clone, Copy, Debug)]
pub struct Bindings {
    /// The store `BOOKS`.
    pub books: registry::Store,
    /// The store `CATALOGUE`.
    pub catalogue: mutable_json::Store,
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
        results: Results::default(),
    };
    let outcome = 'run: {
        match pipeline.find_loan_period(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => break 'run Outcome::UnknownSection,
        }
        match pipeline.enter_barcode(run)? {
            registry::RegisterStatus::Success => {}
            registry::RegisterStatus::AlreadyExists => break 'run Outcome::AlreadyExists,
            registry::RegisterStatus::Violation => break 'run Outcome::Violation,
            registry::RegisterStatus::BackendError => break 'run Outcome::BackendError,
        }
        match pipeline.write_card(run)? {
            mutable_json::WriteStatus::Success => break 'run Outcome::Success,
            mutable_json::WriteStatus::Violation => break 'run Outcome::Violation,
            mutable_json::WriteStatus::BackendError => break 'run Outcome::BackendError,
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
    results: Results,
}

impl Pipeline {
    /// Step `find_loan_period`: `capability_transforms::CT_PURE_LOOKUP_V0`.
    fn find_loan_period(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId {
            name: "find_loan_period",
            fqdn: "capability_transforms::CT_PURE_LOOKUP_V0",
            address: 9,
            op: None,
        };
        let step = run.step(&CONTRACT, &STEP);
        let inputs = lookup::Inputs {
            key: self.inputs.section.bound(),
            map: Field::json(
                object([
                    ("CHILDREN", 28.into()),
                    ("FICTION", 28.into()),
                    ("LOCAL_HISTORY", 7.into()),
                    ("SCIENCE", 14.into()),
                ]),
            ),
        };
        let answer = step.transform(inputs, lookup::run)?;
        self.surface.loan_days = answer
            .outputs
            .as_ref()
            .map(|it| it.result.clone())
            .into();
        self.results.find_loan_period.loan_days = self.surface.loan_days.clone();
        step.ends(
            answer.status.as_str(),
            &[("loan_days", &self.surface.loan_days)],
            answer.reason.as_deref(),
        )?;
        Ok(answer.status)
    }

    /// Step `enter_barcode`: `REGISTER` of `capability_side_effects::CS_REGISTRY_V0`.
    fn enter_barcode(&mut self, run: &Run) -> Result<registry::RegisterStatus, Fault> {
        const STEP: StepId = StepId {
            name: "enter_barcode",
            fqdn: "capability_side_effects::CS_REGISTRY_V0",
            address: 2,
            op: Some("REGISTER"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = registry::Register {
            key: self.inputs.barcode.bound(),
            target_cs: Field::json(1.into()),
            target_ref: self.inputs.barcode.bound().cast(),
            ..Default::default()
        };
        let answer = registry::register(&step, &self.bindings.books, call)?;
        step.ends(answer.status.as_str(), &[], answer.reason.as_deref())?;
        Ok(answer.status)
    }

    /// Step `write_card`: `WRITE` of `capability_side_effects::CS_MUTABLE_JSON_V0`.
    fn write_card(&mut self, run: &Run) -> Result<mutable_json::WriteStatus, Fault> {
        const STEP: StepId = StepId {
            name: "write_card",
            fqdn: "capability_side_effects::CS_MUTABLE_JSON_V0",
            address: 1,
            op: Some("WRITE"),
        };
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Write {
            key: self.inputs.barcode.bound(),
            value: Field::json(
                object([
                    ("authors", self.inputs.authors.to_value()),
                    ("copies", 1.into()),
                    ("cover_colour", self.inputs.cover_colour.to_value()),
                    ("last_inventory", Value::Null),
                    ("loan_days", self.results.find_loan_period.loan_days.to_value()),
                    ("lost", false.into()),
                    ("price", self.inputs.price.to_value()),
                    ("reference_only", self.inputs.reference_only.to_value()),
                    ("remarks", self.inputs.remarks.to_value()),
                    ("section", self.inputs.section.to_value()),
                    ("shelf", self.inputs.shelf.to_value()),
                    ("tags", list(["new".into(), self.inputs.section.to_value()])),
                    ("title", self.inputs.title.to_value()),
                    ("weeding_score", number("0.5")),
                    ("year", self.inputs.year.to_value()),
                ]),
            ),
        };
        let answer = mutable_json::write(&step, &self.bindings.catalogue, call)?;
        step.ends(answer.status.as_str(), &[], answer.reason.as_deref())?;
        Ok(answer.status)
    }

    /// Adds every input that no step mapped.
    fn finish(self) -> Surface {
        let Self { inputs, surface, .. } = self;
        Surface {
            authors: inputs.authors,
            barcode: inputs.barcode,
            cover_colour: inputs.cover_colour,
            price: inputs.price,
            reference_only: inputs.reference_only,
            remarks: inputs.remarks,
            section: inputs.section,
            shelf: inputs.shelf,
            title: inputs.title,
            year: inputs.year,
            undeclared: inputs.undeclared,
            ..surface
        }
    }
}

/// What later steps read of earlier ones.
#[derive(Default)]
struct Results {
    find_loan_period: FindLoanPeriodResults,
}

/// Of step `find_loan_period`.
#[derive(Default)]
struct FindLoanPeriodResults {
    /// Output `loan_days`.
    loan_days: Field<Value>,
}
