//! A sealed snapshot in which something was changed does not pass in silence, and never makes the compiler panic.

mod protocols;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use pgs_codegen::Compiled;
use pgs_codegen::emit::Files;
use pgs_protocol::report;
use pgs_value::{Value, json};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use protocols::{Protocol, compile, files, project};

/// How many changes are tried in each way.
const CASES: u32 = 100;

/// The parts of an artifact that are executed or identify it. Other parts are derived, and nothing reads them.
const EXECUTED: [&str; 6] = ["artifact_code", "content", "content_hash", "fqdn_id", "frontmatter", "namespace"];

/// The sealed files of the library, below their folder.
static LIBRARY: LazyLock<Vec<(PathBuf, Vec<u8>)>> = LazyLock::new(|| {
    let root = project().join("snapshots/library/protocol_snapshot");
    let read = |file: PathBuf| (file.strip_prefix(&root).unwrap().to_path_buf(), fs::read(&file).unwrap());
    files(&root).into_iter().map(read).collect()
});

/// What the library compiles to, without its settings: pages tell of those.
static TEXT: LazyLock<Files> = LazyLock::new(|| {
    let protocol = Protocol::new(None);
    LIBRARY.iter().for_each(|(path, bytes)| write(&protocol, path, bytes));
    compile(&[protocol.snapshot()], Path::new("/generated")).files.unwrap()
});

/// Compiles the library with one file changed to this.
fn with(changed: &Path, bytes: &[u8]) -> (Compiled, PathBuf) {
    let protocol = Protocol::new(None);
    for (path, bytes) in LIBRARY.iter().filter(|(path, _)| path != changed) {
        write(&protocol, path, bytes);
    }
    write(&protocol, changed, bytes);
    let compiled = compile(&[protocol.snapshot()], Path::new("/generated"));
    report::render(&compiled.diagnostics, false);
    (compiled, protocol.snapshot().join(changed))
}

fn write(protocol: &Protocol, below: &Path, bytes: &[u8]) {
    let path = protocol.snapshot().join(below);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// What a file means to the compiler; `None` if it is not what it must be.
fn meaning(path: &Path, bytes: &[u8]) -> Option<Value> {
    // The compiler reads neither graphs nor totals.
    if path.starts_with("behavior_logic") || path.ends_with("metadata.json") {
        return Some(Value::Null);
    }
    let value: Value = pgs_value::from_slice(bytes).ok()?;
    if !path.starts_with("artifacts") {
        return value.is_object().then_some(Value::Null);
    }
    let mut parts: Vec<Value> = EXECUTED.iter().map(|key| value.get(*key).cloned().unwrap_or_default()).collect();
    // A hash means the same in either case of its digits.
    parts[2] = json!(parts[2].as_str().unwrap_or_default().to_lowercase());
    Some(Value::Array(parts))
}

/// Either the change is reported in the file that was changed, or it changes nothing that is generated. Of an address
/// the index is the only witness: another one is compiled in, or missed where it is needed.
fn judge(path: &Path, old: &[u8], new: &[u8]) {
    let (compiled, file) = with(path, new);
    assert_eq!(compiled.files.is_none(), compiled.diagnostics.has_errors());
    if path.ends_with("index.json") {
        return;
    }
    if meaning(path, old) == meaning(path, new)
        && let Some(files) = &compiled.files
    {
        // A scenario is a test and no artifact: the pages that name it may change, and no code.
        let is_page = |file: &Path| path.starts_with("scenarios") && file.extension().is_some_and(|it| it == "md");
        let code = |files: &Files| -> Files {
            files.iter().filter(|(file, _)| !is_page(file)).map(|(file, text)| (file.clone(), text.clone())).collect()
        };
        assert!(code(files) == code(&TEXT), "{}", path.display());
        return;
    }
    let named = compiled.diagnostics.sorted().iter().any(|it| it.file == file);
    assert!(named, "{} is not reported:\n{}", path.display(), report::render(&compiled.diagnostics, false));
}

/// Replaces the value that is met after `steps` steps into a random depth.
fn replace(value: &mut Value, way: &[Index], with: &Value) {
    let size = match value {
        Value::Object(object) => object.len(),
        Value::Array(items) => items.len(),
        _ => 0,
    };
    let Some((first, rest)) = way.split_first().filter(|_| size > 0) else {
        *value = with.clone();
        return;
    };
    match value {
        Value::Object(object) => {
            object.values_mut().nth(first.index(size)).into_iter().for_each(|it| replace(it, rest, with));
        }
        Value::Array(items) => replace(&mut items[first.index(size)], rest, with),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, failure_persistence: None, max_shrink_iters: 32, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes(file in any::<Index>(), places in prop::collection::vec((any::<Index>(), any::<u8>()), 1..4)) {
        let (path, old) = file.get(&LIBRARY);
        let mut new = old.clone();
        for (place, byte) in places {
            let at = place.index(new.len());
            new[at] = byte;
        }
        judge(path, old, &new);
    }

    #[test]
    fn random_values(
        file in any::<Index>(),
        way in prop::collection::vec(any::<Index>(), 1..8),
        value in select(vec![json!(null), json!(7), json!("$.x"), json!([]), json!({}), json!({"type": 3}), json!(true), json!("")])
    ) {
        let (path, old) = file.get(&LIBRARY);
        let mut json: Value = pgs_value::from_slice(old).unwrap();
        replace(&mut json, &way, &value);
        judge(path, old, pgs_value::to_string_pretty(&json).unwrap().as_bytes());
    }
}
