//! Damage: what no own write can have left is reported with file and line, and nothing is changed. Edits by hand count at
//! once, also those behind the index.

use std::fs;

use pgs_rt::store::append_only::{self, Append};
use pgs_rt::store::moving::move_state;
use pgs_rt::store::{DeclaredStore, FILES, StoreKind, Wait};
use pgs_rt::{Field, Run, StepId};

use crate::state_file::{
    AT, EVENTS, Ended, FILE, append, bytes, edit, edit_to, entries, is_left, line, read, register, resolve, wallets,
    write,
};
use crate::support::{CONTRACT, Place, end_run, fields, files_below};

/// When the file is damaged.
#[derive(Clone, Copy, Debug)]
enum When {
    /// Nothing here has ever written to it.
    Unknown,
    /// It was written to.
    Written,
    /// And its index is gone.
    Forgotten,
    /// And the machine was started anew.
    Rebooted,
}

const WHEN: [When; 4] = [When::Unknown, When::Written, When::Forgotten, When::Rebooted];

impl When {
    /// After the own writes.
    fn happens(self, place: &Place) {
        match self {
            Self::Unknown | Self::Written => {}
            Self::Forgotten => fs::remove_dir_all(place.data_root().join(".pgs/index")).unwrap(),
            Self::Rebooted => place.lose_power(),
        }
    }
}

/// Damages a text at a place.
type Damage = fn(&str, usize) -> String;

#[test]
fn one_wrong_byte_in_a_large_object() {
    let text = wallets(400);
    let middle = text[..text.len() / 2].rfind("\n  }").unwrap();
    let all: [(&str, Damage); 8] = [
        // White space of other languages, and none of JSON.
        ("a form feed", |text, at| format!("{}\u{c}{}", &text[..at + 4], &text[at + 4..])),
        ("a wide space before a colon", |text, at| {
            let colon = at + 4 + text[at + 4..].find(':').unwrap();
            format!("{}\u{a0}{}", &text[..colon], &text[colon..])
        }),
        ("a stray brace", |text, at| format!("{}}}{}", &text[..at], &text[at..])),
        ("a stray quote", |text, at| format!("{}\"{}", &text[..at], &text[at..])),
        ("a missing brace", |text, at| format!("{}{}", &text[..at + 2], &text[at + 4..])),
        ("a zero", |text, at| format!("{}\0{}", &text[..=at], &text[at + 2..])),
        ("no last brace", |text, _| text[..text.len() - 1].to_owned()),
        ("half a file", |text, at| text[..at].to_owned()),
    ];
    for (what, damage) in all {
        for when in WHEN {
            // That is what a write leaves of which all but the last byte came to its end.
            if what == "no last brace" && matches!(when, When::Forgotten | When::Rebooted) {
                continue;
            }
            let place = Place::new();
            place.seed(FILE, &text);
            if !matches!(when, When::Unknown) {
                // Written again, so that the file is added to.
                assert_eq!(write(&place.run(), "W_00399", 1.into()).0, "SUCCESS");
            }
            when.happens(&place);
            let damaged = damage(&place.text(FILE), middle);
            edit_to(&place, damaged.as_bytes());
            for key in ["W_00000", "W_00300", "W_00399", "none"] {
                let run = place.run();
                let (status, value, reason) = read(&run, key);
                assert_eq!(
                    (status, value),
                    ("BACKEND_ERROR", None),
                    "{what}, {when:?}: {reason} {:?} {}",
                    run.notes(),
                    fs::metadata(place.data_root().join(FILE)).unwrap().len()
                );
                assert!(reason.contains(FILE) && reason.contains("line "), "{what}, {when:?}: {reason}");
                assert_eq!(write(&run, key, 2.into()).0, "BACKEND_ERROR", "{what}, {when:?}");
                is_left(&place, damaged.as_bytes());
            }
        }
    }
}

#[test]
fn zeros_in_the_middle_of_lines() {
    for when in WHEN {
        let place = Place::new();
        let (keys, run) = (["k0", "k1", "k2", "k3", "k4"], place.run());
        match when {
            When::Unknown => place.seed(FILE, &keys.map(line).concat()),
            _ => keys.iter().for_each(|key| assert_eq!(register(&run, key).0, "SUCCESS")),
        }
        drop(run);
        // What a run with `sync` writes down.
        let run = place.syncing_run();
        register(&run, "k5");
        end_run(&run);
        drop(run);
        when.happens(&place);
        let text = place.text(FILE);
        let second = text.find('\n').unwrap() + 1;
        let length = text[second..].find('\n').unwrap();
        edit(&place, second, &vec![0; length]);
        let damaged = bytes(&place);
        let run = place.run();
        let operations: [fn(&Run) -> Ended; 4] = [|run| register(run, "k4"), |run| resolve(run, "k0"), append, entries];
        for (n, operation) in operations.iter().enumerate() {
            let (status, reason) = operation(&run);
            assert_eq!(status, "BACKEND_ERROR", "operation {n}, {when:?}");
            assert!(reason.contains(FILE) && reason.contains("line 2"), "operation {n}, {when:?}: {reason}");
            is_left(&place, &damaged);
        }
    }
}

