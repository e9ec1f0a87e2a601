//! Statuses: how a step, a workflow or an operation of a store ends (`docs/reference/contract.md`).

/// The verdict on a payload that keeps the rules of its intent: the outcome of an IN node.
pub const ACK: &str = "ACK";

/// The verdict on a payload that breaks one.
pub const NACK: &str = "NACK";

/// The statuses with which something can end: an enum that [`statuses!`](crate::statuses) declares, or the words
/// themselves.
pub trait Status: Copy {
    /// The status word of the protocol.
    fn as_str(self) -> &'static str;
}

impl Status for &'static str {
    fn as_str(self) -> &'static str {
        self
    }
}

/// Whether a workflow that ends with this status did what its caller wanted, as in the reference interpreter.
pub fn is_wanted(status: &str) -> bool {
    matches!(status, "SUCCESS" | "ALREADY_EXISTS")
}

/// An enum of status words; [`statuses!`](crate::statuses) declares one.
pub trait StatusWords {
    /// The words, in the order of the enum.
    const WORDS: &'static [&'static str];
}

/// Declares the statuses with which an operation can end.
#[macro_export]
macro_rules! statuses {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $(#[doc = concat!("`", $word, "`")] $variant,)+
        }

        impl $name {
            /// The status word of the protocol.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl $crate::Status for $name {
            fn as_str(self) -> &'static str {
                $name::as_str(self)
            }
        }

        impl $crate::StatusWords for $name {
            const WORDS: &'static [&'static str] = &[$($word),+];
        }

        /// As the status word.
        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        /// From the status word.
        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = <String as $crate::serde::Deserialize>::deserialize(deserializer)?;
                match word.as_str() {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::serde::de::Error::custom(format!("{word} is no status here"))),
                }
            }
        }
    };
}
