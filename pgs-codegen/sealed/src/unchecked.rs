//! What of a snapshot was not checked, and why.

use thiserror::Error;

use crate::manifest::MANIFEST;

/// Something that was not checked, with the reason.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Unchecked {
    /// No folder of profiles is known.
    #[error(
        "the profile `{profile}`: what it requires, and whether it is the one of the sealing; no folder of profiles is set"
    )]
    Profile {
        /// The name that the snapshot claims.
        profile: String,
    },
    /// No trust anchor is known.
    #[error("who vouches for the snapshot: {}; no trust anchor is set", if *.is_signed { "it is signed" } else { "it is not signed" })]
    Signature {
        /// Whether there is a signature.
        is_signed: bool,
    },
    /// A machine block is YAML that is not read here.
    #[error("the content hash of `{fqdn}`: {reason}")]
    Content {
        /// The artifact.
        fqdn: String,
        /// The file.
        file: String,
        /// Why it can't be computed.
        reason: String,
    },
    /// The domain that governance is imported from is not in the snapshot.
    #[error(
        "the addresses of `{domain}`, and whether its dispatch is that of its artifacts: they count the governance of \
         `{import}`, which the snapshot does not have"
    )]
    Addresses {
        /// The domain.
        domain: String,
        /// The domain that it imports from.
        import: String,
    },
    /// An index is not compared.
    #[error("the index `{file}`: {reason}")]
    Index {
        /// The file.
        file: String,
        /// Why.
        reason: &'static str,
    },
    /// A file was written after the sealing.
    #[error("`{file}`: it was written after the sealing, and nothing says what it should be")]
    PostSeal {
        /// The file.
        file: String,
    },
}

impl Unchecked {
    /// The file that it is about, from the snapshot's folder on.
    pub fn file(&self) -> &str {
        match self {
            Self::Profile { .. } | Self::Signature { .. } | Self::Addresses { .. } => MANIFEST,
            Self::Content { file, .. } | Self::Index { file, .. } | Self::PostSeal { file } => file,
        }
    }

    /// The place in the file: a JSON pointer (RFC 6901); empty for the whole.
    pub fn pointer(&self) -> &'static str {
        match self {
            Self::Profile { .. } => "/profile",
            Self::Signature { .. } => "/snapshot_id",
            Self::Addresses { .. } => "/domains",
            Self::Content { .. } => "/content",
            Self::Index { .. } | Self::PostSeal { .. } => "",
        }
    }

    /// What to do to have it checked.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Profile { .. } => "name the folder of profiles in `pgs.toml`: `[sealed]`, `profiles = \"…\"`",
            Self::Signature { .. } => {
                "name the key that you trust in `pgs.toml`: `[sealed]`, `trust_anchor = \"….pem\"`"
            }
            Self::Content { .. } => "write the block without it, if it is yours",
            Self::Addresses { .. } => "assemble the snapshot with that domain",
            Self::Index { .. } | Self::PostSeal { .. } => "nothing need be done: no run reads it",
        }
    }
}
