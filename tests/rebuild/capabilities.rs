//! Capabilities that a crate of the user's brings along: no file of the project changes for them.

use std::fs;

use pgs_value::Value;

use super::Site;
use super::support::build::copy_folder;
use super::support::{Place, binary, command, feed, files_below, line, project};

/// The binary of the workflow that calls them.
const ASK: &str = "user-capabilities-wf-ask-v0";

/// The golden question as one of the snapshots, sealed.
pub fn drop_in(site: &Site) {
    fs::create_dir_all(site.snapshots.join("user_capabilities")).unwrap();
    let folder = site.snapshots.join("user_capabilities");
    for part in ["pgs.toml", "printer", "protocol"] {
        let from = project().join("pgs-codegen/tests/golden/user_capabilities").join(part);
        if from.is_dir() {
            copy_folder(&from, &folder.join(part));
        } else {
            fs::copy(&from, folder.join(part)).unwrap();
        }
    }
    super::replace(&folder.join("printer/Cargo.toml"), "$PROJECT", &project().display().to_string());
    let output = command(binary("pgs-codegen")).arg("seal").arg(&folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn capabilities_of_another_crate_run_are_traced_and_are_replayed() {
    let site = Site::with_binaries(&[]);
    drop_in(&site);
    site.build.succeeds(true);

    let (place, folder) = (Place::new(), site.build.profile_folder());
    let mut run = command(folder.join(ASK));
    run.args(["--payload", "-", "--data-root"]).arg(place.data()).arg("--workspace").arg(place.workspace());
    let text = String::from_utf8(feed(&mut run, b"{}").stdout).unwrap();
    assert_eq!(line(&text, "Status"), Some("SUCCESS"), "{text}");
    let output: Value = pgs_value::from_str(line(&text, "Output").unwrap()).unwrap();
    assert_eq!((&output["spare"], &output["sheets"], &output["number"]), (&37.into(), &250.into(), &1.into()));

    let is_trace = |file: &std::path::PathBuf| file.extension().is_some_and(|it| it == "jsonl");
    let trace = files_below(&place.workspace()).into_iter().find(is_trace).unwrap();
    let events = fs::read_to_string(&trace).unwrap();
    let calls: Vec<&str> = events.lines().filter(|event| event.contains("\"CS_CALL\"")).collect();
    assert_eq!(calls.len(), 2, "{events}");
    assert!(calls[1].contains(r#""arguments":{"text":"Ada"}"#), "{}", calls[1]);
    assert!(events.contains(r#""answer":{"status":"SUCCESS","label_number":1,"tray":null}"#), "{events}");

    let replay = command(folder.join("pgs")).arg("replay").arg(&trace).output().unwrap();
    assert!(replay.status.success(), "{}", String::from_utf8_lossy(&replay.stdout));
}
