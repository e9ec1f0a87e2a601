//! The entries of a log.

use serde_json::Value;

use super::{Store, Trouble};
use crate::store::backend::{Answer, Object};

impl Store<'_> {
    /// See [`crate::store::backend::Session::append`].
    pub fn append(&self, entry: &mut dyn FnMut(u64) -> Answer<Object>) -> Result<(), Trouble> {
        let next = self.next_line()?;
        // No entry is ever removed.
        let count = next - self.range().0 - 1;
        let entry = Value::Object(entry(count.unsigned_abs())?);
        self.add_line(next, &self.written(&entry, 0)?)
    }

    /// The number of a line that is added.
    pub(super) fn next_line(&self) -> rusqlite::Result<i64> {
        self.next("SELECT n FROM line WHERE n > ?1 AND n < ?2 ORDER BY n DESC LIMIT 1")
    }

    pub(super) fn add_line(&self, n: i64, text: &str) -> Result<(), Trouble> {
        self.execute("INSERT INTO line (n, json) VALUES (?1, ?2)", (n, text))?;
        Ok(())
    }

    /// See [`crate::store::backend::Session::entries`].
    pub fn entries(&self, wanted: &dyn Fn(&Object) -> bool) -> Result<Vec<Object>, Trouble> {
        let mut found = Vec::new();
        let mut statement = self.prepare("SELECT json FROM line WHERE n > ?1 AND n < ?2 ORDER BY n")?;
        let mut rows = statement.query(self.range())?;
        while let Some(row) = rows.next()? {
            let entry = self.parsed_object(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?;
            if wanted(&entry) {
                found.push(entry);
            }
        }
        Ok(found)
    }
}