/// A log is read before it is added to: whatever is wrong with a line, wherever it stands and whenever it came there. The
/// lines of a log are not read again where nobody else has touched them.
#[test]
fn nothing_is_appended_behind_a_damaged_line() {
    let whole = ["k0", "k1", "k2"].map(line).concat();
    let second = whole.find('\n').unwrap() + 1;
    for when in WHEN {
        for damage in ["oops", "[]", "1", "{\"a\":", "{\"a\":NaN}", "{}{}"] {
            for (at, number) in [(0, 1), (second, 2), (whole.len(), 4)] {
                let place = Place::new();
                place.seed(FILE, &whole);
                if !matches!(when, When::Unknown) {
                    let run = place.syncing_run();
                    assert_eq!(append(&run).0, "SUCCESS");
                    end_run(&run);
                }
                when.happens(&place);
                let run = place.run();
                if matches!(when, When::Written) {
                    assert_eq!(append(&run).0, "SUCCESS");
                }
                let mut text = bytes(&place);
                text.splice(at..at, format!("{damage}\n").bytes());
                edit_to(&place, &text);
                for run in [&run, &place.run()] {
                    let (status, reason) = append(run);
                    assert_eq!(status, "BACKEND_ERROR", "{damage} at {at}, {when:?}");
                    assert!(reason.contains(FILE) && reason.contains(&format!("line {number}")), "{reason}");
                    is_left(&place, &text);
                }
            }
        }
    }
}

/// Where a pipeline goes on after a failure as after success, it does not go on after this one.
#[test]
fn a_pipeline_that_takes_a_failure_for_success_ends_at_a_damaged_log() {
    const APPENDS: StepId = StepId { name: "add", fqdn: "x::CS_LOG_V0", address: 31, op: Some("APPEND") };
    let place = Place::new();
    for (text, goes_on) in [(line("k0"), true), ("oops\n".to_owned(), false)] {
        place.seed(FILE, &text);
        let run = place.run();
        let call = Append { record: Field::Is(fields("{}")), ..Append::default() };
        let appends = run.step(&CONTRACT, &APPENDS);
        let answer = append_only::append(&appends, &EVENTS, call).unwrap();
        let ended = appends.ends_undamaged(answer, &[]);
        assert_eq!(ended.is_ok(), goes_on, "{ended:?}");
        if let Err(fault) = ended {
            assert!(fault.is_backend() && fault.to_string().contains("line 1"), "{fault}");
        }
    }
}

/// Zeros at the end of a file are nobody's. What can be read before them in their line may be somebody's, unless a record
/// says that it was written here.
#[test]
fn zeros_take_no_text_with_them() {
    for (rest, is_damage) in [("\0\0\0", false), ("{\"key\":\"k2\"\0\0", true), ("{\"key\":\"k2\"}\0\0\0", true)] {
        let operations: [fn(&Run) -> Ended; 3] = [|run| register(run, "k2"), append, |run| resolve(run, "k1")];
        for operation in operations {
            let place = Place::new();
            let text = [line("k0"), line("k1"), rest.to_owned()].concat();
            place.seed(FILE, &text);
            let (status, reason) = operation(&place.run());
            if is_damage {
                assert_eq!(status, "BACKEND_ERROR", "{rest:?}");
                assert!(reason.contains("line 3"), "{reason}");
                is_left(&place, text.as_bytes());
            } else {
                assert_eq!(status, "SUCCESS", "{reason}");
                assert!(place.has(".pgs/torn"));
            }
        }
    }
}

/// A line that was confirmed is not torn, whatever becomes of it.
#[test]
fn a_line_that_is_cut_short_by_hand() {
    for when in [When::Unknown, When::Written, When::Rebooted] {
        let place = Place::new();
        if matches!(when, When::Unknown) {
            place.seed(FILE, &["k0", "k1"].map(line).concat());
        } else {
            let run = place.syncing_run();
            assert_eq!((register(&run, "k0").0, register(&run, "k1").0), ("SUCCESS", "SUCCESS"));
            end_run(&run);
        }
        when.happens(&place);
        let text = place.text(FILE);
        edit_to(&place, &text.as_bytes()[..text.len() - 5]);
        let damaged = bytes(&place);
        let (status, reason) = register(&place.run(), "k1");
        assert_eq!(status, "BACKEND_ERROR", "{when:?}");
        assert!(reason.contains("line 2"), "{reason}");
        is_left(&place, &damaged);
    }
}

