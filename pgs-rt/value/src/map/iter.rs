//! What goes through the fields of an object.

use std::iter::FusedIterator;

use indexmap::map;

use super::Map;

/// Iterators over the one that the map below has.
macro_rules! iterators {
    ($($(#[$meta:meta])* $name:ident <$($parameter:tt),+> over $inner:ty => $item:ty;)+) => {
        $($(#[$meta])*
        pub struct $name<$($parameter),+>($inner);

        impl<$($parameter),+> Iterator for $name<$($parameter),+> {
            type Item = $item;

            fn next(&mut self) -> Option<$item> {
                self.0.next()
            }

            fn size_hint(&self) -> (usize, Option<usize>) {
                self.0.size_hint()
            }
        }

        impl<$($parameter),+> DoubleEndedIterator for $name<$($parameter),+> {
            fn next_back(&mut self) -> Option<$item> {
                self.0.next_back()
            }
        }

        impl<$($parameter),+> ExactSizeIterator for $name<$($parameter),+> {}

        impl<$($parameter),+> FusedIterator for $name<$($parameter),+> {})+
    };
}

iterators! {
    /// The keys of an object, each with its value.
    #[derive(Clone)]
    Iter<'m, V> over map::Iter<'m, String, V> => (&'m String, &'m V);
    /// The keys of an object, each with its value, which may be changed.
    IterMut<'m, V> over map::IterMut<'m, String, V> => (&'m String, &'m mut V);
    /// The keys of what was an object, each with its value.
    IntoIter<V> over map::IntoIter<String, V> => (String, V);
    /// The keys of an object.
    #[derive(Clone)]
    Keys<'m, V> over map::Keys<'m, String, V> => &'m String;
    /// The keys of what was an object.
    IntoKeys<V> over map::IntoKeys<String, V> => String;
    /// The values of an object.
    #[derive(Clone)]
    Values<'m, V> over map::Values<'m, String, V> => &'m V;
    /// The values of an object, which may be changed.
    ValuesMut<'m, V> over map::ValuesMut<'m, String, V> => &'m mut V;
    /// The values of what was an object.
    IntoValues<V> over map::IntoValues<String, V> => V;
}

impl<V> Map<String, V> {
    /// The keys, each with its value.
    pub fn iter(&self) -> Iter<'_, V> {
        Iter(self.entries.iter())
    }

    /// The keys, each with its value, which may be changed.
    pub fn iter_mut(&mut self) -> IterMut<'_, V> {
        IterMut(self.entries.iter_mut())
    }

    /// The keys.
    pub fn keys(&self) -> Keys<'_, V> {
        Keys(self.entries.keys())
    }

    /// The values.
    pub fn values(&self) -> Values<'_, V> {
        Values(self.entries.values())
    }

    /// The values, which may be changed.
    pub fn values_mut(&mut self) -> ValuesMut<'_, V> {
        ValuesMut(self.entries.values_mut())
    }

    /// The keys alone.
    pub fn into_keys(self) -> IntoKeys<V> {
        IntoKeys(self.entries.into_keys())
    }

    /// The values alone.
    pub fn into_values(self) -> IntoValues<V> {
        IntoValues(self.entries.into_values())
    }
}

impl<V> IntoIterator for Map<String, V> {
    type Item = (String, V);
    type IntoIter = IntoIter<V>;

    fn into_iter(self) -> IntoIter<V> {
        IntoIter(self.entries.into_iter())
    }
}

impl<'m, V> IntoIterator for &'m Map<String, V> {
    type Item = (&'m String, &'m V);
    type IntoIter = Iter<'m, V>;

    fn into_iter(self) -> Iter<'m, V> {
        self.iter()
    }
}

impl<'m, V> IntoIterator for &'m mut Map<String, V> {
    type Item = (&'m String, &'m mut V);
    type IntoIter = IterMut<'m, V>;

    fn into_iter(self) -> IterMut<'m, V> {
        self.iter_mut()
    }
}
