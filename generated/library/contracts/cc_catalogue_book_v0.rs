// Generated from the protocol snapshot. Change the protocol, not this file.

//! `library::CC_CATALOGUE_BOOK_V0`: Enter a barcode in the registry and write its catalogue card

use pgs_capabilities::transforms::lookup;
use pgs_rt::prelude::*;

statuses! {
    /// How this contract can end.
    Outcome {
        AlreadyExists = "ALREADY_EXISTS",
        BackendError = "BACKEND_ERROR",
        Success = "SUCCESS",
        UnknownSection = "UNKNOWN_SECTION",
        Violation = "VIOLATION",
    }
}

impl Pipeline {
    /// Where every status of every step leads.
    fn run(&mut self, run: &Run) -> Result<Outcome, Fault> {
        match self.find_loan_period(run)? {
            TransformStatus::Success => {}
            TransformStatus::Violation => return Ok(Outcome::UnknownSection),
        }
        match self.enter_barcode(run)? {
            registry::RegisterStatus::Success => {}
            registry::RegisterStatus::AlreadyExists => return Ok(Outcome::AlreadyExists),
            registry::RegisterStatus::Violation => return Ok(Outcome::Violation),
            registry::RegisterStatus::BackendError => return Ok(Outcome::BackendError),
        }
        match self.write_card(run)? {
            mutable_json::WriteStatus::Success => Ok(Outcome::Success),
            mutable_json::WriteStatus::Violation => Ok(Outcome::Violation),
            mutable_json::WriteStatus::BackendError => Ok(Outcome::BackendError),
        }
    }

    fn find_loan_period(&mut self, run: &Run) -> Result<TransformStatus, Fault> {
        const STEP: StepId = StepId::transform("find_loan_period", "capability_transforms::CT_PURE_LOOKUP_V0", 9);
        let step = run.step(&CONTRACT, &STEP);
        let inputs = lookup::Inputs {
            key: self.surface.inputs.section.bound(),
            map: Field::json(object([
                ("CHILDREN", 28.into()),
                ("FICTION", 28.into()),
                ("LOCAL_HISTORY", 7.into()),
                ("SCIENCE", 14.into()),
            ])),
        };
        let mut answer = step.transform(inputs, lookup::run)?;
        self.surface.loan_days = answer.take(|it| &mut it.result).into();
        step.ends_with(answer, &[("loan_days", &self.surface.loan_days)])
    }

    fn enter_barcode(&mut self, run: &Run) -> Result<registry::RegisterStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "enter_barcode",
            "REGISTER",
            "capability_side_effects::CS_REGISTRY_V0",
            2,
        );
        let step = run.step(&CONTRACT, &STEP);
        let call = registry::Register {
            key: self.surface.inputs.barcode.bound(),
            target_cs: Field::json(1.into()),
            target_ref: self.surface.inputs.barcode.bound().cast(),
            ..Default::default()
        };
        let answer = registry::register(&step, &self.bindings.books, call)?;
        step.ends_with(answer, &[])
    }

    fn write_card(&mut self, run: &Run) -> Result<mutable_json::WriteStatus, Fault> {
        const STEP: StepId = StepId::side_effect(
            "write_card",
            "WRITE",
            "capability_side_effects::CS_MUTABLE_JSON_V0",
            1,
        );
        let step = run.step(&CONTRACT, &STEP);
        let call = mutable_json::Write {
            key: self.surface.inputs.barcode.bound(),
            value: Field::json(object([
                ("authors", self.surface.inputs.authors.to_value()),
                ("copies", 1.into()),
                ("cover_colour", self.surface.inputs.cover_colour.to_value()),
                ("last_inventory", Value::Null),
                ("loan_days", self.surface.loan_days.to_value()),
                ("lost", false.into()),
                ("price", self.surface.inputs.price.to_value()),
                ("reference_only", self.surface.inputs.reference_only.to_value()),
                ("remarks", self.surface.inputs.remarks.to_value()),
                ("section", self.surface.inputs.section.to_value()),
                ("shelf", self.surface.inputs.shelf.to_value()),
                ("tags", list(["new".into(), self.surface.inputs.section.to_value()])),
                ("title", self.surface.inputs.title.to_value()),
                ("weeding_score", number("0.5")),
                ("year", self.surface.inputs.year.to_value()),
            ])),
        };
        let answer = mutable_json::write(&step, &self.bindings.catalogue, call)?;
        step.ends_with(answer, &[])
    }
}

/// One call of the contract while its steps run.
struct Pipeline {
    bindings: Bindings,
    surface: Surface,
}

/// How it ended, and what it gives.
pub type Completed = (Outcome, Surface);

/// Runs the pipeline for a node: the steps in order, each status where it leads.
pub fn run(run: &Run, node: &str, bindings: Bindings, inputs: Inputs) -> Result<Completed, Fault> {
    run.contract_starts(&CONTRACT, node, &inputs.fields())?;
    let mut pipeline = Pipeline { bindings, surface: Surface { inputs, ..Surface::default() } };
    let outcome = pipeline.run(run)?;
    run.contract_ends(&CONTRACT, outcome.as_str(), &pipeline.surface.fields())?;
    Ok((outcome, pipeline.surface))
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
}

impl Inputs {
    fn fields(&self) -> Fields<'_, 10> {
        fields([
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
        ])
    }
}

/// What the contract gives: the mapped outputs of its steps, then its inputs.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// How many days the book may be kept. Declared any.
    pub loan_days: Field<Value>,
    /// What the node bound.
    pub inputs: Inputs,
}

impl Surface {
    /// The fields that are set.
    pub fn fields(&self) -> Fields<'_, 11> {
        fields([
            ("loan_days", &self.loan_days),
            ("authors", &self.inputs.authors),
            ("barcode", &self.inputs.barcode),
            ("cover_colour", &self.inputs.cover_colour),
            ("price", &self.inputs.price),
            ("reference_only", &self.inputs.reference_only),
            ("remarks", &self.inputs.remarks),
            ("section", &self.inputs.section),
            ("shelf", &self.inputs.shelf),
            ("title", &self.inputs.title),
            ("year", &self.inputs.year),
        ])
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

/// This contract in traces.
const CONTRACT: ContractId = ContractId { fqdn: "library::CC_CATALOGUE_BOOK_V0", address: 12 };
