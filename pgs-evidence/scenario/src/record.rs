//! A scenario made of recorded runs.
