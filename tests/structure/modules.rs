//! The files of one crate and the names that each takes from another: no file takes from one that takes from it.
//!
//! A file takes a name from the file that defines it; a module that only passes a name on (`pub use`) is passed through. A
//! module is made of those below it: what it and they take from each other is no arrow. Nor is what tests take.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Item, ItemMod, UseTree};

use crate::{project, rust_files};

/// The folders of crates whose files are looked at.
const SOURCES: &[&str] = &[
    "pgs-rt/description/src",
    "pgs-rt/escape/src",
    "pgs-rt/value/src",
    "pgs-rt/folder/src",
    "pgs-rt/trace/src",
    "pgs-rt/store/src",
    "pgs-rt/sqlite/src",
    "pgs-rt/src",
    "pgs-capabilities/description/src",
    "pgs-capabilities/src",
    "pgs-evidence/src",
    "pgs-transport/stdout/src",
    "pgs-transport/src",
    "pgs-codegen/description/src",
    "pgs-codegen/protocol/src",
    "pgs-codegen/sealed/src",
    "pgs-codegen/picture/src",
    "pgs-codegen/src",
];

#[test]
fn no_file_takes_names_from_one_that_takes_names_from_it() {
    let mut circles = Vec::new();
    for source in SOURCES {
        let folder = project().join(source);
        assert!(folder.is_dir(), "{source} is not there");
        circles.extend(Crate::read(&folder).circles());
    }
    assert!(circles.is_empty(), "{} arrows in circles:\n{}", circles.len(), circles.join("\n"));
}

/// A path of module names below the crate's root.
pub type ModulePath = Vec<String>;

/// One module: what it defines, what it passes on, and every path that it names.
#[derive(Default)]
pub struct Module {
    pub file: PathBuf,
    defined: BTreeSet<String>,
    passed_on: BTreeMap<String, Vec<String>>,
    all_of: Vec<Vec<String>>,
    pub named: Vec<Vec<String>>,
}

/// The modules of a crate.
pub struct Crate {
    pub modules: BTreeMap<ModulePath, Module>,
}

impl Crate {
    /// Reads the modules below a source folder, from `lib.rs`.
    pub fn read(folder: &Path) -> Self {
        let mut modules = BTreeMap::new();
        for file in rust_files(folder) {
            let path = module_path(folder, &file);
            let text = fs::read_to_string(&file).unwrap();
            let items = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display())).items;
            add(&mut modules, path, &file, &items);
        }
        Self { modules }
    }

    /// Every file that takes names, with the file that defines each.
    pub fn arrows(&self) -> BTreeMap<&Path, BTreeMap<&Path, BTreeSet<String>>> {
        let mut arrows: BTreeMap<&Path, BTreeMap<&Path, BTreeSet<String>>> = BTreeMap::new();
        for module in self.modules.values() {
            for path in &module.named {
                if let Some((file, name)) = self.definition(path, 0).filter(|(file, _)| !is_one(file, &module.file)) {
                    arrows.entry(&module.file).or_default().entry(file).or_default().insert(name);
                }
            }
        }
        arrows
    }

    /// The file that defines what an absolute path names.
    fn definition(&self, path: &[String], depth: usize) -> Option<(&Path, String)> {
        if let Some(module) = self.modules.get(path).filter(|_| !path.is_empty()) {
            return Some((&module.file, "self".to_owned()));
        }
        let (split, module) =
            (0..path.len()).rev().find_map(|split| Some((split, self.modules.get(path.get(..split)?)?)))?;
        let name = path.get(split)?;
        if module.defined.contains(name) || depth > 8 {
            return Some((&module.file, name.clone()));
        }
        let rest = path.get(split + 1..)?;
        if let Some(target) = module.passed_on.get(name) {
            return self.definition(&[target.as_slice(), rest].concat(), depth + 1);
        }
        let below = |all: &Vec<String>| self.definition(&[all.as_slice(), &path[split..]].concat(), depth + 1);
        module.all_of.iter().find_map(below)
    }

    /// The circles among the files: each named once, with what ties it.
    fn circles(&self) -> Vec<String> {
        let arrows = self.arrows();
        let reach = |from: &Path| {
            let (mut seen, mut next) = (BTreeSet::new(), vec![from.to_owned()]);
            while let Some(file) = next.pop() {
                for to in arrows.get(&*file).into_iter().flat_map(|to| to.keys()) {
                    if seen.insert(to.to_path_buf()) {
                        next.push(to.to_path_buf());
                    }
                }
            }
            seen
        };
        let reached: BTreeMap<&Path, BTreeSet<PathBuf>> = arrows.keys().map(|file| (*file, reach(file))).collect();
        let tied = |from: &Path, to: &Path| {
            reached.get(from).is_some_and(|all| all.contains(to))
                && reached.get(to).is_some_and(|all| all.contains(from))
        };
        let mut lines = Vec::new();
        for (from, targets) in &arrows {
            for (to, names) in targets {
                if tied(from, to) {
                    lines.push(format!("{} takes {names:?} from {}", short(from), short(to)));
                }
            }
        }
        lines
    }
}

/// Whether one file holds the modules below it that the other one is.
fn is_one(left: &Path, right: &Path) -> bool {
    let inside = |file: &Path| match file.file_stem().and_then(|stem| stem.to_str()) {
        Some("mod" | "lib" | "main") => file.parent().map(Path::to_owned),
        _ => Some(file.with_extension("")),
    };
    let holds = |upper: &Path, lower: &Path| inside(upper).is_some_and(|folder| lower.starts_with(folder));
    left == right || holds(left, right) || holds(right, left)
}

fn short(path: &Path) -> String {
    path.strip_prefix(project()).unwrap_or(path).display().to_string()
}

