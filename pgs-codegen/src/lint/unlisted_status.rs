//! W109: a contract whose `allowed` is not the list of statuses with which it can end.

use std::collections::BTreeSet;

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::protocol::words::list;
use pgs_protocol::protocol::{Contract, say};

use super::passed_over::goes_on;
use super::subjects::FAILURES;
use super::unreachable_step;
use crate::analysis::Analysis;

/// The contracts that are compiled, each once.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let mut said = BTreeSet::new();
    for contract in analysis.compiled.iter().map(|compiled| compiled.contract) {
        if !contract.allowed.is_empty()
            && !unreachable_step::is_said(contract, diagnostics)
            && said.insert(contract.fqdn.as_str())
        {
            of_contract(contract, analysis, diagnostics);
        }
    }
}

fn of_contract(contract: &Contract, analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let place = contract.place.at(["core", "result_status_contract", "allowed"]);
    let can: Vec<&str> = analysis.statuses.of_contract(&contract.fqdn).collect();
    let lacks: Vec<&str> =
        can.iter().copied().filter(|status| !contract.allowed.iter().any(|it| it == status)).collect();
    // What every contract may list: how it fails, and with what it answers inputs that are not as declared.
    let is_usual = |status: &str| FAILURES.contains(&status) || contract.on_input_failure.as_deref() == Some(status);
    // What a step answers and its routes pass over is said of the route, or of the edge that waits for it.
    let is_passed_over = |status: &str| goes_on(contract, status, analysis).is_some();
    let never = contract.allowed.iter().map(String::as_str).filter(|it| !can.contains(it));
    let more = never.filter(|it| !is_usual(it) && !is_passed_over(it));
    let more: Vec<&str> = more.collect();
    let all = (list(&lacks), list(&more));
    let (message, remedy) = match (lacks.is_empty(), more.is_empty()) {
        (true, true) => return,
        (false, true) => {
            (format!("the contract can end with {}, which `allowed` does not list", all.0), format!("add {}", all.0))
        }
        (true, false) => {
            (format!("`allowed` lists {}, with which the contract never ends", all.1), format!("remove {}", all.1))
        }
        (false, false) => (
            format!("`allowed` lists {}, with which the contract never ends, and not {}", all.1, all.0),
            format!("list {} in place of {}", all.0, all.1),
        ),
    };
    say(diagnostics, Code::UnlistedStatus, &place, message, remedy);
}
