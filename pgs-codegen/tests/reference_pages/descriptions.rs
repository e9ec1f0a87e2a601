//! What `capabilities.toml` says in words is what stands elsewhere: in the Rust documentation, and in the samples.

use std::collections::BTreeSet;
use std::fs;

use pgs_codegen::author::capability::{self, Capability};
use pgs_description::{Generation, OperationExample, WorksOn};
use pgs_protocol::diagnostic::Diagnostics;
use pgs_protocol::snapshot::{self, yaml};

use super::project;

/// The comments of a file: each run of `///` lines as one line.
fn comments(module: &str) -> BTreeSet<String> {
    let (crate_name, path) = module.split_once("::").unwrap();
    let path = path.replace("::", "/").replace("store/", "operations/");
    let folder = if crate_name == "pgs_pgc" { "pgs-rt/pgc".to_owned() } else { crate_name.replace('_', "-") };
    let module = project().join(folder).join("src").join(path);
    let below = fs::read_dir(&module).into_iter().flatten().map(|entry| entry.unwrap().path());
    let files = below.chain([module.with_extension("rs")]);
    let text: String = files.map(|file| fs::read_to_string(file).unwrap()).collect();
    let mut found = BTreeSet::new();
    // Where PGC has the same structs and functions, they are those of PGS.
    for other in text.split("pub use crate::").skip(1).filter_map(|rest| rest.split("::{").next()) {
        let other = other.split("::Inputs;").next().unwrap().replace("operations::", "store::");
        found.extend(comments(&format!("{crate_name}::{other}")));
    }
    let mut run: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(comment) = line.strip_prefix("///") {
            run.push(comment.trim());
        } else {
            found.insert(words(&run.join(" ")));
            run.clear();
        }
    }
    found
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn fields_are_described_as_rust_describes_them() {
    let mut wrong = Vec::new();
    let of_pgc = capability::of(Generation::Pgc);
    assert!(of_pgc.len() > 30);
    for capability in capability::all().into_iter().chain(of_pgc) {
        let (module, described) = match capability {
            Capability::Transform(_, it) => {
                let inputs = it.inputs.iter().map(|it| &it.description);
                (&it.module, inputs.chain(it.outputs.iter().map(|it| &it.description)).collect::<Vec<_>>())
            }
            Capability::SideEffect(_, it) => {
                // Which workflows are started is no argument of a Rust function.
                let has_inputs = !matches!(it.works_on, WorksOn::Workflows(_));
                let operations = it.operations.values();
                let inputs =
                    operations.clone().flat_map(|it| &it.inputs).filter(|_| has_inputs).map(|it| &it.description);
                let outputs = operations.clone().flat_map(|it| &it.outputs).map(|it| &it.description);
                let policy = it.policy.iter().map(|it| &it.description);
                let summaries = operations.map(|it| &it.summary);
                (&it.module, inputs.chain(outputs).chain(summaries).chain(policy).collect())
            }
        };
        let comments = comments(module);
        let missing = described.into_iter().filter(|text| !comments.contains(&words(text)));
        wrong.extend(missing.map(|text| format!("{}: no comment says `{text}`", capability.fqdn())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_step_that_is_shown_is_one_of_a_sample() {
    let mut diagnostics = Diagnostics::default();
    let mut count = 0;
    let samples = ["library", "parcels"].map(|name| project().join("snapshots").join(name).join("protocol_snapshot"));
    let samples = samples.map(|root| snapshot::read(&root, &mut diagnostics).unwrap());
    for capability in capability::all() {
        let Capability::SideEffect(_, it) = capability else { continue };
        for example in &it.examples {
            let OperationExample::Step { contract, step, .. } = example else { continue };
            let artifact = samples.iter().find_map(|sample| sample.artifacts.get(contract)).unwrap();
            let steps = artifact.frontmatter["core"]["pipeline"].as_array().unwrap();
            let shown = yaml::parse(step).unwrap().value;
            assert!(steps.contains(&shown[0]), "{contract} has no such step:\n{step}");
            count += 1;
        }
    }
    assert!(count >= 4, "{count}");
}
