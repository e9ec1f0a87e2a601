//! What `pgs.toml` binds: E103, where the snapshot does not have it, and the rules of payloads that it waives.

use super::super::Protocol;
use super::super::place::{Place, say};
use super::super::waived::waive;
use super::reader::Reader;
use crate::diagnostic::{Code, pointer};
use crate::near;
use crate::snapshot::{ArtifactKind, SETTINGS, file};

impl Reader<'_> {
    /// Waives the rules of payloads that the settings name.
    pub fn waived_rules(&mut self, protocol: &mut Protocol) {
        let path = file::home(&self.snapshot.root).join(SETTINGS);
        for (fqdn, fields) in &self.snapshot.settings.admission {
            let place = |keys: &[&str]| Place {
                artifact: file::file_name(&path),
                file: path.clone(),
                pointer: pointer(["admission", fqdn].into_iter().chain(keys.iter().copied())),
            };
            let of_kind = self.snapshot.artifacts.values().filter(|it| it.kind == ArtifactKind::Intent);
            let known: Vec<&str> = of_kind.map(|it| it.fqdn.as_str()).collect();
            match protocol.intents.get_mut(fqdn).filter(|_| known.contains(&fqdn.as_str())) {
                Some(intent) => {
                    for (field, rule) in
                        fields.iter().flat_map(|(field, rules)| rules.iter().map(move |it| (field, it)))
                    {
                        waive(intent, field, rule, &place(&[field]), self.diagnostics);
                    }
                }
                None if self.diagnostics.is_lost(fqdn) => {}
                None => {
                    let message = format!("`{fqdn}` is no intent of the snapshot; its rules are waived for nothing");
                    let remedy = near::remedy(fqdn, known, "name an intent that the snapshot declares");
                    say(self.diagnostics, Code::UnknownSetting, &place(&[]), message, remedy);
                }
            }
        }
    }

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
