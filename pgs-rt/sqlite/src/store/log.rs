//! The entries of a log.

use pgs_value::Value;
use rusqlite::OptionalExtension as _;

use super::{DatabaseError, Store};
use pgs_store::Object;
use pgs_store::StoreResult;

/// How many lines a log can number.
const LINES: i64 = 1 << 40;

impl Store<'_> {
    /// See [`pgs_store::Session::append`].
    pub fn append(&self, entry: &mut dyn FnMut(u64) -> StoreResult<Object>) -> Result<(), DatabaseError> {
        let next = self.next_line()?;
        // No line is ever removed.
        let count = next - self.lines().0 - 1;
        let entry = Value::Object(entry(count.unsigned_abs())?);
        self.add_line(next, &self.line(&entry)?)
    }

    pub(super) fn add_line(&self, n: i64, text: &str) -> Result<(), DatabaseError> {
        self.execute("INSERT INTO line (n, json) VALUES (?1, ?2)", (n, text))?;
        Ok(())
    }

    /// The number of a line that is added.
    pub(super) fn next_line(&self) -> rusqlite::Result<i64> {
        let mut last = self.prepare("SELECT n FROM line WHERE n > ?1 AND n < ?2 ORDER BY n DESC LIMIT 1")?;
        let last = last.query_row(self.lines(), |row| row.get::<_, i64>(0)).optional()?;
        Ok(last.unwrap_or(self.lines().0) + 1)
    }

    /// The numbers of its lines are more than the first, and less than the second.
    pub(super) fn lines(&self) -> (i64, i64) {
        (self.id * LINES, (self.id + 1) * LINES)
    }

    /// See [`pgs_store::Session::entries`].
    pub fn entries(&self, wanted: &dyn Fn(&Object) -> bool) -> Result<Vec<Object>, DatabaseError> {
        let mut found = Vec::new();
        let mut statement = self.prepare("SELECT json FROM line WHERE n > ?1 AND n < ?2 ORDER BY n")?;
        let mut rows = statement.query(self.lines())?;
        while let Some(row) = rows.next()? {
            let entry = self.parsed_object(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?;
            if wanted(&entry) {
                found.push(entry);
            }
        }
        Ok(found)
    }
}
