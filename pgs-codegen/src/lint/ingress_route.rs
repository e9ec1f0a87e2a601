//! W111: a way in over HTTP that no request can take, or that two ingress intents declare.

use pgs_protocol::diagnostic::{Code, Diagnostics};
use pgs_protocol::near;
use pgs_protocol::protocol::say;

use crate::analysis::Analysis;

/// The methods of HTTP that requests for a run have.
const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// The ingress intents.
pub fn check(analysis: &Analysis<'_>, diagnostics: &mut Diagnostics) {
    let all = &analysis.protocol.ingress;
    for (n, ingress) in all.iter().enumerate() {
        let place = ingress.place.at(["core", "route"]);
        if let Some(method) = ingress.method.as_deref().filter(|it| !METHODS.contains(it)) {
            let message = format!("`{method}` is no method of HTTP that starts a run");
            let remedy = near::remedy(method, METHODS, "write POST, or another of GET, PUT, PATCH and DELETE");
            say(diagnostics, Code::IngressRoute, &place.at(["method"]), message, remedy);
        }
        if let Some(path) = ingress.path.as_deref().filter(|it| !it.starts_with('/')) {
            let message = format!("the path `{path}` does not begin with `/`: no request has it");
            say(diagnostics, Code::IngressRoute, &place.at(["path"]), message, format!("write `/{path}`"));
        }
        let same = |other: &&pgs_protocol::protocol::Ingress| {
            ingress.path.is_some() && (&other.method, &other.path) == (&ingress.method, &ingress.path)
        };
        if let Some(first) = all[..n].iter().find(same) {
            let message = format!("{} has the same method and path", first.fqdn);
            say(diagnostics, Code::IngressRoute, &place.at(["path"]), message, "give one of the two another path");
        }
    }
}
