//! The entries of a log.

use serde_json::Value;

use super::{Store, Trouble};
use crate::store::backend::{Answer, Object};

impl Store<'_> {
    /// See [`crate::store::backend::Session::append`].
    pub fn append(&self, entry: &mut dyn FnMut(u64) -> Answer<Object>) -> Result<(), Trouble> {
        let entry = Value::Object(entry(self.count.unsigned_abs())?);
        let text = self.written(&entry, 0)?;
        self.execute("INSERT INTO line (store, json) VALUES (?1, ?2)", (self.id, text))?;
        self.add_rows(1)
    }

    /// See [`crate::store::backend::Session::entries`].
    pub fn entries(&self, wanted: &dyn Fn(&Object) -> bool) -> Result<Vec<Object>, Trouble> {
        let mut found = Vec::new();
        let mut statement = self.prepare("SELECT json FROM line WHERE store = ?1 ORDER BY n")?;
        let mut rows = statement.query([self.id])?;
        while let Some(row) = rows.next()? {
            let entry = self.parsed_object(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?;
            if wanted(&entry) {
                found.push(entry);
            }
        }
        Ok(found)
    }
}
