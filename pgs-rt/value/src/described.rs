//! What Rust types say of a capability, for comparison with its `capabilities.toml`.

use crate::{Field, Typed};

/// A struct that a capability takes or gives.
///
/// [`described!`](crate::described) implements it beside the struct.
pub trait Described {
    /// The fields, in the order of the struct.
    const FIELDS: &'static [DescribedField];
}

/// A field of such a struct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DescribedField {
    /// The name, which is the protocol's too. `r#` stands before a keyword.
    pub name: &'static str,
    /// The protocol's name of the type.
    pub ty: &'static str,
    /// Whether the field is an `Option`.
    pub optional: bool,
}

/// The type of such a field: one that stands for a type of the protocol, a [`Field`] or an `Option` of it.
pub trait DescribedType {
    /// The protocol's name of the type.
    const NAME: &'static str;
    /// Whether it is an `Option`.
    const OPTIONAL: bool = false;
}

impl<T: Typed> DescribedType for T {
    const NAME: &'static str = T::NAME;
}

impl<T: Typed> DescribedType for Field<T> {
    const NAME: &'static str = T::NAME;
}

impl<T: Typed> DescribedType for Option<T> {
    const NAME: &'static str = T::NAME;
    const OPTIONAL: bool = true;
}

/// Declares the structs that a capability takes or gives, so that a test can compare them with `capabilities.toml`.
///
/// The structs are left as they are written; each gets an implementation of [`Described`](crate::Described).
///
/// ```
/// use pgs_value::{Described as _, Field};
///
/// pgs_value::described! {
///     /// What the transform is given.
///     #[derive(Debug, Default)]
///     pub struct Inputs {
///         /// The weight.
///         pub grams: Field<i64>,
///     }
/// }
/// assert_eq!((Inputs::FIELDS[0].name, Inputs::FIELDS[0].ty), ("grams", "integer"));
/// ```
#[macro_export]
macro_rules! described {
    ($(
        $(#[$struct_meta:meta])*
        pub struct $name:ident {
            $($(#[$field_meta:meta])* pub $field:ident: $ty:ty),* $(,)?
        }
    )+) => {
        $(
            $(#[$struct_meta])*
            pub struct $name {
                $($(#[$field_meta])* pub $field: $ty,)*
            }

            impl $crate::Described for $name {
                const FIELDS: &'static [$crate::DescribedField] = &[$(
                    $crate::DescribedField {
                        name: stringify!($field),
                        ty: <$ty as $crate::DescribedType>::NAME,
                        optional: <$ty as $crate::DescribedType>::OPTIONAL,
                    },
                )*];
            }
        )+
    };
}
