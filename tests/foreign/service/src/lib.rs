//! Who is in the house: a service that is governed by a protocol, and has it compiled in.

use std::path::Path;

use pgs_rt::store::{BACKENDS, Durability, State, StoreError};
use pgs_rt::{Context, RunError, Traces};
use protocol::guests::intents::{in_guest_came_v0, in_guest_left_v0};
use protocol::guests::{wf_sign_in_v0, wf_sign_out_v0};

pub mod protocol {
    //! The protocol, as its build script compiled it.
    include!(concat!(env!("OUT_DIR"), "/pgs.rs"));
}

/// The reception. It is shared by as many threads as there are desks.
#[derive(Clone, Debug)]
pub struct Reception {
    context: Context,
}

/// What a guest is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Please go on.
    Welcome,
    /// That can't be: in the house already, or not in it.
    Refused,
    /// The books of the reception can't be written or read.
    Closed,
}

impl Reception {
    /// A reception whose books lie in this folder. The path is absolute.
    pub fn at(folder: &Path) -> Result<Self, StoreError> {
        let address = format!("files:{}", folder.join("data").display());
        let state = State::open(&address, BACKENDS, Durability::Sync)?;
        Ok(Self { context: Context::new(state, Traces::below(folder)) })
    }

    /// A guest comes in.
    pub fn sign_in(&self, name: &str, host: &str) -> Result<Answer, RunError> {
        let payload = in_guest_came_v0::Payload { name: name.to_owned(), host: host.to_owned() };
        Ok(answer(wf_sign_in_v0::run(&self.context, payload)?.status))
    }

    /// A guest leaves.
    pub fn sign_out(&self, name: &str) -> Result<Answer, RunError> {
        let payload = in_guest_left_v0::Payload { name: name.to_owned() };
        Ok(answer(wf_sign_out_v0::run(&self.context, payload)?.status))
    }

    /// Any other request, by the name of its workflow.
    pub fn ask(&self, fqdn: &str, payload: pgs_rt::Map<String, pgs_rt::Value>) -> Result<Answer, RunError> {
        Ok(answer(protocol::run(fqdn, &self.context, payload)?.status))
    }
}

fn answer(status: &str) -> Answer {
    match status {
        "SUCCESS" => Answer::Welcome,
        "BACKEND_ERROR" => Answer::Closed,
        _ => Answer::Refused,
    }
}
