//! The text of a Rust file: a header, its documentation, and items that are laid out one by one.

use proc_macro2::{Literal, TokenStream};

use super::format::laid_out;
use super::rust::doc_lines;
use crate::plan::Status;

/// What stands at the top of every generated Rust file.
const HEADER: &str = "// Generated from the protocol snapshot. Change the protocol, not this file.\n";

/// A file while it is put together.
pub struct Source {
    text: String,
}

impl Source {
    /// Begins a file with this documentation; an empty text gives none.
    pub fn new(doc: &str) -> Self {
        let docs: Vec<String> = doc_lines(doc).iter().map(|line| format!("//!{line}\n")).collect();
        let docs = docs.concat();
        let parts = [HEADER, &docs].into_iter().filter(|part| !part.is_empty());
        Self { text: parts.collect::<Vec<_>>().join("\n") }
    }

    /// Adds items.
    pub fn add(&mut self, items: TokenStream) -> &mut Self {
        if !items.is_empty() {
            self.text(&laid_out(items));
        }
        self
    }

    /// Adds text that is laid out already: the call of a macro.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.text.push('\n');
        self.text.push_str(text);
        self
    }

    /// Adds an enum of statuses.
    pub fn statuses(&mut self, name: &str, doc: &str, statuses: &[Status]) -> &mut Self {
        let variants = statuses.iter().map(|it| format!("        {} = {},\n", it.variant, Literal::string(&it.word)));
        let variants: String = variants.collect();
        self.text(&format!("statuses! {{\n    /// {doc}\n    {name} {{\n{variants}    }}\n}}\n"))
    }

    /// The text of the file.
    pub fn finish(&mut self) -> String {
        std::mem::take(&mut self.text)
    }
}
