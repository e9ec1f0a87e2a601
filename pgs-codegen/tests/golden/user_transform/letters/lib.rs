//! The transform that the protocol `user_transform` brings along.

/// Counts letters.
pub mod count {
    use pgs_rt::{Field, Map, Value, Violation};

    /// What a step binds.
    #[derive(Default, serde::Serialize, serde::Deserialize)]
    #[serde(default)]
    pub struct Inputs {
        /// What is counted.
        pub word: Field<String>,
        /// Not used.
        pub r#as: Field<Map<String, Value>>,
    }

    /// What comes of it.
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct Outputs {
        /// How many letters there are.
        pub letters: i64,
        /// The first of them.
        pub first: Option<String>,
    }

    /// Counts the letters.
    pub fn run(inputs: Inputs) -> Result<Outputs, Violation> {
        let word = inputs.word.required("word")?;
        let letters = i64::try_from(word.chars().count()).map_err(|error| Violation::new(error.to_string()))?;
        Ok(Outputs { letters, first: word.chars().next().map(String::from) })
    }
}
