//! Sealing: what is written is what `open` proves, and what the reference's compiler made of the same sources.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use pgs_sealed::seal::{self, Files, SealError, Source};
use pgs_sealed::{Profile, Trust, Unchecked};
use pgs_value::{Value, json};
use tempfile::TempDir;

fn source(domain: &str, fqdn: &str, kind: &str, block: &str) -> Result<Source, SealError> {
    let file = PathBuf::from(format!("{}.md", fqdn.rsplit("::").next().unwrap_or_default()));
    let content = format!("# A page\n\n## Machine\n\n```yaml\nfqdn: {fqdn}\nartifact_kind: {kind}\n{block}```\n");
    Source::read(domain, &file, content)
}

fn profile() -> Profile {
    let block = json!({"identity": "TOWN_PROFILE_V0"});
    Profile { name: "TOWN_PROFILE_V0".into(), path: PathBuf::new(), block }
}

/// An atom of the platform, and what a town makes of it.
fn town() -> Vec<Source> {
    let atom = "core: {inputs: {value: {type: any}}, outputs: {result: {type: any}}}\nmachine: {ct_kind: atom, ct_purity: ct_pure, \
                implementation: {module: m, callable: execute}}\n";
    let inner = "core: {inputs: {item: {type: any}}, outputs: {result: {type: any}}}\nmachine:\n  ct_kind: molecule\n  ct_purity: \
                 ct_pure\n  atom_stream:\n  - {kind: atom, atom: 'common::CT_ECHO_V0', as: said, with: {value: $.inputs.item}}\n  \
                 emit: {result: said}\n";
    let outer = "core: {inputs: {items: {type: array}}, outputs: {result: {type: any}}}\nmachine:\n  ct_kind: molecule\n  ct_purity: \
                 ct_pure\n  atom_stream:\n  - {kind: loop, molecule: 'town::CT_ONE_V0', as: all, over: $.inputs.items, iterator: item, \
                 accumulator: {}, inputs: {item: $.iterator}, update_accumulator: {}}\n  emit: {result: all}\n";
    let workflow = "core:\n  start_node: IN_SAY_V0\n  nodes:\n    IN_SAY_V0: {type: IN, code: IN_SAY_V0, next: {ACK: OUT, NACK: OUT}}\n    \
                    OUT: {type: EXIT}\n";
    let all = [
        source("platform", "common::CT_ECHO_V0", "CAPABILITY_TRANSFORM", atom),
        source("platform", "common::VOCAB_WORDS_V0", "VOCABULARY", "words: [one]\n"),
        source("town", "town::CT_ONE_V0", "CAPABILITY_TRANSFORM", inner),
        source("town", "town::CT_ALL_V0", "CAPABILITY_TRANSFORM", outer),
        source("town", "town::IN_SAY_V0", "INTENT", "core: {inputs: {text: {type: string, required: true}}}\n"),
        source("town", "town::WF_SAY_V0", "WORKFLOW", workflow),
    ];
    all.into_iter().map(Result::unwrap).collect()
}

