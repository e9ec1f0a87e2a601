//! What the documents say of the project's text: paths that exist, code that stands in a file, dependencies that are had.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use pgs_value::Value;

use crate::crates::metadata;
use crate::{files, project, rust_files};

/// The documents, with the text of each.
fn documents() -> BTreeMap<PathBuf, String> {
    let below = files(&project().join("docs"), "md");
    let all = below.into_iter().chain(["README.md", "snapshots/README.md"].map(|name| project().join(name)));
    all.map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

/// What stands between backticks within a line.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    let prose = text.lines().filter(|line| !line.starts_with("```") && !line.starts_with("~~~"));
    prose.flat_map(|line| line.split('`').skip(1).step_by(2))
}

/// The alternatives of `a/{b,c}.rs`.
fn expanded(path: &str) -> Vec<String> {
    let Some((head, rest)) = path.split_once('{') else { return vec![path.to_owned()] };
    let (words, tail) = rest.split_once('}').unwrap_or((rest, ""));
    words.split(',').flat_map(|word| expanded(&format!("{head}{}{tail}", word.trim()))).collect()
}

/// Whether this names a file of the project: it begins with one of its folders, and no part of it is to be filled in.
fn is_path(word: &str) -> bool {
    let parts: Vec<&str> = word.split('/').collect();
    let begins =
        parts.first().is_some_and(|first| first.starts_with("pgs-") || ["tests", "docs", ".ci"].contains(first));
    let is_open = |part: &&str| {
        let stem = part.split('.').next().unwrap_or_default();
        stem.len() > 1 && stem.chars().all(|it| it.is_ascii_uppercase() || it == '_')
    };
    let plain = |it: char| it.is_ascii_alphanumeric() || "/._-{},".contains(it);
    begins && parts.len() > 1 && word.chars().all(plain) && !parts.iter().any(is_open)
}

