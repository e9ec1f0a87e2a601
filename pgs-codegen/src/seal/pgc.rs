//! Seals a protocol of PGC: Markdown in a folder a domain, under the profile that the settings name.

use std::path::{Path, PathBuf};

use pgs_protocol::diagnostic::{Code, Diagnostic, Diagnostics};
use pgs_protocol::snapshot::{self, ArtifactKind, SOURCE, file};
use pgs_sealed::Profile;
use pgs_sealed::seal::{self, SealError, Source};
use pgs_value::snapshot::FOLDER;

use super::Sealed;
use super::output::Output;

/// The folders of a sealed snapshot. What was written after the sealing is not among them.
const FOLDERS: [&str; 10] = [
    "artifact_index",
    "behavior_logic",
    "canonical",
    "evidence",
    "kind_index",
    "store_index",
    "tokenized",
    "transform_conformance",
    "trust",
    "vocabulary",
];

/// How deep the folder of a domain is searched.
const DEPTH: usize = 8;

/// The variable of the reference that names a profile.
const PROFILE: &str = "PGC_SNAPSHOT_PROFILE";

/// Whether the Markdown below a folder is of PGC: the first artifact says. It lies in the folder of a domain, and not in
/// that of a kind.
pub fn is_one(protocol: &Path) -> bool {
    let ignored = &mut Diagnostics::default();
    let mut domains = file::folders(protocol, ignored);
    domains.retain(|folder| ArtifactKind::from_folder(&file::file_name(folder)).is_none());
    let first = domains.iter().find_map(|domain| markdown(domain, DEPTH, ignored).into_iter().next());
    first.and_then(|path| file::text(&path, ignored)).is_some_and(|text| Source::is_one(&text))
}

/// Seals `protocol/` of this folder to `protocol_snapshot/`.
pub fn seal(home: &Path, diagnostics: &mut Diagnostics) -> Option<Sealed> {
    let (protocol, root) = (home.join(SOURCE), home.join(FOLDER));
    let mut sources = Vec::new();
    for folder in file::folders(&protocol, diagnostics) {
        for path in markdown(&folder, DEPTH, diagnostics) {
            let Some(text) = file::text(&path, diagnostics) else { continue };
            match Source::read(&file::file_name(&folder), &path, text) {
                Ok(source) => sources.push(source),
                Err(error) => diagnostics.push(refused(&error)),
            }
        }
    }
    let profile = profile(&root, diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    match seal::seal(&sources, &profile?) {
        Ok(files) => {
            let mut output = Output::new(&root, Some(&FOLDERS));
            for (path, text) in files {
                output.add_text(path, text);
            }
            output.write(sources.len(), diagnostics)
        }
        Err(error) => {
            diagnostics.push(refused(&error));
            None
        }
    }
}

/// The Markdown of artifacts below a folder: a file whose name begins otherwise than a code is for people alone.
fn markdown(folder: &Path, depth: usize, diagnostics: &mut Diagnostics) -> Vec<PathBuf> {
    let is_code = |path: &PathBuf| file::file_name(path).trim_end_matches(".md").rsplit_once("_V").is_some();
    let mut found: Vec<PathBuf> = file::files(folder, "md", diagnostics).into_iter().filter(is_code).collect();
    if let Some(depth) = depth.checked_sub(1) {
        for folder in file::folders(folder, diagnostics) {
            found.extend(markdown(&folder, depth, diagnostics));
        }
    }
    found
}

/// The profile that the snapshot will claim: the one of the folder of profiles, or, of several, the one that the environment
/// names.
fn profile(root: &Path, diagnostics: &mut Diagnostics) -> Option<Profile> {
    let settings_file = snapshot::settings_of(root);
    let settings = snapshot::read_settings(&settings_file, diagnostics);
    let mut say = |message: String, remedy: &str| {
        diagnostics.push(file::unreadable(&settings_file, message, remedy));
        None
    };
    let Some(folder) = settings.sealed.and_then(|it| it.profiles) else {
        let message = "the settings name no folder of profiles, and a sealed snapshot claims a profile".to_owned();
        return say(message, "write `[sealed] profiles = \"profiles\"`, and a profile in that folder (docs/sealed.md)");
    };
    let mut profiles = match pgs_sealed::profiles(&folder) {
        Ok(profiles) => profiles,
        Err(refusal) => return say(format!("{}: {refusal}", refusal.name()), refusal.remedy()),
    };
    if let Some(name) = std::env::var(PROFILE).ok().filter(|name| !name.is_empty()) {
        profiles.retain(|it| it.name == name);
    }
    match profiles.len() {
        1 => profiles.pop(),
        0 => say(format!("no profile is declared in {}", folder.display()), "write one (docs/sealed.md)"),
        count => say(
            format!("{count} profiles are declared in {}", folder.display()),
            "name the one that counts in the variable PGC_SNAPSHOT_PROFILE",
        ),
    }
}

fn refused(error: &SealError) -> Diagnostic {
    let SealError { file, pointer, problem } = error;
    Diagnostic {
        code: Code::MalformedArtifact,
        pointer: pointer.clone(),
        ..file::unreadable(file, problem.to_string(), problem.remedy())
    }
}
