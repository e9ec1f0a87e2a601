//! The text of one molecule: what it is given, and its steps in order.
//!
//! What stands within it has no static type: a result is a value, and what a path reaches in it must be there.

use pgs_protocol::protocol::{self, MoleculeLoop, MoleculeRoot, MoleculeRun, MoleculeStep, MoleculeValue};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Layout;
use super::call::{atom_run, purity};
use super::naming::Naming;
use super::present::literal_field;
use super::rust::{docs, ident, prose, ty};
use super::source::Source;
use crate::names::snake;
use crate::plan::{Domain, Molecule};

/// Emits the molecule's module.
pub fn emit(molecule: &Molecule, domain: &Domain, layout: &Layout) -> String {
    let naming = Naming::new(layout, &molecule.imports, domain.semantics);
    let atoms = molecule.atoms.iter().map(|(fqdn, atom)| {
        let (name, purity) = (ident(&atom.ident), purity(atom.purity));
        quote!(const #name: AtomId = AtomId { fqdn: #fqdn, purity: Purity::#purity };)
    });
    let inputs = molecule.inputs.iter().map(|field| {
        let (docs, name, ty) = (docs(&prose(&field.doc)), ident(&field.ident), ty(field.ty));
        quote!(#docs pub #name: Field<#ty>,)
    });
    let outputs = molecule.body.outputs.iter().map(|(key, symbol)| {
        let (docs, name) = (docs(&format!("Of `{symbol}`.")), ident(&snake(key)));
        quote!(#docs pub #name: Value,)
    });
    let given = molecule.inputs.iter().map(|field| {
        let (key, name) = (&field.key, ident(&field.ident));
        quote!((#key, inputs.#name.bind()))
    });
    let results = molecule.body.outputs.iter().map(|(key, symbol)| {
        let name = ident(&snake(key));
        let is_last = molecule.body.outputs.iter().rfind(|(_, it)| it == symbol).is_some_and(|(it, _)| it == key);
        let symbol = self::symbol(symbol, 0);
        let symbol = if is_last { quote!(#symbol) } else { quote!(#symbol.clone()) };
        quote!(#name: named_output(#symbol, #key),)
    });
    let steps = steps(&molecule.body, 0, molecule, &naming);
    Source::new(&format!("`{}`: {}", molecule.fqdn, prose(&molecule.summary)))
        .add(naming.imports())
        .add(quote! {
            #(#atoms)*
            /// What the molecule is given.
            #[derive(Clone, Debug, Default)]
            pub struct Inputs { #(#inputs)* }
            /// What it gives.
            #[derive(Clone, Debug, Default)]
            pub struct Outputs { #(#outputs)* }
            /// Runs its steps in order.
            pub fn run(atoms: &Atoms<'_>, inputs: Inputs) -> Result<Outputs, Stop> {
                let inputs: Field<Value> = mapping([#(#given),*]);
                #steps
                Ok(Outputs { #(#results)* })
            }
        })
        .finish()
}

/// The variable of a symbol, this deep within others.
fn symbol(symbol: &str, depth: usize) -> proc_macro2::Ident {
    let name = snake(symbol);
    let plain = name.trim_start_matches("r#");
    if depth == 0 { format_ident!("of_{}", plain) } else { format_ident!("of_{}_{}", plain, depth) }
}

fn steps(body: &protocol::Molecule, depth: usize, molecule: &Molecule, naming: &Naming<'_>) -> TokenStream {
    let steps = body.steps.iter().map(|step| {
        let is_read = body.reads(&step.symbol);
        self::step(step, is_read, depth, molecule, naming)
    });
    quote!(#(#steps)*)
}

fn step(step: &MoleculeStep, is_read: bool, depth: usize, molecule: &Molecule, naming: &Naming<'_>) -> TokenStream {
    let (name, variable) = (&step.symbol, symbol(&step.symbol, depth));
    match &step.run {
        MoleculeRun::Atom { arguments, .. } => {
            let Some(atom) = molecule.atoms.get(&step.transform) else { return TokenStream::new() };
            let (constant, module) = (ident(&atom.ident), naming.of_crate(&atom.signature.module));
            let run = atom_run(&atom.signature, &module);
            let fields = arguments.iter().map(|(key, it)| {
                let (key, value) = (ident(&snake(key)), value(it, depth));
                quote!(#key: #value,)
            });
            let is_whole = atom.signature.inputs.iter().all(|it| arguments.iter().any(|(key, _)| *key == it.name));
            let rest = (!is_whole || atom.signature.others).then(|| quote!(..Default::default()));
            let call = quote!(let call = #module::Inputs { #(#fields)* #rest };);
            let run = quote!(atoms.run(#name, &#constant, call, #run)?);
            if is_read {
                quote!(#call let #variable = #run; let #variable = atoms.value(&#variable)?;)
            } else {
                // What it refuses counts all the same.
                quote!(#call #run;)
            }
        }
        MoleculeRun::Molecule { arguments, body } => {
            let variable = if is_read { quote!(#variable) } else { quote!(_) };
            let given = given(arguments, depth);
            let (steps, result) = (steps(body, depth + 1, molecule, naming), result(body, depth + 1));
            quote! {
                let #variable = {
                    let given: Field<Value> = #given;
                    let atoms = &atoms.within(#name);
                    let inputs = given;
                    #steps
                    #result
                };
            }
        }
        MoleculeRun::Loop(it) => repeated(step, it, is_read, depth, molecule, naming),
    }
}

fn repeated(
    step: &MoleculeStep,
    it: &MoleculeLoop,
    is_read: bool,
    depth: usize,
    molecule: &Molecule,
    naming: &Naming<'_>,
) -> TokenStream {
    let (name, variable) = (&step.symbol, symbol(&step.symbol, depth));
    let (over, accumulator, inputs) = (value(&it.over, depth), given(&it.accumulator, depth), given(&it.inputs, depth));
    let (steps, result) = (steps(&it.body, depth + 1, molecule, naming), result(&it.body, depth + 1));
    let updates = it.update.iter().map(|(key, keys)| {
        let path = format!("$.results.{}", keys.join("."));
        quote!((#key, atoms.reads(#path, passed.follow(&[#(#keys),*]))?))
    });
    let each = quote! {
        atoms.each(
            #name,
            #over,
            #accumulator,
            |atoms, iterator: Value, accumulator: &Field<Value>| {
                let inputs: Field<Value> = #inputs;
                #steps
                Ok(#result)
            },
            |accumulator: &mut Field<Value>, passed: &Value| {
                *accumulator = mapping([#(#updates),*]);
                Ok(())
            },
        )?
    };
    if is_read {
        quote!(let #variable = #each; let #variable = atoms.passed(#name, #variable)?;)
    } else {
        quote!(#each;)
    }
}

/// What the body of another molecule gives: its one output.
fn result(body: &protocol::Molecule, depth: usize) -> TokenStream {
    match body.outputs.as_slice() {
        [(_, one)] => {
            let one = symbol(one, depth);
            quote!(#one)
        }
        several => {
            let entries = several.iter().map(|(key, it)| {
                let it = symbol(it, depth);
                quote!((#key, #it))
            });
            quote!(object([#(#entries),*]))
        }
    }
}

fn given(values: &[(String, MoleculeValue)], depth: usize) -> TokenStream {
    let entries = values.iter().map(|(key, it)| {
        let value = value(it, depth);
        quote!((#key, #value))
    });
    quote!(mapping([#(#entries),*]))
}

/// The field of a value; a path must reach something.
fn value(value: &MoleculeValue, depth: usize) -> TokenStream {
    match value {
        MoleculeValue::Literal(value) => literal_field(value),
        MoleculeValue::Path { root, keys } => {
            let (from, path) = match root {
                MoleculeRoot::Inputs => (quote!(inputs), "$.inputs".to_owned()),
                MoleculeRoot::Symbol(name) => {
                    let symbol = symbol(name, depth);
                    (quote!(#symbol), format!("$.results.{name}"))
                }
                MoleculeRoot::Iterator => (quote!(iterator), "$.iterator".to_owned()),
                MoleculeRoot::Accumulator => (quote!(accumulator), "$.accumulator".to_owned()),
            };
            let path = [path].into_iter().chain(keys.iter().cloned()).collect::<Vec<_>>().join(".");
            let read = if keys.is_empty() { quote!(#from.bind()) } else { quote!(#from.follow(&[#(#keys),*])) };
            quote!(atoms.reads(#path, #read)?)
        }
    }
}
