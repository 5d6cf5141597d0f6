#!/usr/bin/env bash
# Writes docs/accuracy.md and internal/web/evaluation.json, which the page "How wrong it
# is" shows, from the case files of a folder: cases.jsonl, lay.jsonl and map.yaml. The
# cases are not part of this repository; without them nothing is written. The JSON holds
# counts and rates only, no case and no id.
set -euo pipefail
cases=$1
out=docs/accuracy.md
shown=internal/web/evaluation.json
if [ ! -e "$cases/cases.jsonl" ]; then
  echo "there are no cases in $cases; name their folder with make accuracy CASES=DIR" >&2
  exit 1
fi

tmp=$(mktemp)
json=$(mktemp)
trap 'rm -f "$tmp" "$json"' EXIT
printf '{"date":"%s","program":"%s","runs":[\n' "$(date +%F)" "$(bin/legible version | awk 'NR == 1 { print $2 }')" >"$json"
between=
cat >"$tmp" <<'TEXT'
# How wrong it is

Written by `make accuracy`; do not edit. Two sets of cases that nobody in this project wrote: `cases.jsonl`, vignettes by
clinicians, mostly examination questions, in which serious and rare causes are far more common than in life; and
`lay.jsonl`, people's own words. A score here is not a score on real users.

Three ways to give a case to the program. *given*: all known findings at once, no text and no questions: what the reasoning
alone can do. *text*: the story only. *interview*: the story, then answers to the questions it asks, "don't know" where the
case is silent.

*Urgency accepted*: one of the levels that a careful clinician could defend for the case. *Too low*, *too high*: below or
above all of them. An emergency is *missed* when a case that needs an ambulance gets less than every accepted level. All
intervals are 95 % (Wilson). Cases are named by their ids only.

TEXT
for file in cases.jsonl lay.jsonl; do
  for mode in interview text given; do
    echo "$file: $mode" >&2
    bin/legible eval --markdown --mode "$mode" --map "$cases/map.yaml" "$cases/$file" >>"$tmp"
    echo >>"$tmp"
    printf '%s' "$between" >>"$json"
    bin/legible eval --summary --mode "$mode" --map "$cases/map.yaml" "$cases/$file" >>"$json"
    between=,
  done
done
cat >>"$tmp" <<'TEXT'
## False alarms

Simulated people with plain, harmless night complaints, 2,000 each (fixed seed): answers drawn from the profile of the
condition, alarm findings at their background rates, through the whole interview. Limits: emergency at most 4 %, same day
or sooner at most 12 %. Command: `LEGIBLE_FULL=1 go test -run 'TestFalseAlarms$' -v ./internal/eval`

| people with | emergency | same day or sooner | questions | most frequent reasons |
|---|---|---|---|---|
TEXT
echo "false alarms" >&2
alarms=$(LEGIBLE_FULL=1 go test -count=1 -timeout 30m -run 'TestFalseAlarms$' -v ./internal/eval | sed -nE \
  -e 's/^=== RUN +TestFalseAlarms\/([a-z_]+).*/\1/p' \
  -e 's/.*n ([0-9]+): emergency ([0-9.]+) %, same day or above ([0-9.]+) %, ([0-9.]+) questions; (.*)/\1|\2|\3|\4|\5/p')
awk -F'|' '/^[a-z_]+$/ { name = $0; next } { printf "| %s | %s %% | %s %% | %s | %s |\n", name, $2, $3, $4, $5 }' <<<"$alarms" >>"$tmp"
{
  echo '],"false_alarms":['
  awk -F'|' '/^[a-z_]+$/ { name = $0; next }
    { printf "%s{\"condition\":\"%s\",\"n\":%s,\"emergency\":%s,\"same_day_or_above\":%s}\n", comma, name, $1, $2 / 100, $3 / 100; comma = "," }' <<<"$alarms"
  echo ']}'
} >>"$json"
sed -i -e '${/^$/d}' "$tmp"
mkdir -p docs
cp "$tmp" "$out"
cp "$json" "$shown"
chmod 644 "$out" "$shown"
echo "wrote $out and $shown" >&2
