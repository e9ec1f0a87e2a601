//! The published snapshots of earlier compilers, which lie beside the project and are no part of it: each compiles, and what
//! is told of two of them is true. Passed over where they are absent.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use pgs_codegen::Compiled;
use pgs_codegen::diff::{self, Report, Verdict};
use pgs_codegen::emit::{Layout, Manifest};
use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::Protocol;
use pgs_protocol::report;

/// The snapshots, oldest first; the last one is that of today.
const VERSIONS: [&str; 5] = ["0.2.0", "0.3.0", "0.5.0", "0.6.0", "today"];

/// Where these snapshots lie; none where they are absent.
fn snapshots() -> Option<[PathBuf; 5]> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/pgs");
    let folder = |version| match version {
        "today" => shared.join("protocol_snapshot"),
        earlier => shared.join("history").join(earlier).join("protocol_snapshot"),
    };
    let all = VERSIONS.map(folder);
    if let Some(absent) = all.iter().find(|path| !path.is_dir()) {
        eprintln!("passed over: there is no snapshot at {}", absent.display());
        return None;
    }
    Some(all)
}

fn read(snapshot: &Path) -> (Protocol, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let protocol = pgs_protocol::read(&[snapshot.to_path_buf()], &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{}", report::render(&diagnostics, false));
    (protocol, diagnostics)
}

fn codes(diagnostics: &Diagnostics) -> BTreeSet<Code> {
    diagnostics.sorted().iter().map(|it| it.code).collect()
}

/// What a snapshot compiles to.
fn compile(snapshot: &Path) -> Compiled {
    let output = PathBuf::from("generated");
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf();
    pgs_codegen::compile(&[snapshot.to_path_buf()], &Layout::Package(Manifest { output, project }))
}

#[test]
fn each_says_of_which_generation_it_is() {
    let Some(snapshots) = snapshots() else { return };
    for (version, snapshot) in VERSIONS.iter().zip(&snapshots) {
        let said = codes(&read(snapshot).1);
        let is_before_0_5 = ["0.2.0", "0.3.0"].contains(version);
        assert_eq!(said.contains(&Code::EarlierGeneration), is_before_0_5, "{version}: {said:?}");
        // Their index is that of the compilers since 0.6.
        let has_index = ["0.6.0", "today"].contains(version);
        assert_eq!(said.contains(&Code::DerivedAddresses), !has_index, "{version}: {said:?}");
        let never = [Code::UnreadFolder, Code::UnreadableAside, Code::OtherIndex, Code::GovernanceName];
        assert!(never.iter().all(|code| !said.contains(code)), "{version}: {said:?}");
    }
}

#[test]
fn stores_and_gates_are_those_of_the_time() {
    let Some([of_0_2, of_0_3, _, of_0_6, _]) = snapshots() else { return };
    let (registry, log) =
        ("blockchain/identity/registry/actors.json", "blockchain/identity/events/identity_events.jsonl");
    for (snapshot, registry, log, answering) in [
        (of_0_2, "registry/actors.json", "events/identity_events.jsonl", 2),
        (of_0_3, registry, log, 2),
        (of_0_6, registry, log, 0),
    ] {
        let compiled = compile(&snapshot);
        let said = codes(&compiled.diagnostics);
        assert!(!said.contains(&Code::UnreadableStore), "{}: {said:?}", snapshot.display());
        let files = compiled.files.unwrap_or_else(|| panic!("{}", report::render(&compiled.diagnostics, false)));
        let ends = "blockchain/bindings/rb_register_actor_unverified_v0.rs";
        let text = files.iter().find(|(path, _)| path.ends_with(ends)).and_then(|(_, content)| content.text()).unwrap();
        for path in [registry, log] {
            assert!(text.contains(&format!("\"{path}\"")), "{}: {path}\n{text}", snapshot.display());
        }
        let earlier = compiled.transforms.iter().filter(|(_, it)| it.module.contains("::before_0_5::")).count();
        assert_eq!(earlier, answering, "{}", snapshot.display());
    }
}

#[test]
fn traces_name_the_addresses_of_the_vocabulary() {
    let Some([_, of_0_3, of_0_5, ..]) = snapshots() else { return };
    // What traces of pgs_runtime 0.3.1 and 0.5.0 have as `wf_addr`.
    for (snapshot, address) in [(of_0_3, 53), (of_0_5, 134)] {
        let (protocol, _) = read(&snapshot);
        let found = protocol.address("blockchain", "blockchain::WF_REGISTER_ACTOR_UNVERIFIED_V0");
        assert_eq!(found, Some(address), "{}", snapshot.display());
    }
}

#[test]
fn any_two_can_be_compared() {
    let Some(snapshots) = snapshots() else { return };
    let protocols: Vec<Protocol> = snapshots.iter().map(|snapshot| read(snapshot).0).collect();
    let between = |old: usize, new: usize| diff::diff(&protocols[old], &protocols[new]);
    // Each with all later ones, and with the one before.
    for (old, from) in VERSIONS.iter().enumerate() {
        for (new, to) in VERSIONS.iter().enumerate().filter(|(new, _)| old < *new || old == new + 1) {
            // 0.6 brought an index, and no other protocol.
            let is_same = (old.min(new), old.max(new)) == (2, 3);
            assert_eq!(between(old, new).changes.is_empty(), is_same, "{from} {to}");
        }
    }
    let (moved, placed) = (between(0, 1), between(1, 2));
    let told = |report: &Report, artifact: &str, words: &str| -> Vec<Verdict> {
        let of = report.changes.iter().filter(|it| it.artifact.ends_with(artifact) && it.consequence.contains(words));
        of.map(|it| it.verdict).collect()
    };
    // From 0.2 to 0.3 state moves below its domain.
    let words = "what was kept at registry/actors.json";
    assert_eq!(told(&moved, "::RB_REGISTER_ACTOR_UNVERIFIED_V0", words), [Verdict::Breaking]);
    // From 0.3 to 0.5 the STRUCTURE places what the policy did, and it stays where it is.
    let words = "stay at blockchain/identity/registry/actors.json";
    assert_eq!(told(&placed, "::STRUCTURE_BLOCKCHAIN_STORAGE_V0", words), [Verdict::Neutral]);
    let words = "on the same file";
    assert_eq!(told(&placed, "::CC_APPEND_AUDIT_EVENT_V0", words), [Verdict::Breaking]);
    let words = "Now: Looks for the value. Fails where it is no member.";
    assert_eq!(told(&placed, "::CT_PURE_VALIDATE_SET_MEMBERSHIP_V0", words), [Verdict::Breaking]);
}
