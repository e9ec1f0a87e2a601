//! What is accepted: what it holds, what was not checked, what is not known.

mod support;

use std::fs;

use pgs_sealed::{ArtifactType, Note, Trust, Unchecked};
use pgs_value::json;
use support::{CARRIED, Making, made, make};

#[test]
fn a_snapshot_is_read_with_its_addresses() {
    let proof = made().open().unwrap();
    assert_eq!((proof.files, proof.contents, proof.signed_by), (29, 7, None));
    let shop = &proof.snapshot.domains["shop"];
    assert_eq!(shop.vocabulary.address("shop::WF_SELL_V0"), Some(4));
    // The governance that was imported had addresses, too.
    assert_eq!(shop.vocabulary.address(CARRIED), Some(0));
    assert_eq!(shop.vocabulary.address("shop::CC_SELL_V0"), Some(2));
    let workflow = &shop.artifacts["shop::WF_SELL_V0"];
    assert_eq!((&workflow.kind, workflow.folder.as_str()), (&ArtifactType::Workflow, "workflows"));
    assert_eq!(workflow.at(&["core", "start_node"]).unwrap(), "SELL");
    assert_eq!(shop.artifacts["shop::TE_SELL_V0"].folder, "transport/egress");
    assert_eq!(shop.attestation.imported_capabilities, [CARRIED]);
    assert_eq!(shop.dispatch["projection_class"], "machine_projection");
}

#[test]
fn what_was_not_checked_is_said() {
    let made = made();
    let said = |trust: &Trust| pgs_sealed::open(&made.root(), trust).unwrap().unchecked;
    let index = |file: &str| Unchecked::Index { file: file.to_owned(), reason: "the snapshot does not have it" };
    let always = [index("kind_index/index.json"), index("store_index/index.json")];
    let signature = |is_signed| Unchecked::Signature { is_signed };
    assert_eq!(said(&made.trust()), [&[signature(false)], &always[..]].concat());
    let profile = Unchecked::Profile { profile: support::PROFILE.to_owned() };
    assert_eq!(said(&Trust::default()), [&[profile, signature(false)], &always[..]].concat());
    // What comes after the sealing.
    fs::write(made.root().join("signature.json"), "{}").unwrap();
    fs::create_dir(made.root().join("conformance")).unwrap();
    fs::write(made.root().join("conformance/composition.json"), "{}").unwrap();
    let later = Unchecked::PostSeal { file: "conformance/composition.json".to_owned() };
    assert_eq!(said(&made.trust()), [&[signature(true)], &always[..], &[later]].concat());
}

#[test]
fn when_it_was_signed_is_in_no_hash() {
    let made = made();
    made.edit("trust/shop/structure_attestation.json", |it| it["signed_at"] = json!("later"));
    made.open().unwrap();
}

#[test]
fn what_is_not_known_is_a_note() {
    let making = Making {
        artifact: Box::new(|_, it| {
            if it["fqdn_id"] == "shop::TE_SELL_V0" {
                it["artifact_type"] = json!("QUOTA");
                it["quota_ir"] = json!({});
            }
        }),
        manifest: |it| {
            it["mood"] = json!("good");
            it["post_seal"] = json!(["canonical/"]);
        },
        ..Making::default()
    };
    let file = "canonical/shop/transport/egress/shop__TE_SELL_V0.json".to_owned();
    let notes = make(&making).open().unwrap().notes;
    assert_eq!(
        notes,
        [
            Note::Key { file: "manifest.json".to_owned(), key: "mood".to_owned() },
            Note::Value {
                key: "post_seal",
                value: "[canonical/]".to_owned(),
                known: "[conformance/, signature.json]".to_owned(),
            },
            Note::Kind { file: file.clone(), kind: "QUOTA".to_owned() },
            Note::Key { file, key: "quota_ir".to_owned() },
        ]
    );
}

#[test]
fn a_domain_that_the_manifest_does_not_name_is_a_note() {
    let file = "canonical/market/workflows/market__WF_SELL_V0.json".to_owned();
    let files = |it: &mut support::Files| {
        drop(it.insert("canonical/market/workflows/market__WF_SELL_V0.json".to_owned(), json!({})));
    };
    let notes = make(&Making { files, ..Making::default() }).open().unwrap().notes;
    assert!(notes.contains(&Note::Domain { file, domain: "market".to_owned() }), "{notes:?}");
}

/// What PyYAML reads otherwise than YAML 1.2, and what only Python has an order for.
#[test]
fn machine_blocks_are_read_as_python_reads_them() {
    for (yaml, hashed, is_checked) in [
        ("at: 2026-01-05\nok: yes\nn: 017\n", json!({"at": "2026-01-05", "ok": true, "n": 15}), true),
        ("at: 2026-01-05T9:30:00Z\n", json!({"at": "2026-01-05 09:30:00+00:00"}), true),
        (
            "a: &it {x: 1}\nb: *it\nc: {<<: *it, y: 2}\n",
            json!({"a": {"x": 1}, "b": {"x": 1}, "c": {"x": 1, "y": 2}}),
            true,
        ),
        ("f: 1.50\ng: 1.0e+21\n", json!({"f": 1.5, "g": 1e21}), true),
        ("1: a\n2: b\n", json!({"1": "a", "2": "b"}), true),
        ("2: a\n10: b\n", json!({"2": "a", "10": "b", "order": "of numbers"}), false),
        ("a: !!python/none x\n", json!({}), false),
    ] {
        let mut made = support::artifact("shop::TE_SELL_V0", "TE", &hashed);
        made["content"] = json!(format!("# T\n\n## Machine\n\n```yaml\n{yaml}```\n"));
        let machine = support::make_with("shop::TE_SELL_V0", &made);
        let proof = machine.open().unwrap_or_else(|refusal| panic!("{yaml}: {refusal}"));
        let is_unchecked = proof.unchecked.iter().any(|it| matches!(it, Unchecked::Content { .. }));
        assert_eq!(is_unchecked, !is_checked, "{yaml}: {:?}", proof.unchecked);
    }
}

/// A few lines that stand for more values than there is memory are not read.
#[test]
fn aliases_are_bounded() {
    let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
    let lines =
        names.windows(2).map(|pair| format!("{1}: &{1} [{0}]\n", vec![format!("*{}", pair[0]); 9].join(", "), pair[1]));
    let yaml = "a: &a [x, x, x]\n".to_owned() + &lines.collect::<String>();
    let mut bomb = support::artifact("shop::TE_SELL_V0", "TE", &json!({}));
    bomb["content"] = json!(format!("# T\n\n## Machine\n\n```yaml\n{yaml}```\n"));
    let proof = support::make_with("shop::TE_SELL_V0", &bomb).open().unwrap();
    let said = proof.unchecked.iter().map(ToString::to_string).find(|it| it.contains("content hash")).unwrap();
    assert!(said.contains("aliases stand for too many values"), "{said}");
}
