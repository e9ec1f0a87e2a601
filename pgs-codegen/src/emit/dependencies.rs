//! The crates that the generated crate stands on: those of the project, with the features that the plan needs, and the
//! user's.

use std::path::Path;

use crate::plan::Plan;

/// The crates of the project that generated code names.
const OWN: [&str; 3] = ["pgs-capabilities", "pgs-rt", "pgs-transport"];

/// The lines below `[dependencies]`. `path_to` is a path as seen from the output folder.
pub fn dependencies(plan: &Plan, project: &Path, path_to: impl Fn(&Path) -> String) -> Vec<String> {
    let own = OWN.iter().map(|name| own(name, &path_to(&project.join(name)), plan));
    let libraries = ["serde = \"1\"".to_owned(), "serde_json = \"1\"".to_owned()];
    let users = plan.settings.dependencies.iter().map(|(name, value)| format!("{name} = {}", user(value, &path_to)));
    own.chain(libraries).chain(users).collect()
}

fn own(name: &str, path: &str, plan: &Plan) -> String {
    let features = plan.features.get(&name.replace('-', "_"));
    let features = features.map(|features| {
        let features: Vec<String> = features.iter().map(|feature| text(feature)).collect();
        format!(", features = [{}]", features.join(", "))
    });
    format!("{name} = {{ path = {}{} }}", text(path), features.unwrap_or_default())
}

/// A dependency of the user's.
fn user(value: &toml::Value, path_to: impl Fn(&Path) -> String) -> toml::Value {
    let mut value = value.clone();
    if let Some(toml::Value::String(path)) = value.as_table_mut().and_then(|table| table.get_mut("path")) {
        *path = path_to(path.as_ref());
    }
    value
}

fn text(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
