//! The workflows that a build holds, of both generations.

/// The workflows that a build holds.
#[derive(Clone, Copy, Debug)]
pub struct Workflows<'w> {
    /// Those of PGS.
    pub pgs: &'w [pgs_rt::Workflow],
    /// Those of PGC.
    pub pgc: &'w [pgs_pgc::Workflow],
}

impl Workflows<'_> {
    /// Whether one of them has this name: the FQDN, or the code.
    pub fn has(&self, name: &str) -> bool {
        let ids = self.pgs.iter().map(|workflow| workflow.id).chain(self.pgc.iter().map(|workflow| workflow.id));
        ids.into_iter().any(|id| [id.fqdn, id.code()].contains(&name))
    }
}

/// A build without any of PGC.
impl<'w> From<&'w [pgs_rt::Workflow]> for Workflows<'w> {
    fn from(pgs: &'w [pgs_rt::Workflow]) -> Self {
        Self { pgs, pgc: &[] }
    }
}
