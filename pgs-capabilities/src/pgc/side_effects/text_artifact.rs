//! `CS_TEXT_ARTIFACT`: texts in files below a folder.

use std::ffi::OsString;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Component, Path, PathBuf};

use pgs_folder::{Access, FilePath, Folder, Kind, NEW_FILE};
use pgs_rt::{Field, Reason, ReasonCode, Reply, Value, Violation, described, statuses};
use serde::{Deserialize, Serialize};

use super::Surroundings;

/// What the name of a document that is listed ends with.
const LISTED: &[u8] = b".md";

/// What stands behind the name of a document that is being written.
const UNFINISHED: &str = ".pgs-new";

described! {
    /// What the runtime binding says.
    #[derive(Clone, Debug, Default)]
    pub struct Policy {
        /// The folder. `{{module_data_root}}` is the data root. It is made where it is not there, and may be reached through links.
        pub root: Field<String>,
    }

    /// What WRITE_ALL is given.
    #[derive(Clone, Debug, Default, Serialize)]
    pub struct WriteAll {
        /// Objects `{path, text}`, at least one; the path goes from the folder on.
        #[serde(skip_serializing_if = "Field::is_unset")]
        pub documents: Field<Vec<Value>>,
    }

    /// What WRITE_ALL gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct WriteAllOutputs {
        /// How many documents were written.
        pub written: i64,
        /// Their whole paths, in order.
        pub paths: Vec<Value>,
    }

    /// What LIST gives.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct ListOutputs {
        /// The paths of all `*.md`, the folder's before them, in order.
        pub paths: Vec<Value>,
    }
}

statuses! {
    /// How WRITE_ALL ends.
    WriteAllStatus { Success = "SUCCESS", Violation = "VIOLATION", BackendError = "BACKEND_ERROR" }
}

statuses! {
    /// How LIST ends.
    ListStatus { Success = "SUCCESS", NotFound = "NOT_FOUND", BackendError = "BACKEND_ERROR" }
}

/// Writes all documents, each whole; nothing is written where one of them is malformed. A path that leads out of the folder ends
/// the run.
pub fn write_all(
    around: &Surroundings<'_>,
    policy: &Policy,
    call: WriteAll,
) -> Result<Reply<WriteAllStatus, WriteAllOutputs>, Violation> {
    let root = &*root(policy, around)?;
    let documents = match call.documents {
        Field::Is(documents) if !documents.is_empty() => documents,
        _ => {
            let violation = Violation::new("`documents` is not a list of at least one document");
            return Ok(Reply::failure(WriteAllStatus::Violation, violation));
        }
    };
    let backend = |error: &io::Error| Reply::failure(WriteAllStatus::BackendError, reason(error));
    let real = match real(root) {
        Ok(real) => real,
        Err(error) => return Ok(backend(&error)),
    };
    let mut texts = Vec::new();
    for document in &documents {
        let Some(fields) = document.as_object() else { return Err(Violation::new("`documents`: one is no object")) };
        let (path, text) = (fields.get("path").unwrap_or(&Value::Null), fields.get("text").and_then(Value::as_str));
        let Some((path, text)) = path.as_str().filter(|path| !path.is_empty()).zip(text) else {
            let violation = Violation::new("`documents`: one is not `{path, text}`");
            return Ok(Reply::failure(WriteAllStatus::Violation, violation));
        };
        texts.push((below(&real, path)?, text));
    }
    let folder = Folder::new(&real);
    let mut paths = Vec::new();
    for (below, text) in texts {
        match write(&folder.file(&below), text) {
            Ok(()) => paths.push(real.join(below).to_string_lossy().into_owned()),
            Err(error)
                if pgs_folder::Refused::of(&error).is_some_and(|it| matches!(it, pgs_folder::Refused::Link(_))) =>
            {
                return Err(Violation::new("`documents`: a path leads through a link"));
            }
            Err(error) => return Ok(backend(&error)),
        }
    }
    paths.sort_unstable();
    let written = i64::try_from(paths.len()).unwrap_or(i64::MAX);
    let paths = paths.into_iter().map(Value::from).collect();
    Ok(Reply::success(WriteAllStatus::Success, WriteAllOutputs { written, paths }))
}

