//! The rows of a store, as they are moved from and to another backend.

use serde_json::Value;

use super::{Store, Trouble};
use crate::backend::Answer;
use crate::moving::{Kind, Part};
use pgs_value::json;

impl Store<'_> {
    /// Hands all rows on, in order, and gives how many there are.
    pub fn parts(&self, kind: Kind, each: &mut dyn FnMut(Part) -> Answer<()>) -> Result<u64, Trouble> {
        let sql = match kind {
            Kind::Registry => "SELECT json, NULL FROM entry WHERE store = ?1 ORDER BY n",
            Kind::Log => "SELECT json, NULL FROM line WHERE n > ?1 AND n < ?2 ORDER BY n",
            Kind::Object => "SELECT json, key FROM member WHERE store = ?1 ORDER BY n",
        };
        let mut count = 0;
        let mut statement = self.prepare(sql)?;
        let mut rows = match kind {
            Kind::Log => statement.query(self.lines())?,
            Kind::Registry | Kind::Object => statement.query([self.id])?,
        };
        while let Some(row) = rows.next()? {
            let text: String = row.get(0)?;
            each(match row.get::<_, Option<String>>(1)? {
                Some(key) => Part::Member(key, self.parsed(&text)?),
                None => Part::Line(text),
            })?;
            count += 1;
        }
        Ok(count)
    }

    /// Adds a row to the end.
    pub fn add_part(&self, kind: Kind, part: Part) -> Result<(), Trouble> {
        match (kind, part) {
            (Kind::Registry, Part::Line(text)) => {
                let entry = self.parsed_object(&text)?;
                let field = |name: &str| entry.get(name).and_then(Value::as_str);
                let key = field("key").ok_or_else(|| self.broken("an entry without a key"))?;
                self.add_entry(key, field("address"), &text)
            }
            (Kind::Log, Part::Line(text)) => self.add_line(self.next_line()?, &text),
            (Kind::Object, Part::Member(key, value)) => self.add_member(&key, &json::compact(&value)),
            _ => Err(format!("{} is no store of this kind", self.path).into()),
        }
    }
}
