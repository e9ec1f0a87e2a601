//! `capability_transforms/`, `CT`

use std::collections::BTreeSet;

use pgs_protocol::protocol::{Body, Part, Purity, Transform};
use pgs_sealed::Artifact;

use super::molecule;
use super::reader::{Reader, summary};
use super::schema;

impl<'a> Reader<'a> {
    /// Reads a transform.
    pub fn transform(&mut self, artifact: &'a Artifact) -> Option<Transform> {
        let (front, core) = self.core(artifact)?;
        let machine = front.object("machine", self.diagnostics);
        let Some(machine) = machine else {
            front.malformed("machine", "an object", self.diagnostics);
            return None;
        };
        let purity = self.purity(&machine, "ct_purity")?;
        let body = match machine.required_text("ct_kind", self.diagnostics)? {
            "atom" => Body::Atom(purity),
            "molecule" => Body::Molecule(self.molecule(artifact)?),
            _ => {
                machine.malformed("ct_kind", "`atom` or `molecule`", self.diagnostics);
                return None;
            }
        };
        Some(Transform {
            fqdn: artifact.fqdn.clone(),
            inputs: schema::schemas(&core, "inputs", self.diagnostics),
            outputs: schema::schemas(&core, "outputs", self.diagnostics),
            versions: BTreeSet::new(),
            body,
            summary: summary(&core),
            place: front.place,
        })
    }

    /// What is declared of a result.
    pub fn purity(&mut self, part: &Part<'_>, key: &str) -> Option<Purity> {
        match part.required_text(key, self.diagnostics)? {
            "ct_pure" => Some(Purity::Pure),
            "ct_impure" => Some(Purity::Impure),
            "ct_exec" => Some(Purity::Exec),
            _ => {
                part.malformed(key, "`ct_pure`, `ct_impure` or `ct_exec`", self.diagnostics);
                None
            }
        }
    }

    /// The molecule that an artifact was lowered to.
    fn molecule(&mut self, artifact: &'a Artifact) -> Option<pgs_protocol::protocol::Molecule> {
        let place = self.place(artifact);
        let Some(fields) = artifact.ct_ir() else {
            let whole = Part { fields: &artifact.json, place };
            whole.malformed("ct_ir", "an object", self.diagnostics);
            return None;
        };
        molecule::read(self, &Part { fields, place: place.at(["ct_ir"]) }, molecule::DEPTH)
    }
}
