//! The rows of a store, as they are moved from and to another backend.

use pgs_value::Value;

use super::{DatabaseError, Store};
use pgs_store::moving::{Part, Parts};
use pgs_store::{StoreError, StoreKind};
use pgs_value::json;

impl Store<'_> {
    /// Hands all rows on, in order.
    pub fn parts(&self, kind: StoreKind, each: &mut Parts<'_>) -> Result<(), DatabaseError> {
        let sql = match kind {
            StoreKind::Registry => "SELECT json, NULL FROM entry WHERE store = ?1 ORDER BY n",
            StoreKind::Log => "SELECT json, NULL FROM line WHERE n > ?1 AND n < ?2 ORDER BY n",
            StoreKind::Object => "SELECT json, key FROM member WHERE store = ?1 ORDER BY n",
        };
        let mut statement = self.prepare(sql)?;
        let mut rows = match kind {
            StoreKind::Log => statement.query(self.lines())?,
            StoreKind::Registry | StoreKind::Object => statement.query([self.id])?,
        };
        while let Some(row) = rows.next()? {
            let text: String = row.get(0)?;
            each(match row.get::<_, Option<String>>(1)? {
                Some(key) => Part::Member(key, self.parsed(&text)?),
                None => Part::Line(text),
            })?;
        }
        Ok(())
    }

    /// Adds a row to the end.
    pub fn add_part(&self, kind: StoreKind, part: Part) -> Result<(), DatabaseError> {
        match (kind, part) {
            (StoreKind::Registry, Part::Line(text)) => {
                let entry = self.parsed_object(&text)?;
                let field = |name: &str| entry.get(name).and_then(Value::as_str);
                let key = field("key").ok_or_else(|| self.broken("an entry without a key"))?;
                self.add_entry(key, field("address"), &text)
            }
            (StoreKind::Log, Part::Line(text)) => self.add_line(self.next_line()?, &text),
            (StoreKind::Object, Part::Member(key, value)) => self.add_member(&key, &json::compact(&value)),
            (StoreKind::Registry | StoreKind::Log, Part::Member(..)) | (StoreKind::Object, Part::Line(_)) => {
                let reason = format!("{} is no store of this kind", self.path);
                Err(StoreError::Conflict { path: self.path.into(), reason }.into())
            }
        }
    }
}
