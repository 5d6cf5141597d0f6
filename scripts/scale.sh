#!/usr/bin/env bash
# Measures how many people it serves and writes docs/scale.md from what docs/scale.tsv
# keeps of each measurement, so that one can be done again without the others:
#   scale.sh                what a person costs, two nodes; a quarter of an hour, 5 GB
#   scale.sh soak           an hour at half load
#   scale.sh large [FOLDER] 100,000 persons; an hour, and 15 GB that stay in FOLDER and
#                           are not loaded again. Without one they are removed
#   scale.sh write          nothing, only the page
# Needs Linux and Debian's postgresql. FOLDER is one that user postgres can enter.
set -euo pipefail
out=docs/scale.md
raw=docs/scale.tsv

# measure NAME BENCHMARK [SETTING=VALUE]...: one run under a name of its own.
measure() {
  local name=$1 bench=$2
  shift 2
  local text
  text=$(env "$@" go test -run '^$' -bench "$bench\$" -benchtime 1x -timeout 180m ./cmd/legible | tee /dev/stderr | grep '^Benchmark' | paste -sd '\t')
  keep "$name" "$text"
}
# keep NAME TEXT puts a run's line into the place of an older one.
keep() {
  { awk -F'\t' -v name="$1" '$1 != name' "$raw"; printf '%s\t%s\t%s\t%s\t%s\n' "$1" "$(date -u +'%F %H:%M')" "$(cut -d' ' -f2 /proc/loadavg)" \
    "$(git describe --tags --always 2>/dev/null || echo dev)" "$2"; } >"$raw.new"
  mv "$raw.new" "$raw"
}
touch "$raw"
case ${1:-} in
  "")
    measure few BenchmarkScale LEGIBLE_LOAD_PERSONS=2000
    measure many BenchmarkScale LEGIBLE_LOAD_PERSONS=11112
    measure slow BenchmarkTwoNodes LEGIBLE_LOAD_RATE=100
    measure fast BenchmarkTwoNodes LEGIBLE_LOAD_RATE=300
    measure again BenchmarkTwoNodes LEGIBLE_LOAD_RATE=300
    ;;
  soak) measure soak BenchmarkSoak LEGIBLE_SOAK_MINUTES=60 ;;
  large)
    folder=${2:-}
    if [[ -z $folder ]]; then
      folder=$(mktemp -d)
      trap 'rm -rf "$folder"' EXIT
      chmod 755 "$folder"
    fi
    measure large BenchmarkLarge LEGIBLE_LARGE="$(realpath "$folder")"
    ;;
  write) ;;
  *) sed -n '2,/^set/{/^#/p}' "$0" >&2; exit 2 ;;
esac

# value NAME METRIC is what was measured.
value() {
  awk -F'\t' -v name="$1" -v metric="$2" '$1 == name { for (i = 5; i <= NF; i++) { split($i, x, " "); if (x[2] == metric) print x[1] + 0 } }' "$raw"
}
has() { grep -q "^$1	" "$raw"; }
# reckon NUMBER FORMAT EXPRESSION, with v for the number.
reckon() { awk -v v="$1" "BEGIN { printf \"$2\", $3 }"; }
row() { # LABEL METRIC UNIT
  printf '| %s | %s %s | %s %s |\n' "$1" "$(value few "$2")" "$3" "$(value many "$2")" "$3"
}
times() { # LABEL KIND
  printf '| %s | %s ms | %s ms | %s ms | %s ms |\n' "$1" "$(value slow "$2-p50-ms")" "$(value slow "$2-p99-ms")" "$(value fast "$2-p50-ms")" "$(value fast "$2-p99-ms")"
}
both() { # LABEL METRIC UNIT
  printf '| %s | %s %s | %s %s |\n' "$1" "$(value slow "$2")" "$3" "$(value fast "$2")" "$3"
}
when() { awk -F'\t' -v name="$1" '$1 == name { print $2 " UTC, " $3 " processes ready to run, program " $4 }' "$raw"; }

