//! The text of the structs of a contract: its inputs and its surface.

use pgs_protocol::protocol::Absent;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::rust::{docs, ident, prose, ty};
use crate::plan::{Contract, Field, SurfaceField};

/// What a node binds.
pub fn inputs(contract: &Contract) -> TokenStream {
    let members = contract.inputs.iter().map(member);
    let undeclared = contract.undeclared.then(|| {
        quote! {
            /// Inputs that a node binds although the contract does not declare them.
            pub undeclared: Map<String, Value>,
        }
    });
    let entries = contract.inputs.iter().map(|field| {
        let (key, name) = (&field.key, ident(&field.ident));
        quote!((#key, &self.#name))
    });
    let count = Literal::usize_unsuffixed(contract.inputs.len());
    let all = if contract.undeclared {
        quote!(fields_with(&self.undeclared, [#(#entries),*]))
    } else {
        quote!(fields([#(#entries),*]))
    };
    quote! {
        /// What a node binds.
        #[derive(Clone, Debug, Default)]
        pub struct Inputs { #(#members)* #undeclared }
        impl Inputs {
            fn fields(&self) -> Fields<'_, #count> {
                #all
            }
        }
    }
}

/// What the contract gives.
pub fn surface(contract: &Contract) -> TokenStream {
    let members = contract.mapped().map(member);
    let entries = contract.surface.iter().map(|it| {
        let key = it.key();
        match it {
            SurfaceField::Mapped(field) => {
                let name = ident(&field.ident);
                quote!((#key, &self.#name))
            }
            SurfaceField::Input(field) => {
                let name = ident(&field.ident);
                quote!((#key, &self.inputs.#name))
            }
            SurfaceField::MappedOrInput { mapped, input } => {
                let (mapped, input) = (ident(&mapped.ident), ident(&input.ident));
                match contract.semantics.absent {
                    Absent::Null => quote!((#key, mapped_or(&self.#mapped, &self.inputs.#input))),
                    Absent::LeftOut => {
                        quote!((#key, if self.#mapped.is_unset() { &self.inputs.#input } else { &self.#mapped }))
                    }
                }
            }
        }
    });
    let count = Literal::usize_unsuffixed(contract.surface.len());
    let all = if contract.undeclared {
        quote!(fields_with(&self.inputs.undeclared, [#(#entries),*]))
    } else {
        quote!(fields([#(#entries),*]))
    };
    quote! {
        /// What the contract gives: the mapped outputs of its steps, then its inputs.
        #[derive(Clone, Debug, Default)]
        pub struct Surface {
            #(#members)*
            /// What the node bound.
            pub inputs: Inputs,
        }
        impl Surface {
            /// The fields that are set.
            pub fn fields(&self) -> Fields<'_, #count> {
                #all
            }
        }
    }
}

fn member(field: &Field) -> TokenStream {
    let (docs, name, ty) = (docs(&prose(&field.doc)), ident(&field.ident), ty(field.ty));
    quote!(#docs pub #name: Field<#ty>,)
}
