//! The side effects that are not storage, one file each (`docs/reference/README.md`).
//!
//! None of them knows a workflow: generated code hands over what starts one.

pub mod concurrent_workflows;
mod fault;
#[cfg(feature = "email")]
pub mod send_email;
#[cfg(feature = "email")]
mod smtp;
#[cfg(all(test, feature = "email"))]
mod smtp_server;
#[cfg(feature = "email")]
mod template;
pub mod workflow_gateway;
pub mod workflow_loop;

#[cfg(test)]
pub(crate) mod testing;
