//! The list of all that is wrong with the protocols of one build.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::consequences::Connections;
use super::{Code, Diagnostic, Levels, Severity};

/// Codes that say the same of every place that names one thing: what is wrong is that thing, wherever it is named.
const OF_ONE_CAUSE: [Code; 7] = [
    Code::UnknownField,
    Code::UndeclaredInput,
    Code::DanglingReference,
    Code::UnknownOperation,
    Code::UnknownNode,
    Code::UnknownStep,
    Code::UnknownStore,
];

/// A place besides that of a diagnostic, with the same cause: a file, and a JSON pointer in it.
pub type Place = (PathBuf, String);

/// The diagnostics of one build.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// More places of what has one cause, by what is said.
    more: BTreeMap<(Code, Option<PathBuf>, String), Vec<Place>>,
    /// What is set for the files below a folder.
    levels: Vec<(PathBuf, Levels)>,
    /// What tells causes from consequences.
    causes: Box<Causes>,
}

/// What tells causes from consequences.
#[derive(Clone, Debug, Default)]
struct Causes {
    /// Names of artifacts that are there and can't be read, of which something was said.
    lost: BTreeSet<String>,
    /// Where a key should stand that is misspelt, by file and JSON pointer, and of which that was said.
    misspelt: BTreeSet<Place>,
    /// Which artifacts name which.
    connections: Connections,
}

/// What makes two diagnostics one: a reference or a store is found in no file, everything else is told file by file.
fn cause(diagnostic: &Diagnostic) -> (Code, Option<PathBuf>, String) {
    let is_shared = matches!(diagnostic.code, Code::DanglingReference | Code::UnknownStore);
    let file = (!is_shared).then(|| diagnostic.file.clone());
    (diagnostic.code, file, diagnostic.message.clone())
}

impl Diagnostics {
    /// Adds one, unless the same was said before. That a name finds nothing is said once, with all the places that have it.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.list.contains(&diagnostic) {
            return;
        }
        let is_same = |it: &Diagnostic| it.code == diagnostic.code && cause(it) == cause(&diagnostic);
        if OF_ONE_CAUSE.contains(&diagnostic.code) && self.list.iter().any(is_same) {
            let more = self.more.entry(cause(&diagnostic)).or_default();
            let place = (diagnostic.file, diagnostic.pointer);
            if !more.contains(&place) {
                more.push(place);
            }
        } else {
            self.list.push(diagnostic);
        }
    }

    /// Adds all of another list, in its order.
    pub fn extend(&mut self, other: Self) {
        other.list.into_iter().for_each(|it| self.push(it));
        self.more.extend(other.more);
        self.levels.extend(other.levels);
        self.causes.lost.extend(other.causes.lost);
        self.causes.misspelt.extend(other.causes.misspelt);
        self.causes.connections.extend(other.causes.connections);
    }

    /// The other places of which this diagnostic is true.
    pub fn more_places(&self, diagnostic: &Diagnostic) -> &[Place] {
        let of_one_cause = OF_ONE_CAUSE.contains(&diagnostic.code);
        let more = || self.more.get(&cause(diagnostic));
        of_one_cause.then(more).flatten().map_or(&[], Vec::as_slice)
    }

    /// Something was said of the artifact of this name, an FQDN or a code, because of which it can't be found: that
    /// nothing has its name is no news.
    pub fn lose(&mut self, name: &str) {
        self.causes.lost.insert(name.to_owned());
    }

    /// Whether the artifact that this names, by FQDN or code, is there and can't be read.
    pub fn is_lost(&self, name: &str) -> bool {
        let code = |name: &str| name.rsplit("::").next().unwrap_or_default().to_owned();
        self.causes.lost.contains(name)
            || self
                .causes
                .lost
                .iter()
                .any(|lost| (!lost.contains("::") || !name.contains("::")) && code(lost) == code(name))
    }

    /// It was said that the key that should stand here is misspelt: that it is not there is no news.
    pub fn misspell(&mut self, file: &Path, pointer: &str) {
        self.causes.misspelt.insert((file.to_owned(), pointer.to_owned()));
    }

    /// Whether the key that should stand here is misspelt, which was said.
    pub fn is_misspelt(&self, file: &Path, pointer: &str) -> bool {
        self.causes.misspelt.contains(&(file.to_owned(), pointer.to_owned()))
    }

    /// Whether this was said of the value at this place.
    pub fn has(&self, code: Code, file: &Path, pointer: &str) -> bool {
        self.list.iter().any(|it| it.code == code && it.file == file && it.pointer == pointer)
    }

    /// From now on one of these artifacts is known to name the other; `passes` says whether what is wrong with others
    /// may concern what is beyond the first.
    pub fn connect(&mut self, from: &str, passes: bool, to: &str) {
        self.causes.connections.add(from, passes, to);
    }

    /// From now on these levels hold for what is said about files below this folder.
    pub fn set_levels(&mut self, folder: &Path, levels: Levels) {
        self.levels.push((folder.to_path_buf(), levels));
    }

    /// Removes what errors may have caused: where a part of the protocol can't be read, how a run flows is not known, and
    /// neither is how the artifacts around it fit.
    ///
    /// Only what is an error by itself causes anything: the settings make a warning no less readable.
    pub fn without_consequences(&mut self) {
        self.causes.connections.remove_consequences(&mut self.list);
    }

    /// The same with the paths of files below this folder as they are from there.
    #[must_use]
    pub fn relative_to(mut self, folder: &Path) -> Self {
        let below = |path: &mut PathBuf| {
            if let Ok(relative) = path.strip_prefix(folder) {
                *path = relative.to_owned();
            }
        };
        self.list.iter_mut().for_each(|it| below(&mut it.file));
        self.levels.iter_mut().for_each(|(path, _)| below(path));
        for ((code, mut file, message), mut places) in std::mem::take(&mut self.more) {
            file.iter_mut().for_each(below);
            for (path, _) in &mut places {
                below(path);
            }
            self.more.insert((code, file, message), places);
        }
        self
    }

    /// How bad this one is here; none if it is allowed.
    pub fn severity(&self, diagnostic: &Diagnostic) -> Option<Severity> {
        let own = diagnostic.code.severity();
        let of_file = self.levels.iter().filter(|(folder, _)| diagnostic.file.starts_with(folder));
        match of_file.filter_map(|(_, levels)| levels.of(diagnostic)).next_back() {
            Some(level) if own != Severity::Error => level.severity(),
            _ => Some(own),
        }
    }

    /// Whether the build must stop.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// All that are not allowed: errors first, then by artifact and place.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<_> = self.list.iter().filter(|it| self.severity(it).is_some()).collect();
        sorted.sort_by_key(|it| (self.severity(it), &it.file, &it.pointer, it.code, &it.message));
        sorted
    }

    /// Those that the settings allow, by artifact and place. They are counted wherever the others are shown.
    pub fn allowed(&self) -> Vec<&Diagnostic> {
        let mut allowed: Vec<_> = self.list.iter().filter(|it| self.severity(it).is_none()).collect();
        allowed.sort_by_key(|it| (&it.file, &it.pointer, it.code, &it.message));
        allowed
    }

    /// How many are allowed, by code.
    pub fn allowed_counts(&self) -> BTreeMap<Code, usize> {
        let mut counts = BTreeMap::new();
        for diagnostic in self.allowed() {
            *counts.entry(diagnostic.code).or_default() += 1;
        }
        counts
    }

    /// How many have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|diagnostic| self.severity(diagnostic) == Some(severity)).count()
    }
}
