//! `book_library_mgmt::CT_PURE_FORM_WORK_IDENTITY_KEY_V0`: the key that identifies a work, of which there may be editions.

use pgs_rt::{Failure, Field};
use serde::{Deserialize, Serialize};

use super::identity_key;

pgs_rt::described! {
    /// What the transform is given.
    #[derive(Clone, Debug, Default, Deserialize, Serialize)]
    #[serde(default)]
    pub struct Inputs {
        /// The title. Case and blanks do not tell two titles apart.
        pub title: Field<String>,
        /// The author, in the same way.
        pub author: Field<String>,
    }

    /// What the transform gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct Outputs {
        /// `title|author`, in which a `|` of title or author is written `\|`.
        pub work_key: String,
    }
}

/// Forms the key. Refuses a part that is blank or of another type, and a key of more than 256 characters.
pub fn run(inputs: Inputs) -> Result<Outputs, Failure> {
    let title = identity_key::folded("title", inputs.title)?;
    let author = identity_key::folded("author", inputs.author)?;
    Ok(Outputs { work_key: identity_key::joined(&[&title, &author])? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_work_is_its_title_and_author() {
        let key = |title: &str| run(Inputs { title: title.into(), author: "Homer".into() });
        assert_eq!(key("The  ODYSSEY").unwrap().work_key, "the odyssey|homer");
        assert!(!key("\t").unwrap_err().is_fault());
    }
}
