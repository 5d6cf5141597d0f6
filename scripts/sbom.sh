#!/usr/bin/env bash
# Prints what the program is made of as SPDX 2.3 JSON: each module with its version, its
# checksum of go.sum and its licence, told by the text of its licence file. Fails when a
# licence is not one of those below, so that a new one is looked at by a person.
set -euo pipefail
version=${1:?usage: scripts/sbom.sh VERSION}

licence() { # of the module in the folder $1
  local file text
  file=$(find "$1" -maxdepth 1 -type f -iregex '.*/\(LICEN[SC]E\|COPYING\|UNLICENSE\)[^/]*' | sort | head -1)
  [[ -n $file ]] || { echo NONE; return; }
  text=$(tr -s '[:space:]' ' ' <"$file")
  case $text in
    *"Apache License"*) echo Apache-2.0 ;;
    *"Mozilla Public License"*) echo MPL-2.0 ;;
    *"GNU "*"GENERAL PUBLIC LICENSE"*) echo GPL ;;
    *"Redistribution and use in source and binary forms"*"Neither the name"*) echo BSD-3-Clause ;;
    *"Redistribution and use in source and binary forms"*"may not be used to endorse"*) echo BSD-3-Clause ;;
    *"Redistribution and use in source and binary forms"*) echo BSD-2-Clause ;;
    *"Permission to use, copy, modify, and/or distribute"* | *"Permission to use, copy, modify, and distribute"*) echo ISC ;;
    *"Permission is hereby granted, free of charge"*) echo MIT ;;
    *) echo UNKNOWN ;;
  esac
}

go=$(go env GOVERSION)
packages=$(printf ',\n  {"SPDXID":"SPDXRef-go-standard-library","name":"Go standard library","versionInfo":"%s","downloadLocation":"https://go.dev/dl/","filesAnalyzed":false,"licenseConcluded":"BSD-3-Clause","licenseDeclared":"BSD-3-Clause","copyrightText":"NOASSERTION"}' "${go#go}")
relations=$(printf ',\n  {"spdxElementId":"SPDXRef-legible","relatedSpdxElement":"SPDXRef-go-standard-library","relationshipType":"DEPENDS_ON"}')
bad=0
while read -r path number folder; do
  id="SPDXRef-$(tr -c 'A-Za-z0-9.\n' '-' <<<"$path")"
  kind=$(licence "$folder")
  case $kind in
    Apache-2.0 | MPL-2.0 | BSD-3-Clause | BSD-2-Clause | ISC | MIT) ;;
    *) echo "$path $number: licence $kind: look at $folder and decide" >&2; bad=1 ;;
  esac
  sum=$(sed -n "s|^$path $number h1:||p" go.sum | head -1)
  packages+=$(printf ',\n  {"SPDXID":"%s","name":"%s","versionInfo":"%s","downloadLocation":"https://%s","filesAnalyzed":false,"licenseConcluded":"%s","licenseDeclared":"%s","copyrightText":"NOASSERTION","comment":"go.sum h1:%s","externalRefs":[{"referenceCategory":"PACKAGE-MANAGER","referenceType":"purl","referenceLocator":"pkg:golang/%s@%s"}]}' \
    "$id" "$path" "$number" "$path" "$kind" "$kind" "$sum" "$path" "$number")
  relations+=$(printf ',\n  {"spdxElementId":"SPDXRef-legible","relatedSpdxElement":"%s","relationshipType":"DEPENDS_ON"}' "$id")
done < <(go list -deps -f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}' ./cmd/legible | sort -u)
((bad == 0)) || exit 1

cat <<JSON
{"spdxVersion":"SPDX-2.3","dataLicense":"CC0-1.0","SPDXID":"SPDXRef-DOCUMENT","name":"legible-$version",
 "documentNamespace":"https://github.com/legible-health/legible/sbom/$version",
 "creationInfo":{"created":"$(git log -1 --format=%cd --date=format:%Y-%m-%dT%H:%M:%SZ)","creators":["Tool: legible scripts/sbom.sh"]},
 "packages":[
  {"SPDXID":"SPDXRef-legible","name":"legible","versionInfo":"$version","downloadLocation":"https://github.com/legible-health/legible","filesAnalyzed":false,"licenseConcluded":"Apache-2.0 AND CC-BY-4.0","licenseDeclared":"Apache-2.0 AND CC-BY-4.0","copyrightText":"NOASSERTION"}$packages
 ],
 "relationships":[
  {"spdxElementId":"SPDXRef-DOCUMENT","relatedSpdxElement":"SPDXRef-legible","relationshipType":"DESCRIBES"}$relations
 ]}
JSON
