//! What is sealed: Markdown files, or the `content` of JSON artifacts.

use std::path::{Path, PathBuf};

use pgs_protocol::diagnostic::{Code, Diagnostic, Diagnostics, pointer};
use pgs_protocol::snapshot::{ArtifactKind, file, identity, machine, yaml};
use pgs_protocol::{fqdn, near};
use pgs_value::snapshot::{ARTIFACTS, CONFORMANCE, GOVERNANCE, SCENARIOS, file_name};
use pgs_value::{Map, Value};

/// One artifact before it is sealed.
#[derive(Clone, Debug)]
pub struct Source {
    /// `namespace::CODE_Vn`
    pub fqdn: String,
    /// What stands before `::`.
    pub namespace: String,
    /// What stands after it.
    pub code: String,
    /// `WF`, `CC`, `CONSTITUTION`, …
    pub artifact_type: String,
    /// The kind; none for governance.
    pub kind: Option<ArtifactKind>,
    /// The folder below the snapshot's root that the sealed file lies in.
    pub folder: String,
    /// The file that it was read from.
    pub file: PathBuf,
    /// The Markdown.
    pub content: String,
    /// The machine block.
    pub machine: Map<String, Value>,
    /// The JSON that is sealed again, if it was not read from Markdown.
    pub sealed: Option<Map<String, Value>>,
}

impl Source {
    /// The path of the sealed file below the snapshot's root.
    pub fn path(&self) -> String {
        format!("{}/{}", self.folder, file_name(&self.namespace, &self.code))
    }

    /// A diagnostic about a place in the machine block.
    pub fn diagnostic(&self, code: Code, pointer: String, message: String, remedy: &str) -> Diagnostic {
        let pointer = if self.sealed.is_some() { format!("/frontmatter{pointer}") } else { pointer };
        let artifact = self.fqdn.clone();
        Diagnostic { code, artifact, file: self.file.clone(), pointer, message, remedy: remedy.to_owned() }
    }
}

/// The Markdown artifacts below `protocol/<kind>/`.
pub fn markdown(protocol: &Path, diagnostics: &mut Diagnostics) -> Vec<Source> {
    let mut sources = Vec::new();
    for path in file::files(protocol, "md", diagnostics) {
        stray(&path, diagnostics);
    }
    for (folder, kind) in kind_folders(protocol, diagnostics) {
        for path in
            ["yaml", "yml", "txt"].iter().flat_map(|it| file::files(&folder, it, diagnostics)).collect::<Vec<_>>()
        {
            if fqdn::split(&stem_name(&path)).is_some_and(|(_, code)| kind_of(code) == Some(kind)) {
                no_markdown(&path, diagnostics);
            }
        }
        for path in file::files(&folder, "md", diagnostics) {
            sources.extend(markdown_file(path, kind, diagnostics));
        }
    }
    sources
}

/// The JSON artifacts below `artifacts/<kind>/`, to be sealed again.
pub fn artifacts(root: &Path, diagnostics: &mut Diagnostics) -> Vec<Source> {
    let mut sources = Vec::new();
    for (folder, kind) in kind_folders(&root.join(ARTIFACTS), diagnostics) {
        for path in file::files(&folder, "json", diagnostics) {
            sources.extend(json_file(path, Some(kind), kind.path(), diagnostics));
        }
    }
    sources
}

/// The JSON artifacts below `governance/artifacts/<kind>/`, to be sealed again. They are never written in `protocol/`.
pub fn governance(root: &Path, diagnostics: &mut Diagnostics) -> Vec<Source> {
    let mut sources = Vec::new();
    for folder in file::folders(&root.join(GOVERNANCE), diagnostics) {
        for path in file::files(&folder, "json", diagnostics) {
            let below = format!("{GOVERNANCE}/{}", file::file_name(&folder));
            sources.extend(json_file(path, None, below, diagnostics));
        }
    }
    sources
}

