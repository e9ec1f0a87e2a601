//! The fields of a JSON object, in the order in which they came.

mod iter;

use std::borrow::Borrow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops;

use indexmap::IndexMap;
use indexmap::map::Entry as Place;

pub use self::iter::{IntoIter, IntoKeys, IntoValues, Iter, IterMut, Keys, Values, ValuesMut};

/// The fields of a JSON object, as a `Map<String, Value>`.
///
/// Keys keep the order in which they came. Two objects are equal whatever their order.
///
/// ```
/// use pgs_value::{Map, Value};
///
/// let mut member: Map<String, Value> = Map::new();
/// member.insert("name".to_owned(), Value::from("Ada"));
/// member.insert("age".to_owned(), Value::from(36));
/// assert!(member.keys().eq(["name", "age"]));
/// assert_eq!(member["age"], 36);
/// ```
#[derive(Clone)]
pub struct Map<K, V> {
    /// Boxed, so that a value is not as large as a map.
    entries: Box<IndexMap<K, V>>,
}

impl<V> Map<String, V> {
    /// An object without fields.
    pub fn new() -> Self {
        Self::default()
    }

    /// An object without fields that has room for so many.
    pub fn with_capacity(capacity: usize) -> Self {
        Self { entries: Box::new(IndexMap::with_capacity(capacity)) }
    }

    /// How many fields there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no fields.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether there is this key.
    pub fn contains_key<Q>(&self, key: &Q) -> bool
    where
        String: Borrow<Q>,
        Q: ?Sized + Eq + Hash,
    {
        self.entries.contains_key(key)
    }

    /// The value at a key.
    pub fn get<Q>(&self, key: &Q) -> Option<&V>
    where
        String: Borrow<Q>,
        Q: ?Sized + Eq + Hash,
    {
        self.entries.get(key)
    }

    /// The value at a key.
    pub fn get_mut<Q>(&mut self, key: &Q) -> Option<&mut V>
    where
        String: Borrow<Q>,
        Q: ?Sized + Eq + Hash,
    {
        self.entries.get_mut(key)
    }

    /// The key as it stands here, and its value.
    pub fn get_key_value<Q>(&self, key: &Q) -> Option<(&String, &V)>
    where
        String: Borrow<Q>,
        Q: ?Sized + Eq + Hash,
    {
        self.entries.get_key_value(key)
    }

    /// Sets a value, and gives the one before it. A new key comes last, a known one keeps its place.
    pub fn insert(&mut self, key: String, value: V) -> Option<V> {
        self.entries.insert(key, value)
    }

    /// A key, to be filled where it is missing.
    pub fn entry(&mut self, key: impl Into<String>) -> Entry<'_, V> {
        Entry(self.entries.entry(key.into()))
    }

    /// Removes a key; the last one takes its place. [`Map::shift_remove`] keeps the order.
    pub fn remove<Q>(&mut self, key: &Q) -> Option<V>
    where
        String: Borrow<Q>,
        Q: ?Sized + Eq + Hash,
    {
        self.swap_remove(key)
    }

    /// Removes a key; the last one takes its place.
    pub fn swap_remove<Q>(&mut self, key: &Q) -> Option<V>
    where
        String: Borrow<Q>,
        Q: ?Sized + Eq + Hash,
    {
        self.entries.swap_remove(key)
    }

    /// Removes a key; those behind it move up, which takes as long as there are many.
    pub fn shift_remove<Q>(&mut self, key: &Q) -> Option<V>
    where
        String: Borrow<Q>,
        Q: ?Sized + Eq + Hash,
    {
        self.entries.shift_remove(key)
    }

    /// Removes all fields.
    pub fn clear(&mut self) {
        self.entries.clear();
    }

    /// Removes the fields that this refuses.
    pub fn retain(&mut self, keep: impl FnMut(&String, &mut V) -> bool) {
        self.entries.retain(keep);
    }

    /// Moves all fields of another object here, which are then no longer there.
    pub fn append(&mut self, other: &mut Self) {
        self.entries.append(&mut other.entries);
    }

    /// Orders the keys.
    pub fn sort_keys(&mut self) {
        self.entries.sort_unstable_keys();
    }
}

/// A key of an object, which may be missing.
pub struct Entry<'m, V>(Place<'m, String, V>);

impl<'m, V> Entry<'m, V> {
    /// The value at the key, or this one, which is put there.
    pub fn or_insert(self, value: V) -> &'m mut V {
        self.0.or_insert(value)
    }

    /// The value at the key, or the one that this makes, which is put there.
    pub fn or_insert_with(self, make: impl FnOnce() -> V) -> &'m mut V {
        self.0.or_insert_with(make)
    }

    /// Changes the value at the key, if there is one.
    #[must_use]
    pub fn and_modify(self, change: impl FnOnce(&mut V)) -> Self {
        Self(self.0.and_modify(change))
    }
}

impl<V> Default for Map<String, V> {
    fn default() -> Self {
        Self { entries: Box::default() }
    }
}

impl<V: PartialEq> PartialEq for Map<String, V> {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl<V: Eq> Eq for Map<String, V> {}

/// The same for every order of the keys, as equality is.
impl<V: Hash> Hash for Map<String, V> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let mut entries: Vec<_> = self.iter().collect();
        entries.sort_unstable_by_key(|(key, _)| *key);
        entries.hash(state);
    }
}

impl<V: fmt::Debug> fmt::Debug for Map<String, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.entries.fmt(f)
    }
}

/// # Panics
///
/// If there is no such key.
impl<V, Q: ?Sized + Eq + Hash> ops::Index<&Q> for Map<String, V>
where
    String: Borrow<Q>,
{
    type Output = V;

    fn index(&self, key: &Q) -> &V {
        &self.entries[key]
    }
}

/// # Panics
///
/// If there is no such key.
impl<V, Q: ?Sized + Eq + Hash> ops::IndexMut<&Q> for Map<String, V>
where
    String: Borrow<Q>,
{
    fn index_mut(&mut self, key: &Q) -> &mut V {
        &mut self.entries[key]
    }
}

impl<V> FromIterator<(String, V)> for Map<String, V> {
    fn from_iter<I: IntoIterator<Item = (String, V)>>(entries: I) -> Self {
        Self { entries: Box::new(entries.into_iter().collect()) }
    }
}

impl<V, const N: usize> From<[(String, V); N]> for Map<String, V> {
    fn from(entries: [(String, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl<V> Extend<(String, V)> for Map<String, V> {
    fn extend<I: IntoIterator<Item = (String, V)>>(&mut self, entries: I) {
        self.entries.extend(entries);
    }
}
