//! `pgs render`: what stands beside a trace.

use std::fs;
use std::path::Path;

use pgs_value::json;

use crate::lend::{Place, on, pgs_with, picture, workflow};

/// The Markdown of a run with this payload.
fn markdown(payload: &pgs_value::Value) -> String {
    let place = Place::new();
    let file = place.run(payload);
    let answer = on("render", &file);
    let (md, png) = (file.with_extension("md"), file.with_extension("png"));
    let want = format!("wrote {} and {}\n", md.display(), png.display());
    assert_eq!((answer.stdout.as_str(), answer.stderr.as_str(), answer.status), (want.as_str(), "", 0));
    fs::read_to_string(md).unwrap()
}

fn has(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "no {word:?} in {text}");
    }
}

#[test]
fn the_first_line_says_how_and_where_a_run_ended() {
    for (payload, title) in [
        (json!({}), "SUCCESS at EXIT_LENT (COMPLETED, emits EV_LENT_V0): shop::WF_LEND_V0"),
        (json!({ "write": "NOT_FOUND" }), "NOT_FOUND at EXIT_FAILED (FAILED): shop::WF_LEND_V0"),
        (json!({ "no_edge": "yes" }), "SUCCESS at WRITE, without an edge: shop::WF_LEND_V0"),
        (json!({ "fault": "between" }), "ERROR in CHECK: shop::WF_LEND_V0"),
    ] {
        assert_eq!(markdown(&payload).lines().next(), Some(format!("# {title}").as_str()), "{payload}");
    }
}

#[test]
fn the_path_has_nodes_steps_and_values() {
    let text = markdown(&json!({ "book": "a`b", "secret": "a secret text", "nested": { "book": "x".repeat(300) } }));
    has(
        &text,
        &[
            "1. `IN_LEND`: ACK\n   - payload: ``{\"book\":\"a`b\",\"secret\":\"<suppressed>\",",
            "2. `CHECK` (shop::CC_CHECK_V0): SUCCESS\n   - inputs: ``{\"book\":\"a`b\",\"secret\":\"<suppressed>\"}``\n",
            "   - `weigh` capability_transforms::CT_PURE_SUM_V0: SUCCESS\n",
            "     - started shop::WF_LEND_V0 (0.1): SUCCESS\n",
            "3. `WRITE` (shop::CC_WRITE_V0): SUCCESS\n",
            "4. EXIT_LENT (COMPLETED, emits EV_LENT_V0)\n",
            "- WRITE on LOANS (`shop/loans.json`), step `enter`: SUCCESS\n  - arguments: ``{\"key\":\"a`b\"}``\n",
            "- WRITE on LOANS (`shop/loans.json`), step `enter` in 0.1: SUCCESS\n",
            "## Timings\n\n| Node | Duration | Share |\n|---|---:|---:|\n| CHECK | ",
            "### 0.1: SUCCESS at EXIT_LENT (COMPLETED, emits EV_LENT_V0): shop::WF_LEND_V0\n",
            "- Admission: enforce\n",
            " events, sealed\n",
        ],
    );
    assert!(!text.contains(&"x".repeat(201)) && text.contains("…"), "{text}");
    assert!(!text.contains("a secret text"));
}

#[test]
fn the_diagram_marks_what_was_taken() {
    has(
        &markdown(&json!({ "write": "NOT_FOUND" })),
        &[
            "```mermaid\nflowchart TD\n    n0[IN_LEND] -->|ACK| n1[CHECK]\nclassDef taken ",
            "class n0,n1 taken;\n",
            "class n4 bad;\n",
            "class n2 failed;\n",
            "linkStyle 0,2,5 stroke:",
        ],
    );
    has(&markdown(&json!({})), &["class n0,n1,n2 taken;\n", "class n3 good;\n", "linkStyle 0,2,4 stroke:"]);
    has(&markdown(&json!({ "nack": "yes" })), &["class n0 failed;\n", "class n4 bad;\n", "linkStyle 1 stroke:"]);
}

/// The palette of a PNG whose chunks are whole.
fn palette(png: &[u8]) -> Vec<[u8; 3]> {
    let mut rest = png.strip_prefix(b"\x89PNG\r\n\x1a\n").unwrap();
    let mut palette = Vec::new();
    while let Some((length, after)) = rest.split_first_chunk() {
        let (body, after) = after.split_at(usize::try_from(u32::from_be_bytes(*length)).unwrap() + 4);
        let (checksum, after) = after.split_first_chunk().unwrap();
        assert_eq!(crc32fast::hash(body), u32::from_be_bytes(*checksum));
        if let Some(colours) = body.strip_prefix(b"PLTE") {
            palette = colours.chunks(3).map(|colour| colour.try_into().unwrap()).collect();
        }
        rest = after;
    }
    palette
}

