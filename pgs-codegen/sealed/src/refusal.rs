//! Why a snapshot is refused.

mod place;
mod remedy;

use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why a snapshot is refused: the first thing that is wrong.
///
/// [`name`](Self::name) tells refusals apart, [`file`](Self::file) and [`pointer`](Self::pointer) say where, and
/// [`remedy`](Self::remedy) what to do. Files are named from the snapshot's folder on; those outside of it as they were given.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// A file or folder can't be read.
    #[error("it can't be read: {error}")]
    Unreadable {
        /// Which.
        file: String,
        /// Why.
        error: io::Error,
    },
    /// Something else stands where a file should be.
    #[error("{found} stands there, where a file should be")]
    NotAFile {
        /// The path.
        file: String,
        /// What stands there, with its article.
        found: &'static str,
    },
    /// There is more than is read.
    #[error("it has more than {limit}")]
    TooLarge {
        /// The file or folder.
        file: String,
        /// What is the most.
        limit: String,
    },
    /// A file, or a part of it, has another form.
    #[error("{problem}")]
    Malformed {
        /// The file.
        file: String,
        /// The place.
        pointer: String,
        /// What is wrong.
        problem: String,
    },
    /// A file that every snapshot has is not part of this one.
    #[error("a file that every snapshot has is not part of this one")]
    MissingPart {
        /// The file.
        file: String,
    },
    /// The manifest names no profile.
    #[error("the manifest names no profile")]
    NoProfile,
    /// The manifest lists no constituents.
    #[error("the manifest lists no constituents: it does not say what was sealed")]
    NoConstituents,
    /// The manifest lists a path that is none from the folder on.
    #[error("the manifest lists `{path}`, which is no plain path below the snapshot's folder")]
    OutsidePath {
        /// Its place in the list.
        index: usize,
        /// The path.
        path: String,
    },
    /// The manifest lists a file twice.
    #[error("the manifest lists `{path}` twice, first as number {first}")]
    ListedTwice {
        /// Its second place in the list, from 0.
        index: usize,
        /// Its first one.
        first: usize,
        /// The path.
        path: String,
    },
    /// Something lies in the folder that the manifest does not list.
    #[error("{what} lies here that the manifest does not list{}", and_more(*.more))]
    UndeclaredContent {
        /// The path.
        file: String,
        /// What it is, with its article.
        what: &'static str,
        /// How many more there are.
        more: usize,
    },
    /// The manifest lists a file that is not there.
    #[error("the manifest lists `{path}`, and it is not there{}", and_more(*.more))]
    MissingFile {
        /// Its place in the list.
        index: usize,
        /// The path.
        path: String,
        /// How many more there are.
        more: usize,
    },
    /// A file is not what was sealed.
    #[error("its SHA-256 is {actual}, and {sealed} was sealed")]
    ChangedFile {
        /// The file.
        file: String,
        /// What it hashes to, or why it can't be hashed.
        actual: String,
        /// What it hashed to when it was sealed.
        sealed: String,
    },
    /// No profile has the name that the manifest claims.
    #[error("no profile in {} is called `{profile}`", folder.display())]
    UnknownProfile {
        /// The name.
        profile: String,
        /// The folder of profiles.
        folder: PathBuf,
    },
    /// The folder of profiles, or a file in it, can't be read.
    #[error("it can't be read: {error}")]
    UnreadableProfiles {
        /// The folder or file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The snapshot has not what its profile requires.
    #[error("the profile `{profile}` requires what the snapshot does not have: {}", listed(unmet))]
    UnmetProfile {
        /// The name of the profile.
        profile: String,
        /// The file that declares it.
        path: PathBuf,
        /// What is required and not there.
        unmet: Vec<String>,
    },
    /// The manifest does not say which form of the profile the snapshot was sealed with.
    #[error(
        "the manifest has no `profile_sha256`: a profile that was weakened could not be told from the one of the sealing"
    )]
    NoProfileDigest,
    /// The profile is not the one that the snapshot was sealed with.
    #[error("the profile `{profile}` hashes to {actual}, and the snapshot was sealed with {sealed}")]
    ChangedProfile {
        /// The name of the profile.
        profile: String,
        /// The file that declares it.
        path: PathBuf,
        /// What it hashes to.
        actual: String,
        /// What it hashed to when the snapshot was sealed.
        sealed: String,
    },
    /// The identity is another one.
    #[error("what is sealed has the identity {actual}, and `snapshot_id` says {stated}")]
    SnapshotId {
        /// The identity.
        actual: String,
        /// What the manifest says.
        stated: String,
    },
    /// The identity that is stated the second time is another one.
    #[error("what is sealed has the identity {actual}, and `composite_hash` says {stated}")]
    CompositeHash {
        /// The identity.
        actual: String,
        /// What the manifest says.
        stated: String,
    },
    /// Copies of one artifact differ.
    #[error("`{fqdn}` has the content hash {this} here, and {other} in `{other_file}`")]
    CopiesDiffer {
        /// The artifact.
        fqdn: String,
        /// The file of the second copy.
        file: String,
        /// Its content hash.
        this: String,
        /// The file of the first one.
        other_file: String,
        /// Its content hash.
        other: String,
    },
    /// There is no signature, and a trust anchor asks for one.
    #[error("a trust anchor is set, and the snapshot is not signed")]
    SignatureAbsent,
    /// What should be a signature is none.
    #[error("{problem}")]
    SignatureMalformed {
        /// The place.
        pointer: &'static str,
        /// What is wrong.
        problem: String,
    },
    /// The signature is that of another snapshot.
    #[error("the signature is that of the snapshot {signed}, and this one is {actual}")]
    SignatureIdentity {
        /// What was signed.
        signed: String,
        /// The identity.
        actual: String,
    },
    /// The signature is of another key than the trust anchor.
    #[error("the snapshot is signed by the key {signed_by}, and the trust anchor is {anchor}")]
    TrustRootMismatch {
        /// The first 16 digits of the key that has signed, as the signature says.
        signed_by: String,
        /// Those of the trust anchor.
        anchor: String,
    },
    /// The signature does not hold.
    #[error("the signature does not hold under the key {anchor}")]
    SignatureInvalid {
        /// The first 16 digits of the trust anchor.
        anchor: String,
    },
    /// The trust anchor is no key.
    #[error("the trust anchor can't be read: {problem}")]
    TrustAnchor {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// A hash of a domain is stated in several ways.
    #[error("the hash is {this} here, and {other} in `{other_file}`")]
    ProjectionHash {
        /// The file.
        file: String,
        /// The place.
        pointer: &'static str,
        /// What it says.
        this: String,
        /// The file that says otherwise.
        other_file: String,
        /// What that says.
        other: String,
    },
    /// A hash is not that of what it is stated of.
    #[error("{what} hashes to {actual}, and {stated} is stated")]
    Computed {
        /// Of what.
        what: Recomputed,
        /// The file that states it.
        file: String,
        /// The place.
        pointer: String,
        /// What it is.
        actual: String,
        /// What is stated.
        stated: String,
    },
    /// The addresses of a domain are not those of its artifacts.
    #[error("{problem}")]
    Vocabulary {
        /// The file.
        file: String,
        /// The place.
        pointer: String,
        /// What is wrong.
        problem: String,
    },
    /// What the runtime executes is not what the artifacts say.
    #[error("what the runtime executes is {stated} here, and {actual} by the artifacts")]
    Dispatch {
        /// The file.
        file: String,
        /// The place.
        pointer: String,
        /// What the artifacts say.
        actual: String,
        /// What is executed.
        stated: String,
    },
    /// An index does not say what the artifacts say.
    #[error("the index says {stated} here, and the artifacts {actual}")]
    Index {
        /// The file.
        file: String,
        /// The place.
        pointer: String,
        /// What the artifacts say.
        actual: String,
        /// What the index says.
        stated: String,
    },
}

