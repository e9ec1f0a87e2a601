//! Which version of PGS a snapshot was made for: what a capability does changed without a change of its name.

use std::path::Path;

use pgs_value::snapshot::{ADDRESSES, ARTIFACTS, GRAPHS, INDEXES, METADATA, PICTURES};

use super::file;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// The versions that run differently, in their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum PgsVersion {
    /// Compilers before 0.3, which `omnibachi` runs: no addresses, and runs that are told in another trace.
    V0_2,
    /// Compilers 0.3 and 0.4: stores and gates are those of 0.2.
    V0_3,
    /// Compilers since 0.5, and this project's.
    #[default]
    V0_5,
}

impl PgsVersion {
    /// Whether registries and logs lie where the policy of the runtime binding says, and two transforms answer where they
    /// refuse since.
    pub fn is_before_0_5(self) -> bool {
        self < Self::V0_5
    }

    /// The compilers, in a sentence.
    fn compilers(self) -> &'static str {
        match self {
            Self::V0_2 => "a compiler before 0.3",
            Self::V0_3 => "a compiler before 0.5",
            Self::V0_5 => "a compiler since 0.5",
        }
    }
}

/// The version of a snapshot. Its compiler says its version in the list of the artifacts, which compilers before 0.3 do
/// not write; those drew pictures where later ones write graphs.
pub fn of(dir: &Path, diagnostics: &mut Diagnostics) -> PgsVersion {
    let list = dir.join(ARTIFACTS).join(METADATA);
    let index = dir.join(INDEXES).join(ADDRESSES);
    let (version, said_by) = if let Some(version) = version(&list) {
        (by_version(&version), list)
    } else if dir.join(PICTURES).is_dir() && !dir.join(GRAPHS).is_dir() && index.symlink_metadata().is_err() {
        (PgsVersion::V0_2, dir.join(PICTURES))
    } else {
        return PgsVersion::default();
    };
    if version.is_before_0_5() {
        diagnostics.push(earlier(version, &said_by));
    }
    version
}

/// The version of the compiler that a list of artifacts states. What is wrong with the list decides nothing: it is read by
/// nobody else.
fn version(list: &Path) -> Option<String> {
    list.symlink_metadata().ok().filter(std::fs::Metadata::is_file)?;
    let stated = file::object(list, &mut Diagnostics::default())?;
    Some(stated.get("compiler_version")?.as_str()?.to_owned())
}

/// A version that can't be read is of today.
fn by_version(version: &str) -> PgsVersion {
    let mut parts = version.split('.').map(|part| part.parse::<u32>().ok());
    match (parts.next().flatten(), parts.next().flatten()) {
        (Some(0), Some(0..=2)) => PgsVersion::V0_2,
        (Some(0), Some(3..=4)) => PgsVersion::V0_3,
        _ => PgsVersion::V0_5,
    }
}

fn earlier(version: PgsVersion, said_by: &Path) -> Diagnostic {
    Diagnostic {
        code: Code::EarlierGeneration,
        artifact: file::file_name(said_by),
        file: said_by.to_path_buf(),
        pointer: String::new(),
        message: format!(
            "the snapshot is of {}: registries and logs lie where policies say, and CT_PURE_VALIDATE_PARAMETER_RULES_V0 and \
             CT_PURE_VALIDATE_SET_MEMBERSHIP_V0 answer false where they refuse since",
            version.compilers()
        ),
        remedy: "seal it anew, if it is to run as a snapshot of today".to_owned(),
    }
}
