#!/usr/bin/env bash
# Runs the benchmarks and writes docs/performance.md. What a benchmark measures is taken
# from the comment above it.
#   performance.sh          all of the program; ten minutes on two quiet processors, and
#                           3 GB of disk for ten thousand persons (LEGIBLE_LOAD_PERSONS
#                           makes it fewer, BENCHTIME=100ms the rest shorter)
#   performance.sh peers    beside other programs, from the module proxy; kept in docs/peers.txt
# Needs bin/legible (make bench builds it).
set -euo pipefail
out=docs/performance.md
peers=docs/peers.txt
raw=$(mktemp) tmp=$(mktemp)
trap 'rm -f "$raw" "$tmp"' EXIT

if [[ ${1:-} == peers ]]; then
  (cd bench/pocketbase && go test -run '^$' -bench . -benchtime 1x -timeout 60m) | tee "$raw" >&2
  (cd bench/search && go test -run '^$' -bench . -benchtime 2s -timeout 60m) | tee -a "$raw" >&2
  cp "$raw" "$peers"
  chmod 644 "$peers"
  echo "wrote $peers; performance.sh takes it into $out" >&2
  exit
fi

# First what is told for a quiet machine: one package after the other, then the process
# under load, once over; what its client allocates says nothing.
packages=$(grep -rlE '^func Benchmark' --include='*_test.go' --exclude-dir=bench --exclude-dir=cmd . | xargs -n1 dirname | sort -u)
# shellcheck disable=SC2086 # one word a package
go test -p 1 -run '^$' -bench . -benchtime "${BENCHTIME:-1s}" -benchmem -timeout 20m $packages | tee "$raw" >&2
go test -run '^$' -bench TenThousandPersons -benchtime 1x -timeout 20m ./cmd/legible | tee -a "$raw" >&2
if [[ -f $peers ]]; then cat "$peers" >>"$raw"; fi

# From the start of the process to the printed answer, median of 21.
start_up() {
  for _ in {1..21}; do
    local t=$EPOCHREALTIME
    bin/legible check --json --text 'My calf cramps at night and wakes me.' --age 62 >/dev/null
    echo $((${EPOCHREALTIME/./} - ${t/./}))
  done | sort -n | sed -n 11p
}

# From the start of the process to the first assessment over HTTP, median of 11. The last
# step of waiting is up to 5 ms.
serving() {
  local port=8497 pid t
  for _ in {1..11}; do
    t=$EPOCHREALTIME
    bin/legible serve --quiet --addr "127.0.0.1:$port" 2>/dev/null &
    pid=$!
    until curl -sf -o /dev/null -H 'Content-Type: application/json' -d '{"text":"My calf cramps at night and wakes me.","person":{"age":62}}' \
      "http://127.0.0.1:$port/api/v1/assess"; do
      kill -0 "$pid" 2>/dev/null || { echo "legible serve ended; is port $port taken?" >&2; exit 1; }
      sleep 0.005
    done
    echo $((${EPOCHREALTIME/./} - ${t/./}))
    kill "$pid"
    wait "$pid" || true
  done | sort -n | sed -n 6p
}

cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -1)
cat >"$tmp" <<TEXT
# How fast it is

Written by \`make bench\`; do not edit. ${cpu:-$(uname -m)}, $(nproc) cores, $(go env GOVERSION) $(go env GOOS)/$(go env GOARCH),
$(date +%F), program $(bin/legible version --json | sed -n 's/.*"version": "\(.*\)".*/\1/p' | head -1), knowledge $(bin/legible version --json | sed -n 's/.*"knowledge": "\(.*\)".*/\1/p').

From the start of the process to the printed answer of \`legible check --text\`: $(($(start_up) / 1000)) ms (median of 21 runs).
From the start of \`legible serve\` to its first assessment over HTTP: $(($(serving) / 1000)) ms (median of 11). Limit of both: 150 ms.

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
    folder = FILENAME
    sub(/\/[^\/]*$/, "", folder); sub(/^\.\//, "", folder)
    about[folder "/" name] = comment
  }
  comment = ""
  next
}
/^pkg: / {
  sub(/^github.com\/[^\/]*\/legible\/?/, "", $2)
  folder = $2 == "" ? "." : $2
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
  at = folder "/" base
  what = (at in told) ? "" : about[at]
  told[at] = 1
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
