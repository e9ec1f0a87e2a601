//! The crate that `docs/capabilities.md` shows: it compiles, its own test passes, and the document shows what it is.

#[path = "parcels_capabilities/src/lib.rs"]
mod parcels_capabilities;

/// The blocks of the document that are written in this language.
fn blocks<'a>(document: &'a str, language: &str) -> Vec<&'a str> {
    let opened = document.split("\n```").skip(1).step_by(2);
    opened.filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n')).collect()
}

#[test]
fn the_document_shows_the_crate() {
    let document = include_str!("../../docs/capabilities.md");
    let files = [
        include_str!("parcels_capabilities/src/lib.rs"),
        include_str!("parcels_capabilities/capabilities.toml"),
        include_str!("parcels_capabilities/Cargo.toml"),
    ];
    let shown = |block: &str| files.iter().any(|file| file.contains(block.trim_end()));
    let (rust, toml) = (blocks(document, "rust"), blocks(document, "toml"));
    assert_eq!((rust.len(), toml.len()), (3, 4));
    // One block of TOML is `pgs.toml`, which is no file of the crate.
    let others = rust.iter().chain(&toml).filter(|block| !shown(block)).collect::<Vec<_>>();
    assert!(matches!(&*others, [settings] if settings.starts_with("[capabilities]")), "{others:#?}");
}
