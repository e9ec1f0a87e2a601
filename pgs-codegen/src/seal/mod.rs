//! Seals a snapshot.
