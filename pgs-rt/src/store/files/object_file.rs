//! Object files: one JSON object a file, replaced whole or not at all.

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use tempfile::{Builder, NamedTempFile};

use super::file::{check_depth, create_parent, describe};
use crate::json;

/// The JSON object of a file; an empty one if there is no file.
pub(super) fn read(path: &Path) -> Result<Map<String, Value>, String> {
    let Some(text) = super::file::read(path)? else { return Ok(Map::new()) };
    let broken = |error: &str| format!("{}: {error}; repair the file or remove it", path.display());
    match json::parse(&text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(broken("not a JSON object")),
        Err(error) => Err(broken(&error)),
    }
}

/// Replaces a file by this object, atomically: a reader sees the old file or the new one.
pub(super) fn replace(path: &Path, object: Map<String, Value>) -> Result<(), String> {
    let object = Value::Object(object);
    check_depth(path, &object)?;
    replace_text(path, &json::pretty(&object)).map_err(|error| describe("replace", path, &error))
}

fn replace_text(path: &Path, text: &str) -> io::Result<()> {
    let path = behind_link(path)?;
    let mut file = file_beside(&path)?;
    file.write_all(text.as_bytes())?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Where a state file is a symbolic link, the file behind it is replaced, not the link.
fn behind_link(path: &Path) -> io::Result<PathBuf> {
    if path.is_symlink() { fs::canonicalize(path) } else { Ok(path.to_owned()) }
}

/// A file in the same folder, with the permissions of the one that it will replace, or those of any new file.
fn file_beside(path: &Path) -> io::Result<NamedTempFile> {
    let folder = create_parent(path)?;
    let mut builder = Builder::new();
    builder.prefix(".pgs-").suffix(".tmp");
    match fs::metadata(path) {
        Ok(metadata) => {
            let file = builder.tempfile_in(folder)?;
            file.as_file().set_permissions(metadata.permissions())?;
            Ok(file)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => as_any_new_file(&mut builder).tempfile_in(folder),
        Err(error) => Err(error),
    }
}

/// Temporary files are their owner's alone; a state file is as readable as the umask lets it be.
#[cfg(unix)]
fn as_any_new_file<'a, 'b>(builder: &'a mut Builder<'b, 'b>) -> &'a mut Builder<'b, 'b> {
    use std::os::unix::fs::PermissionsExt as _;
    builder.permissions(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn as_any_new_file<'a, 'b>(builder: &'a mut Builder<'b, 'b>) -> &'a mut Builder<'b, 'b> {
    builder
}
