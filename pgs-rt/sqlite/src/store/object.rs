//! The keys and values of an object.

use pgs_value::Value;

use super::super::savepoint::whole;
use super::{DatabaseError, Store};
use pgs_store::Object;

/// How many values an update looks at in one piece.
const BATCH: i64 = 200;

impl Store<'_> {
    /// See [`pgs_store::Session::get`].
    pub fn value(&self, key: &str) -> Result<Option<Value>, DatabaseError> {
        let text = self.text("SELECT json FROM member WHERE store = ?1 AND key = ?2", (self.id, key))?;
        text.map(|text| self.parsed(&text)).transpose()
    }

    /// See [`pgs_store::Session::put`].
    pub fn put(&self, key: &str, value: &Value) -> Result<(), DatabaseError> {
        let text = self.written(value, 1)?;
        let changed =
            self.execute("UPDATE member SET json = ?3 WHERE store = ?1 AND key = ?2", (self.id, key, &text))?;
        if changed == 0 { self.add_member(key, &text) } else { Ok(()) }
    }

    /// Adds a key that is not there to the end.
    pub(super) fn add_member(&self, key: &str, text: &str) -> Result<(), DatabaseError> {
        let add = "INSERT INTO member (store, key, n, json)
                   VALUES (?1, ?2, (SELECT added FROM store WHERE id = ?1), ?3)";
        self.execute(add, (self.id, key, text))?;
        Ok(())
    }

    /// See [`pgs_store::Session::remove`].
    pub fn remove(&self, keys: &[String]) -> Result<usize, DatabaseError> {
        let remove = |key: &String| self.execute("DELETE FROM member WHERE store = ?1 AND key = ?2", (self.id, key));
        match keys {
            [key] => Ok(remove(key)?),
            keys => whole(self.connection, || Ok(keys.iter().map(remove).sum::<rusqlite::Result<_>>()?)),
        }
    }

    /// See [`pgs_store::Session::list`].
    pub fn list(&self) -> Result<Object, DatabaseError> {
        let mut object = Object::new();
        let mut statement = self.prepare("SELECT key, json FROM member WHERE store = ?1 ORDER BY n")?;
        let mut rows = statement.query([self.id])?;
        while let Some(row) = rows.next()? {
            let value = self.parsed(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?)?;
            object.insert(row.get(0)?, value);
        }
        Ok(object)
    }

    /// See [`pgs_store::Session::update`].
    pub fn update(&self, change: &mut dyn FnMut(&str, &mut Object) -> bool) -> Result<Vec<String>, DatabaseError> {
        let mut changed = whole(self.connection, || {
            let (mut changed, mut from) = (Vec::new(), String::new());
            loop {
                let batch = self.some(&from)?;
                let Some((_, last, _)) = batch.last() else { return Ok(changed) };
                // The least text that is greater.
                from = format!("{last}\0");
                for (n, key, text) in batch {
                    if let Value::Object(mut record) = self.parsed(&text)?
                        && change(&key, &mut record)
                    {
                        let text = self.written(&Value::Object(record), 1)?;
                        self.execute(
                            "UPDATE member SET json = ?3 WHERE store = ?1 AND key = ?2",
                            (self.id, &key, text),
                        )?;
                        changed.push((n, key));
                    }
                }
            }
        })?;
        changed.sort_unstable();
        Ok(changed.into_iter().map(|(_, key)| key).collect())
    }

    /// Places, keys and texts from a key on, a batch of them: not all values at once, and no cursor that stands in the
    /// rows that change.
    fn some(&self, from: &str) -> rusqlite::Result<Vec<(i64, String, String)>> {
        self.prepare("SELECT n, key, json FROM member WHERE store = ?1 AND key >= ?2 ORDER BY key LIMIT ?3")?
            .query_map((self.id, from, BATCH), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect()
    }
}
