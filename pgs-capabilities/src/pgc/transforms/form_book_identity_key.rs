//! `book_library_mgmt::CT_PURE_FORM_BOOK_IDENTITY_KEY_V0`: the key that identifies a book.

use pgs_rt::{Failure, Field};
use serde::{Deserialize, Serialize};

use super::identity_key;
use crate::transforms::integer;

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The title. Case and blanks do not tell two titles apart.
        pub title: Field<String>,
        /// The author, in the same way.
        pub author: Field<String>,
        /// The year of this edition.
        pub publication_year: Field<i64>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// `title|author|year`, in which a `|` of title or author is written `\|`.
        pub identity_key: String,
    }
}

/// Forms the key. Refuses a part that is blank or of another type, and a key of more than 256 characters.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    let title = identity_key::folded("title", inputs.title)?;
    let author = identity_key::folded("author", inputs.author)?;
    let year = integer::required("publication_year", inputs.publication_year).map_err(Failure::Refused)?;
    Ok(Outputs { identity_key: identity_key::joined(&[&title, &author, &year.to_string()])? })
}

#[cfg(test)]
mod tests {
    use pgs_rt::Value;
    use pgs_value::json;

    use super::*;

    fn key(title: &str, author: &str, year: Value) -> Result<String, Failure> {
        let inputs = Inputs { title: title.into(), author: author.into(), publication_year: Field::json(year) };
        run(inputs).map(|outputs| outputs.identity_key)
    }

    #[test]
    fn case_and_blanks_do_not_count() {
        assert_eq!(key(" Die \u{1c}Straße", "A|B", json!(-7)), Ok(r"die strasse|a\|b|-7".to_owned()));
    }

    #[test]
    fn everything_else_is_refused() {
        assert!(!key(" ", "a", json!(1)).unwrap_err().is_fault());
        assert!(!key("a", "a", json!(true)).unwrap_err().is_fault());
        assert!(key(&"é".repeat(252), "a", json!(1)).is_ok());
        assert!(!key(&"é".repeat(253), "a", json!(1)).unwrap_err().is_fault());
    }
}