fn write(files: &Files, root: &Path) {
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn json_of(files: &Files, path: &str) -> Value {
    pgs_value::from_str(&files[path]).unwrap()
}

#[test]
fn what_is_sealed_is_proved() {
    let files = seal::seal(&town(), &profile()).unwrap();
    let folder = TempDir::new().unwrap();
    write(&files, folder.path());
    let proof = pgs_sealed::open(folder.path(), &Trust::default()).unwrap();
    assert_eq!(proof.snapshot.domains.len(), 2);
    let unchecked =
        [Unchecked::Profile { profile: "TOWN_PROFILE_V0".into() }, Unchecked::Signature { is_signed: false }];
    assert_eq!((proof.unchecked.as_slice(), proof.notes.as_slice()), (unchecked.as_slice(), [].as_slice()));
    let town = &proof.snapshot.domains["town"];
    assert_eq!(town.attestation.imported_capabilities, ["common::CT_ECHO_V0"]);
    // The vocabulary of the platform has a place among the town's addresses, and no address.
    assert_eq!(town.vocabulary.address("common::CT_ECHO_V0"), Some(0));
    assert_eq!(town.vocabulary.address("town::CT_ALL_V0"), Some(2));
}

#[test]
fn a_molecule_holds_the_bodies_of_those_that_it_runs() {
    let files = seal::seal(&town(), &profile()).unwrap();
    let artifact = json_of(&files, "canonical/town/capability_transforms/town__CT_ALL_V0.json");
    let step = &artifact["ct_ir"]["atom_stream"][0];
    assert_eq!(step["loop"]["over"], "$.inputs.items");
    assert_eq!(step["molecule"]["atom_stream"][0]["args"], json!({"value": "$.inputs.item"}));
    assert_eq!(step["molecule"]["atom_stream"][0]["handler_ref"], json!({"module": "m", "callable": "execute"}));
    assert_eq!(artifact["ct_ir"]["outputs"], json!({"result": {"from": "all"}}));
}

#[test]
fn sealing_again_gives_the_same() {
    let mut sources = town();
    let files = seal::seal(&sources, &profile()).unwrap();
    sources.reverse();
    assert_eq!(seal::seal(&sources, &profile()).unwrap(), files);
}

#[test]
fn what_can_t_be_sealed_says_why() {
    let read = |kind: &str, fqdn: &str, block: &str| source("town", fqdn, kind, block).unwrap_err().to_string();
    assert_eq!(read("WISH", "town::WF_A_V0", ""), "`WISH` is no kind of artifact");
    assert_eq!(read("WORKFLOW", "WF_A_V0", ""), "`WF_A_V0` is not of the form `namespace::CODE_Vn`");
    assert_eq!(read("WORKFLOW", "town::WF_A_V0", "core: 1\ncore: 2\n"), "`core` stands twice in one mapping");
    let page = "# A\n\n## Machine\n\n```yaml\nfqdn: town::WF_A_V0\nartifact_kind: WORKFLOW\n```\n".to_owned();
    let other = Source::read("town", Path::new("WF_B_V0.md"), page).unwrap_err();
    assert_eq!(other.to_string(), "the file of `town::WF_A_V0` is to be called `WF_A_V0.md`");
    let none = Source::read("town", Path::new("WF_B_V0.md"), "# A\n".into()).unwrap_err();
    assert!(!none.problem.remedy().is_empty(), "{none}");
    let with = |fqdn: &str, block: &str| {
        let mut sources = town();
        sources.push(source("town", fqdn, "CAPABILITY_TRANSFORM", block).unwrap());
        seal::seal(&sources, &profile()).unwrap_err()
    };
    let step = |step: &str| format!("machine: {{ct_kind: molecule, atom_stream: [{step}]}}\n");
    for (block, told) in [
        (
            step("{kind: atom, atom: 'town::CT_NO_V0', as: a}"),
            "`town::CT_NO_V0` is no transform of the domain, nor of `platform`",
        ),
        (
            step("{kind: atom, atom: 'town::CT_ONE_V0', as: a}"),
            "`town::CT_ONE_V0` is a molecule, and only an atom stands here",
        ),
        (
            step("{kind: loop, molecule: 'common::CT_ECHO_V0', as: a}"),
            "`common::CT_ECHO_V0` is an atom, and only a molecule stands here",
        ),
        (
            step("{kind: molecule, molecule: 'town::CT_X_V0', as: a}"),
            "molecules stand more than 32 deep within each other",
        ),
        (step("{kind: guess, molecule: 'town::CT_ONE_V0', as: a}"), "`kind` is no `atom`, `molecule` or `loop`"),
    ] {
        let error = with("town::CT_X_V0", &block);
        assert_eq!(error.to_string(), told);
        assert!(error.pointer.starts_with("/machine/atom_stream"), "{error:?}");
    }
    assert_eq!(with("town::CT_ONE_V0", "").to_string(), "`town::CT_ONE_V0` is also the name of CT_ONE_V0.md");
}

/// The published snapshot's own sources, sealed here, give what its compiler gave: but for what is drawn, and for who has
/// compiled it. It lies beside the project; without it nothing is compared.
#[test]
fn the_sources_of_the_published_snapshot_give_the_published_artifacts() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/pgc/snapshot");
    if !root.is_dir() {
        eprintln!("passed over: there is no {}", root.display());
        return;
    }
    let trust = Trust { profiles: Some(root.join("../markdown/snapshot_profiles")), anchor: None };
    let published = pgs_sealed::open(&root, &trust).unwrap().snapshot;
    let mut sources = Vec::new();
    for (name, domain) in &published.domains {
        let own = domain.artifacts.values().filter(|it| !domain.attestation.imported_capabilities.contains(&it.fqdn));
        sources.extend(own.map(|it| Source::read(name, Path::new(""), it.content().to_owned()).unwrap()));
    }
    let profile = pgs_sealed::profiles(&trust.profiles.unwrap()).unwrap().remove(0);
    let files = seal::seal(&sources, &profile).unwrap();
    let mut compared: BTreeMap<&str, usize> = BTreeMap::new();
    for (path, text) in &files {
        let ours: Value = pgs_value::from_str(text).unwrap();
        let theirs: Value = pgs_value::from_slice(&fs::read(root.join(path)).unwrap()).unwrap();
        let part = path.split('/').next().unwrap();
        match part {
            "canonical" if !path.ends_with("metadata.json") => assert!(essence(&ours) == essence(&theirs), "{path}"),
            "vocabulary" | "tokenized" if path.ends_with("metadata.json") => {}
            "vocabulary" | "transform_conformance" => assert!(ours == theirs, "{path}"),
            "tokenized" => assert!(without_gates(ours) == without_gates(theirs), "{path}"),
            "artifact_index" | "store_index" => assert!(without_evidence(ours) == without_evidence(theirs), "{path}"),
            _ => continue,
        }
        *compared.entry(part).or_default() += 1;
    }
    assert_eq!((compared["canonical"], compared["store_index"]), (512, 1), "{compared:?}");
}

/// Without what is drawn of it, and the layer that it was found in.
fn essence(artifact: &Value) -> Value {
    let mut artifact = artifact.clone();
    let fields = artifact.as_object_mut().unwrap();
    fields.remove("cc_projection");
    fields.remove("layer_code");
    artifact
}

/// The gate of an entry says what its start says.
fn without_gates(mut dispatch: Value) -> Value {
    for entry in dispatch.get_mut("entry").and_then(Value::as_object_mut).into_iter().flat_map(|it| it.values_mut()) {
        entry.as_object_mut().unwrap().remove("in");
    }
    dispatch
}

/// Where evidence lies that is not written here.
fn without_evidence(mut index: Value) -> Value {
    for entry in index.get_mut("artifacts").and_then(Value::as_object_mut).into_iter().flat_map(|it| it.values_mut()) {
        entry.as_object_mut().unwrap().remove("evidence_paths");
    }
    index
}
