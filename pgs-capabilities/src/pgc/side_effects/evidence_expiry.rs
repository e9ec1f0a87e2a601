//! `CS_EVIDENCE_EXPIRY`: evidence whose time is over is counted, or removed and that recorded.

use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use num_traits::ToPrimitive as _;
use pgs_folder::{Access, FilePath, Folder, NEW_FILE};
use pgs_rt::{Field, Reason, ReasonCode, Reply, Value, Violation, described, json, statuses};
use serde::{Deserialize, Serialize};

use super::Surroundings;
use super::evidence_store::{self, Evidence, Instant};
use crate::pgc::transforms::{truncated, truthy_text};

/// What stands behind the name of what attests to a file: it goes before that file.
const ATTESTATIONS: [&str; 3] = [".attestation.json", ".sig", ".signature.json"];

/// What a record of removed evidence names as its author.
const CAPABILITY: &str = "CS_EVIDENCE_EXPIRY_V0";

described! {
    /// What the runtime binding says.
    #[derive(Clone, Debug, Default)]
    pub struct Policy {
        /// For how many days evidence is kept after it was closed; 0 or more.
        pub retention_window_days: Field<Value>,
        /// The file to which EXPIRE appends its record.
        pub deletion_record_stream: Field<Value>,
    }

    /// What SURVEY is given.
    #[derive(Clone, Debug, Default, Serialize)]
    pub struct Survey {
        /// The time as of which it is judged, ISO 8601; UTC where it has no offset. There is no clock.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub as_of: Field<String>,
        /// The folder of the evidence, in the data root.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub store_path: Field<String>,
    }

    /// What EXPIRE is given.
    #[derive(Clone, Debug, Default, Serialize)]
    pub struct Expire {
        /// The time as of which it is judged, ISO 8601; UTC where it has no offset. There is no clock.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub as_of: Field<String>,
        /// The folder of the evidence, in the data root.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub store_path: Field<String>,
    }

    /// What SURVEY gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct SurveyOutputs {
        /// How many files say when they were closed.
        pub examined: i64,
        /// How many of them are still to be kept.
        pub within_window: i64,
        /// How many are not.
        pub past_window: i64,
        /// The names of these, in order.
        pub subjects: Vec<Value>,
    }

    /// What EXPIRE gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct ExpireOutputs {
        /// How many files say when they were closed.
        pub examined: i64,
        /// How many files were removed, with those that attest to others.
        pub expired: i64,
        /// The names of these, in order.
        pub subjects: Vec<Value>,
        /// The time and the number of removed files.
        pub record_id: String,
    }
}

statuses! {
    /// How SURVEY ends.
    SurveyStatus { Success = "SUCCESS", Violation = "VIOLATION", BackendError = "BACKEND_ERROR" }
}

statuses! {
    /// How EXPIRE ends.
    ExpireStatus { Success = "SUCCESS", Violation = "VIOLATION", BackendError = "BACKEND_ERROR" }
}

/// Counts the evidence whose time is over. A file that does not say itself when it was closed is passed over.
pub fn survey(
    around: &Surroundings<'_>,
    policy: &Policy,
    call: Survey,
) -> Result<Reply<SurveyStatus, SurveyOutputs>, Violation> {
    let judged = match Judged::of(around, policy, &call.as_of, &call.store_path)? {
        Ok(judged) => judged,
        Err(Refusal::Violation(violation)) => return Ok(Reply::failure(SurveyStatus::Violation, violation)),
        Err(Refusal::Backend(reason)) => return Ok(Reply::failure(SurveyStatus::BackendError, reason)),
    };
    let subjects = names(judged.past.iter().map(|it| it.file.whole().to_path_buf()));
    let outputs = SurveyOutputs {
        examined: counted(judged.within + judged.past.len()),
        within_window: counted(judged.within),
        past_window: counted(judged.past.len()),
        subjects,
    };
    Ok(Reply::success(SurveyStatus::Success, outputs))
}

/// Removes the evidence whose time is over, what attests to it first, and appends a record of that.
pub fn expire(
    around: &Surroundings<'_>,
    policy: &Policy,
    call: Expire,
) -> Result<Reply<ExpireStatus, ExpireOutputs>, Violation> {
    let judged = match Judged::of(around, policy, &call.as_of, &call.store_path)? {
        Ok(judged) => judged,
        Err(Refusal::Violation(violation)) => return Ok(Reply::failure(ExpireStatus::Violation, violation)),
        Err(Refusal::Backend(reason)) => return Ok(Reply::failure(ExpireStatus::BackendError, reason)),
    };
    let stream = truthy_text(&policy.deletion_record_stream.to_value()).map(|it| around.resolved(&it));
    let Some(stream) = stream else {
        let violation = Violation::new("the runtime binding names no `deletion_record_stream`");
        return Ok(Reply::failure(ExpireStatus::Violation, violation));
    };
    let removed = removed(&judged.past).and_then(|removed| {
        let subjects = names(removed.iter().cloned());
        let record = pgs_value::json!({
            "as_of": judged.as_of.text(),
            "capability": CAPABILITY,
            "examined": judged.within + judged.past.len(),
            "expired": removed.len(),
            "retention_window_days": judged.days,
            "subjects": subjects,
        });
        append(Path::new(&stream), &json::spaced(&record)).map(|()| (removed.len(), subjects))
    });
    Ok(match removed {
        Err(error) => Reply::failure(ExpireStatus::BackendError, system(&error)),
        Ok((expired, subjects)) => {
            let record_id = format!("{}:{expired}", judged.as_of.text());
            let examined = counted(judged.within + judged.past.len());
            let outputs = ExpireOutputs { examined, expired: counted(expired), subjects, record_id };
            Reply::success(ExpireStatus::Success, outputs)
        }
    })
}

