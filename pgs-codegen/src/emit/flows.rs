//! The text of which values are bound where.

use pgs_protocol::protocol::Root;
use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::Bound;

/// A list of them.
pub fn flows(bound: &[Bound]) -> TokenStream {
    let flows = bound.iter().map(|Bound { to, root, at }| {
        let origin = match root {
            Root::Payload => quote!(Payload(#at)),
            Root::Node(node) => quote!(Node(#node, #at)),
            Root::Input => quote!(Input(#at)),
            Root::Step(step) => quote!(Step(#step, #at)),
            Root::StepRaw(step) => quote!(StepRaw(#step, #at)),
            Root::Raw => quote!(Raw(#at)),
        };
        quote!((#to, Origin::#origin))
    });
    quote!(&[#(#flows),*])
}
