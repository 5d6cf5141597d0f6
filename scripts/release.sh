#!/usr/bin/env bash
# Builds the release files into DIR (default dist): one program for each system, their
# checksums and the list of what is in them. The same commit and Go version give the same
# bytes, wherever they are built; --check builds twice, from two folders, and compares.
set -euo pipefail
targets="linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64"
version=$(git describe --tags --always --dirty)

build() { # from the folder $1 into $2
  local from=$1 to=$2 target system machine file
  mkdir -p "$to"
  for target in $targets; do
    system=${target%/*} machine=${target#*/} file=legible-$version-$system-$machine
    [[ $system == windows ]] && file+=.exe
    (cd "$from" && CGO_ENABLED=0 GOOS=$system GOARCH=$machine GOFLAGS= go build -trimpath -buildvcs=false \
      -ldflags "-s -w -buildid= -X github.com/legible-health/legible/internal/cli.version=$version" -o "$to/$file" ./cmd/legible)
  done
}

if [[ ${1:-} == --check ]]; then
  one=$(mktemp -d) two=$(mktemp -d) copy=$(mktemp -d)
  trap 'rm -rf "$one" "$two" "$copy"' EXIT
  git archive HEAD | tar -x -C "$copy"
  build "$PWD" "$one"
  build "$copy" "$two"
  diff <(cd "$one" && sha256sum -- *) <(cd "$two" && sha256sum -- *)
  echo "the same bytes from two folders, for: $targets"
  exit
fi

to=$(realpath -m "${1:-dist}")
build "$PWD" "$to"
scripts/sbom.sh "$version" >"$to/legible-$version.spdx.json"
(cd "$to" && sha256sum -- legible-"$version"* >SHA256SUMS)
ls -l "$to"