/// Why nothing is judged.
enum Refusal {
    Violation(Violation),
    Backend(Reason),
}

/// The evidence of a folder, by whether its time is over.
struct Judged {
    as_of: Instant,
    days: i64,
    within: usize,
    past: Vec<Evidence>,
}

impl Judged {
    fn of(
        around: &Surroundings<'_>,
        policy: &Policy,
        as_of: &Field<String>,
        store_path: &Field<String>,
    ) -> Result<Result<Self, Refusal>, Violation> {
        let violation = |reason: &str| Ok(Err(Refusal::Violation(Violation::new(reason))));
        let days = policy.retention_window_days.to_value();
        let days = truncated("retention_window_days", &days).ok().filter(|days| days.sign() != num_bigint::Sign::Minus);
        let Some(days) = days else {
            return violation("the `retention_window_days` of the runtime binding is no integer of at least 0");
        };
        let Some(as_of) = truthy_text(&as_of.to_value()).and_then(|text| Instant::read(&text)) else {
            return violation("`as_of` is no time");
        };
        let folder = match folder(around, store_path) {
            Ok(folder) => folder,
            Err(reason) => return Ok(Err(Refusal::Backend(reason))),
        };
        let cutoff = days.to_i64().and_then(|days| Some((days, as_of.days_before(days)?)));
        let Some((days, cutoff)) = cutoff else {
            return Err(Violation::new("`retention_window_days` reaches back before the year 1"));
        };
        let all = match evidence_store::all(&folder) {
            Ok(all) => all,
            Err(error) => return Ok(Err(Refusal::Backend(system(&error)))),
        };
        let (past, within): (Vec<_>, Vec<_>) = all.into_iter().partition(|it| it.closed.micros() < cutoff.micros());
        Ok(Ok(Self { as_of, days, within: within.len(), past }))
    }
}

/// The folder of the evidence, which lies in the data root: no payload names what else is looked through and removed.
fn folder(around: &Surroundings<'_>, store_path: &Field<String>) -> Result<PathBuf, Reason> {
    let no_folder = || Reason::coded(ReasonCode::NotFound, "`store_path` is no folder that can be reached");
    let Field::Is(path) = store_path else { return Err(no_folder()) };
    let folder = Path::new(path).canonicalize().ok().filter(|folder| folder.is_dir()).ok_or_else(no_folder)?;
    let root = around.data_root.canonicalize().map_err(|error| system(&error))?;
    if folder.starts_with(root) {
        Ok(folder)
    } else {
        Err(Reason::coded(ReasonCode::Outside, "`store_path` leads out of the data root"))
    }
}

/// Removes evidence, what attests to it first; the paths of what was removed.
fn removed(past: &[Evidence]) -> io::Result<BTreeSet<PathBuf>> {
    let mut removed = BTreeSet::new();
    for evidence in past {
        let attestations = ATTESTATIONS.iter().map(|suffix| with_suffix(&evidence.file, suffix));
        for file in attestations.chain([evidence.file.clone()]) {
            // What attests to another may itself be past its time, and gone.
            if removed.contains(file.whole()) || file.look()?.is_none() {
                continue;
            }
            file.remove()?;
            removed.insert(file.whole().to_path_buf());
        }
    }
    Ok(removed)
}

fn with_suffix(file: &FilePath, suffix: &str) -> FilePath {
    let mut name = file.whole().file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    file.with_name(name)
}

/// Appends a line to a file, through no link.
fn append(stream: &Path, line: &str) -> io::Result<()> {
    let name = stream.file_name().ok_or(io::ErrorKind::IsADirectory)?;
    let file = Folder::new(stream.parent().unwrap_or(Path::new(""))).file(name);
    let mut opened = file.with_parent(|| file.open_or_create(Access::Append, NEW_FILE))?;
    opened.write_all(format!("{line}\n").as_bytes())?;
    opened.sync_all()
}

/// The names of files, in order.
fn names(paths: impl Iterator<Item = PathBuf>) -> Vec<Value> {
    let name = |path: PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut names: Vec<String> = paths.map(name).collect();
    names.sort_unstable();
    names.into_iter().map(Value::from).collect()
}

