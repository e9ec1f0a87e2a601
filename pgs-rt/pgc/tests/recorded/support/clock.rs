//! `CS_CLOCK`, as a step calls it.

use pgs_pgc::{Fault, Reply, Step, statuses};
use pgs_value::described;

statuses! {
    /// How NOW ends.
    NowStatus { Success = "SUCCESS", BackendError = "BACKEND_ERROR" }
}

described! {
    /// What NOW gives.
    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct NowOutputs {
        /// UTC, with `Z`.
        pub timestamp: String,
    }
}

/// How exact it is.
pub enum Precision {
    /// Whole seconds.
    Seconds,
}

/// Tells the time.
pub fn now(step: &Step<'_>, precision: Precision) -> Result<Reply<NowStatus, NowOutputs>, Fault> {
    step.effect(|run| {
        let Precision::Seconds = precision;
        let now = pgs_trace::sources::rfc3339_millis(run.sources().now());
        let seconds = now.split('.').next().unwrap_or_default();
        Ok(Reply::success(NowStatus::Success, NowOutputs { timestamp: format!("{seconds}Z") }))
    })
}
