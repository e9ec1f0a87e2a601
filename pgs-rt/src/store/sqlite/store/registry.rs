//! The live entries of a registry.

use serde_json::Value;

use super::{Store, Trouble};
use crate::store::backend::{Answer, Object};

impl Store<'_> {
    /// See [`crate::store::backend::Session::register`].
    pub fn register(&self, key: &str, entry: &mut dyn FnMut() -> Answer<Object>) -> Result<bool, Trouble> {
        let live = "SELECT 1 FROM entry WHERE store = ?1 AND key = ?2";
        if self.prepare(live)?.exists((self.id, key))? {
            return Ok(false);
        }
        let entry = Value::Object(entry()?);
        let address = entry.get("address").and_then(Value::as_str);
        let text = self.written(&entry, 0)?;
        self.execute(
            "INSERT INTO entry (store, key, address, json) VALUES (?1, ?2, ?3, ?4)",
            (self.id, key, address, text),
        )?;
        self.add_rows(1)?;
        Ok(true)
    }

    /// See [`crate::store::backend::Session::find`].
    pub fn entry(&self, key_or_address: &str) -> Result<Option<Object>, Trouble> {
        // One statement, so that it sees one state.
        let text = self.text(
            "SELECT json FROM (
                 SELECT 1 AS rank, n, json FROM entry WHERE store = ?1 AND key = ?2
                 UNION ALL SELECT 2, n, json FROM entry WHERE store = ?1 AND address = ?2
             ) ORDER BY rank, n LIMIT 1",
            (self.id, key_or_address),
        )?;
        text.map(|text| self.parsed_object(&text)).transpose()
    }

    /// See [`crate::store::backend::Session::count`].
    pub fn live(&self) -> u64 {
        self.count.unsigned_abs()
    }

    /// See [`crate::store::backend::Session::deregister`].
    pub fn deregister(&self, key_or_address: &str) -> Result<bool, Trouble> {
        let by_key = "DELETE FROM entry WHERE store = ?1 AND key = ?2";
        let by_address = "DELETE FROM entry WHERE n = (SELECT min(n) FROM entry WHERE store = ?1 AND address = ?2)";
        let mut removed = self.execute(by_key, (self.id, key_or_address))?;
        if removed == 0 {
            removed = self.execute(by_address, (self.id, key_or_address))?;
        }
        self.remove_rows(removed)?;
        Ok(removed > 0)
    }
}
