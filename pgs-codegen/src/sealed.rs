//! Sealed snapshots: proved, what there is to say of them, and what they are as protocols.

use std::path::{Path, PathBuf};

use pgs_protocol::diagnostic::{Code, Diagnostic, Diagnostics, pointer};
use pgs_protocol::protocol::{Place, Protocol, leave_out};
use pgs_protocol::snapshot::{self, SealedSettings, file};
use pgs_sealed::{Note, Proof, Refusal, Trust, Unchecked};

/// Proves a sealed snapshot, and reads it as a protocol; none of one that is not what was sealed.
pub fn read(root: &Path, diagnostics: &mut Diagnostics) -> Option<Protocol> {
    let settings_file = snapshot::settings_of(root);
    let settings = snapshot::read_settings(&settings_file, diagnostics);
    let proof = pgs_sealed::open(root, &trust(settings.sealed.clone().unwrap_or_default()));
    let domains = proof.iter().flat_map(|it| it.snapshot.domains.values());
    let names = domains.flat_map(|domain| domain.artifacts.keys()).map(String::as_str).collect();
    let levels = snapshot::levels_of(&settings_file, &settings, &names, diagnostics);
    diagnostics.set_levels(root, levels);
    match &proof {
        Ok(proof) => {
            diagnostics.push(proved(root, proof));
            proof.unchecked.iter().for_each(|it| diagnostics.push(unchecked(root, it)));
            proof.notes.iter().for_each(|it| diagnostics.push(unknown(root, it)));
        }
        Err(refusal) => diagnostics.push(refused(root, refusal)),
    }
    let mut protocol = pgs_protocol_pgc::read(&proof.ok()?.snapshot, root, diagnostics);
    snapshot::check_settings_of_sealed(&settings_file, &settings, diagnostics);
    let workflows = settings.workflows.unwrap_or_default();
    let place = Place {
        artifact: file::file_name(&settings_file),
        file: settings_file,
        pointer: pointer(["workflows", "leave_out"]),
    };
    leave_out(&mut protocol, &workflows.leave_out, &place, diagnostics);
    Some(protocol)
}

/// What the settings say, and where they say nothing the environment.
fn trust(settings: SealedSettings) -> Trust {
    let of_environment = |name: &str| std::env::var_os(name).filter(|it| !it.is_empty()).map(PathBuf::from);
    Trust {
        profiles: settings.profiles.or_else(|| of_environment(SealedSettings::PROFILES)),
        anchor: settings.trust_anchor.or_else(|| of_environment(SealedSettings::TRUST_ANCHOR)),
    }
}

fn diagnostic(code: Code, file: PathBuf, pointer: String, message: String, remedy: &str) -> Diagnostic {
    Diagnostic { code, artifact: file::file_name(&file), file, pointer, message, remedy: remedy.to_owned() }
}

fn refused(root: &Path, refusal: &Refusal) -> Diagnostic {
    let message = format!("{}: {refusal}", refusal.name());
    diagnostic(Code::RefusedSeal, root.join(refusal.file()), refusal.pointer(), message, refusal.remedy())
}

fn proved(root: &Path, proof: &Proof) -> Diagnostic {
    let Proof { snapshot, files, contents, .. } = proof;
    let manifest = &snapshot.manifest;
    let is_unchecked = |wanted: fn(&Unchecked) -> bool| proof.unchecked.iter().any(wanted);
    let profile = (!is_unchecked(|it| matches!(it, Unchecked::Profile { .. })))
        .then(|| format!("the profile `{}`", manifest.profile));
    let signature = proof.signed_by.as_ref().map(|key| format!("the signature of the key {key}"));
    let rest = [
        "the projections".to_owned(),
        format!("the content hashes of {}", counted(*contents, "artifact")),
        "the addresses, the dispatch and the indexes".to_owned(),
    ];
    let checked = ["every file, the identity".to_owned()].into_iter().chain(profile).chain(signature).chain(rest);
    let message = format!(
        "{} ({}) of {} are what was sealed as {}; checked: {}",
        counted(*files, "file"),
        size(proof.bytes),
        counted(snapshot.domains.len(), "domain"),
        manifest.snapshot_id,
        checked.collect::<Vec<_>>().join(", ")
    );
    let file = root.join(snapshot::MANIFEST);
    diagnostic(
        Code::ProvedSeal,
        file,
        "/snapshot_id".to_owned(),
        message,
        "compare the identity with the one that was published",
    )
}

/// So many of something.
fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Bytes for people.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

fn unchecked(root: &Path, unchecked: &Unchecked) -> Diagnostic {
    let message = format!("not checked: {unchecked}");
    let (file, pointer) = (root.join(unchecked.file()), unchecked.pointer().to_owned());
    diagnostic(Code::UncheckedSeal, file, pointer, message, unchecked.remedy())
}

fn unknown(root: &Path, note: &Note) -> Diagnostic {
    let remedy = "look whether a later version of this compiler reads it";
    diagnostic(Code::UnknownInSeal, root.join(note.file()), note.pointer(), note.to_string(), remedy)
}