/// Lists the documents below the folder, through no link.
pub fn list(around: &Surroundings<'_>, policy: &Policy) -> Result<Reply<ListStatus, ListOutputs>, Violation> {
    let root = &*root(policy, around)?;
    let folder = Folder::new(root).file("");
    let mut found = Vec::new();
    let listed = match folder.list() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let reason = Reason::coded(ReasonCode::NoEntry, "the folder is not there");
            return Ok(Reply::failure(ListStatus::NotFound, reason));
        }
        // A file in its place has nothing below it.
        Err(error) if error.kind() == ErrorKind::NotADirectory => Ok(()),
        Err(error) => Err(error),
        Ok(entries) => collect(&folder, Path::new(""), entries, &mut found),
    };
    if let Err(error) = listed {
        return Ok(Reply::failure(ListStatus::BackendError, reason(&error)));
    }
    let mut paths: Vec<String> =
        found.iter().map(|it| Path::new(root).join(it).to_string_lossy().into_owned()).collect();
    paths.sort_unstable();
    Ok(Reply::success(ListStatus::Success, ListOutputs { paths: paths.into_iter().map(Value::from).collect() }))
}

/// The folder of the policy, which names one.
fn root(policy: &Policy, around: &Surroundings<'_>) -> Result<String, Violation> {
    match &policy.root {
        Field::Is(root) if !root.is_empty() => Ok(around.resolved(root)),
        _ => Err(Violation::new("the runtime binding of CS_TEXT_ARTIFACT names no `root`")),
    }
}

/// The folder without links on the way to it. What of it is not there yet is made when something is written.
fn real(root: &str) -> io::Result<PathBuf> {
    let mut rest = Vec::new();
    let whole = std::path::absolute(root)?;
    let mut there = whole.as_path();
    loop {
        match there.canonicalize() {
            Ok(real) => return Ok(rest.iter().rev().fold(real, |path, name: &OsString| path.join(name))),
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            Err(error) => match (there.file_name(), there.parent()) {
                (Some(name), Some(parent)) => {
                    rest.push(name.to_owned());
                    there = parent;
                }
                _ => return Err(error),
            },
        }
    }
}

/// A path from the folder on, without `..`. One that leads out of it is a fault.
fn below(root: &Path, path: &str) -> Result<PathBuf, Violation> {
    let outside = || Violation::new("`documents`: a path leads out of the folder");
    let path = match Path::new(path).strip_prefix(root) {
        Ok(below) => below,
        Err(_) if Path::new(path).is_absolute() => return Err(outside()),
        Err(_) => Path::new(path),
    };
    let mut below = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => below.push(name),
            Component::CurDir => {}
            Component::ParentDir if below.pop() => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return Err(outside()),
        }
    }
    if below.to_string_lossy().contains('\0') {
        Err(Violation::new("`documents`: a path holds a NUL"))
    } else {
        Ok(below)
    }
}

/// Writes a file beside, which then takes its place.
fn write(path: &FilePath, text: &str) -> io::Result<()> {
    if path.whole().file_name().is_none() || path.look()?.is_some_and(|found| found.kind == Kind::Folder) {
        return Err(ErrorKind::IsADirectory.into());
    }
    path.create_parent()?;
    if path.look()?.is_some_and(|found| found.kind == Kind::Link) {
        return Err(pgs_folder::Refused::Link(path.to_path_buf()).into());
    }
    let mut name = OsString::from(".");
    name.push(path.whole().file_name().unwrap_or_default());
    name.push(UNFINISHED);
    let new = path.with_name(name);
    let fill = || {
        let mut file = new.create_anew(Access::Write, NEW_FILE)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        new.rename(path)
    };
    fill().inspect_err(|_| drop(new.remove()))
}

/// What ends with `.md`, whatever it is, in a folder and in those below it.
fn collect(folder: &FilePath, at: &Path, entries: Vec<(OsString, Kind)>, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut folders = vec![(at.to_owned(), entries)];
    while let Some((at, entries)) = folders.pop() {
        for (name, kind) in entries {
            let path = at.join(&name);
            if name.as_encoded_bytes().ends_with(LISTED) {
                if path.to_str().is_none() {
                    return Err(io::Error::new(ErrorKind::InvalidData, "a name is not UTF-8"));
                }
                found.push(path.clone());
            }
            if kind == Kind::Folder {
                match folder.file(&path).list() {
                    Ok(entries) => folders.push((path, entries)),
                    // What may not be read has nothing to list, and neither has what was removed meanwhile.
                    Err(error) if matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::NotFound) => {}
                    Err(error) => return Err(error),
                }
            }
        }
    }
    Ok(())
}

