//! The crates that the generated crate stands on: those of the project and of the user, with the features that the plan
//! needs, which are features of the crate as well.

use std::collections::BTreeSet;
use std::path::Path;

use crate::plan::{PASSED_ON, Plan, always_on, passed_on};

/// The crates of the project that generated code names.
const OWN: [&str; 3] = ["pgs-capabilities", "pgs-rt", "pgs-transport"];

/// The engine of PGC, and where it lies.
const PGC: (&str, &str) = ("pgs-pgc", "pgs-rt/pgc");

/// The lines below `[dependencies]`. `path_to` is a path as seen from the output folder.
pub fn dependencies(plan: &Plan, project: &Path, path_to: impl Fn(&Path) -> String) -> Vec<String> {
    let pgc = plan.has_pgc().then_some(PGC);
    let own = OWN.iter().map(|name| (*name, *name)).chain(pgc);
    let own = own.map(|(name, folder)| self::own(name, &path_to(&project.join(folder)), plan));
    let capabilities = plan.settings.capabilities.iter().map(|(name, it)| {
        let features = plan.features.get(&it.description.crate_name);
        (name, user(&it.dependency, features, &path_to))
    });
    let others = plan.settings.dependencies.iter().map(|(name, value)| (name, user(value, None, &path_to)));
    let users = capabilities.chain(others).map(|(name, value)| format!("{name} = {value}"));
    own.chain(users).collect()
}

fn own(name: &str, path: &str, plan: &Plan) -> String {
    let of_pgc = name == "pgs-transport" && plan.has_pgc();
    let mut features: Vec<String> = always_on(&name.replace('-', "_"), &plan.features).map(text).collect();
    features.extend(of_pgc.then(|| text("pgc")));
    let features = if features.is_empty() { String::new() } else { format!(", features = [{}]", features.join(", ")) };
    format!("{name} = {{ path = {}{features} }}", text(path))
}

/// The features of the package, as lines of its manifest.
pub fn features(plan: &Plan) -> String {
    let passed_on = passed_on(&plan.features);
    if passed_on.is_empty() {
        return String::new();
    }
    let package = PASSED_ON.replace('_', "-");
    let names: Vec<String> = passed_on.iter().map(|it| text(it)).collect();
    let lines = passed_on.iter().map(|it| format!("{it} = [\"{package}/{it}\"]\n"));
    format!("default = [{}]\n{}", names.join(", "), lines.collect::<String>())
}

/// A dependency of the user's, with these features beside those that it states.
fn user(value: &toml::Value, features: Option<&BTreeSet<String>>, path_to: impl Fn(&Path) -> String) -> toml::Value {
    use toml::Value;
    let mut value = match value {
        Value::String(version) if features.is_some() => {
            Value::Table(toml::Table::from_iter([("version".to_owned(), Value::String(version.clone()))]))
        }
        other => other.clone(),
    };
    let Some(table) = value.as_table_mut() else { return value };
    if let Some(Value::String(path)) = table.get_mut("path") {
        *path = path_to(path.as_ref());
    }
    if let Some(features) = features
        && let Value::Array(stated) = table.entry("features").or_insert_with(|| Value::Array(Vec::new()))
    {
        let known: BTreeSet<&str> = stated.iter().filter_map(Value::as_str).collect();
        let new = features.iter().filter(|feature| !known.contains(feature.as_str()));
        let new: Vec<Value> = new.map(|feature| Value::String(feature.clone())).collect();
        stated.extend(new);
    }
    value
}

fn text(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
