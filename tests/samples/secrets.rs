//! A run that signs: no output and no state shows the words or a key that is made of them.

use bip32::{ChildNumber, XPrv};
use pgs_value::{Value, json};

use super::support::{Place, Ran, files_below, payload};

const SIGN: &str = "depots::WF_SIGN_MANIFEST_V0";

/// The words, and everything secret that the contract derives, each by the field's own libraries.
fn secrets(words: &str) -> Vec<String> {
    let seed = bip39::Mnemonic::parse(words).unwrap().to_seed("");
    let master = XPrv::new(&seed).unwrap();
    let child = master.derive_child(ChildNumber::new(7, true).unwrap()).unwrap();
    let keys = [master, child].into_iter().flat_map(|key| [key.to_bytes(), key.attrs().chain_code]);
    let derived = keys.map(hex::encode).chain([hex::encode(seed)]);
    let secrets: Vec<String> = derived.chain([words.to_owned()]).collect();
    assert_eq!(secrets.len(), 6);
    secrets
}

/// Every file that the run left, and what it printed.
fn outputs(place: &Place, ran: &Ran) -> Vec<(String, Vec<u8>)> {
    let files = files_below(&place.workspace()).into_iter().chain(files_below(&place.data()));
    let read = files.map(|path| (path.display().to_string(), std::fs::read(&path).unwrap()));
    read.chain([("standard output".to_owned(), ran.stdout.clone().into_bytes())]).collect()
}

#[track_caller]
fn shows_none(place: &Place, ran: &Ran, secrets: &[String]) {
    for (name, bytes) in outputs(place, ran) {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        for secret in secrets {
            assert!(!text.contains(secret.as_str()), "{name} shows {secret}");
        }
    }
}

#[test]
fn a_run_that_signs_shows_no_key() {
    let place = Place::new();
    let ran = place.run(SIGN, "parcels/sign_manifest");
    ran.ends("SUCCESS", 0, "EXIT_SIGNED (COMPLETED, emits EV_MANIFEST_SIGNED_V0)");
    let words = payload("parcels/sign_manifest")["mnemonic"].as_str().unwrap().to_owned();
    shows_none(&place, &ran, &secrets(&words));
    // The five steps did run: what they made is there, hidden.
    let hidden = ran.trace.of_kind("CC_STEP").flat_map(|event| event["detail"]["results"].as_object().unwrap());
    let hidden: Vec<&str> = hidden.filter(|(_, value)| *value == "<suppressed>").map(|(key, _)| key.as_str()).collect();
    assert_eq!(hidden, ["depot_seed", "master_chain", "master_key", "depot_chain", "depot_key"]);
    assert_eq!(ran.output()["details"]["signature"]["r"].as_str().map(str::len), Some(66));
}

/// Words that are no key: the reason must not repeat them.
#[test]
fn a_run_that_can_not_sign_shows_no_word() {
    let place = Place::new();
    let mut broken = payload("parcels/sign_manifest");
    let words = "legal winner thank year wave sausage worth useful legal winner thank thank";
    broken["mnemonic"] = json!(words);
    let ran = place.run_with(SIGN, &broken);
    ran.ends("VIOLATION", 1, "EXIT_NOT_SIGNED (NOT_SIGNED)");
    shows_none(&place, &ran, &[words.to_owned()]);
}

/// Whoever puts a secret where none belongs does not make it public.
#[test]
fn a_secret_in_another_field_is_hidden_too() {
    let place = Place::new();
    let mut careless = payload("parcels/sign_manifest");
    let words = careless["mnemonic"].as_str().unwrap().to_owned();
    careless["cage_id"] = json!(format!("key: {words}"));
    let ran = place.run_with(SIGN, &careless);
    for event in &ran.trace.events {
        assert!(!event.to_string().contains(&words), "{event}");
    }
    assert_ne!(ran.output()["subject"], Value::Null);
    assert!(!ran.stdout.contains(&words));
}