/// Says where two sources, sorted by name, have one name.
pub fn check_distinct(sources: &[Source], diagnostics: &mut Diagnostics) {
    for pair in sources.windows(2) {
        if let [first, second] = pair
            && first.fqdn == second.fqdn
        {
            let message = format!("`{}` is also the name of {}", first.fqdn, first.file.display());
            let remedy = "remove one of the two files, or give one of them another code";
            diagnostics.push(second.diagnostic(Code::DuplicateName, String::new(), message, remedy));
        }
    }
}

fn kind_folders(parent: &Path, diagnostics: &mut Diagnostics) -> Vec<(PathBuf, ArtifactKind)> {
    let mut folders = Vec::new();
    for folder in file::folders(parent, diagnostics) {
        let name = file::file_name(&folder);
        match ArtifactKind::from_folder(&name) {
            Some(kind) => folders.push((folder, kind)),
            None if [CONFORMANCE, SCENARIOS].contains(&name.as_str()) => {}
            None => {
                let kinds = ArtifactKind::ALL.map(ArtifactKind::folder);
                let known = kinds.into_iter().chain([CONFORMANCE, SCENARIOS]);
                let otherwise = format!("use one of: {}, {CONFORMANCE}, {SCENARIOS}", kinds.join(", "));
                let message = format!("no kind of artifact has the folder `{name}`");
                diagnostics.push(malformed(&folder, message, &near::remedy(&name, known, &otherwise)));
                let mut ignored = Diagnostics::default();
                for path in ["md", "json"].iter().flat_map(|it| file::files(&folder, it, &mut ignored)) {
                    diagnostics.lose(&stem_name(&path));
                }
            }
        }
    }
    folders
}

fn markdown_file(path: PathBuf, kind: ArtifactKind, diagnostics: &mut Diagnostics) -> Option<Source> {
    let fqdn = stem_name(&path);
    let content = file::text(&path, diagnostics);
    let Some((namespace, code)) = fqdn::split(&fqdn) else {
        let message = format!("`{}` does not name an artifact", file::file_name(&path));
        diagnostics.push(malformed(&path, message, "name the file `<namespace>__<CODE>.md`"));
        // Who it is, its machine block may say.
        let machine = content.and_then(|text| machine_block(&path, &text, &mut Diagnostics::default()));
        machine.iter().flat_map(identity::stated).for_each(|name| diagnostics.lose(name));
        diagnostics.lose(&fqdn);
        return None;
    };
    if let Some(right) = kind_of(code).filter(|right| *right != kind) {
        let message =
            format!("`{code}` has the name of an artifact in `{}`, and lies in `{}`", right.folder(), kind.folder());
        diagnostics.push(malformed(&path, message, &format!("move it to `{}/`, or correct its name", right.folder())));
        diagnostics.lose(&fqdn);
        return None;
    }
    let read = content.and_then(|content| Some((machine_block(&path, &content, diagnostics)?, content)));
    let Some((machine, content)) = read else {
        diagnostics.lose(&fqdn);
        return None;
    };
    for key in identity::foreign(&fqdn, &machine) {
        let message = identity::say(&fqdn, key, &machine);
        let (code, remedy) = (Code::MachineMismatch, identity::remedy(&fqdn, key, &machine));
        diagnostics.push(Diagnostic { code, pointer: pointer([key]), ..malformed(&path, message, &remedy) });
        identity::stated(&machine).for_each(|name| diagnostics.lose(name));
    }
    Some(Source {
        namespace: namespace.to_owned(),
        code: code.to_owned(),
        artifact_type: kind.artifact_type().to_owned(),
        kind: Some(kind),
        folder: kind.path(),
        file: path,
        content,
        machine,
        sealed: None,
        fqdn,
    })
}

/// An artifact that lies in no folder of a kind. Other Markdown is nothing to seal.
fn stray(path: &Path, diagnostics: &mut Diagnostics) {
    let name = stem_name(path);
    let Some((_, code)) = fqdn::split(&name) else { return };
    let folder = kind_of(code).map_or("the folder of its kind", ArtifactKind::folder);
    let message = format!("`{}` lies in no folder of a kind, where nothing reads it", file::file_name(path));
    diagnostics.push(malformed(path, message, &format!("move it to `{folder}/`")));
    diagnostics.lose(&name);
}

