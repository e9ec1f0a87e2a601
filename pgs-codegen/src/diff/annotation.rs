//! A report for those who show changes beside files: SARIF 2.1.0, and annotations of a GitHub workflow.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use pgs_protocol::protocol::{Place, Protocol};
use pgs_value::{Value, json};

use super::approval::turn;
use super::{Change, Report, Verdict};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Where artifacts lie, by FQDN: the Markdown that they were sealed from, or the sealed file where there is none.
#[derive(Clone, Debug, Default)]
pub struct Files(BTreeMap<String, PathBuf>);

impl Files {
    /// The files of two protocols, those of the new one first, below a folder each. Paths are relative to that folder.
    pub fn of(old: (&Protocol, &Path), new: (&Protocol, &Path)) -> Self {
        let mut files = BTreeMap::new();
        for (protocol, root) in [new, old] {
            for place in places(protocol) {
                files.entry(place.artifact.clone()).or_insert_with(|| source(&place.file, root));
            }
        }
        Self(files)
    }

    /// These and those of others.
    #[must_use]
    pub fn with(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// The path with slashes.
    fn path(&self, change: &Change) -> Option<String> {
        let parts = self.0.get(&change.artifact)?.components();
        let parts: Vec<_> = parts.map(|it| it.as_os_str().to_string_lossy().replace('\\', "/")).collect();
        Some(parts.join("/").replacen("//", "/", 1))
    }
}

fn places(protocol: &Protocol) -> impl Iterator<Item = &Place> {
    let Protocol { workflows, intents, contracts, transforms, side_effects, bindings, .. } = protocol;
    let flows = workflows.values().map(|it| &it.place).chain(intents.values().map(|it| &it.place));
    let flows = flows.chain(contracts.values().map(|it| &it.place)).chain(bindings.values().map(|it| &it.place));
    flows.chain(transforms.values().map(|it| &it.place)).chain(side_effects.values().map(|it| &it.place))
}

/// The Markdown of a sealed artifact, if it is there: `protocol/KIND/NAME.md` for
/// `protocol_snapshot/artifacts/KIND/NAME.json`.
fn source(sealed: &Path, root: &Path) -> PathBuf {
    let written = || {
        let (kind, name) = (sealed.parent()?, sealed.file_stem()?);
        let home = kind.ancestors().nth(3)?;
        let written = home.join("protocol").join(kind.file_name()?).join(name).with_extension("md");
        written.is_file().then_some(written)
    };
    let file = written().or_else(|| of_pgc(sealed)).unwrap_or_else(|| sealed.to_path_buf());
    file.strip_prefix(root).map(Path::to_path_buf).unwrap_or(file)
}

/// The same of PGC, where it lies in a folder of the kind: `protocol/DOMAIN/KIND/CODE.md` for
/// `protocol_snapshot/canonical/DOMAIN/KIND/NAMESPACE__CODE.json`.
fn of_pgc(sealed: &Path) -> Option<PathBuf> {
    let (kind, name) = (sealed.parent()?, sealed.file_stem()?.to_str()?);
    let (domain, home) = (kind.parent()?, kind.ancestors().nth(4)?);
    let code = name.split_once("__")?.1;
    let folder = home.join("protocol").join(domain.file_name()?).join(kind.file_name()?);
    let written = folder.join(format!("{code}.md"));
    written.is_file().then_some(written)
}

/// A change in one line.
fn sentence(change: &Change) -> String {
    let turn = turn(change.old.as_deref(), change.new.as_deref());
    let said = [change.artifact.as_str(), &change.place, &turn].into_iter().filter(|it| !it.is_empty());
    let touched: Vec<&str> = change.workflows.iter().map(String::as_str).collect();
    let touched = if touched.is_empty() { String::new() } else { format!("; touches {}", touched.join(", ")) };
    let approved = change.approved.as_ref().map(|note| format!("; approved: {note}")).unwrap_or_default();
    let runs = change.runs.map(|it| format!("; {} of {} recorded runs", it.touched, it.of)).unwrap_or_default();
    format!("{}: {}{touched}{runs}{approved}", said.collect::<Vec<_>>().join(", "), change.consequence)
}

/// The report as one SARIF log with one run. What is approved is there, with a suppression.
pub(super) fn sarif(report: &Report, files: &Files) -> String {
    let rules = Verdict::ALL.map(|verdict| {
        json!({
            "id": verdict.word(),
            "shortDescription": {"text": meaning(verdict)},
            "defaultConfiguration": {"level": level(verdict)},
        })
    });
    let results: Vec<Value> = report.changes.iter().map(|change| result(change, files)).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "pgs-codegen diff",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.to_vec(),
            }},
            "results": results,
        }],
    });
    pgs_escape::json(&pgs_value::json::pretty(&log)) + "\n"
}

fn result(change: &Change, files: &Files) -> Value {
    // A text of a message in which `[text](place)` would be a link (3.11.6).
    let text = pgs_escape::line(&sentence(change)).replace("](", "] (");
    let logical = json!([{"fullyQualifiedName": change.artifact}]);
    let mut location = json!({"logicalLocations": logical});
    if let Some(path) = files.path(change) {
        location["physicalLocation"] = json!({"artifactLocation": {"uri": uri(&path)}, "region": {"startLine": 1}});
    }
    let mut result = json!({
        "ruleId": change.verdict.word(),
        "level": level(change.verdict),
        "message": {"text": text},
        "locations": [location],
    });
    if let Some(note) = &change.approved {
        result["suppressions"] = json!([{"kind": "external", "justification": pgs_escape::line(note)}]);
    }
    result
}

fn meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Breaking => {
            "A run that was possible before is refused, goes elsewhere, does something else, or shows what it kept secret"
        }
        Verdict::Widening => "Something is possible, or promised, that was not before; all else stays",
        Verdict::Neutral => "No run differs",
    }
}

fn level(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Breaking => "error",
        Verdict::Widening => "warning",
        Verdict::Neutral => "note",
    }
}

/// A path as a URI reference (RFC 3986): a slash stays, what is not unreserved is percent-encoded.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let encoded = path.bytes().map(|it| if plain(it) { char::from(it).to_string() } else { format!("%{it:02X}") });
    let encoded: String = encoded.collect();
    if path.starts_with('/') { format!("file://{encoded}") } else { encoded }
}

/// The report as workflow commands, one a line. Neutral changes are left out: a host shows only so many.
pub(super) fn github(report: &Report, files: &Files) -> String {
    let shown = report.changes.iter().filter(|change| change.verdict != Verdict::Neutral);
    let line = |change: &Change| {
        let command = match (change.verdict, &change.approved) {
            (Verdict::Breaking, None) => "error",
            (Verdict::Widening, _) => "warning",
            (Verdict::Breaking, Some(_)) | (Verdict::Neutral, _) => "notice",
        };
        let file = files.path(change).map(|it| format!("file={},line=1,", property(&it))).unwrap_or_default();
        let title = property(&format!("{}: {}", change.verdict.word(), change.artifact));
        format!("::{command} {file}title={title}::{}\n", data(&sentence(change)))
    };
    let idle = report.idle_approvals.iter().map(|it| {
        let text = format!("an approval matches no breaking change and can go: {it}");
        format!("::notice title=approvals::{}\n", data(&text))
    });
    shown.map(line).chain(idle).collect()
}

/// A text behind `::`.
fn data(text: &str) -> String {
    pgs_escape::line(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
