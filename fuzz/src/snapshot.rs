//! Snapshots in memory, from texts that hold several artifacts: a line `=== KIND/NAMESPACE__CODE` before the YAML of each.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;

use pgs_protocol::snapshot::{Artifact, ArtifactKind, PgsVersion, Settings, Snapshot, machine, yaml};
use pgs_value::{Map, Value};

macro_rules! capability {
    ($kind:literal, $code:literal) => {
        (
            concat!("capability_", $kind, "/capability_", $kind, "__", $code),
            include_str!(concat!(
                "../../snapshots/library/protocol/capability_",
                $kind,
                "/capability_",
                $kind,
                "__",
                $code,
                ".md"
            )),
        )
    };
}

/// The declarations of the capabilities that the inputs call.
const CAPABILITIES: [(&str, &str); 6] = [
    capability!("transforms", "CT_PURE_GENERATE_ID_V0"),
    capability!("transforms", "CT_PURE_LOOKUP_V0"),
    capability!("side_effects", "CS_REGISTRY_V0"),
    capability!("side_effects", "CS_MUTABLE_JSON_V0"),
    capability!("side_effects", "CS_APPENDONLY_JSONL_V0"),
    capability!("side_effects", "CS_WORKFLOW_GATEWAY_V0"),
];

static BASE: LazyLock<Vec<Artifact>> = LazyLock::new(|| {
    let read = |(path, markdown): &(&str, &str)| artifact(path, machine::block(markdown).ok()?.text);
    CAPABILITIES.iter().map(|it| read(it).unwrap()).collect()
});

/// The snapshot that a text holds, and the capabilities beside it; none if a part of the text is none.
pub fn of(text: &str) -> Option<Snapshot> {
    let parts = text.split("=== ").skip(1).map(|part| {
        let (path, yaml) = part.split_once('\n')?;
        artifact(path.trim(), yaml)
    });
    let own = parts.collect::<Option<Vec<_>>>()?;
    let artifacts: BTreeMap<String, Artifact> =
        BASE.iter().cloned().chain(own).map(|artifact| (artifact.fqdn.clone(), artifact)).collect();
    let address = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let addresses = artifacts.keys().enumerate().map(|(n, fqdn)| {
        (fqdn.clone(), BTreeMap::from([("shop".to_owned(), address(n)), ("platform".to_owned(), address(n))]))
    });
    Some(Snapshot {
        version: PgsVersion::default(),
        scenarios: BTreeMap::new(),
        name: "fuzz".to_owned(),
        root: PathBuf::from("/nowhere/protocol_snapshot"),
        addresses: addresses.collect(),
        artifacts,
        settings: Settings::default(),
    })
}

fn artifact(path: &str, text: &str) -> Option<Artifact> {
    let (folder, name) = path.split_once('/')?;
    let kind = ArtifactKind::from_folder(folder)?;
    let (namespace, code) =
        pgs_protocol::fqdn::split(&name.replacen("__", "::", 1)).map(|(a, b)| (a.to_owned(), b.to_owned()))?;
    let frontmatter: Map<String, Value> = match yaml::parse(text).ok()?.value {
        Value::Object(object) => object,
        _ => return None,
    };
    Some(Artifact {
        fqdn: format!("{namespace}::{code}"),
        file: PathBuf::from(format!("/nowhere/protocol_snapshot/artifacts/{folder}/{namespace}__{code}.json")),
        code,
        namespace,
        kind,
        hash: "0".repeat(64),
        frontmatter,
    })
}
