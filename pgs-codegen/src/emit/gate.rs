//! What is compiled only with features of the generated package.

use proc_macro2::TokenStream;
use quote::quote;

use super::Layout;
use crate::plan::Needs;

/// The attribute of an item that needs these features. What somebody's crate includes has no features: that crate's
/// manifest turns on what is needed.
pub fn gate(needs: &Needs, layout: &Layout) -> TokenStream {
    match (layout, needs.len()) {
        (Layout::Include { .. }, _) | (Layout::Package(_), 0) => quote!(),
        (Layout::Package(_), 1) => quote!(#[cfg(#(feature = #needs)*)]),
        (Layout::Package(_), _) => quote!(#[cfg(all(#(feature = #needs),*))]),
    }
}
