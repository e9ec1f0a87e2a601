//! What no user can bring about by hand.
