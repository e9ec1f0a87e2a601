//! Which workflows may have been meant by a name that none has.

use pgs_rt::Workflow;
use pgs_scenario::near::{ALIKE, alike};

/// More suggestions than these would no longer be a hint.
const MOST: usize = 3;

/// The names of the workflows that are like `name`, those of its own namespace first, then the nearest: those of the same
/// code under another namespace, in another version, misspelt, or with one word different or missing.
pub(crate) fn near(name: &str, workflows: &[Workflow]) -> Vec<&'static str> {
    let wanted = words(name);
    let mut scored: Vec<(bool, usize, f64, &'static str)> = workflows
        .iter()
        .map(|workflow| (words(workflow.id.fqdn), workflow.id.fqdn))
        .map(|(have, fqdn)| {
            (is_beside(name, fqdn), shared(&wanted, &have), alike(&wanted.concat(), &have.concat()), fqdn)
        })
        // Twice the shared words, against all the words of `name`: at least half are shared.
        .filter(|(_, score, alike, _)| *alike >= ALIKE || *score > 0 && score * 2 >= wanted.len())
        .collect();
    // Stable: workflows that are equally near keep the order of the snapshot.
    scored.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.cmp(&a.1)).then(b.2.total_cmp(&a.2)));
    scored.into_iter().take(MOST).map(|(_, _, _, fqdn)| fqdn).collect()
}

/// Whether both have the same namespace.
fn is_beside(name: &str, fqdn: &str) -> bool {
    let namespace = |name: &str| name.rsplit_once("::").map(|(namespace, _)| namespace.to_owned());
    namespace(name).is_some_and(|own| namespace(fqdn) == Some(own))
}

/// The words of a code, without namespace, kind (`WF`) and version (`V0`), in upper case.
fn words(name: &str) -> Vec<String> {
    let code = name.rsplit(':').next().unwrap_or(name).to_uppercase();
    code.split(['_', '-', ' ', '.'])
        .filter(|word| !matches!(*word, "" | "WF") && !is_version(word))
        .map(str::to_owned)
        .collect()
}

fn is_version(word: &str) -> bool {
    word.strip_prefix('V').is_some_and(|digits| !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()))
}

fn shared(wanted: &[String], have: &[String]) -> usize {
    wanted.iter().filter(|word| have.contains(word)).count()
}

#[cfg(test)]
mod tests {
    use pgs_rt::{Fault, WorkflowId};

    use super::*;

    fn workflow(fqdn: &'static str) -> Workflow {
        Workflow {
            id: WorkflowId { fqdn, domain: "x", address: 0 },
            binary: "",
            summary: "",
            payload: &[],
            intent: None,
            suppressed: &[],
            names: &[],
            stores: &[],
            protocol: "",
            run: |_, _| Err(Fault::new("never run")),
            graph: None,
        }
    }

    #[test]
    fn names_that_share_words_are_near() {
        let all = [
            workflow("chain::WF_REGISTER_ACTOR_UNVERIFIED_V0"),
            workflow("chain::WF_VERIFY_ACTOR_V0"),
            workflow("chain::WF_COMMIT_BLOCK_V0"),
        ];
        assert_eq!(near("WF_COMMIT_BLOCK_V0", &all), ["chain::WF_COMMIT_BLOCK_V0"]);
        assert_eq!(near("other::wf_commit_block_v1", &all), ["chain::WF_COMMIT_BLOCK_V0"]);
        assert_eq!(
            near("chain::WF_REGISTER_ACTOR_V0", &all),
            ["chain::WF_REGISTER_ACTOR_UNVERIFIED_V0", "chain::WF_VERIFY_ACTOR_V0"]
        );
        assert!(near("chain::WF_SEND_MAIL_V0", &all).is_empty());
        assert!(near("", &all).is_empty());
        assert!(near("WF_V0", &all).is_empty());
        assert_eq!(near("chain::WF_COMITBLOK_V0", &all), ["chain::WF_COMMIT_BLOCK_V0"]);
    }

    #[test]
    fn the_own_namespace_comes_first() {
        let all = [workflow("a::WF_LEND_BOOK_V0"), workflow("b::WF_LEND_V0")];
        assert_eq!(near("b::WF_LEND_BOOK_V0", &all), ["b::WF_LEND_V0", "a::WF_LEND_BOOK_V0"]);
        assert_eq!(near("WF_LEND_BOOK_V1", &all), ["a::WF_LEND_BOOK_V0", "b::WF_LEND_V0"]);
    }
}