compared() { # LABEL KIND ENGINE
  printf '| %s | %s ms | %s ms | %s | %s | %s ms | %s | %s |\n' "$1" "$(value large "$3-$2-empty-p99-ms")" "$(value large "$3-$2-p99-ms")" \
    "$(value large "$3-$2-x-p99")" "$(value large "$3-$2-x-p50")" "$(value large "$3-$2-cpu-p99-ms")" "$(value large "$3-$2-x-cpu-p99")" "$(value large "$3-$2-x-cpu")"
}
large() {
  local engine label
  cat <<TEXT
## 100,000 persons

Full databases beside empty ones, which have 50 persons with as many nights: $(value large postgres-records) records in PostgreSQL, 90 nights a
person ($(value large postgres-GB) GB), and $(value large embedded-records) in one file, 365 nights a person ($(value large embedded-GB) GB). They were asked by turns, a
request of the one and the same of the other, $(value large postgres-asked) of each kind and half as many reports, each about a person taken by chance. Both were in the
system's memory; PostgreSQL's own had 256 MB. The report is of the diary, as a page and as a PDF. The goal is a p99 within 1.5 times that of
the empty one. Processor time is PostgreSQL's too, and what others do with the machine is not in it. \`BenchmarkLarge\`; $(when large).

| | p99, empty | p99, full | times | p50, times | p99 of processor time, full | times | mean of it, times |
|---|--:|--:|--:|--:|--:|--:|--:|
TEXT
  for engine in postgres embedded; do
    label=$([[ $engine == postgres ]] && echo PostgreSQL || echo embedded)
    compared "$label: writing an entry" write $engine
    compared "$label: a month of the diary" month $engine
    compared "$label: report, page" report $engine
    compared "$label: report, PDF" pdf $engine
  done
  cat <<TEXT

One program took $(value large postgres-MB) MB before the full PostgreSQL and $(value large postgres-empty-MB) MB before the empty one, $(value large embedded-MB) MB and $(value large embedded-empty-MB) MB with the file.

TEXT
}
grown() { # LABEL KIND
  local before after
  before=$(value soak "$2-before") after=$(value soak "$2-after")
  printf '| %s | %s | %s | %s | %s | %s |\n' "$1" "${before:-–}" "$(value soak "$2-first")" "$(value soak "$2-last")" "$(value soak "$2/h")" "${after:-–}"
}
soak() {
  cat <<TEXT
## An hour at half load

The same mixed requests to two programs on one PostgreSQL, $(value soak requests/s) a second for $(value soak minutes) minutes, with nothing ended. Both
were looked at every half minute; of the two, the one is told here that grew more. What an hour adds is the median of the slopes
between any two looks. At rest before is after a minute of this load, and then two and a half minutes without. \`BenchmarkSoak\`; ended $(when soak).

| | at rest before | first quarter, median | last quarter, median | an hour adds | at rest after |
|---|--:|--:|--:|--:|--:|
$(grown "resident memory, MB" resident-MB)
$(grown "heap at which the collector begins, MB" collected-at-MB)
$(grown "goroutines" goroutines)
$(grown "threads" threads)
$(grown "open files and connections" files)
$(grown "connections to PostgreSQL, of both" connections)

Of $(value soak requests) requests $(value soak errors-calm) failed; $(value soak not-sent) were not sent because 400 were under way. $(value soak written) entries were acknowledged and
$(value soak lost) of them lost. p50 was $(value soak all-p50-ms) ms and p99 $(value soak all-p99-ms) ms.$([[ $(value soak not-sent) == 0 ]] || echo " The machine was not up to the rate all the time, because
others used it. Requests that wait take memory and goroutines, so what there is at rest says more than the last quarter here.")

TEXT
}

cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)
pg=$(value many postgres-B/person) sq=$(value many sqlite-B/person)
persons=11112
{
cat <<TEXT
# How many people it serves

Written by \`make scale\`, \`make scale-large\` and \`make soak\` from \`scale.tsv\`, which holds all that was measured; do not edit. ${cpu:-$(uname -m)}, $(nproc) processors, $(awk '/MemTotal/ { printf "%.0f", $2 / 1e6 }' /proc/meminfo) GB, $(go env GOVERSION) $(go env GOOS)/$(go env GOARCH),
PostgreSQL $(ls /usr/lib/postgresql | sort -n | tail -1). Client, programs and PostgreSQL share the processors, and others used
the machine as well: the times are worse than on a machine of one's own. Processor time is what a request needs of them, whoever else is there.

## What a person costs

A generated diary of 90 nights each, one entry a night, sealed as ever; 2,000 persons and 11,112 (a million records).
\`BenchmarkScale\` in \`cmd/legible\`; $(when few); $(when many).

| | 2,000 persons | 11,112 persons |
|---|--:|--:|
$(row "PostgreSQL: disk for a person more" postgres-B/person B)
$(row "embedded: disk for a person more" sqlite-B/person B)
$(row "PostgreSQL: writing an entry, processor" postgres-write-cpu-ms ms)
$(row "– times that with 50 persons" postgres-x-write "")
$(row "PostgreSQL: a month of the diary, processor" postgres-month-cpu-ms ms)
$(row "– times that with 50 persons" postgres-x-month "")
$(row "PostgreSQL: trends of the whole diary, processor" postgres-year-cpu-ms ms)
$(row "– times that with 50 persons" postgres-x-year "")
$(row "embedded: writing an entry, processor" sqlite-write-cpu-ms ms)
$(row "embedded: a month of the diary, processor" sqlite-month-cpu-ms ms)
$(row "embedded: trends of the whole diary, processor" sqlite-year-cpu-ms ms)

PostgreSQL's own processor time is in its rows. The unit of these times is 10 ms over 200 requests, so differences below 0.05 ms say nothing.

What follows from the larger set, by multiplying:

| | PostgreSQL | embedded |
|---|--:|--:|
| 100,000 persons × 90 nights | $(reckon "$pg" "%.1f GB" "v * 100000 / 1e9") | $(reckon "$sq" "%.1f GB" "v * 100000 / 1e9") |
| 100,000 persons × 365 nights | $(reckon "$pg" "%.0f GB" "v * 100000 / 1e9 * 365 / 90") | $(reckon "$sq" "%.0f GB" "v * 100000 / 1e9 * 365 / 90") |
| one entry and two months looked at by each of 100,000 in a day, processor | $(reckon "$(reckon "$(value many postgres-write-cpu-ms)" "%f" "v + 2 * $(value many postgres-month-cpu-ms)")" "%.0f minutes" "v * 100000 / 60000") | $(reckon "$(reckon "$(value many sqlite-write-cpu-ms)" "%f" "v + 2 * $(value many sqlite-month-cpu-ms)")" "%.0f minutes" "v * 100000 / 60000") |

These are extrapolations from a million records.

TEXT
if has large; then large; fi
cat <<TEXT
## Moving to PostgreSQL

\`legible migrate --from FOLDER --to ADDRESS\` copied $(value many records) records in $(value many migrate-s) s ($(value many migrate-cpu-s) s of processors), the reading of both and the
comparing by checksum included. That is $(reckon "$(value many migrate-s)" "%.0f" "$(value many records) / v") records a second; nine million would take about $(reckon "$(value many migrate-s)" "%.0f" "v * 9e6 / $(value many records) / 60") minutes here.

## Two nodes, one PostgreSQL

A minute of mixed requests to two programs on one PostgreSQL with 2,000 persons of 90 nights: in ten requests three checks, two diary
entries, two months, two pages of the guide, one question. Sent when they are due, answered or not. After 20 s one program is killed and
replaced; after 40 s PostgreSQL is stopped at once and started. Requests are passed on to the other program where one does not take
them, as load balancers do. \`BenchmarkTwoNodes\`; $(when slow); $(when fast).

| | 100 requests/s, p50 | p99 | 300 requests/s, p50 | p99 |
|---|--:|--:|--:|--:|
$(times "all" all)
$(times "check" check)
$(times "diary entry" write)
$(times "month" month)
$(times "guide" guide)
$(times "question" ask)

| | 100 requests/s | 300 requests/s |
|---|--:|--:|
$(both "requests sent" requests "")
$(both "not sent: 400 were under way" not-sent "")
$(both "busy with programs and PostgreSQL, without the client" processors processors)
$(both "processor for a request, the programs" cpu-ms/request ms)
$(both "processor for a request, PostgreSQL" postgres-cpu-ms/request ms)
$(both "memory of one program, resident" MB-node MB)
$(both "errors while nothing was ended" errors-calm "")
$(both "errors around the kill" errors-kill "")
$(both "errors around the end of PostgreSQL" errors-restart "")
$(both "PostgreSQL was away for" restart-s s)
$(both "last error, counted from its end" recovery-restart-s s)
$(both "entries acknowledged" written "")
$(both "of them lost" lost "")

Errors are answers of 500 and above and no answer; four in ten of these requests need the database. The goal is
a p99 below 50 ms at 300 requests/s. It was $(value fast all-p99-ms) ms in this run, and $(value again all-p99-ms) ms in another ($(when again)), with $(value again errors-calm)
errors while nothing was ended and $(value again lost) entries lost: what others leave of the machine decides.

TEXT
if has soak; then soak; fi
cat <<TEXT
## Where one PostgreSQL ends

By the processor time at 100 requests/s above, and with half of the processors kept free. These are upper bounds, reckoned and not
measured: they leave out what commits wait for the disk, and locks.

| PostgreSQL has | requests/s of this mix | processors that the programs need for it |
|---|--:|--:|
$(for n in 4 16; do
  most=$(reckon "$(value slow postgres-cpu-ms/request)" "%.0f" "$n / 2 * 1000 / v")
  echo "| $n processors | $most | $(reckon "$(value slow cpu-ms/request)" "%.0f" "$most * v / 1000 * 2") |"
done)

An assumption, not a measurement: 100,000 people who make 20 requests a day each, half of them within three hours, make
$(reckon 100000 "%.0f" "v * 20 / 2 / 10800") requests a second in these hours. So for 100,000 people the processors of one PostgreSQL are not what
ends first. All databases measured here fit into memory; one that does not, reads months from the disk, by the index \`(person, day)\`, and
that has not been measured. Each program takes up to 16 connections; PostgreSQL's usual limit of 100 is enough for six programs. Beyond,
raise \`max_connections\`. A pooler that gives each transaction another connection has not been tried.

TEXT
cat <<'TEXT'
## When one is not enough

Not built and not tried: this is what the design leaves open.

- Everything a person writes is in rows that carry the person's id, `record (person, id)` above all. No statement of a diary, a month, a
  trend or a report joins two persons. So `person` is the key to distribute by, in any engine that speaks PostgreSQL's protocol and its
  SQL (YugabyteDB and CockroachDB split tables by ranges or hashes of the primary key; Citus by a column).
- Ids are UUIDv7: newer ones sort last. An engine that splits by ranges needs them hashed, or all new persons land on one machine. One person's
  records belong together, so it is the person that is hashed, and never the record.
- Accounts, sessions, tokens, attempts and the directory are small, found by key, and belong to nobody's diary: one group of tables, whole on
  each machine or hashed by their key.
- Engines that want the two ends of a foreign key on one machine will not take those between persons and accounts.
- Bookings of one practitioner are decided by one row for each five minutes, `appointment_cell (practitioner, cell)`: hashed by practitioner.
- What the programs ask of the engine beyond plain SQL: `FOR UPDATE SKIP LOCKED` for jobs, `FOR SHARE` in some writes, repeatable read for
  backups, one advisory lock while migrating. An engine without the lock is migrated by one program ahead (`legible migrate`). Writes do not
  begin again by themselves when two get in each other's way (SQLSTATE 40001): the client gets 503 and sends again.
- Before that: backups could read from a replica (a program knows one address today); people of different countries can have instances of
  their own.

## What is kept in memory, and where

| what | where | until |
|---|---|---|
| knowledge, templates, the index of the guide | each program | it ends; a new version is a new program |
| assets, and pages that are kept for use offline | browsers, by their content's hash | changed |
| keys of the instance | each program, read again when the file changes | – |
| keys of 4,096 persons, opened | each program | more persons come; used only while the database holds the same key, sealed |
| sessions, attempts, jobs, slots, consents | nowhere but the database, asked each time | – |
| diary pages | nowhere: `no-store` | – |

Nothing has to be told to other programs, so one can be added, killed or replaced at any time. A program in front of PostgreSQL lets more garbage gather
than one with a folder, which has to fit into a small machine. That takes more memory and less processor time; `GOGC` and `GOMEMLIMIT` change it.
TEXT
} >"$out.new"
mv "$out.new" "$out"
echo "wrote $out" >&2
