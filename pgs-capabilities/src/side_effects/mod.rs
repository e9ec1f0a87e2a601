//! The side effects that are not storage, one file each (`4-capabilities.md`, "Side effects").

pub mod concurrent_workflows;
pub mod send_email;
pub mod workflow_gateway;
pub mod workflow_loop;