fn reason(error: &io::Error) -> Reason {
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

    /// The outputs, the status of a failure, or a fault.
    fn written(root: &Path, documents: Value) -> Result<Value, String> {
        let policy = Policy { root: root.to_str().unwrap().into() };
        match write_all(&around(&TestRun::begin()), &policy, WriteAll { documents: Field::json(documents) }) {
            Ok(reply) => {
                reply.outputs.map(|it| json!(it)).ok_or_else(|| json!(reply.status).as_str().unwrap().to_owned())
            }
            Err(fault) => Err(format!("fault: {fault}")),
        }
    }

    fn listed(root: &Path) -> Result<Vec<Value>, String> {
        let policy = Policy { root: root.to_str().unwrap().into() };
        let reply = list(&around(&TestRun::begin()), &policy).unwrap();
        reply.outputs.map(|it| it.paths).ok_or_else(|| json!(reply.status).as_str().unwrap().to_owned())
    }

    #[test]
    fn the_root_may_lie_in_the_data_root() {
        let test = TestRun::begin();
        let policy = Policy { root: "{{module_data_root}}/texts".into() };
        let documents = Field::json(json!([{"path": "a.md", "text": "A"}]));
        assert!(write_all(&around(&test), &policy, WriteAll { documents }).unwrap().outputs.is_some());
        assert_eq!(fs::read_to_string(test.run.data_root().join("texts/a.md")).unwrap(), "A");
    }

    #[test]
    fn documents_are_written_below_the_folder_and_listed() {
        let place = tempfile::tempdir().unwrap();
        let root = place.path().canonicalize().unwrap().join("new/root");
        assert_eq!(listed(&root), Err("NOT_FOUND".to_owned()));
        let documents = json!([{"path": "b/../b/two.md", "text": "é\n"}, {"path": "one.md", "text": ""}, {"path": "c.txt", "text": "x"}]);
        let path = |name: &str| root.join(name).to_str().unwrap().to_owned();
        let paths = [path("b/two.md"), path("c.txt"), path("one.md")];
        assert_eq!(written(&root, documents), Ok(json!({"written": 3, "paths": paths})));
        assert_eq!(fs::read_to_string(root.join("b/two.md")).unwrap(), "é\n");
        assert_eq!(listed(&root).unwrap(), [json!(path("b/two.md")), json!(path("one.md"))]);
        let again = json!([{"path": root.join("one.md").to_str().unwrap(), "text": "again"}]);
        assert_eq!(written(&root, again), Ok(json!({"written": 1, "paths": [path("one.md")]})));
        assert_eq!(fs::read_to_string(root.join("one.md")).unwrap(), "again");
        assert_eq!(fs::read_dir(&root).unwrap().count(), 3);
    }

    #[test]
    fn nothing_is_written_where_a_document_is_malformed() {
        let place = tempfile::tempdir().unwrap();
        let good = json!({"path": "a.md", "text": "a"});
        for documents in
            [json!([]), json!(null), json!("a"), json!([good, {"path": "", "text": "a"}]), json!([good, {"path": "b"}])]
        {
            assert_eq!(written(place.path(), documents), Err("VIOLATION".to_owned()));
        }
        assert!(written(place.path(), json!([good, 5])).unwrap_err().starts_with("fault"));
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
    }

    #[test]
    fn no_path_leads_out_of_the_folder() {
        let place = tempfile::tempdir().unwrap();
        let (root, outside) = (place.path().join("root"), place.path().join("root-beside"));
        fs::create_dir_all(&outside).unwrap();
        fs::create_dir_all(&root).unwrap();
        symlink(&outside, root.join("link")).unwrap();
        fs::write(outside.join("kept.md"), "kept").unwrap();
        symlink(outside.join("kept.md"), root.join("kept.md")).unwrap();
        let beside = outside.join("a.md");
        for path in ["../root-beside/a.md", "a/../../a.md", "link/a.md", "kept.md", beside.to_str().unwrap(), "a\0b"] {
            let answer = written(&root, json!([{"path": path, "text": "x"}]));
            assert!(answer.as_ref().is_err_and(|it| it.starts_with("fault")), "{path}: {answer:?}");
        }
        assert_eq!(written(&root, json!([{"path": ".", "text": "x"}])), Err("BACKEND_ERROR".to_owned()));
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 1);
        assert_eq!(fs::read_to_string(outside.join("kept.md")).unwrap(), "kept");
        // Behind links nothing is listed; a link itself is.
        assert_eq!(listed(&root).unwrap().len(), 1);
    }

    #[test]
    fn a_binding_without_root_is_a_fault() {
        assert!(list(&around(&TestRun::begin()), &Policy::default()).is_err());
    }
}