/// A hash that is computed again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Recomputed {
    /// Of the artifacts of a domain.
    #[error("the set of the domain's artifacts")]
    CanonicalProjection,
    /// Of the topology of a domain.
    #[error("the domain's topology")]
    TokenizedProjection,
    /// Of the addresses of a domain.
    #[error("the domain's vocabulary")]
    VocabularyProjection,
    /// Of the tokenized projection hash.
    #[error("the tokenized projection hash")]
    Attestation,
    /// Of all addresses that a domain was given.
    #[error("the domain's table of addresses")]
    GraphAddresses,
    /// Of the governance that a domain imports.
    #[error("the governance that the domain imports")]
    GovernanceClosure,
    /// Of the machine block of an artifact.
    #[error("the machine block of `content`")]
    Content,
}

impl Refusal {
    /// The name of the refusal, by which it is told from others.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "unreadable",
            Self::NotAFile { .. } => "not a file",
            Self::TooLarge { .. } => "too large",
            Self::Malformed { .. } => "malformed",
            Self::MissingPart { .. } => "missing part",
            Self::NoProfile => "no profile named",
            Self::NoConstituents => "no constituents",
            Self::OutsidePath { .. } => "path outside",
            Self::ListedTwice { .. } => "listed twice",
            Self::UndeclaredContent { .. } => "undeclared content",
            Self::MissingFile { .. } => "missing file",
            Self::ChangedFile { .. } => "changed file",
            Self::UnknownProfile { .. } => "unknown profile",
            Self::UnreadableProfiles { .. } => "unreadable profiles",
            Self::UnmetProfile { .. } => "unmet profile",
            Self::NoProfileDigest => "no profile digest",
            Self::ChangedProfile { .. } => "changed profile",
            Self::SnapshotId { .. } => "snapshot id",
            Self::CompositeHash { .. } => "composite hash",
            Self::CopiesDiffer { .. } => "copies differ",
            Self::SignatureAbsent => "signature absent",
            Self::SignatureMalformed { .. } => "signature malformed",
            Self::SignatureIdentity { .. } => "signature of another snapshot",
            Self::TrustRootMismatch { .. } => "trust root mismatch",
            Self::SignatureInvalid { .. } => "signature invalid",
            Self::TrustAnchor { .. } => "trust anchor",
            Self::ProjectionHash { .. } => "projection hash",
            Self::Computed { what, .. } => match what {
                Recomputed::CanonicalProjection => "canonical projection",
                Recomputed::TokenizedProjection => "tokenized projection",
                Recomputed::VocabularyProjection => "vocabulary projection",
                Recomputed::Attestation => "attestation hash",
                Recomputed::GraphAddresses => "graph address hash",
                Recomputed::GovernanceClosure => "governance closure",
                Recomputed::Content => "content hash",
            },
            Self::Vocabulary { .. } => "vocabulary",
            Self::Dispatch { .. } => "dispatch",
            Self::Index { .. } => "index",
        }
    }
}

fn and_more(more: usize) -> String {
    if more > 0 { format!(" (and {more} more)") } else { String::new() }
}

/// The first of some names, and how many more there are.
fn listed(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let mut text = names.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN {
        // Writing to a text does not fail.
        let _ = write!(text, " and {} more", names.len() - SHOWN);
    }
    text
}
