#!/usr/bin/env bash
# Runs every benchmark and writes docs/performance.md. What a benchmark measures is
# taken from the comment above it. Needs bin/legible (make bench builds it), 3 GB of disk
# for the database of ten thousand persons, and PocketBase from the module proxy.
set -euo pipefail
out=docs/performance.md
raw=$(mktemp) tmp=$(mktemp)
trap 'rm -f "$raw" "$tmp"' EXIT

packages=$(grep -rlE '^func Benchmark' --include='*_test.go' --exclude-dir=bench . | xargs -n1 dirname | sort -u)
# shellcheck disable=SC2086 # one word a package
go test -p 1 -run '^$' -bench . -skip 'TenThousandPersons|Scale$|TwoNodes' -benchmem -timeout 60m $packages | tee "$raw" >&2

# These two measure processes of their own, once over; what the client allocates says nothing.
go test -run '^$' -bench TenThousandPersons -benchtime 1x -timeout 60m ./cmd/legible | tee -a "$raw" >&2
(cd bench/pocketbase && go test -run '^$' -bench . -benchtime 1x -timeout 60m) | tee -a "$raw" >&2

# From the start of the process to the printed answer, median of 21.
start_up() {
  for _ in {1..21}; do
    local t=$EPOCHREALTIME
    bin/legible check --json --text 'My calf cramps at night and wakes me.' --age 62 >/dev/null
    echo $((${EPOCHREALTIME/./} - ${t/./}))
  done | sort -n | sed -n 11p
}

cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -1)
cat >"$tmp" <<TEXT
# How fast it is

Written by \`make bench\`; do not edit. ${cpu:-$(uname -m)}, $(nproc) cores, $(go env GOVERSION) $(go env GOOS)/$(go env GOARCH),
$(date +%F), program $(bin/legible version --json | sed -n 's/.*"version": "\(.*\)".*/\1/p' | head -1), knowledge $(bin/legible version --json | sed -n 's/.*"knowledge": "\(.*\)".*/\1/p').

From the start of the process to the printed answer of \`legible check --text\`: $(($(start_up) / 1000)) ms (median of 21 runs).

TEXT

# shellcheck disable=SC2046 # file names of this tree have no spaces
awk '
function human(ns) {
  if (ns >= 1e9) return sprintf("%.3g s", ns / 1e9)
  if (ns >= 1e6) return sprintf("%.3g ms", ns / 1e6)
  if (ns >= 1e3) return sprintf("%.3g µs", ns / 1e3)
  return sprintf("%.3g ns", ns)
}
FILENAME != ARGV[ARGC - 1] { # the test files: comments above benchmarks
  if (FNR == 1) comment = ""
  if ($0 ~ /^\/\/ /) { comment = comment (comment == "" ? "" : " ") substr($0, 4); next }
  if ($0 ~ /^func Benchmark/) {
    name = $2; sub(/\(.*/, "", name)
    sub("^" name " (is |measures )?", "", comment); gsub(/\|/, "/", comment)
    about[name] = comment
  }
  comment = ""
  next
}
/^pkg: / {
  sub(/^github.com\/[^\/]*\/legible\/?/, "", $2)
  printf "%s## %s\n\n| | time | | memory in allocations | what it measures |\n|---|--:|---|--:|---|\n", (n++ ? "\n" : ""), ($2 == "" ? "the root package" : $2)
}
/^Benchmark/ {
  name = $1; sub(/-[0-9]+$/, "", name)
  base = name; sub(/\/.*/, "", base)
  time = memory = extra = ""
  for (i = 3; i < NF; i += 2) {
    if ($(i + 1) == "ns/op") { if ($i + 0 > 0) time = human($i); ns[base] = $i }
    else if ($(i + 1) == "B/op") memory = ($i >= 1e6) ? sprintf("%.1f MB", $i / 1e6) : sprintf("%.1f kB", $i / 1e3)
    else if ($(i + 1) == "allocs/op") memory = memory " in " $i
    else extra = extra (extra == "" ? "" : ", ") $i " " $(i + 1)
  }
  what = (base in told) ? "" : about[base]
  told[base] = 1
  sub(/^Benchmark/, "", name)
  printf "| %s | %s | %s | %s | %s |\n", name, time, extra, memory, what
}
END {
  if (ns["BenchmarkAssessHTTP"] && ns["BenchmarkEmptyJSONHTTP"])
    printf "\nRequests over HTTP on this machine, client included: %.0f assessments with 8 answers a second, %.0f empty JSON answers a second in the same run: a ratio of %.3f.\n",
      1e9 / ns["BenchmarkAssessHTTP"], 1e9 / ns["BenchmarkEmptyJSONHTTP"], ns["BenchmarkEmptyJSONHTTP"] / ns["BenchmarkAssessHTTP"]
}
' $(grep -rlE '^func Benchmark' --include='*_test.go' .) "$raw" >>"$tmp"
mkdir -p docs
cp "$tmp" "$out"
chmod 644 "$out"
echo "wrote $out" >&2
