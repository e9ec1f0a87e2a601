#!/bin/sh
# Runs one sample workflow twice: the member is registered once, both requests are recorded. What runs is compiled from
# generated/ as it is committed, to where `cargo build --release` finds it compiled later.
# Needs cargo and a C compiler. Writes to target/ and to a new temporary folder, which it leaves for you to look at.
set -eu

cd "$(dirname "$0")/.."
# The demo is about the samples: variables for other targets and modes do not concern it.
unset CARGO_BUILD_TARGET PGS_ADMISSION PGS_STORE PGS_DURABILITY PGS_TRACE

workflow=library-wf-register-member-v0
workflows="${CARGO_TARGET_DIR:-target}/workflows"
# Without the features that other workflows need: this one neither mails nor signs.
cargo build --release --target-dir "$workflows" --package pgs-generated --no-default-features --bin "$workflow"
binary="$workflows/release/$workflow"

folder="$(mktemp -d)"
PGS_DATA_ROOT="$folder/data"
PGS_WORKSPACE="$folder/workspace"
export PGS_DATA_ROOT PGS_WORKSPACE

for run in first second; do
    printf '\n== %s run ==\n' "$run"
    "$binary" --payload snapshots/library/payloads/register_member.json
done

printf '\n== registry: one member ==\n'
cat "$PGS_DATA_ROOT/library/members.jsonl"
printf '\n== journal: two events ==\n'
cat "$PGS_DATA_ROOT/library/journal.jsonl"
printf '\n== traces: one a run ==\n'
find "$PGS_WORKSPACE/traces" -name '*.jsonl' | sort
printf '\nAll of it is in %s\n' "$folder"
