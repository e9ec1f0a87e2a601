//! What a protocol of a parcel service brings along: the crate of `docs/capabilities.md`.

pub mod price_parcel {
    //! What a parcel costs.

    use pgs_rt::{Field, Violation};

    pgs_rt::described! {
        /// What a step binds.
        #[derive(Default, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        pub struct Inputs {
            /// The weight.
            pub grams: Field<i64>,
            /// Where it goes.
            pub zone: Field<String>,
        }

        /// What comes of it.
        #[derive(serde::Serialize, serde::Deserialize)]
        pub struct Outputs {
            /// What it costs.
            pub price: i64,
        }
    }

    /// Five a kilogram, and twice that abroad.
    pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
        let grams = inputs.grams.required("grams")?;
        let is_abroad = inputs.zone.optional("zone")?.is_some_and(|zone| zone != "HOME");
        if grams <= 0 {
            return Err(Violation::new("`grams` is not positive"));
        }
        Ok(Outputs { price: (grams / 200).saturating_mul(if is_abroad { 2 } else { 1 }) })
    }
}

pub mod printer {
    //! Prints labels.

    use std::sync::atomic::{AtomicI64, Ordering};

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
        }
    }

    pgs_rt::statuses! {
        /// How PRINT_LABEL ends.
        PrintLabelStatus { Success = "SUCCESS", OutOfPaper = "OUT_OF_PAPER", Violation = "VIOLATION" }
    }

    static PRINTED: AtomicI64 = AtomicI64::new(0);

    /// Prints one label; a roll has a hundred.
    pub fn print_label(_run: &Run, call: PrintLabel) -> Reply<PrintLabelStatus, PrintLabelOutputs> {
        let text = match call.text.required("text") {
            Ok(text) => text,
            Err(violation) => return Reply::failure(PrintLabelStatus::Violation, violation),
        };
        let label_number = PRINTED.fetch_add(1, Ordering::Relaxed) + 1;
        if label_number > 100 {
            return Reply::failure(PrintLabelStatus::OutOfPaper, "the roll is at its end");
        }
        eprintln!("{text}");
        Reply::success(PrintLabelStatus::Success, PrintLabelOutputs { label_number })
    }
}

#[cfg(test)]
mod tests {
    use pgs_description::check::{self, Types};

    use super::{price_parcel, printer};

    #[test]
    fn the_description_agrees_with_the_types() {
        let description = pgs_description::read("capabilities.toml", include_str!("../capabilities.toml")).unwrap();
        let types = Types::new().transform("price_parcel", price_parcel::run).effect(
            "printer",
            "print_label",
            printer::print_label,
        );
        assert_eq!(check::differences(&description, &types), []);
    }
}
