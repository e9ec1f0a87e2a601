//! What the protocol `user_capabilities` brings along: a transform and two side effects, described in
//! `capabilities.toml`.

/// How much room is left beside a text.
pub mod check_width {
    use pgs_rt::{Field, Sources, Violation};

    pgs_rt::described! {
        /// What a step binds.
        #[derive(Default, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        pub struct Inputs {
            /// What is printed.
            pub text: Field<String>,
            /// How many letters fit a line.
            pub width: Field<i64>,
        }

        /// What comes of it.
        #[derive(serde::Serialize, serde::Deserialize)]
        pub struct Outputs {
            /// How many more letters would fit.
            pub spare: i64,
        }
    }

    /// Refuses a text that does not fit.
    pub fn run(inputs: Inputs, _sources: &dyn Sources) -> Result<Outputs, Violation> {
        let text = inputs.text.required("text")?;
        let width = inputs.width.optional("width")?.unwrap_or(40);
        let letters = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
        let spare = width.saturating_sub(letters);
        if spare < 0 { Err(Violation::new("`text` does not fit")) } else { Ok(Outputs { spare }) }
    }
}

/// Prints labels.
#[cfg(feature = "labels")]
pub mod labels {
    use pgs_rt::{Field, Reply, Run};

    pgs_rt::described! {
        /// What PRINT_LABEL is given.
        #[derive(Default, serde::Serialize)]
        pub struct PrintLabel {
            /// What is printed.
            pub text: Field<String>,
        }

        /// What PRINT_LABEL gives.
        #[derive(serde::Serialize, serde::Deserialize)]
        pub struct PrintLabelOutputs {
            /// How many labels were printed before, plus one.
            pub label_number: i64,
            /// The tray that it lies in; none where the printer has one only.
            pub tray: Option<String>,
        }
    }

    pgs_rt::statuses! {
        /// How PRINT_LABEL ends.
        PrintLabelStatus { Success = "SUCCESS", OutOfPaper = "OUT_OF_PAPER", Violation = "VIOLATION" }
    }

    /// Prints one label, unless the runtime binding switches the printer off.
    pub fn print_label(_run: &Run, is_on: bool, call: PrintLabel) -> Reply<PrintLabelStatus, PrintLabelOutputs> {
        match call.text.required("text") {
            Err(violation) => Reply::failure(PrintLabelStatus::Violation, violation.to_string()),
            Ok(_) if !is_on => Reply::failure(PrintLabelStatus::OutOfPaper, "the printer is switched off"),
            Ok(_) => Reply::success(PrintLabelStatus::Success, PrintLabelOutputs { label_number: 1, tray: None }),
        }
    }
}

/// Counts paper.
pub mod paper {
    use pgs_rt::{Reply, Run};

    pgs_rt::described! {
        /// What SHEETS gives.
        #[derive(serde::Serialize, serde::Deserialize)]
        pub struct SheetsOutputs {
            /// How many sheets there are.
            pub sheets: i64,
        }
    }

    pgs_rt::statuses! {
        /// How SHEETS ends.
        SheetsStatus { Success = "SUCCESS", BackendError = "BACKEND_ERROR" }
    }

    /// Counts the sheets.
    pub fn sheets(_run: &Run) -> Reply<SheetsStatus, SheetsOutputs> {
        Reply::success(SheetsStatus::Success, SheetsOutputs { sheets: 250 })
    }
}
