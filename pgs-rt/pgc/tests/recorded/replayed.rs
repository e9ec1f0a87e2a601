//! A run of the reference that is repeated here: what its impure atoms gave is taken from its trace.

use std::fs;
use std::path::Path;

use pgs_pgc::{Agreement, ExitStatus, Recording, agree, engine};

use crate::support::{context, document, recordings};
use crate::workflows::WORKFLOWS;

fn recording(file: &Path) -> Recording {
    Recording::read(&fs::read_to_string(file).unwrap()).unwrap()
}

#[test]
fn a_run_of_the_reference_is_reproduced() {
    let Some(folder) = recordings().map(|folder| folder.join("replay_sample")) else { return };
    let original = recording(&folder.join("original.jsonl"));
    assert!(matches!(agree(&original, &recording(&folder.join("replayed.jsonl"))), Agreement::Reproduced { .. }));
    assert_eq!(ExitStatus::of_trace(&original), ExitStatus::Done);

    let data = tempfile::tempdir().unwrap();
    let below = data.path().join("causal_language_model");
    fs::create_dir(&below).unwrap();
    copy(&folder.join("initial_state"), &below);
    let workflow = WORKFLOWS.iter().find(|it| it.id.fqdn.ends_with("::WF_SUBMIT_USER_PROMPT_V0")).unwrap();
    let payload = document(&folder.join("payload.json")).as_object().unwrap().clone();
    let ended = engine::replay(workflow, payload, &original, &context(data.path())).unwrap();
    let repeated = recording(ended.run.trace_file());
    let agreement = agree(&original, &repeated);
    assert_eq!(agreement, Agreement::Reproduced { events: original.lines().len() + 1 });
    assert_eq!(ExitStatus::of_replay(agreement), ExitStatus::Done);
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir_all(&to).unwrap();
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), &to).unwrap();
        }
    }
}