fn module_path(folder: &Path, file: &Path) -> ModulePath {
    let below = file.strip_prefix(folder).unwrap().with_extension("");
    let mut path: ModulePath = below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if path.last().is_some_and(|last| last == "mod" || (path.len() == 1 && (last == "lib" || last == "main"))) {
        path.pop();
    }
    path
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg") && attribute.meta.to_token_stream().to_string().contains("test")
    })
}

fn add(modules: &mut BTreeMap<ModulePath, Module>, path: ModulePath, file: &Path, items: &[Item]) {
    let mut module = Module { file: file.to_owned(), ..Module::default() };
    for item in items {
        match item {
            Item::Mod(ItemMod { attrs, .. }) if is_test(attrs) => {}
            Item::Mod(ItemMod { ident, content: Some((_, items)), .. }) => {
                add(modules, [path.as_slice(), &[ident.to_string()]].concat(), file, items);
            }
            Item::Mod(ItemMod { ident, .. }) => {
                module.passed_on.insert(ident.to_string(), [path.as_slice(), &[ident.to_string()]].concat());
            }
            Item::Use(item) => {
                for (name, target) in targets(&item.tree, Vec::new()) {
                    let Some(target) = absolute(&path, &target) else { continue };
                    match (&item.vis, name) {
                        (syn::Visibility::Inherited, Some(_)) => module.named.push(target),
                        (_, Some(name)) => drop(module.passed_on.insert(name, target)),
                        (syn::Visibility::Inherited, None) => {}
                        (_, None) => module.all_of.push(target),
                    }
                }
            }
            item => {
                module.defined.extend(defined(item));
                named(item.to_token_stream(), &path, &mut module.named);
            }
        }
    }
    // A module may be read from two files (`lib.rs` and `main.rs`).
    let known = modules.entry(path).or_default();
    known.file = module.file;
    known.defined.extend(module.defined);
    known.passed_on.extend(module.passed_on);
    known.all_of.extend(module.all_of);
    known.named.extend(module.named);
}

fn defined(item: &Item) -> Option<String> {
    Some(match item {
        Item::Const(item) => item.ident.to_string(),
        Item::Enum(item) => item.ident.to_string(),
        Item::Fn(item) => item.sig.ident.to_string(),
        Item::Macro(item) => item.ident.as_ref()?.to_string(),
        Item::Static(item) => item.ident.to_string(),
        Item::Struct(item) => item.ident.to_string(),
        Item::Trait(item) => item.ident.to_string(),
        Item::Type(item) => item.ident.to_string(),
        _ => return None,
    })
}

/// What a `use` brings: the name here (none for a glob), and the path.
fn targets(tree: &UseTree, before: Vec<String>) -> Vec<(Option<String>, Vec<String>)> {
    match tree {
        UseTree::Path(path) => targets(&path.tree, [before, vec![path.ident.to_string()]].concat()),
        UseTree::Name(name) if name.ident == "self" => vec![(before.last().cloned(), before)],
        UseTree::Name(name) => {
            vec![(Some(name.ident.to_string()), [before, vec![name.ident.to_string()]].concat())]
        }
        UseTree::Rename(name) => {
            vec![(Some(name.rename.to_string()), [before, vec![name.ident.to_string()]].concat())]
        }
        UseTree::Glob(_) => vec![(None, before)],
        UseTree::Group(group) => group.items.iter().flat_map(|tree| targets(tree, before.clone())).collect(),
    }
}

/// A path from the crate's root; none if it leads to another crate.
fn absolute(module: &[String], path: &[String]) -> Option<Vec<String>> {
    let (first, rest) = path.split_first()?;
    match first.as_str() {
        "crate" => Some(rest.to_vec()),
        "self" => Some([module, rest].concat()),
        "super" => {
            let ups = path.iter().take_while(|part| *part == "super").count();
            Some([module.get(..module.len().checked_sub(ups)?)?, path.get(ups..)?].concat())
        }
        // A child of this module, or another crate: a name that is no module leads nowhere.
        _ => Some([module, path].concat()),
    }
}

/// The paths that an item names: those of uses inside it, and those that begin with `crate`, `self` or `super`.
fn named(tokens: TokenStream, module: &[String], found: &mut Vec<Vec<String>>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut n = 0;
    while let Some(token) = tokens.get(n) {
        match token {
            TokenTree::Group(group) => named(group.stream(), module, found),
            TokenTree::Ident(ident) if *ident == "use" => {
                let length =
                    tokens[n..].iter().position(|token| matches!(token, TokenTree::Punct(it) if it.as_char() == ';'));
                let text: TokenStream = tokens[n..].iter().take(length.unwrap_or(0) + 1).cloned().collect();
                if let Ok(item) = syn::parse2::<syn::ItemUse>(text) {
                    let all = targets(&item.tree, Vec::new()).into_iter().filter(|(name, _)| name.is_some());
                    found.extend(all.filter_map(|(_, path)| absolute(module, &path)));
                }
                n += length.unwrap_or(0);
            }
            TokenTree::Ident(_) => {
                let path = path_at(&tokens, n);
                n += 3 * path.len().saturating_sub(1);
                if path.len() > 1
                    && let Some(path) = absolute(module, &path)
                {
                    found.push(path);
                }
            }
            _ => {}
        }
        n += 1;
    }
}

/// The names of the path that begins here.
fn path_at(tokens: &[TokenTree], n: usize) -> Vec<String> {
    let mut path = Vec::new();
    let mut at = n;
    while let Some(TokenTree::Ident(ident)) = tokens.get(at) {
        path.push(ident.to_string());
        let colon = |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(it)) if it.as_char() == ':');
        if !(colon(at + 1) && colon(at + 2)) {
            break;
        }
        at += 3;
    }
    path
}
