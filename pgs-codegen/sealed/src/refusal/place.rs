//! Where a refusal points.

use std::path::{Path, PathBuf};

use super::Refusal;
use crate::manifest::MANIFEST;
use crate::signature::SIGNATURE;

impl Refusal {
    /// The file that it speaks of: from the snapshot's folder on, or as it was given if it lies outside.
    pub fn file(&self) -> PathBuf {
        let path = match self {
            Self::Unreadable { file, .. }
            | Self::NotAFile { file, .. }
            | Self::TooLarge { file, .. }
            | Self::Malformed { file, .. }
            | Self::MissingPart { file }
            | Self::UndeclaredContent { file, .. }
            | Self::ChangedFile { file, .. }
            | Self::CopiesDiffer { file, .. }
            | Self::ProjectionHash { file, .. }
            | Self::Computed { file, .. }
            | Self::Vocabulary { file, .. }
            | Self::Dispatch { file, .. }
            | Self::Index { file, .. } => Path::new(file),
            Self::NoProfile
            | Self::NoConstituents
            | Self::OutsidePath { .. }
            | Self::ListedTwice { .. }
            | Self::MissingFile { .. }
            | Self::UnknownProfile { .. }
            | Self::NoProfileDigest
            | Self::SnapshotId { .. }
            | Self::CompositeHash { .. } => Path::new(MANIFEST),
            Self::SignatureAbsent
            | Self::SignatureMalformed { .. }
            | Self::SignatureIdentity { .. }
            | Self::TrustRootMismatch { .. }
            | Self::SignatureInvalid { .. } => Path::new(SIGNATURE),
            Self::UnreadableProfiles { path, .. }
            | Self::UnmetProfile { path, .. }
            | Self::ChangedProfile { path, .. }
            | Self::TrustAnchor { path, .. } => path,
        };
        path.to_owned()
    }

    /// The place in the file: a JSON pointer (RFC 6901); empty for the whole.
    pub fn pointer(&self) -> String {
        match self {
            Self::Malformed { pointer, .. }
            | Self::Computed { pointer, .. }
            | Self::Vocabulary { pointer, .. }
            | Self::Dispatch { pointer, .. }
            | Self::Index { pointer, .. } => pointer.clone(),
            Self::SignatureMalformed { pointer, .. } | Self::ProjectionHash { pointer, .. } => (*pointer).to_owned(),
            Self::NoProfile | Self::UnknownProfile { .. } => "/profile".to_owned(),
            Self::NoConstituents => "/constituents".to_owned(),
            Self::OutsidePath { index, .. } | Self::ListedTwice { index, .. } | Self::MissingFile { index, .. } => {
                format!("/constituents/{index}/path")
            }
            Self::NoProfileDigest => "/profile_sha256".to_owned(),
            Self::SnapshotId { .. } | Self::SignatureIdentity { .. } => "/snapshot_id".to_owned(),
            Self::CompositeHash { .. } => "/composite_hash".to_owned(),
            Self::CopiesDiffer { .. } => "/content_hash".to_owned(),
            Self::TrustRootMismatch { .. } => "/key_id".to_owned(),
            Self::SignatureInvalid { .. } => "/signature".to_owned(),
            Self::Unreadable { .. }
            | Self::NotAFile { .. }
            | Self::TooLarge { .. }
            | Self::MissingPart { .. }
            | Self::UndeclaredContent { .. }
            | Self::ChangedFile { .. }
            | Self::UnreadableProfiles { .. }
            | Self::UnmetProfile { .. }
            | Self::ChangedProfile { .. }
            | Self::SignatureAbsent
            | Self::TrustAnchor { .. } => String::new(),
        }
    }
}
