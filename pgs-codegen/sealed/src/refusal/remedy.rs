//! What to do about a refusal.

use super::Refusal;

/// What to do where the folder is not the one that was sealed.
const RESTORE: &str = "take the snapshot again from where it was published, or assemble it again from its sources";

impl Refusal {
    /// What to do, in one sentence.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "restore it, or make it readable",
            Self::NotAFile { .. } => "put the file itself in its place",
            Self::TooLarge { .. } => "take out what does not belong there, and assemble the snapshot again",
            Self::MissingPart { .. } | Self::NoConstituents | Self::NoProfileDigest => {
                "assemble the snapshot again, with pgc-assembler 6"
            }
            Self::NoProfile => "assemble the snapshot again, with the profile that it is to have",
            Self::UndeclaredContent { .. } => {
                "remove it, wherever it came from; notes and settings stand beside the folder of a snapshot, not in it"
            }
            Self::UnknownProfile { .. } => {
                "add the profile to the folder of profiles, or name another folder in `pgs.toml`"
            }
            Self::UnreadableProfiles { .. } => "name the folder of profiles in `pgs.toml`, below `[sealed]`",
            Self::UnmetProfile { .. } => "add what is missing to the sources, or claim another profile",
            Self::ChangedProfile { .. } => {
                "restore the profile as it was, or assemble the snapshot again with the one that there is now"
            }
            Self::CopiesDiffer { .. } => "compile every domain again, and assemble the snapshot again",
            Self::SignatureAbsent => "take the signed snapshot, or remove the trust anchor",
            Self::SignatureMalformed { .. } | Self::SignatureIdentity { .. } | Self::SignatureInvalid { .. } => {
                "take the signature again from whoever has signed the snapshot"
            }
            Self::TrustRootMismatch { .. } => {
                "take a snapshot that was signed by the key of the trust anchor, or trust the other key"
            }
            Self::TrustAnchor { .. } => {
                "name a PEM file with an Ed25519 key, `-----BEGIN PUBLIC KEY-----`, in `pgs.toml`, below `[sealed]`"
            }
            Self::Malformed { .. }
            | Self::OutsidePath { .. }
            | Self::ListedTwice { .. }
            | Self::MissingFile { .. }
            | Self::ChangedFile { .. }
            | Self::SnapshotId { .. }
            | Self::CompositeHash { .. }
            | Self::ProjectionHash { .. }
            | Self::Computed { .. }
            | Self::Vocabulary { .. }
            | Self::Dispatch { .. }
            | Self::Index { .. } => RESTORE,
        }
    }
}