#[test]
fn the_picture_differs_in_its_palette_alone() {
    let place = Place::new();
    let colours = |payload| {
        let file = place.run(&payload);
        on("render", &file);
        let png = fs::read(file.with_extension("png")).unwrap();
        let original = picture();
        let at = original.windows(4).position(|name| name == b"PLTE").unwrap();
        assert_eq!((png.len(), &png[..at]), (original.len(), &original[..at]));
        assert_eq!(png[at + 4 + 47 * 3 + 4..], original[at + 4 + 47 * 3 + 4..]);
        palette(&png)
    };
    let (good, bad) = (colours(json!({})), colours(json!({ "write": "NOT_FOUND" })));
    // No part of the graph is drawn in entry 0.
    assert_eq!((good[0], bad[0]), ([0; 3], [0; 3]));
    let (taken, exit, failed, untaken) = (good[1], good[13], bad[9], good[17]);
    assert_eq!((good[5], good[9], bad[1], bad[5], bad[13]), (taken, taken, taken, taken, untaken));
    let mut kinds = vec![taken, exit, failed, untaken, bad[17]];
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds.len(), 5, "{kinds:?}");
    // The outcome that was taken is told from the other at the same edge.
    assert_eq!(good[38], good[30]);
    assert_ne!(good[38], good[44]);
    assert_eq!((good[42], good[40]), (good[32], good[36]));
    assert_eq!(bad[46], bad[32]);
    // Shades go to the full colour.
    assert_ne!(good[21], good[22]);
    assert_eq!(good[4], [0xff; 3]);
}

#[test]
fn a_picture_whose_parts_share_colours_stays_as_it_is() {
    let place = Place::new();
    let file = place.run(&json!({}));
    let data = r#"{"marks": "nothing", "nodes": [], "edges": []}"#;
    let answer = pgs_with(&["render", file.to_str().unwrap()], &[workflow(data, picture().leak())]);
    assert_eq!(answer.status, 0, "{}", answer.stderr);
    assert_eq!(fs::read(file.with_extension("png")).unwrap(), picture());
}

#[test]
fn a_workflow_that_is_not_held_gets_no_graph() {
    let place = Place::new();
    let file = place.run(&json!({}));
    let answer = pgs_with(&["render", file.to_str().unwrap()], &[]);
    assert_eq!(answer.status, 0);
    has(&answer.stdout, &[".md (no graph: this binary holds no workflow shop::WF_LEND_V0)\n"]);
    let text = fs::read_to_string(file.with_extension("md")).unwrap();
    has(&text, &["# SUCCESS at EXIT_LENT", "1. the payload arrives\n   - payload: `{}`\n2. `CHECK`"]);
    assert!(!text.contains("mermaid") && !file.with_extension("png").exists());
}

#[test]
fn a_broken_picture_is_an_error_that_leaves_no_file() {
    let place = Place::new();
    let file = place.run(&json!({}));
    let data = r#"{"nodes": [], "edges": []}"#;
    for (data, picture) in [(data, &b"GIF89a"[..]), ("{", b"")] {
        let answer = pgs_with(&["render", file.to_str().unwrap()], &[workflow(data, picture)]);
        assert_eq!(answer.status, 1);
        has(&answer.stderr, &["error: ", ".jsonl:1: the "]);
        assert!(!file.with_extension("png").exists());
    }
}

#[test]
fn traces_of_one_file_are_told_apart_by_their_ids() {
    let place = Place::new();
    let files = [place.run(&json!({})), place.run(&json!({ "n": 1 }))];
    let all = files.iter().map(|file| fs::read(file).unwrap()).collect::<Vec<_>>().concat();
    fs::create_dir(place.path("all")).unwrap();
    fs::write(place.path("all/all.jsonl"), all).unwrap();
    assert_eq!(on("render", &place.path("all")).status, 0);
    for file in files {
        let name = Path::new(file.file_stem().unwrap()).with_extension("md");
        assert!(place.path("all").join(&name).exists(), "{name:?}");
    }
    // Nothing else is left: the file, and two for each trace.
    assert_eq!(fs::read_dir(place.path("all")).unwrap().count(), 5);
}
