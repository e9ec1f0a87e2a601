//! `pgs.toml` beside `protocol_snapshot/`: what the user adds to a snapshot.

use std::path::Path;

use super::{Settings, file};
use crate::diagnostic::Diagnostics;

/// Reads the settings; without a file they are empty.
pub fn read(path: &Path, diagnostics: &mut Diagnostics) -> Settings {
    if !path.exists() {
        return Settings::default();
    }
    let Some(text) = file::text(path, diagnostics) else { return Settings::default() };
    toml::from_str(&text).unwrap_or_else(|error| {
        let place = error.span().map(|span| line_and_column(&text, span.start)).unwrap_or_default();
        let message = format!("the settings can't be read: {}{place}", error.message().replace('\n', " "));
        let remedy = "write only `[transforms]` (FQDN = { module = \"my_crate::my_module\" }) and `[dependencies]`";
        diagnostics.push(file::unreadable(path, message, remedy));
        Settings::default()
    })
}

fn line_and_column(text: &str, offset: usize) -> String {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!(" at line {line}, column {column}")
}
