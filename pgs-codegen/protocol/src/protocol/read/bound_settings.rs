//! E103: what `pgs.toml` binds and the snapshot does not have.

use super::super::place::{Place, say};
use super::reader::Reader;
use crate::diagnostic::{Code, pointer};
use crate::near;
use crate::snapshot::{ArtifactKind, SETTINGS, file};

impl Reader<'_> {
    /// Says which modules of transforms are bound to nothing.
    pub fn bound_settings(&mut self) {
        let path = file::home(&self.snapshot.root).join(SETTINGS);
        let settings = &self.snapshot.settings;
        for fqdn in settings.transforms.keys() {
            let keys = pointer(["transforms", fqdn]);
            let place = Place { artifact: file::file_name(&path), file: path.clone(), pointer: keys };
            let of_kind = self.snapshot.artifacts.values().filter(|it| it.kind == ArtifactKind::Transform);
            let known: Vec<&str> = of_kind.map(|it| it.fqdn.as_str()).collect();
            if !known.contains(&fqdn.as_str()) && !self.diagnostics.is_lost(fqdn) {
                let message = format!("`{fqdn}` is no transform of the snapshot; its module is called by nothing");
                let remedy = near::remedy(fqdn, known, "name a transform that the snapshot declares");
                say(self.diagnostics, Code::UnknownSetting, &place, message, remedy);
            }
        }
    }
}
