//! The live entries of a registry.

use pgs_value::Value;

use super::{DatabaseError, Store};
use pgs_store::Object;
use pgs_store::StoreResult;

impl Store<'_> {
    /// See [`pgs_store::Session::register`].
    pub fn register(&self, key: &str, entry: &mut dyn FnMut() -> StoreResult<Object>) -> Result<bool, DatabaseError> {
        let live = "SELECT 1 FROM entry WHERE store = ?1 AND key = ?2";
        if self.prepare(live)?.exists((self.id, key))? {
            return Ok(false);
        }
        let entry = Value::Object(entry()?);
        let address = entry.get("address").and_then(Value::as_str);
        let text = self.line(&entry)?;
        self.add_entry(key, address, &text)?;
        Ok(true)
    }

    pub(super) fn add_entry(&self, key: &str, address: Option<&str>, text: &str) -> Result<(), DatabaseError> {
        let add = "INSERT INTO entry (store, key, address, n, json)
                   VALUES (?1, ?2, ?3, (SELECT added FROM store WHERE id = ?1), ?4)";
        self.execute(add, (self.id, key, address, text))?;
        Ok(())
    }

    /// See [`pgs_store::Session::find`].
    pub fn entry(&self, key_or_address: &str) -> Result<Option<Object>, DatabaseError> {
        let by_key = "SELECT json FROM entry WHERE store = ?1 AND key = ?2";
        let by_address = "SELECT json FROM entry WHERE store = ?1 AND address = ?2 ORDER BY n LIMIT 1";
        let text = match self.text(by_key, (self.id, key_or_address))? {
            None => self.text(by_address, (self.id, key_or_address))?,
            found => found,
        };
        text.map(|text| self.parsed_object(&text)).transpose()
    }

    /// See [`pgs_store::Session::count`].
    pub fn live(&self) -> Result<u64, DatabaseError> {
        let count: i64 =
            self.prepare("SELECT count FROM store WHERE id = ?1")?.query_row([self.id], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// See [`pgs_store::Session::deregister`].
    pub fn deregister(&self, key_or_address: &str) -> Result<bool, DatabaseError> {
        let by_key = "DELETE FROM entry WHERE store = ?1 AND key = ?2";
        let by_address = "DELETE FROM entry WHERE store = ?1 AND key =
                          (SELECT key FROM entry WHERE store = ?1 AND address = ?2 ORDER BY n LIMIT 1)";
        let mut removed = self.execute(by_key, (self.id, key_or_address))?;
        if removed == 0 {
            removed = self.execute(by_address, (self.id, key_or_address))?;
        }
        Ok(removed > 0)
    }
}
