//! The intents.

pub mod in_actor_acceptance_v0;
pub mod in_actor_registered_v0;
pub mod in_wallet_creation_v0;
