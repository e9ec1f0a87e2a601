#!/bin/sh
# Builds everything and runs one sample workflow twice: the member is registered once, both requests are recorded.
# Needs cargo and a C compiler. Writes to target/ and to a new temporary folder, which it leaves for you to look at.
set -eu

cd "$(dirname "$0")/.."
# The demo is about the samples: variables for other snapshots, targets and modes do not concern it.
unset PGS_SNAPSHOTS PGS_GENERATED PGS_SKIP_BINARIES PGS_BINARIES CARGO_BUILD_TARGET
unset PGS_ADMISSION PGS_STORE PGS_DURABILITY PGS_TRACE

cargo build --release
binary="${CARGO_TARGET_DIR:-target}/release/library-wf-register-member-v0"

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