#[test]
fn an_edit_of_equal_length_counts() {
    let place = Place::new();
    place.seed(FILE, &["e-0000", "e-0001", "e-0002"].map(line).concat());
    let run = place.run();
    assert_eq!(register(&run, "e-0000").0, "ALREADY_EXISTS");
    edit(&place, r#"{"key": ""#.len(), b"E");
    for run in [run, place.run()] {
        assert_eq!(register(&run, "E-0000").0, "ALREADY_EXISTS");
        assert_eq!((resolve(&run, "e-0000").0, resolve(&run, "E-0000").0), ("NOT_FOUND", "SUCCESS"));
    }
    assert_eq!(place.text(FILE).lines().count(), 3);

    let place = Place::new();
    place.seed(FILE, &wallets(300));
    let run = place.run();
    assert_eq!(read(&run, "W_00007").0, "SUCCESS");
    let at = place.text(FILE).find("W_00007").unwrap();
    edit(&place, at, b"V");
    for run in [run, place.run()] {
        assert_eq!((read(&run, "W_00007").0, read(&run, "V_00007").0), ("NOT_FOUND", "SUCCESS"));
    }
}

/// Whatever block of an index is not as it was written.
#[test]
fn a_damaged_block_of_an_index_is_not_believed() {
    let keys: Vec<String> = (0..200).map(|n| format!("key {n}")).collect();
    let place = Place::new();
    let run = place.run();
    for key in &keys {
        assert_eq!(register(&run, key).0, "SUCCESS");
    }
    drop(run);
    let path = place.data_root().join(".pgs/index/a%2Fstate");
    let whole = fs::read(&path).unwrap();
    let random = &mut fastrand::Rng::with_seed(12);
    for block in (0..whole.len() / 512).chain([usize::MAX]) {
        let damaged: Vec<u8> = match block {
            usize::MAX => [&whole[..4096], &vec![0; whole.len() - 4096]].concat(),
            block => {
                let mut damaged = whole.clone();
                let at = block * 512 + random.usize(..512);
                match random.u32(..3) {
                    0 => damaged[block * 512..(block + 1) * 512].fill(0),
                    1 => damaged[at] ^= 1 << random.u32(..8),
                    _ => damaged.copy_within(..512, block * 512),
                }
                damaged
            }
        };
        fs::write(&path, damaged).unwrap();
        let run = place.run();
        for key in &keys {
            assert_eq!(register(&run, key).0, "ALREADY_EXISTS", "{key}, block {block}");
        }
    }
    assert_eq!(place.text(FILE).lines().count(), keys.len());
}

/// What is read to be moved is not changed, whatever is wrong with it.
#[test]
fn what_is_moved_is_not_changed() {
    let stores = |kind| [DeclaredStore { kind, at: AT }];
    let (zeros, torn) = ([line("k0").as_bytes(), b"\0\0\0\n", line("k1").as_bytes()].concat(), b"{\"key\":\"z\",\"ad");
    for (kind, text, own) in [
        (StoreKind::Registry, zeros.clone(), false),
        (StoreKind::Log, zeros, false),
        (StoreKind::Registry, torn.to_vec(), true),
        (StoreKind::Object, wallets(400).into_bytes(), false),
        (StoreKind::Object, wallets(400).replacen("\n  }", "\n  }}", 1).into_bytes(), false),
    ] {
        let place = Place::new();
        if own {
            assert_eq!(register(&place.run(), "own").0, "SUCCESS");
            let whole = bytes(&place);
            edit_to(&place, &[whole, text].concat());
        } else {
            place.seed(FILE, "");
            edit_to(&place, &text);
        }
        let all = |place: &Place| {
            let names = files_below(&place.data_root());
            let bytes: Vec<Vec<u8>> =
                names.iter().map(|name| fs::read(place.data_root().join(name)).unwrap()).collect();
            (names, bytes)
        };
        let before = all(&place);
        let files = FILES.constructors().unwrap();
        let mut source = (files.source)(&place.data_root().into()).unwrap();
        let target = (files.target)(&place.workspace().with_extension("moved").into()).unwrap();
        let moved = move_state(&mut *source, &*target, &stores(kind), Wait::default());
        assert_eq!(all(&place), before, "{moved:?}");
        match moved {
            Ok(report) => assert_eq!(report.notes.len(), usize::from(own), "{report:?}"),
            Err(error) => assert!(error.to_string().contains("line "), "{error}"),
        }
    }
}
