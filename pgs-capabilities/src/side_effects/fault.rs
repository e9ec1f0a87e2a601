//! What becomes of a fault inside a workflow that another one started.

use pgs_rt::{Fault, Reason, Run};

/// Writes the fault to the trace, and gives it as the reason of the side effect.
pub fn reason(run: &Run, fault: &Fault) -> Reason {
    // Where the trace can't be written, the next event of the outer workflow fails for the same reason and ends the run.
    let _ = run.fails(fault);
    fault.into()
}
