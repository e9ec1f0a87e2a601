//! What is compiled only with features of the generated package.

use proc_macro2::TokenStream;
use quote::quote;

use super::Layout;
use crate::plan::FeatureNames;

/// What stands before an import of which nothing may be left, as each of what it imports needs a feature.
pub fn import<'n>(mut features: impl Iterator<Item = &'n FeatureNames>, layout: &Layout) -> TokenStream {
    match layout {
        Layout::Package(_) if features.all(|it| !it.is_empty()) => {
            quote!(#[allow(unused_imports, reason = "each needs a feature")])
        }
        Layout::Package(_) | Layout::Include { .. } => quote!(),
    }
}

/// The attribute of an item that needs these features. What somebody's crate includes has no features: that crate's
/// manifest turns on what is needed.
pub fn gate(features: &FeatureNames, layout: &Layout) -> TokenStream {
    match (layout, features.len()) {
        (Layout::Include { .. }, _) | (Layout::Package(_), 0) => quote!(),
        (Layout::Package(_), 1) => quote!(#[cfg(#(feature = #features)*)]),
        (Layout::Package(_), _) => quote!(#[cfg(all(#(feature = #features),*))]),
    }
}