fn counted(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn system(error: &io::Error) -> Reason {
    Reason::coded(ReasonCode::System, error.to_string())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use pgs_value::json;

    use super::*;
    use crate::side_effects::testing::TestRun;

    fn around(test: &TestRun) -> Surroundings<'_> {
        Surroundings { data_root: test.run.data_root(), sources: &pgs_rt::SystemSources }
    }

    /// A run, and the folder of its evidence.
    fn place() -> (TestRun, PathBuf) {
        let test = TestRun::begin();
        let store = test.run.data_root().join("traces");
        fs::create_dir_all(store.join("a")).unwrap();
        for (name, text) in [
            ("old.json", r#"{"closed_at": "2026-01-01T00:00:00Z"}"#),
            ("old.json.sig", "signature"),
            ("old.json.attestation.json", r#"{"completed_at": "2026-01-01"}"#),
            ("a/older.json", r#"{"closed_at": null, "completed_at": "2025-01-01T00:00:00+05:00"}"#),
            ("new.json", r#"{"trace_closed_at": "2026-01-31T00:00:00"}"#),
            ("silent.json", r#"{"opened_at": "2020-01-01"}"#),
            ("lines.jsonl", "{\"closed_at\": \"2020-01-01\"}\n{}\n"),
        ] {
            fs::write(store.join(name), text).unwrap();
        }
        (test, store)
    }

    fn policy(test: &TestRun) -> Policy {
        Policy {
            retention_window_days: Field::json(json!("10")),
            deletion_record_stream: Field::json(json!(test.run.data_root().join("gone/log.jsonl"))),
        }
    }

    fn expired(test: &TestRun, policy: &Policy, as_of: Value, store: &Path) -> Reply<ExpireStatus, ExpireOutputs> {
        let call = Expire { as_of: Field::json(as_of), store_path: store.to_str().unwrap().into() };
        expire(&around(test), policy, call).unwrap()
    }

    #[test]
    fn what_is_past_its_time_is_counted_and_removed_with_what_attests_to_it() {
        let (test, store) = place();
        let call = Survey { as_of: "2026-02-01".into(), store_path: store.to_str().unwrap().into() };
        let outputs = survey(&around(&test), &policy(&test), call).unwrap().outputs.unwrap();
        let subjects = [json!("old.json"), json!("old.json.attestation.json"), json!("older.json")];
        assert_eq!((outputs.examined, outputs.within_window, outputs.past_window), (4, 1, 3));
        assert_eq!(outputs.subjects, subjects);
        let outputs = expired(&test, &policy(&test), json!("2026-02-01"), &store).outputs.unwrap();
        assert_eq!((outputs.examined, outputs.expired), (4, 4));
        assert_eq!(outputs.record_id, "2026-02-01T00:00:00Z:4");
        let mut left: Vec<_> = fs::read_dir(&store).unwrap().map(|it| it.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["a", "lines.jsonl", "new.json", "silent.json"]);
        let record = fs::read_to_string(test.run.data_root().join("gone/log.jsonl")).unwrap();
        assert_eq!(
            record,
            "{\"as_of\": \"2026-02-01T00:00:00Z\", \"capability\": \"CS_EVIDENCE_EXPIRY_V0\", \"examined\": 4, \
             \"expired\": 4, \"retention_window_days\": 10, \"subjects\": [\"old.json\", \
             \"old.json.attestation.json\", \"old.json.sig\", \"older.json\"]}\n"
        );
    }

    #[test]
    fn what_the_binding_or_the_call_lacks_is_a_violation() {
        let (test, store) = place();
        for (days, stream, as_of) in [
            (json!(null), json!("x"), json!("2026-02-01")),
            (json!(-1), json!("x"), json!("2026-02-01")),
            (json!("ten"), json!("x"), json!("2026-02-01")),
            (json!(1), json!(""), json!("2026-02-01")),
            (json!(1), json!("x"), json!(null)),
            (json!(1), json!("x"), json!("soon")),
        ] {
            let policy =
                Policy { retention_window_days: Field::json(days), deletion_record_stream: Field::json(stream) };
            assert_eq!(expired(&test, &policy, as_of, &store).status, ExpireStatus::Violation);
        }
        assert!(store.join("old.json").exists());
    }

    #[test]
    fn no_folder_outside_of_the_data_root_and_no_link_is_looked_through() {
        let (test, store) = place();
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("old.json"), r#"{"closed_at": "2020-01-01"}"#).unwrap();
        symlink(outside.path(), store.join("link")).unwrap();
        symlink(outside.path().join("old.json"), store.join("file")).unwrap();
        for path in [outside.path(), &store.join("link"), &store.join("none"), &store.join("old.json")] {
            let reply = expired(&test, &policy(&test), json!("2026-02-01"), path);
            assert_eq!(reply.status, ExpireStatus::BackendError, "{}", path.display());
        }
        assert_eq!(expired(&test, &policy(&test), json!("2026-02-01"), &store).outputs.unwrap().examined, 4);
        assert!(outside.path().join("old.json").exists());
    }
}