/// The kind whose codes begin like this one.
fn kind_of(code: &str) -> Option<ArtifactKind> {
    let of_code = |kind: &ArtifactKind| code.strip_prefix(kind.artifact_type()).is_some_and(|it| it.starts_with('_'));
    ArtifactKind::ALL.into_iter().find(of_code)
}

/// A file in the folder of a kind that is named like an artifact, and that is no Markdown.
fn no_markdown(path: &Path, diagnostics: &mut Diagnostics) {
    let name = stem_name(path);
    let message = format!("`{}` is no Markdown, and nothing reads it", file::file_name(path));
    let stem = path.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let remedy = format!("name it `{stem}.md`, with the YAML in a fenced `yaml` block below `## Machine`");
    diagnostics.push(malformed(path, message, &remedy));
    diagnostics.lose(&name);
}

/// The FQDN that the name of an artifact's file says.
fn stem_name(path: &Path) -> String {
    path.file_stem().map(|it| it.to_string_lossy().replacen("__", "::", 1)).unwrap_or_default()
}

fn json_file(
    path: PathBuf,
    kind: Option<ArtifactKind>,
    folder: String,
    diagnostics: &mut Diagnostics,
) -> Option<Source> {
    let object = file::object(&path, diagnostics)?;
    let mut text = |key: &str| {
        let text = object.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
        if text.is_none() {
            diagnostics.push(malformed(&path, format!("the artifact has no text `{key}`"), "add it, and seal again"));
        }
        text
    };
    let (fqdn, artifact_type, content) = (text("fqdn_id"), text("artifact_type"), text("content"));
    let (fqdn, artifact_type, content) = (fqdn?, artifact_type?, content?);
    let (namespace, code) = fqdn::split(&fqdn).map(|(namespace, code)| (namespace.to_owned(), code.to_owned()))?;
    let machine = machine_block(&path, &content, diagnostics)?;
    Some(Source {
        fqdn,
        namespace,
        code,
        artifact_type,
        kind,
        folder,
        file: path,
        content,
        machine,
        sealed: Some(object),
    })
}

fn machine_block(path: &Path, content: &str, diagnostics: &mut Diagnostics) -> Option<Map<String, Value>> {
    let block = match machine::block(content) {
        Ok(block) => block,
        Err(problem) => {
            diagnostics.push(malformed(path, problem.to_string(), problem.remedy()));
            return None;
        }
    };
    let line = |line: usize| (line + block.line).saturating_sub(1);
    match yaml::parse(block.text) {
        Ok(document) => {
            for twice in document.duplicates {
                let message =
                    format!("`{}` stands twice in one mapping, again at line {}", twice.key, line(twice.line));
                diagnostics.push(Diagnostic {
                    code: Code::DuplicateName,
                    ..malformed(path, message, "remove one of the two, or rename it")
                });
            }
            match document.value {
                Value::Object(machine) => return Some(machine),
                other => {
                    let message = format!("the machine block is {}, not a mapping", file::type_name(&other));
                    diagnostics.push(malformed(path, message, "write `key: value` lines in the machine block"));
                }
            }
        }
        Err(mut error) => {
            let remedy = match block.text.lines().nth(error.line.saturating_sub(1)).and_then(unquoted) {
                Some(template) => format!("write it in quotes: \"{template}\""),
                None => "correct the YAML".to_owned(),
            };
            error.line = line(error.line);
            let message = format!("the machine block can't be read: {error}");
            diagnostics.push(file::unreadable(path, message, &remedy));
        }
    }
    None
}

/// The template in a line of YAML that stands there without quotes, and would be a mapping.
fn unquoted(line: &str) -> Option<&str> {
    let value = line.split_once(": ").map_or(line, |(_, value)| value).trim().trim_start_matches("- ");
    let end = value.find("}}")? + "}}".len();
    value.starts_with("{{").then(|| value.get(..end)).flatten()
}

/// A diagnostic about the shape of a file.
pub fn malformed(path: &Path, message: String, remedy: &str) -> Diagnostic {
    Diagnostic { code: Code::MalformedArtifact, pointer: pointer([]), ..file::unreadable(path, message, remedy) }
}
