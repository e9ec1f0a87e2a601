//! Sealed snapshots of Protocol-Governed Computing (PGC 6): read, and proved to be what was sealed.
//!
//! ```text
//! files         what lies in the folder
//! document      its JSON
//! manifest      what the snapshot says of itself
//! constituents  the files are those that were sealed
//! profile       the profile that it claims, where a folder of profiles is known
//! identity      the identity that it bears
//! artifact, domain, snapshot   what it holds, typed
//! signature     who vouches for it, where a trust anchor is known
//! projections, addresses, dispatch, content, indexes   every other hash and table that can be computed again
//! seal          the other way: what authors wrote, sealed
//! refusal, unchecked, note     what stops, what was not looked at, what is not known
//! ```
//!
//! [`open`] is the one way to a [`Snapshot`]: there is none that was not proved. It goes in the order of the reference's
//! acceptance, and stops at the first thing that is wrong. What nobody can check without a folder of profiles or a trust
//! anchor is an [`Unchecked`] of the [`Proof`].

mod addresses;
mod artifact;
mod constituents;
mod content;
mod copies;
mod difference;
mod dispatch;
mod document;
mod domain;
mod files;
mod hash;
mod identity;
mod indexes;
mod manifest;
mod note;
mod profile;
mod projections;
mod refusal;
pub mod seal;
mod signature;
mod snapshot;
mod unchecked;

use std::path::{Path, PathBuf};

pub use artifact::{Artifact, ArtifactType};
pub use domain::{Attestation, Domain, ImportedGovernance, Metadata, Vocabulary};
pub use manifest::{Constituent, DomainEntry, Manifest, Provenance};
pub use note::Note;
pub use profile::{Profile, declared as profiles};
pub use refusal::{Recomputed, Refusal};
pub use snapshot::Snapshot;
pub use unchecked::Unchecked;

use files::Folder;

/// What a snapshot is held against from outside of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trust {
    /// A folder with profiles: Markdown with a block `snapshot_profile`.
    pub profiles: Option<PathBuf>,
    /// The key that a signature must be of: a PEM file with a SubjectPublicKeyInfo.
    pub anchor: Option<PathBuf>,
}

/// A snapshot that is what was sealed.
#[derive(Clone, Debug)]
pub struct Proof {
    /// What it holds.
    pub snapshot: Snapshot,
    /// How many files were compared with what was sealed.
    pub files: usize,
    /// How many bytes they have.
    pub bytes: u64,
    /// How many content hashes were computed again.
    pub contents: usize,
    /// The first 16 digits of the key that has signed it, if a trust anchor was there to tell.
    pub signed_by: Option<String>,
    /// What was not checked, and why.
    pub unchecked: Vec<Unchecked>,
    /// What stands in it that is not known here.
    pub notes: Vec<Note>,
}

/// Reads the snapshot in a folder, and proves it.
///
/// The order is that of the reference: the manifest names a profile, and constituents; no file is undeclared, none missing,
/// none changed; the profile's requirements are met, and it is the one of the sealing; the identity, stated twice; copies of
/// one artifact agree; the signature; and of each domain the projection hash, stated three times. What the reference takes
/// as it is stated is computed again after that.
pub fn open(root: &Path, trust: &Trust) -> Result<Proof, Refusal> {
    let folder = Folder::new(root);
    let manifest = Manifest::read(&folder)?;
    let mut sealed = constituents::verify(&folder, &manifest)?;
    let profile = profile::verify(&manifest, &sealed.documents, trust.profiles.as_deref())?;
    identity::verify(&manifest, profile.digest())?;
    let snapshot = Snapshot::read(manifest, &mut sealed.documents)?;
    copies::verify(&snapshot)?;
    let signature = signature::verify(&folder, &snapshot.manifest, trust.anchor.as_deref())?;
    projections::verify_stated(&snapshot)?;
    projections::verify_computed(&snapshot)?;
    let mut unchecked: Vec<Unchecked> = profile.unchecked().into_iter().chain(signature.unchecked()).collect();
    addresses::verify(&snapshot, &mut unchecked)?;
    dispatch::verify(&snapshot)?;
    let contents = content::verify(&snapshot, &mut unchecked)?;
    indexes::verify(&snapshot, &mut sealed, &mut unchecked)?;
    let later = sealed.post_seal.into_iter().filter(|file| file != signature::SIGNATURE);
    unchecked.extend(later.map(|file| Unchecked::PostSeal { file }));
    let notes = note::of(&snapshot);
    let signed_by = signature.signed_by();
    Ok(Proof { snapshot, files: sealed.files, bytes: sealed.bytes, contents, signed_by, unchecked, notes })
}
