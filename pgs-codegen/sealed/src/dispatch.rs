//! What the runtime executes says what the artifacts say: everything in `dispatch.json` and `handlers.json` but the addresses
//! follows from them.

mod contract;
mod handlers;
mod workflow;

use std::collections::{BTreeMap, BTreeSet};

use pgs_value::{Map, Value};

use crate::addresses;
use crate::artifact::{Artifact, ArtifactType, truth};
use crate::difference::{difference, object};
use crate::domain::Domain;
use crate::refusal::Refusal;
use crate::snapshot::Snapshot;

/// A table: its key, and how it is made.
type Table = (&'static str, fn(&Facts<'_>) -> Value);

/// The tables of `dispatch.json`.
const DISPATCH: [Table; 7] = [
    ("admission", admission),
    ("bindings", |facts| facts.of_workflows(workflow::bindings)),
    ("emits", |facts| facts.of_workflows(workflow::emits)),
    ("entry", workflow::entries),
    ("pipeline", contract::pipelines),
    ("routing", |facts| facts.of_workflows(workflow::routing)),
    ("terminal", |facts| facts.of_workflows(workflow::endings)),
];

/// Those of `handlers.json`.
const HANDLERS: [Table; 4] = [
    ("cs", handlers::side_effects),
    ("ct", handlers::transforms),
    ("rb_policy", handlers::policies),
    ("wf_storage", handlers::reaches),
];

/// What tables are made of.
struct Facts<'s> {
    domain: &'s Domain,
    /// The addresses of all artifacts that the domain was compiled with.
    addresses: BTreeMap<&'s str, u32>,
    /// The artifacts that others supersede.
    superseded: BTreeSet<String>,
}

/// Makes every table of each domain again, and compares it with the one that was sealed.
pub fn verify(snapshot: &Snapshot) -> Result<(), Refusal> {
    for domain in snapshot.domains.values() {
        // That they are not known was said.
        let Some(facts) = facts(snapshot, domain) else { continue };
        compare(&facts, "dispatch.json", &domain.dispatch, &DISPATCH)?;
        compare(&facts, "handlers.json", &domain.handlers, &HANDLERS)?;
    }
    Ok(())
}

/// `dispatch.json` and `handlers.json` of a domain; none if the addresses are not known.
pub fn made(snapshot: &Snapshot, domain: &Domain) -> Option<[Map<String, Value>; 2]> {
    let facts = facts(snapshot, domain)?;
    let table = |(key, make): &Table| ((*key).to_owned(), make(&facts));
    Some([DISPATCH.iter().map(table).collect(), HANDLERS.iter().map(table).collect()])
}

fn facts<'s>(snapshot: &'s Snapshot, domain: &'s Domain) -> Option<Facts<'s>> {
    let addresses = addresses::of_artifacts(snapshot, domain)?;
    Some(Facts { domain, addresses, superseded: superseded(domain) })
}

fn compare(facts: &Facts<'_>, file: &str, sealed: &Map<String, Value>, tables: &[Table]) -> Result<(), Refusal> {
    for (key, make) in tables {
        if let Some((pointer, actual, stated)) = difference(&make(facts), &stated(sealed, key), format!("/{key}")) {
            let file = format!("tokenized/{}/{file}", facts.domain.entry.domain);
            return Err(Refusal::Dispatch { file, pointer, actual, stated });
        }
    }
    Ok(())
}

/// A table as it was sealed. The gate of an entry is left out: the artifacts do not say which entries have one.
fn stated(sealed: &Map<String, Value>, key: &str) -> Value {
    let mut stated = sealed.get(key).cloned().unwrap_or_else(|| object::<String>([]));
    if key == "entry" {
        for entry in stated.as_object_mut().into_iter().flat_map(|it| it.values_mut()) {
            if let Some(entry) = entry.as_object_mut() {
                entry.shift_remove("in");
            }
        }
    }
    stated
}

/// What the artifacts of a domain supersede: one name or several, with the namespace of who says so where they have none.
fn superseded(domain: &Domain) -> BTreeSet<String> {
    let mut superseded = BTreeSet::new();
    for artifact in domain.artifacts.values() {
        let names = match artifact.at(&["supersedes"]) {
            Some(Value::Array(names)) => names.iter().collect(),
            Some(name) => vec![name],
            None => Vec::new(),
        };
        let names = names.into_iter().filter_map(Value::as_str).filter(|name| !name.is_empty());
        let whole =
            |name: &str| if name.contains("::") { name.to_owned() } else { format!("{}::{name}", artifact.namespace) };
        superseded.extend(names.map(whole));
    }
    superseded
}

impl<'s> Facts<'s> {
    /// The artifacts of one kind.
    fn of_kind(&self, kind: &ArtifactType) -> impl Iterator<Item = &'s Artifact> {
        self.domain.artifacts.values().filter(move |it| it.kind == *kind)
    }

    /// The address of an artifact.
    fn address(&self, fqdn: &str) -> Option<u32> {
        self.addresses.get(fqdn).copied()
    }

    /// The address of an artifact as a key.
    fn key(&self, artifact: &Artifact) -> String {
        self.address(&artifact.fqdn).unwrap_or_default().to_string()
    }

    /// The address of a condition.
    fn condition(&self, condition: &str) -> Option<u32> {
        let of = |namespace: &str| self.domain.vocabulary.address(&format!("{namespace}::{condition}"));
        of("transition").or_else(|| of("outcome"))
    }

    /// What is made of each workflow, where it is something.
    fn of_workflows(&self, make: fn(&Self, &Artifact) -> Value) -> Value {
        let all = self.of_kind(&ArtifactType::Workflow).map(|it| (self.key(it), make(self, it)));
        object(all.filter(|(_, table)| truth(table)))
    }

    fn is_in_force(&self, artifact: &Artifact) -> bool {
        !self.superseded.contains(&artifact.fqdn)
    }
}

/// What each intent asks of a payload.
fn admission(facts: &Facts<'_>) -> Value {
    let in_force = facts.of_kind(&ArtifactType::Intent).filter(|it| facts.is_in_force(it));
    object(in_force.map(|intent| {
        let inputs = intent.at(&["core", "inputs"]).and_then(Value::as_object).into_iter().flatten();
        let fields = inputs.filter(|(_, it)| it.is_object()).map(|(name, it)| {
            let required = it.get("required").is_some_and(truth);
            let field = [("type", it.get("type").cloned().unwrap_or_default()), ("required", required.into())];
            (name.clone(), object(field))
        });
        (facts.key(intent), object(fields))
    }))
}