#[test]
fn every_path_that_a_document_names_exists() {
    let mut wrong = Vec::new();
    for (document, text) in documents() {
        let paths = quoted(&text).filter(|word| is_path(word)).flat_map(expanded);
        let gone = paths.filter(|path| !project().join(path).exists());
        wrong.extend(gone.map(|path| format!("{} names {path}, which is not there", document.display())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_that_decides_something_exists() {
    let text = fs::read_to_string(project().join("docs/generated-code.md")).unwrap();
    let table = text.split("\n## Where is it decided?").nth(1).unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| ")?.split('|').nth(1));
    let is_file = |word: &&str| Path::new(word).extension().is_some_and(|it| it == "rs");
    let named = rows.flat_map(quoted).filter(is_file).filter(|word| !word.chars().any(char::is_uppercase));
    let folders = ["pgs-codegen", "pgs-evidence", "pgs-rt", "pgs-transport"];
    let all: Vec<PathBuf> = folders.iter().flat_map(|folder| rust_files(&project().join(folder))).collect();
    let gone: Vec<&str> = named.filter(|word| !all.iter().any(|file| file.ends_with(word))).collect();
    assert!(gone.is_empty(), "docs/generated-code.md names {gone:?}");
}

#[test]
fn what_is_packaged_brings_its_licence_and_says_what_it_is() {
    let metadata = metadata();
    let mut wrong = Vec::new();
    for package in metadata["packages"].as_array().unwrap().iter().filter(|package| package["publish"].is_null()) {
        let name = package["name"].as_str().unwrap();
        let folder = Path::new(package["manifest_path"].as_str().unwrap()).parent().unwrap();
        for file in ["LICENSE", "NOTICE"] {
            if fs::read(folder.join(file)).ok() != fs::read(project().join(file)).ok() {
                wrong.push(format!("{name} does not bring {file}"));
            }
        }
        for key in ["description", "license", "readme", "rust_version"] {
            if package[key].as_str().is_none_or(str::is_empty) {
                wrong.push(format!("{name} does not say its {key}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_service_of_the_readme_is_the_one_that_is_tested() {
    let readme = fs::read_to_string(project().join("README.md")).unwrap();
    let section = readme.split("\n## ").find(|it| it.starts_with("In a crate of your own")).unwrap();
    let blocks: Vec<&str> =
        section.split("\n```").skip(1).step_by(2).filter_map(|it| it.strip_prefix("rust\n// ")).collect();
    assert_eq!(blocks.len(), 3);
    for block in blocks {
        let (file, code) = block.split_once('\n').unwrap();
        let text = fs::read_to_string(project().join("tests/foreign/service").join(file)).unwrap();
        for part in code.trim().trim_end_matches('}').split("\n\n") {
            assert!(text.contains(part.trim_end()), "{file} does not hold what the README shows:\n{part}");
        }
    }
}

/// The crates of a section's table and of its sentence: those in the first column but for features, and where there is a
/// column of features, those in the second.
fn named(section: &str) -> BTreeSet<String> {
    let is_name =
        |word: &str| !word.is_empty() && word.chars().all(|it| it.is_ascii_alphanumeric() || "-_".contains(it));
    let mut names = BTreeSet::new();
    let mut column = 1;
    for line in section.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let Some(at) = cells.iter().position(|cell| *cell == "crate") {
            column = at;
            continue;
        }
        let words = cells.get(column).unwrap_or(&"").split([',', ' ']).map(str::trim);
        names.extend(words.filter(|word| is_name(word) && *word != "and").map(str::to_owned));
    }
    names.retain(|name| !name.chars().all(|it| it == '-'));
    names
}

#[test]
fn the_list_of_dependencies_is_what_the_crates_have() {
    let text = fs::read_to_string(project().join("docs/dependencies.md")).unwrap();
    let sections: BTreeMap<&str, &str> =
        text.split("\n## ").skip(1).map(|it| (it.split('`').nth(1).unwrap_or_default(), it)).collect();
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    let own: BTreeSet<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    let mut wrong = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let has = package["dependencies"].as_array().unwrap().iter().filter_map(|it| it["name"].as_str());
        let has: BTreeSet<String> = has.filter(|it| !own.contains(it)).map(str::to_owned).collect();
        let says = sections.get(name).map(|section| named(section)).unwrap_or_default();
        let says: BTreeSet<String> = says.into_iter().filter(|it| !own.contains(it.as_str())).collect();
        if has != says {
            let (missing, gone): (Vec<_>, Vec<_>) = (has.difference(&says).collect(), says.difference(&has).collect());
            wrong.push(format!("{name}: not in the list: {missing:?}; in the list alone: {gone:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_readme_says_the_rust_version_of_the_manifests() {
    let metadata = metadata();
    let published = |package: &&Value| package["publish"].is_null();
    let versions: BTreeSet<&str> = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .filter(published)
        .map(|package| package["rust_version"].as_str().unwrap_or("none"))
        .collect();
    let readme = fs::read_to_string(project().join("README.md")).unwrap();
    let said = readme.split("**Rust versions.** Every crate builds with Rust ").nth(1).unwrap();
    assert_eq!(versions.into_iter().collect::<Vec<_>>(), [said.split(' ').next().unwrap()]);
}

#[test]
fn every_test_target_has_its_row() {
    let text = fs::read_to_string(project().join("docs/testing.md")).unwrap();
    let named: BTreeSet<PathBuf> = quoted(&text).flat_map(expanded).map(PathBuf::from).collect();
    let metadata = metadata();
    let mut wrong = Vec::new();
    for package in metadata["packages"].as_array().unwrap() {
        let targets = package["targets"].as_array().unwrap().iter();
        for target in targets.filter(|target| target["kind"][0] == "test") {
            let path = Path::new(target["src_path"].as_str().unwrap()).strip_prefix(project()).unwrap();
            let is_named = named.contains(path)
                || path.ancestors().skip(1).any(|it| named.contains(it) && path.ends_with("main.rs"));
            let in_folder = path.parent().is_some_and(|folder| named.iter().any(|it| it == folder));
            if !is_named && !in_folder {
                wrong.push(path.display().to_string());
            }
        }
    }
    assert!(wrong.is_empty(), "docs/testing.md has no row for\n{}", wrong.join("\n"));
}
