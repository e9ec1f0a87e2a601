//! A scenario as a text.
