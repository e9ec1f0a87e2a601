//! Runs transforms of PGC: each line of standard input is `{"fqdn": …, "inputs": {…}}`, each line of standard output what came
//! of it, `{"result": …}`, `{"refused": REASON}` or `{"fault": REASON}`. So they can be compared with another implementation.
//!
//! ```sh
//! echo '{"fqdn": "capability_transforms::CT_PURE_REQUIRE_TRUE_V0", "inputs": {"value": true}}' \
//!     | cargo run -p pgs-capabilities --all-features --example pgc_transforms
//! ```

use std::io::{self, BufRead as _, Write as _};

use pgs_rt::{Failure, Value, json};

#[path = "../tests/pgc_call/mod.rs"]
mod pgc_call;

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        writeln!(out, "{}", json::compact(&answer(&line?)))?;
    }
    out.flush()
}

fn answer(line: &str) -> Value {
    let line = match json::parse(line) {
        Ok(line) => line,
        Err(error) => return pgs_value::json!({ "error": error.to_string() }),
    };
    let fqdn = line.get("fqdn").and_then(Value::as_str).unwrap_or_default();
    match pgc_call::call(fqdn, line.get("inputs").cloned().unwrap_or_default()) {
        None => pgs_value::json!({ "error": "there is no such transform" }),
        Some(Ok(result)) => pgs_value::json!({ "result": result }),
        Some(Err(Failure::Refused(violation))) => pgs_value::json!({ "refused": violation.to_string() }),
        Some(Err(Failure::Fault(violation))) => pgs_value::json!({ "fault": violation.to_string() }),
    }
}
